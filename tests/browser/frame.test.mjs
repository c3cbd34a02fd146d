// The page's frame: routes, policy, hosting under a sub-path, and the picture for the README.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { openPage } from "./browser.mjs";
import { COURSE, LABS, browser, open } from "./lab.mjs";
import { serve } from "./server.mjs";

const HOME = "See where every record goes.";
const ROUTES = { "#/": HOME, "#/keys": "Your keys", "#/quiz": "Quiz" };
for (const { id, title } of COURSE.filter(({ built }) => built)) ROUTES[`#/lab/${id}`] = title;

test("every route has its own heading and one visible main, and nothing goes wrong on it", async () => {
  for (const [route, heading] of Object.entries(ROUTES)) {
    const { page, problems, close } = await open(route);
    assert.deepEqual(await page.getByRole("heading", { level: 1 }).allTextContents(), [heading]);
    assert.equal(await page.getByRole("main").count(), 1);
    assert.ok((await page.title()).startsWith(heading));
    assert.deepEqual(problems(), []);
    await close();
  }
});

test("an unknown route and a lab that isn't built say so and lead back", async () => {
  const coming = COURSE.filter(({ built }) => !built).map(({ id }) => `#/lab/${id}`);
  for (const route of ["#/nowhere", ...coming.slice(0, 1), "#/lab/%3Cscript%3E"]) {
    const { page, problems, close } = await open(route);
    assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "No such page");
    await page.getByRole("link", { name: "To the first page" }).click();
    await page.getByRole("heading", { name: HOME }).waitFor();
    assert.deepEqual(problems(), []);
    await close();
  }
});

test("the page works under a sub-path and asks for nothing outside it", async () => {
  const nested = await serve("dist", { prefix: "/some/path/" });
  const { page, problems, close } = await openPage(browser, `${nested.url}#/lab/hot-shard`);
  await page.getByRole("heading", { level: 1, name: "Hot shard" }).waitFor();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
  assert.deepEqual(problems(), []);
  assert.ok(nested.requests.every((request) => String(request.path ?? request.url ?? request).startsWith("/some/path/")));
  await close();
  await nested.close();
});

test("the policy allows nothing but the page's own files", async () => {
  const html = await readFile("dist/index.html", "utf8");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? "";
  assert.match(policy, /^default-src 'none';/);
  assert.deepEqual(policy.match(/'unsafe-[a-z-]+'/g), null);
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/);
  assert.match(policy, /worker-src 'self'; manifest-src 'self';/);
  assert.ok(html.indexOf("Content-Security-Policy") < html.indexOf("<script"));
});

test("no host name stands in the built page", async () => {
  for (const file of (await readdir("dist")).filter((name) => /\.(html|js|css)$/.test(name))) {
    const text = await readFile(`dist/${file}`, "utf8");
    const hosts = (text.match(/\bhttps?:\/\/[^\s"'`)]+/g) ?? []).filter((url) => !url.startsWith("http://www.w3.org/"));
    assert.deepEqual(hosts, [], file);
  }
});

test("the learning path leads from lab to lab", async () => {
  const { page, close } = await open("#/lab/partition-keys");
  const path = page.getByRole("navigation", { name: "Learning path" }).locator("ol").first();
  assert.equal(await path.getByRole("listitem").count(), COURSE.length);
  assert.equal(await path.getByRole("link").count(), LABS.length);
  await path.getByRole("link", { name: /Split & merge/ }).click();
  await page.getByRole("heading", { level: 1, name: "Split & merge" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Partition keys" }).waitFor();
  await close();
});

test("a phone's header leads to the pages, too", async () => {
  const { page, problems, close } = await open("#/", { viewport: { width: 320, height: 700 } });
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Quiz" }).click();
  await page.getByRole("heading", { level: 1, name: "Quiz" }).waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  assert.deepEqual(problems(), []);
  await close();
});

test("the quota profile and the theme can be switched and are remembered", async () => {
  const { page, context, close } = await open("#/lab/hot-shard", { colorScheme: "light" });
  await page.getByRole("combobox", { name: "Limits:" }).selectOption({ label: "Exam (2022)" });
  await page.getByRole("button", { name: "Light or dark" }).click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  const again = await context.newPage();
  await again.goto(page.url());
  await again.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await again.evaluate(() => document.documentElement.dataset.theme), "dark");
  assert.equal(await again.getByRole("combobox", { name: "Limits:" }).inputValue(), "exam-2022");
  await close();
});

test("the README's picture is made", async () => {
  const { page, lab, close } = await open("#/lab/hot-shard", { colorScheme: "light" });
  await lab.speed("10×");
  await lab.play();
  await page.waitForFunction(() => Number(document.querySelector(".scrubber input").value) >= 20_000);
  await lab.pause();
  await lab.goTo(20_000);
  const picture = await page.screenshot({ path: "docs/page.png" });
  assert.ok(picture.length > 20_000);
  await close();
});
