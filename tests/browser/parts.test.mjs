// The parts that come in modules of their own: what stands there meanwhile, and when one can't be fetched.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { openPage } from "./browser.mjs";
import { browser, handles, server, whole } from "./lab.mjs";
import { serve } from "./server.mjs";

// All but the first module.
const PARTS = /\/(?!shardlab-)[^/]*\.wasm$/;

/** A page in which the parts wait for `release`, which fetches or refuses them. */
async function held(route, options) {
  const waiting = [];
  let decide;
  const opened = await openPage(browser, `${server.url}#/nowhere`, options);
  await opened.page.route(PARTS, (request) => (decide ? decide(request) : waiting.push(request)));
  await opened.page.goto(server.url + route);
  await opened.page.reload();
  await opened.page.getByRole("heading", { level: 1 }).waitFor();
  const release = (how) => Promise.all(waiting.splice(0).map((decide = how)));
  return { ...opened, fetch: () => release((request) => request.continue()), refuse: () => release((request) => request.abort()) };
}

/** How far things have moved on the page that nobody moved: 1 is the whole window once. */
const shifted = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (sum += value))).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(sum), 300);
      }),
  );

// The first test of this file, so that the server has seen no other page yet.
test("the first page works with what index.html names, and the labs come when it is there", async () => {
  const { page, problems, fetch, close } = await held("#/");
  await page.getByRole("button", { name: "Keys and help" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.getByText("Loading…").waitFor();
  const html = await readFile("dist/index.html", "utf8");
  const asked = server.requests.map(({ path }) => path.slice(1)).filter((path) => /\.(js|wasm)$/.test(path));
  for (const name of asked) assert.ok(html.includes(`"./${name}"`), `${name} is fetched before the first page is there`);
  await fetch();
  await whole(page);
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => /\/lab-[^/]*\.wasm$/.test(name)));
  assert.deepEqual(problems(), []);
  await close();
});

test("a lab's frame is there before the lab, and nothing jumps when it comes", async () => {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 900, height: 800 }, { width: 375, height: 800 }]) {
    for (const route of ["#/", "#/lab/hot-shard"]) {
      const { page, problems, fetch, close } = await held(route, { viewport });
      await page.getByText("Loading…").waitFor();
      await page.locator("[aria-busy=true]").waitFor();
      await fetch();
      await whole(page);
      const moved = await shifted(page);
      assert.ok(moved < 0.01, `${route} at ${viewport.width}: ${moved}`);
      assert.deepEqual(problems(), []);
      await close();
    }
  }
});

test("a part that can't be fetched says so, and comes when it is asked for again", async () => {
  for (const [route, there] of [["#/", ".demo button"], ["#/lab/hot-shard", ".transport button"]]) {
    const { page, pageErrors, refuse, fetch, close } = await held(route);
    await refuse();
    await page.getByRole("alert").getByText("could not be fetched").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("alert").getByText("could not be fetched").waitFor();
    await fetch();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(there).first().waitFor();
    assert.deepEqual(pageErrors, []);
    await close();
  }
});

test("once the labs are there, they open without the net", async () => {
  const { page, context, close } = await openPage(browser, `${server.url}#/`);
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => /\/lab-[^/]*\.wasm$/.test(name)));
  await whole(page);
  await context.setOffline(true);
  await page.getByRole("link", { name: /Start with/ }).click();
  await handles(page).playButton.waitFor();
  await close();
});

test("a host that doesn't know the type of wasm is no hindrance", async () => {
  const plain = await serve("dist", { types: { ".wasm": "application/octet-stream" } });
  const { page, problems, close } = await openPage(browser, `${plain.url}#/lab/hot-shard`);
  await handles(page).play();
  assert.deepEqual(problems(), []);
  await close();
  await plain.close();
});
