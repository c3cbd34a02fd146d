// Links to a moment, and what the browser remembers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, handles, open, server, whole } from "./lab.mjs";
import { openPage } from "./browser.mjs";

async function linkOf(page) {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  await page.keyboard.press("Escape");
  return link;
}

test("a link opens the same moment of the same run", async () => {
  const { page, lab, close } = await open("#/lab/hot-shard");
  await lab.playUntil(6);
  await page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  await lab.playUntil(15);
  const link = await linkOf(page);
  assert.ok(link.length <= 2_000 && link.includes("#/lab/hot-shard?s=1."));
  const stage = (target) => target.evaluate(() => document.querySelector(".picture svg").outerHTML + document.querySelector(".picture canvas").toDataURL());
  const wanted = await stage(page);
  const other = await openPage(browser, link);
  await whole(other.page);
  await other.page.waitForTimeout(300);
  assert.equal(await handles(other.page).seconds(), await lab.seconds());
  assert.equal(await stage(other.page), wanted);
  assert.deepEqual(other.problems(), []);
  await other.close();
  await close();
});

test("a link of another edition opens and says that its run may go another way", async () => {
  const { page, lab, close } = await open("#/lab/hot-shard");
  await lab.playUntil(3);
  const link = await linkOf(page);
  assert.equal(await page.getByRole("alert").count(), 0);
  const other = await openPage(browser, link.replace("?s=1.", "?s=1-9."));
  await whole(other.page);
  assert.match(await other.page.getByRole("alert").first().textContent(), /another edition of Shardlab/);
  assert.equal(await handles(other.page).seconds(), await lab.seconds());
  // What is handed on from here is this edition's.
  assert.equal(await linkOf(other.page), link);
  assert.deepEqual(other.problems(), []);
  await other.close();
  await close();
});

test("a damaged and a newer link say so and open the lab fresh", async () => {
  for (const [link, text] of [["1.AAAA%%%", /damaged/], ["9.AAAA", /newer edition/], ["1.", /damaged/]]) {
    const { page, lab, problems, close } = await open(`#/lab/hot-shard?s=${link}`);
    assert.match(await page.getByRole("alert").first().textContent(), text);
    assert.equal(await lab.seconds(), 0);
    assert.deepEqual(problems(), []);
    await close();
  }
});

test("the page works when storage is refused or holds nonsense", async () => {
  const refuse = () => Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("no", "SecurityError"); } });
  const nonsense = () => localStorage.setItem("shardlab.progress", "1.@@@ not ours");
  for (const script of [refuse, nonsense]) {
    const context = await browser.newContext();
    await context.addInitScript(script);
    const page = await context.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(`${server.url}#/lab/hot-shard`);
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    assert.deepEqual(errors, []);
    await context.close();
  }
});

test("two tabs on one storage lose nothing", async () => {
  const { page, context, close } = await open("#/lab/partition-keys");
  const second = await context.newPage();
  await second.goto(`${server.url}#/lab/hot-shard`);
  await whole(second);
  await page.goto(`${server.url}#/`);
  await page.reload();
  await page.getByRole("heading", { level: 1 }).waitFor();
  const cards = page.getByRole("listitem").filter({ hasText: "go on" });
  assert.equal(await cards.count(), 2);
  await close();
});
