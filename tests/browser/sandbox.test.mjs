// The sandbox's builder: numbers and names that can't be, parts that go, and what is built as a run and as a link.

import assert from "node:assert/strict";
import { test } from "node:test";
import { mouse } from "./hands.mjs";
import { open, refuses, state } from "./lab.mjs";

/** Folds a kind of parts open, by the whole of its name and whatever their number. */
const unfold = (page, kind) => page.locator("summary").filter({ hasText: new RegExp(`^${kind}\\d+$`) }).click();
const isFocusKept = (page) => page.evaluate(() => document.activeElement !== document.body);

test("a topology's numbers are held against their ranges beside their fields", async () => {
  const { page, problems, close } = await open("#/lab/sandbox");
  await unfold(page, "Queue workers");
  await unfold(page, "Goals");
  const cases = [
    [page.getByRole("textbox", { name: "Workers", exact: true }), ["9999999999999", "-1", "many", ""], "Workers"],
    [page.getByRole("textbox", { name: "Work on a message, least" }), ["1.5"], "Work"],
  ];
  const before = [];
  for (const [field, texts, name] of cases) {
    before.push(await state(field));
    for (const text of texts) await refuses(field, text, name);
  }
  // As long as one of them can't be read, nothing is said about the whole.
  for (const [nth, [field]] of cases.entries()) {
    assert.equal(await page.getByText("As in this run.").count(), 0);
    await field.fill(before[nth].text);
    await field.press("Tab");
    assert.deepEqual(await state(field), before[nth]);
  }
  await page.getByText("As in this run.").waitFor();
  await refuses(page.getByRole("textbox", { name: "Value", exact: true }).first(), "few", "Value");
  assert.equal(await page.getByText("As in this run.").count(), 0);
  assert.deepEqual(problems(), []);
  await close();
});

test("names and texts that no topology can have keep the run, and the message tells which part", async () => {
  const { page, problems, close } = await open("#/lab/sandbox");
  const hand = mouse(page);
  await unfold(page, "Kinesis streams");
  await unfold(page, "Goals");
  const stage = page.locator(".picture > svg");
  const before = await stage.getAttribute("aria-label");
  const cases = [
    ["Name", "", "Kinesis streams, number 1"],
    ["Name", "a/b", "Kinesis streams, number 1"],
    ["Name", "trucks", null],
    ["Title", "t".repeat(61), /title/],
    ["Title", "Mend it", null],
    ["What is to be done", "t".repeat(1_001), /text|task/],
  ];
  for (const [name, text, said] of cases) {
    await hand.enter(name, text);
    if (said === null) continue;
    await hand.press("Begin a run with this");
    await page.locator(".builder").getByRole("alert").getByText(said).waitFor();
    assert.equal(await page.getByRole("textbox", { name, exact: true }).inputValue(), text);
    assert.equal(await stage.getAttribute("aria-label"), before);
  }
  assert.deepEqual(problems(), []);
  await close();
});

test("two queues of one name are told, and the run is kept", async () => {
  const { page, problems, close } = await open("#/lab/sandbox");
  const hand = mouse(page);
  await unfold(page, "SQS queues");
  const before = await page.locator(".picture > svg").getAttribute("aria-label");
  const names = page.getByRole("textbox", { name: "Name", exact: true });
  assert.ok((await names.count()) > 1);
  const other = await names.nth(1).inputValue();
  await names.first().fill(other);
  await hand.press("Begin a run with this");
  await page.locator(".builder").getByRole("alert").getByText(`Two parts have the name ${other}`).waitFor();
  assert.equal(await names.first().inputValue(), other);
  assert.equal(await page.locator(".picture > svg").getAttribute("aria-label"), before);
  assert.deepEqual(problems(), []);
  await close();
});

test("a part that goes takes no other with it that can be without, and leaves the focus on the page", async () => {
  const { page, close } = await open("#/lab/sandbox");
  await unfold(page, "SQS queues");
  await page.getByRole("button", { name: "Remove trucks-dead.fifo" }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.getByRole("button", { name: "Remove trucks.fifo", exact: true }).count(), 1);
  assert.ok(await isFocusKept(page));
  await close();
});

test("a message about a part goes with the part", async () => {
  const { page, close } = await open("#/lab/sandbox");
  await unfold(page, "Goals");
  const value = page.getByRole("textbox", { name: "Value", exact: true }).first();
  await refuses(value, "few", "Value");
  await page.getByRole("button", { name: /^Remove/ }).locator("visible=true").first().click();
  await page.getByRole("group", { name: "Throttled < 1 %, 20 s" }).waitFor({ state: "detached" });
  assert.deepEqual(await state(value), { text: "2\u202f000", invalid: false, said: "" });
  await close();
});

test("the last goal that goes leaves the focus on the page", async () => {
  const { page, close } = await open("#/lab/sandbox");
  await unfold(page, "Goals");
  await page.getByRole("button", { name: /^Remove/ }).locator("visible=true").last().press("Enter");
  await page.getByRole("group", { name: "Order in the queue, 20 s" }).waitFor({ state: "detached" });
  assert.ok(await isFocusKept(page));
  await close();
});

test("no run begins while a number that can't be stands in its form", async () => {
  const { page, close } = await open("#/lab/sandbox");
  await unfold(page, "Queue workers");
  const workers = page.getByRole("textbox", { name: "Workers", exact: true });
  await refuses(workers, "9999999999999", "Workers");
  await page.getByRole("textbox", { name: "Messages of a receive" }).fill("5");
  await mouse(page).press("Begin a run with this");
  assert.equal((await state(workers)).text, "9999999999999");
  // Beside the message nothing says that the form is the run's.
  await page.locator(".builder").getByRole("alert").getByText("Mend it first").waitFor();
  assert.equal(await page.getByText("As in this run.").count(), 0);
  await close();
});

test("title and goals that are written are the challenge of the run, and go along in its link", async () => {
  const { page, close } = await open("#/lab/sandbox");
  const hand = mouse(page);
  await unfold(page, "Goals");
  await hand.enter("Title", "Feed the queue");
  await hand.enter("What is to be done", "Let nothing wait.");
  await page.getByRole("textbox", { name: "Looking back" }).first().fill("7");
  await hand.press("Begin a run with this");
  const isThere = async (on) => {
    const card = on.getByRole("region", { name: "Feed the queue" });
    await card.getByText("Let nothing wait.").waitFor({ timeout: 3_000 });
    await card.getByText(/, 7 s$/).waitFor({ timeout: 3_000 });
  };
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const link = await page.getByRole("dialog").getByRole("textbox", { name: "Link" }).inputValue();
  await page.keyboard.press("Escape");
  await isThere(page);
  const other = await open(new URL(link).hash);
  await isThere(other.page);
  await other.close();
  await close();
});
