// Print: the paused stage, its table, a sheet to fill in; the solution on a page of its own. A4 and Letter.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LABS, open } from "./lab.mjs";

const pages = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;

test("every lab prints on few pages of A4 and of Letter, paused, and the page is as before afterwards", async () => {
  for (const id of LABS) {
    const { page, lab, problems, close } = await open(`#/lab/${id}`);
    await lab.playUntil(8);
    const text = () => page.evaluate(() => document.body.innerText);
    const before = await text();
    for (const format of ["A4", "Letter"]) {
      const count = pages(await page.pdf({ format, printBackground: true }));
      assert.ok(count >= 2 && count <= 4, `${id} on ${format}: ${count} pages`);
    }
    assert.equal(await text(), before);
    assert.equal(await page.locator(".print-sheet").count(), 0);
    assert.deepEqual(problems(), []);
    await close();
  }
});

test("the sheet holds table, question and goals, the solution comes after a page break, and nothing is too wide", async () => {
  // As wide as A4 between its margins.
  const { page, lab, close } = await open("#/lab/hot-shard", { colorScheme: "dark", viewport: { width: 687, height: 1_000 } });
  await lab.play();
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await lab.playButton.getAttribute("aria-label"), "Play");
  await page.emulateMedia({ media: "print" });
  const sheet = page.locator(".print-sheet");
  await sheet.waitFor();
  const text = await sheet.innerText();
  for (const part of ["Predict first", "Name", "Date", "Challenge", "Solution: Hot shard", "Par", "seed"]) assert.ok(text.includes(part), part);
  assert.ok((await sheet.locator("table tbody tr").count()) >= 4);
  assert.equal(await sheet.locator(".solution").evaluate((part) => getComputedStyle(part).breakBefore), "page");
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), "rgb(0, 0, 0)");
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 687);
  for (const hidden of [".top", ".path", ".side", ".below", ".transport"]) assert.ok(!(await page.locator(hidden).isVisible()), hidden);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await close();
});
