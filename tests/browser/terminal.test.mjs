// The terminal as a person uses it: typed, pasted, completed, broken off, and left by the keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { open } from "./lab.mjs";

/** A lab with its terminal open, and the terminal's parts. */
async function terminal(route = "#/lab/hot-shard", options = {}) {
  const opened = await open(route, options);
  const { page } = opened;
  await page.getByRole("tab", { name: "Terminal" }).click();
  const line = page.getByRole("textbox", { name: "Command" });
  const log = page.getByRole("log", { name: "Output of the terminal" });
  await line.waitFor();
  const type = async (text) => {
    await line.fill(text);
    await line.press("Enter");
  };
  /** Waits until this stands in the output. */
  const says = (text) => log.getByText(text, { exact: false }).last().waitFor();
  return { ...opened, line, log, type, says };
}

test("a command calls the lab's service, and stands in the list of calls", async () => {
  const { page, type, says, problems, close } = await terminal();
  await type("aws kinesis list-streams --query 'length(StreamNames)'");
  await says("1");
  await type("aws kinesis put-record --stream-name none --data YQ== --partition-key k");
  await says("aws: [ERROR]: An error occurred (ResourceNotFoundException) when calling the PutRecord operation");
  await type("aws kinesis put-record --stream-name none");
  await says("the following arguments are required: --data, --partition-key");
  await page.getByRole("tab", { name: "API calls" }).click();
  await page.getByRole("button", { name: /PutRecord/ }).first().waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("sleep and waiters move the lab's clock, and Ctrl+C breaks them off", async () => {
  const { lab, line, type, says, problems, close } = await terminal();
  const before = await lab.seconds();
  await type("sleep 5; date +%s");
  await says("1767225605");
  assert.equal(await lab.seconds(), before + 5);
  await type("aws kinesis create-stream --stream-name other --shard-count 1 && aws kinesis wait stream-exists --stream-name other && echo there");
  await says("there");
  assert.ok((await lab.seconds()) > before + 5);
  await type("sleep 300d; echo never");
  await line.press("Control+c");
  await type("echo $?");
  await says("130");
  assert.deepEqual(problems(), []);
  await close();
});

test("several lines can be pasted, and the last one waits", async () => {
  const { page, line, says, problems, close } = await terminal();
  await line.focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text", "NAME=trucks # a comment\necho \"<$NAME>\" \\\n  two\necho last");
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await says("<trucks> two");
  assert.equal(await line.inputValue(), "echo last");
  await line.press("Enter");
  await says("last");
  assert.deepEqual(problems(), []);
  await close();
});

test("what Tab completes stands there at once, with the cursor behind it", async () => {
  const { line, problems, close } = await terminal();
  await line.fill("aws kinesis des x");
  // Without waiting for a frame: on a slow machine the next letter is typed before it.
  const found = await line.evaluate((field) => {
    field.setSelectionRange(15, 15);
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", bubbles: true, cancelable: true }));
    return { value: field.value, at: field.selectionStart };
  });
  assert.deepEqual(found, { value: "aws kinesis describe- x", at: 21 });
  await line.pressSequentially("stream-s");
  assert.equal(await line.inputValue(), "aws kinesis describe-stream-s x");
  assert.deepEqual(problems(), []);
  await close();
});

test("Tab completes, arrows bring lines back, and what is typed survives another tab", async () => {
  const { page, line, type, says, problems, close } = await terminal();
  await line.pressSequentially("aws kin");
  await line.press("Tab");
  await line.pressSequentially("describe-stream-s");
  await line.press("Tab");
  assert.equal(await line.inputValue(), "aws kinesis describe-stream-summary ");
  await line.pressSequentially("--str");
  await line.press("Tab");
  await line.press("Tab");
  await says("--stream-arn  --stream-name");
  await page.getByRole("tab", { name: "Why" }).click();
  await page.getByRole("tab", { name: "Terminal" }).click();
  assert.equal(await line.inputValue(), "aws kinesis describe-stream-summary --stream-");
  await type("echo one");
  await type("echo two");
  await says("two");
  await line.fill("draft");
  await line.press("ArrowUp");
  await line.press("ArrowUp");
  assert.equal(await line.inputValue(), "echo one");
  await line.press("ArrowDown");
  await line.press("ArrowDown");
  assert.equal(await line.inputValue(), "draft");
  await line.press("Control+l");
  await page.getByText("Type aws help", { exact: false }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("the keyboard is not caught: Escape and Tab, or Shift and Tab, leave", async () => {
  const { page, line, close } = await terminal();
  const isInside = () => page.evaluate(() => document.activeElement.id === "terminal-input");
  await line.fill("aws kin");
  await line.press("Tab");
  assert.equal(await isInside(), true);
  await line.press("Escape");
  await line.press("Tab");
  assert.equal(await isInside(), false);
  await line.focus();
  await line.press("Shift+Tab");
  assert.equal(await isInside(), false);
  await line.fill("");
  await line.press("Tab");
  assert.equal(await isInside(), false);
  await close();
});

test("it fits a phone, in both themes, without a finding of axe", async () => {
  for (const options of [
    { viewport: { width: 375, height: 800 }, colorScheme: "dark" },
    { viewport: { width: 320, height: 800 } },
    { colorScheme: "light" },
  ]) {
    const { page, type, says, close } = await terminal("#/lab/hot-shard", options);
    await type("aws kinesis list-streams --output table");
    await says("ListStreams");
    await type("aws kinesis nothing");
    await says("Found invalid choice");
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide`);
    assert.deepEqual(await violations(page), []);
    await close();
  }
});

test("a lab of the core takes calls of any service, and its link opens them", async () => {
  const { page, lab, type, says, problems, close } = await terminal();
  await type("aws sqs create-queue --queue-name orders.fifo --attributes FifoQueue=true");
  await says("orders.fifo");
  await lab.playUntil(2);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const link = await page.getByRole("dialog").getByRole("textbox", { name: "Link" }).inputValue();
  await close();

  const again = await terminal(new URL(link).hash);
  await again.type("aws sqs list-queues");
  await again.says("orders.fifo");
  assert.deepEqual([...problems(), ...again.problems()], []);
  await again.close();
});
