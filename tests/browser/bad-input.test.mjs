// What can't be taken gets a message beside its control, and the run goes on unharmed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./lab.mjs";

/** Waits for a text on the page, and that nothing went wrong meanwhile. */
const says = (page, text) => page.getByText(text, { exact: false }).first().waitFor();

test("keys of 0 and 257 characters and hash keys beyond the line are refused with the service's name", async () => {
  const { page, lab, problems, close } = await open("#/lab/partition-keys");
  const key = page.getByRole("textbox", { name: "Partition key" });
  const explicit = page.getByRole("textbox", { name: /ExplicitHashKey/ });
  const before = await lab.seconds();
  for (const [text, code] of [["", "ValidationException"], ["k".repeat(257), "ValidationException"]]) {
    await key.fill(text);
    await page.getByRole("button", { name: "Put record" }).click();
    await says(page, code);
  }
  await key.fill("<script>alert(1)</script>");
  for (const [text, code] of [["340282366920938463463374607431768211456", "InvalidArgumentException"], ["0x10", "ValidationException"]]) {
    await explicit.fill(text);
    await says(page, code);
  }
  await explicit.fill("");
  await page.getByRole("button", { name: "Put record" }).click();
  await says(page, "SequenceNumber");
  await says(page, "<script>alert(1)</script>");
  assert.equal(await lab.seconds(), before);
  assert.deepEqual(problems(), []);
  await close();
});

test("a list of a million lines and one with an endless key name the line and change nothing", async () => {
  const { page, lab, problems, close } = await open("#/lab/partition-keys");
  const list = page.getByRole("textbox", { name: "Your own keys" });
  const paste = (text) => list.evaluate((element, value) => {
    element.value = value;
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);
  await paste("truck-1\n".repeat(1_000_000));
  await page.getByRole("button", { name: "Use these keys" }).click();
  await says(page, "Line 50");
  await paste(`truck-1\n${"k".repeat(257)}\n`);
  await page.getByRole("button", { name: "Use these keys" }).click();
  await says(page, "Line 2 has 257 characters");
  await paste("\n\n");
  await page.getByRole("button", { name: "Use these keys" }).click();
  await says(page, "no key in this list");
  assert.ok(await page.getByRole("radio", { name: "browser" }).isChecked());
  await lab.playUntil(2);
  assert.deepEqual(problems(), []);
  await close();
});

test("a message about a run goes with the run, what was typed stays", async () => {
  const { page, problems, close } = await open("#/lab/partition-keys");
  const list = page.getByRole("textbox", { name: "Your own keys" });
  await list.fill(`truck-1\n${"k".repeat(257)}`);
  await page.getByRole("button", { name: "Use these keys" }).click();
  const message = page.getByText("Line 2 has 257 characters");
  await message.waitFor();
  await page.getByRole("button", { name: "Reset" }).click();
  await message.waitFor({ state: "detached" });
  assert.match(await list.inputValue(), /^truck-1/);
  await page.getByRole("button", { name: "Use these keys" }).click();
  await message.waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("a rate of a milliard is answered with the range", async () => {
  const { page, lab, problems, close } = await open("#/lab/partition-keys");
  const exact = page.getByRole("textbox", { name: /100 trucks send, exact number/ }).or(page.getByRole("spinbutton", { name: /100 trucks send, exact number/ }));
  await exact.first().fill("1000000000");
  await exact.first().press("Enter");
  await says(page, "Allowed are whole numbers from 0 to");
  await lab.playUntil(2);
  assert.deepEqual(problems(), []);
  await close();
});

test("split points outside, shards that aren't neighbours and 10 000 shards get the service's refusal", async () => {
  const { page, lab, problems, close } = await open("#/lab/resharding");
  const lineage = () => page.evaluate(() => document.querySelector(".picture svg").getAttribute("aria-label"));
  const before = await lineage();
  const point = page.getByRole("textbox", { name: "NewStartingHashKey" });
  for (const text of ["1", "340282366920938463463374607431768211455", "340282366920938463463374607431768211456", "twelve"]) {
    await point.fill(text);
    await page.getByRole("button", { name: "Split", exact: true }).click();
    await says(page, /InvalidArgumentException|ValidationException/);
  }
  await page.getByRole("combobox", { name: "ShardToMerge", exact: true }).selectOption({ label: "shard 0" });
  await page.getByRole("combobox", { name: "AdjacentShardToMerge" }).selectOption({ label: "shard 2" });
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await says(page, "not an adjacent pair");
  const count = page.getByRole("textbox", { name: "TargetShardCount" });
  for (const [text, code] of [["10000", "InvalidArgumentException"], ["10001", "LimitExceededException"], ["many", "whole numbers"], ["0", /Exception|whole numbers/]]) {
    await count.fill(text);
    await page.getByRole("button", { name: "UpdateShardCount", exact: true }).click();
    await says(page, code);
  }
  assert.equal(await lineage(), before);
  await lab.playUntil(3);
  assert.deepEqual(problems(), []);
  await close();
});

test("stepping back at the start stays at the start", async () => {
  const { lab, problems, close } = await open("#/lab/hot-shard");
  for (let press = 0; press < 3; press += 1) await lab.button("Step back").click();
  assert.equal(await lab.seconds(), 0);
  await lab.moment.press("Home");
  await lab.moment.press("ArrowLeft");
  assert.equal(await lab.seconds(), 0);
  assert.deepEqual(problems(), []);
  await close();
});
