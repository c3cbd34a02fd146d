// What an address may ask for: what can be done is done, what can't is listed with its value and the reason.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./browser.mjs";
import { browser, open, server, whole } from "./lab.mjs";

test("speed, moment, profile, theme and motion are taken from the address", async () => {
  const { page, lab, problems, close } = await open("#/lab/hot-shard?speed=10&t=12500&profile=exam-2022&theme=dark&motion=reduced&lang=en");
  assert.equal(await lab.seconds(), 12.5);
  assert.ok(await page.getByRole("radio", { name: "10×", exact: true }).isChecked());
  assert.equal(await page.getByRole("combobox", { name: "Limits:" }).inputValue(), "exam-2022");
  assert.deepEqual(await page.evaluate(() => ({ ...document.documentElement.dataset })), { theme: "dark", motion: "reduced" });
  assert.equal(await page.getByRole("alert").count(), 0);
  assert.deepEqual(problems(), []);
  await close();
});

test("a lab starts paused, unless the address says otherwise", async () => {
  const { page, close } = await open("#/lab/hot-shard?paused=0");
  await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
  await close();
});

test("what can't be taken is listed by name, value and reason, and the rest is applied", async () => {
  const { page, lab, problems, close } = await open("#/lab/hot-shard?speed=fast&t=4000&profile=aws-1999&screens=1&theme=%3Cb%3E");
  const notice = page.getByRole("alert").first();
  const text = await notice.textContent();
  for (const part of ["speed = “fast”", "0.1, 1, 10, 100", "profile = “aws-1999”", "exam-2022", "screens = “1”", "knows no such parameter", "theme ="]) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
  assert.equal(await lab.seconds(), 4);
  assert.ok(await page.getByRole("radio", { name: "1×", exact: true }).isChecked());
  await notice.getByRole("button", { name: "Close" }).click();
  assert.equal(await page.getByRole("alert").count(), 0);
  assert.deepEqual(problems(), []);
  await close();
});

test("a damaged run and a wrong parameter are told together", async () => {
  const { page, close } = await open("#/lab/hot-shard?s=1.@@&speed=0");
  const text = await page.getByRole("alert").first().textContent();
  assert.match(text, /damaged/);
  assert.match(text, /speed/);
  await close();
});

test("parameters before the fragment count too", async () => {
  const { page, problems, close } = await openPage(browser, `${server.url}?theme=dark&colour=red#/lab/hot-shard`);
  await whole(page);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  assert.match(await page.getByRole("alert").first().textContent(), /colour = “red”/);
  assert.deepEqual(problems(), []);
  await close();
});
