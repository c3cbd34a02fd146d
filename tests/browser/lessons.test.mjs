// Lessons: those of no lab on pages of their own, and the links into runs that every lesson ends with.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { open } from "./lab.mjs";

const LESSONS = [["exam-map", "Exam map"], ["what-changed", "What changed"]];

test("the lessons of no lab are found from the first page, from a lab and from the facts", async () => {
  const { page, problems, close } = await open("#/");
  for (const [, title] of LESSONS) {
    await page.getByRole("main").getByRole("listitem").getByRole("link", { name: title }).first().click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.getByRole("heading", { level: 2, name: /\?$/ }).first().waitFor();
    await page.goBack();
  }
  await page.goto(page.url().replace(/#.*/, "#/facts"));
  await page.getByRole("tab", { name: "What changed" }).click();
  await page.getByRole("tabpanel").getByRole("link", { name: "What changed" }).click();
  await page.getByRole("heading", { level: 1, name: "What changed" }).waitFor();
  await page.goto(page.url().replace(/#.*/, "#/lesson/nothing"));
  await page.getByRole("heading", { level: 1, name: /no such page/i }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("axe finds nothing on the lessons in either theme, and nothing scrolls sideways", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const [id] of LESSONS) {
      const { page, problems, close } = await open(`#/lesson/${id}`, { colorScheme });
      await page.getByRole("heading", { name: "Try it" }).waitFor();
      for (const width of [1440, 1024, 720, 375, 320]) {
        await page.setViewportSize({ width, height: 800 });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${id} at ${width}: ${overflow} px too wide`);
        assert.deepEqual(await violations(page), [], `${id} ${colorScheme} at ${width}`);
      }
      assert.deepEqual(problems(), []);
      await close();
    }
  }
});

test("figures of a lesson follow the limits that are chosen, and those of a named year don't", async () => {
  const { page, problems, close } = await open("#/lesson/what-changed");
  const row = page.getByRole("row", { name: /FIFO messages in flight/ });
  const figures = async () => (await row.innerText()).replace(/\u202f/g, "");
  const before = await figures();
  assert.match(before, /20000messages\s+120000messages/);
  const used = page.getByRole("region", { name: "Figures used on this page" });
  const limit = used.getByRole("listitem").filter({ hasText: "in flight" }).first();
  assert.match((await limit.innerText()).replace(/\u202f/g, ""), /120000messages/);
  await page.getByRole("combobox", { name: "Limits:" }).selectOption({ label: "Exam (2022)" });
  await used.getByText("Exam (2022)").waitFor();
  assert.match((await limit.innerText()).replace(/\u202f/g, ""), /[^1]20000messages/);
  assert.equal(await figures(), before);
  assert.deepEqual(problems(), []);
  await close();
});

test("a link of a lab's lesson opens its run, and the run that was shown is put aside", async () => {
  const { page, problems, close } = await open("#/lab/hot-shard?t=30000&panel=lesson");
  await page.getByRole("link", { name: /Split the hot shard while/ }).click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await page.getByText("UPDATING").first().waitFor();
  await page.getByText(/put aside/i).first().waitFor();
  assert.match(page.url(), /t=30000/, "the page is the same");
  assert.deepEqual(problems(), []);
  await close();
});

test("a link opens a run from elsewhere, under the limits that it names, and one that isn't there is told", async () => {
  const { page, problems, close } = await open("#/lesson/what-changed");
  await page.getByRole("link", { name: /Crash a worker under KCL 2.x/ }).click();
  await page.getByRole("heading", { level: 1, name: "KCL workers" }).waitFor();
  assert.equal(await page.getByRole("combobox", { name: "Limits:" }).inputValue(), "exam-2022");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await page.getByText("worker-b", { exact: false }).first().waitFor();
  await page.goto(page.url().replace(/#.*/, "#/lab/kcl?run=nothing"));
  await page.getByRole("alert").getByText("this lab has no such run").waitFor();
  assert.deepEqual(problems(), []);
  await close();
});
