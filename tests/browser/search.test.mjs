// The search, as a person with a keyboard uses it: opened by `/`, arrows, Enter, Escape.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { open } from "./lab.mjs";

const field = (page) => page.getByRole("combobox", { name: "Search labs, lessons, facts and questions" });
const options = (page) => page.getByRole("listbox", { name: "Results" }).getByRole("option");
const status = (page) => page.getByRole("dialog").getByRole("status");

/** Opens the search by its key, and waits for its part. */
async function searching(page) {
  await page.keyboard.press("/");
  await field(page).waitFor();
}

test("by `/` the search opens, arrows choose, Enter opens the lab, and the focus is in it", async () => {
  const { page, problems, close } = await open("#/");
  await searching(page);
  assert.ok(await field(page).evaluate((input) => input === document.activeElement), "the focus is in the field");
  assert.match(await status(page).innerText(), /any order/);
  await page.keyboard.type("Shards HOT");
  await page.waitForFunction(() => document.querySelectorAll("[role=option]").length > 2);
  const chosen = async () => {
    const id = await field(page).getAttribute("aria-activedescendant");
    assert.equal(await page.locator(`#${id}`).getAttribute("aria-selected"), "true");
    return page.locator(`#${id}`).innerText();
  };
  assert.match(await chosen(), /^Lab\s+Hot shard/);
  const count = await options(page).count();
  await page.keyboard.press("ArrowUp");
  assert.equal(await field(page).getAttribute("aria-activedescendant"), `search-option-${count - 1}`, "round the end");
  await page.keyboard.press("ArrowDown");
  assert.match(await chosen(), /^Lab\s+Hot shard/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Hot shard" }).waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.waitForFunction(() => document.activeElement?.id === "main");
  assert.deepEqual(problems(), []);
  await close();
});

test("Escape closes, the focus goes back to the button, and in a field `/` is a letter", async () => {
  const { page, problems, close } = await open("#/facts");
  const button = page.getByRole("button", { name: "Search", exact: true });
  await button.click();
  await field(page).fill("kcl");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.ok(await button.evaluate((element) => element === document.activeElement));
  const facts = page.getByRole("searchbox", { name: "Search" });
  await facts.focus();
  await page.keyboard.type("MiB/s");
  assert.equal(await facts.inputValue(), "MiB/s");
  assert.equal(await page.getByRole("dialog").count(), 0);
  // A dialog has the page to itself.
  await page.getByRole("button", { name: "Keys and help" }).click();
  await page.keyboard.press("/");
  assert.equal(await page.getByRole("dialog").count(), 1);
  await page.getByText("Search, but not while you type").waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("what isn't there is said, and a slip is forgiven", async () => {
  const { page, problems, close } = await open("#/");
  await searching(page);
  await field(page).fill("giraffe");
  await page.getByText("Nothing holds all of “giraffe”.").waitFor();
  assert.equal(await field(page).getAttribute("aria-expanded"), "false");
  assert.equal(await field(page).getAttribute("aria-activedescendant"), null);
  await page.keyboard.press("Enter");
  assert.equal(await page.getByRole("dialog").count(), 1, "nothing is opened");
  await field(page).fill("visibilty timeot");
  await options(page).first().waitFor();
  assert.match(await options(page).first().innerText(), /visibility timeout/i);
  assert.ok((await options(page).first().locator("mark").count()) > 1);
  assert.deepEqual(problems(), []);
  await close();
});

test("a fact opens on its row, and a section of a lesson in its lab's panel", async () => {
  const { page, problems, close } = await open("#/");
  await searching(page);
  await field(page).fill("sqs_visibility_timeout_default_seconds");
  await options(page).filter({ hasText: "Fact" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Facts" }).waitFor();
  await page.getByRole("search").getByText(/^1 of \d+ shown$/).waitFor();
  await searching(page);
  await field(page).fill("lease table");
  await options(page).filter({ hasText: "KCL workers · The lease table" }).click();
  await page.getByRole("tab", { name: "Lesson", selected: true }).waitFor();
  await page.getByRole("heading", { name: "The lease table" }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("a panel of the lab that is open is shown without beginning it anew", async () => {
  const { page, problems, close } = await open("#/lab/hot-shard?t=20000");
  const moment = () => page.getByRole("slider", { name: "Moment of the run" }).inputValue();
  const before = await moment();
  await searching(page);
  await field(page).fill("waiting well");
  await options(page).filter({ hasText: "Hot shard · Waiting well" }).click();
  await page.getByRole("tab", { name: "Lesson", selected: true }).waitFor();
  assert.equal(await moment(), before);
  assert.deepEqual(problems(), []);
  await close();
});

test("the network isn't needed once the part is there", async () => {
  const { page, context, problems, close } = await open("#/");
  await searching(page);
  await context.setOffline(true);
  await field(page).fill("hot shard");
  await options(page).first().waitFor();
  await page.keyboard.press("Escape");
  // At once: whoever asks again must not be forgotten because the dialog is still closing.
  await searching(page);
  await context.setOffline(false);
  assert.deepEqual(problems(), []);
  await close();
});

test("axe finds nothing on the search in either theme, and it fits into narrow windows", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, problems, close } = await open("#/", { colorScheme });
    await searching(page);
    assert.deepEqual(await violations(page), [], `${colorScheme}, empty`);
    await field(page).fill("shard");
    await options(page).first().waitFor();
    for (const width of [1440, 720, 375, 320]) {
      await page.setViewportSize({ width, height: 800 });
      assert.deepEqual(await violations(page), [], `${colorScheme} at ${width}`);
      const room = await page.evaluate(() => {
        const { left, right, top, bottom } = document.querySelector("dialog[open]").getBoundingClientRect();
        return { inside: left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight, page: document.documentElement.scrollWidth - innerWidth };
      });
      assert.ok(room.inside && room.page <= 0, `at ${width}: ${JSON.stringify(room)}`);
    }
    await page.keyboard.press("ArrowUp");
    const last = options(page).last();
    assert.ok(await last.evaluate((option) => option.getBoundingClientRect().bottom <= option.parentElement.getBoundingClientRect().bottom + 1), "the chosen one is in sight");
    assert.deepEqual(problems(), []);
    await close();
  }
});
