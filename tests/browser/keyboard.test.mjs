// The keys of the stage, of a lab and of every page, and the dialog that lists them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./lab.mjs";

const stage = (page) => page.getByRole("region", { name: "Stage" });

test("marks of the timeline are reached by keys, by buttons and from a list", async () => {
  const { page, lab, close } = await open("#/lab/hot-shard");
  await lab.playUntil(20);
  await lab.goTo(0);
  const status = page.getByRole("main").getByRole("status").first();
  await stage(page).focus();
  await page.keyboard.press("PageDown");
  const first = await lab.seconds();
  assert.ok(first > 0);
  assert.match(await status.textContent(), /throttled/);
  await page.keyboard.press("PageUp");
  assert.equal(await status.textContent(), "No earlier mark.");
  await page.keyboard.press("Home");
  await page.keyboard.press("m");
  assert.equal(await lab.seconds(), first);
  await page.keyboard.press("Home");
  await lab.button("Next mark").click();
  assert.equal(await lab.seconds(), first);
  await lab.goTo(20_000);
  await page.getByRole("button", { name: /^\d+ marks?$/ }).click();
  const list = page.getByRole("list", { name: "Marks of the timeline" });
  const count = await list.getByRole("button").count();
  assert.ok(count >= 1 && count <= 60, `${count} marks`);
  await list.getByRole("button").first().click();
  assert.equal(await lab.seconds(), first);
  await close();
});

test("letters act on the stage and nowhere else", async () => {
  const { page, lab, close } = await open("#/lab/partition-keys");
  await lab.playUntil(3);
  const there = await lab.seconds();
  await page.getByRole("textbox", { name: "Partition key" }).focus();
  await page.keyboard.type("frmps?");
  assert.equal(await lab.seconds(), there);
  assert.equal(await page.getByRole("dialog").count(), 0);
  assert.match(await page.getByRole("textbox", { name: "Partition key" }).inputValue(), /frmps\?$/);
  await page.getByRole("button", { name: "Light or dark" }).focus();
  await page.keyboard.press("r");
  assert.equal(await lab.seconds(), there);
  await stage(page).focus();
  await page.keyboard.press("f");
  await page.getByRole("region", { name: "Two runs from one fork" }).first().waitFor();
  await stage(page).focus();
  await page.keyboard.press("r");
  assert.equal(await lab.seconds(), 0);
  await page.keyboard.press("s");
  await page.getByRole("dialog", { name: "Share this moment" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Share this moment" }).waitFor({ state: "hidden" });
  await close();
});

test("Alt with K plays and pauses, Alt with R resets, wherever the focus is in a lab", async () => {
  const { page, lab, close } = await open("#/lab/hot-shard");
  await page.getByRole("button", { name: "Light or dark" }).focus();
  await page.keyboard.press("Alt+k");
  await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
  await page.waitForTimeout(300);
  await page.keyboard.press("Alt+k");
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  assert.ok((await lab.seconds()) > 0);
  await page.keyboard.press("Alt+r");
  assert.equal(await lab.seconds(), 0);
  await close();
});

test("the dialog lists the keys of the page that is open", async () => {
  const { page, close } = await open("#/lab/hot-shard");
  await stage(page).focus();
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keys and help" });
  await dialog.waitFor();
  for (const what of ["Play or pause", "To the next mark of the timeline", "What if: fork the run here", "Projector view, on and off"]) {
    await dialog.getByText(what, { exact: true }).first().waitFor();
  }
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.ok(await stage(page).evaluate((element) => element === document.activeElement), "the focus is back");
  await page.goto(`${page.url().split("#")[0]}#/`);
  await page.getByRole("button", { name: "Keys and help" }).click();
  await dialog.getByText("Close a dialog").waitFor();
  assert.equal(await dialog.getByText("Play or pause").count(), 0);
  await close();
});

test("who follows a link goes on in the page that it leads to, or at the link if it stays", async () => {
  const { page, close } = await open("#/");
  const follow = async (name, title) => {
    await page.getByRole("link", { name }).first().focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
  };
  await follow(/Where does my record go/, /./);
  await page.waitForFunction(() => document.activeElement.id === "main");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null));
  await follow("Classroom", "Classroom");
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Classroom");
  await close();
});
