// Handouts: the paused stage, its table, what is to be filled in; the key on a page of its own. A4 and Letter.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { openRoom, tooWide } from "./classroom.mjs";

const sheet = (page) => page.getByRole("article", { name: "The sheet" });
const pages = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;

test("every exercise of ours has a handout on few pages of A4 and of Letter", async () => {
  const { page, problems, close } = await openRoom("handout");
  const links = page.locator(".handouts a");
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  assert.ok(hrefs.length >= 12);
  for (const href of hrefs) {
    await page.evaluate((hash) => (location.hash = hash), href);
    await sheet(page).waitFor();
    for (const format of ["A4", "Letter"]) {
      const count = pages(await page.pdf({ format, printBackground: true }));
      assert.ok(count >= 2 && count <= 5, `${href} on ${format}: ${count} pages`);
    }
    assert.ok(!/\{|undefined|NaN/.test(await sheet(page).innerText()), href);
    await page.getByRole("link", { name: "Another exercise" }).click();
    await links.first().waitFor();
  }
  assert.deepEqual(problems(), []);
  await close();
});

test("the sheet holds stage, table, prediction, goals and questions, the key comes after a page break", async () => {
  // As wide as A4 between its margins.
  const { page, problems, close } = await openRoom("handout?of=chatty-truck", { colorScheme: "dark", viewport: { width: 687, height: 1_000 } });
  await sheet(page).waitFor();
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const front = await page.locator(".sheet-page").first().innerText();
  for (const part of ["One truck went chatty", "Name", "Date", "At 00:00.0", "seed 7", "Predict first", "the same", "Reach", "Questions", "#/exercise/chatty-truck"]) {
    assert.ok(front.includes(part), part);
  }
  assert.ok((await sheet(page).locator("table tbody tr").count()) >= 4);
  assert.equal(await page.getByRole("img", { name: "QR code of the exercise" }).count(), 1);
  const key = page.locator(".sheet-key");
  assert.equal(await key.evaluate((part) => getComputedStyle(part).breakBefore), "page");
  const told = await key.innerText();
  for (const part of ["the same · ", "00:10.000", "Goals reached by", "Par:", "Aim", "To end with"]) assert.ok(told.includes(part), part);
  assert.ok(!front.includes("Par:"), "nothing of the key on the front");
  for (const hidden of [".top", ".classroom-head", ".handout-ways"]) assert.ok(!(await page.locator(hidden).isVisible()), hidden);
  assert.equal(await sheet(page).evaluate((part) => getComputedStyle(part).color), "rgb(0, 0, 0)");
  assert.equal(await tooWide(page), 0);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.deepEqual(problems(), []);
  await close();
});

test("the same exercise makes the same sheet", async () => {
  const texts = [];
  for (let nth = 0; nth < 2; nth += 1) {
    const { page, close } = await openRoom("handout?of=known-day");
    texts.push(await sheet(page).innerText());
    await close();
  }
  assert.equal(texts[0], texts[1]);
});

test("an exercise that can't be opened is named; at 320 px and in both themes axe finds nothing", async () => {
  const { page: broken, close } = await openRoom("handout?e=e1.AAAAAAAA");
  await broken.getByRole("alert").getByText("damaged").waitFor();
  await broken.getByRole("heading", { name: "Which exercise?" }).waitFor();
  await close();
  for (const colorScheme of ["light", "dark"]) {
    const { page, problems, close } = await openRoom("handout?of=chatty-truck", { colorScheme, viewport: { width: 320, height: 640 } });
    await sheet(page).waitFor();
    assert.equal(await tooWide(page), 0);
    assert.deepEqual(await violations(page), [], colorScheme);
    assert.deepEqual(problems(), []);
    await close();
  }
});
