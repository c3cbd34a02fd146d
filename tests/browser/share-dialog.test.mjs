// The share dialog: link, QR code, file; files opened by the button and by drop, and those that can't be.

import assert from "node:assert/strict";
import { test } from "node:test";
import { drop, open, saved, whole } from "./lab.mjs";

const dialog = (page) => page.getByRole("dialog", { name: "Share this moment" });
const alert = (page) => page.getByRole("alert").first();

async function openDialog(page) {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await dialog(page).getByRole("button", { name: "Save as a file" }).waitFor();
}

/** A run of the hot shard at six seconds in which the key was changed, and its file. */
async function changedRun() {
  const opened = await open("#/lab/hot-shard");
  await opened.lab.playUntil(6);
  await opened.page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  await openDialog(opened.page);
  const file = await saved(opened.page, () => dialog(opened.page).getByRole("button", { name: "Save as a file" }).click());
  await opened.page.keyboard.press("Escape");
  return { ...opened, file };
}

test("the same moment gives the same link, a QR code of it with a text, and a file with a readable head", async () => {
  const { page, file, problems, close } = await changedRun();
  const links = [];
  for (let time = 0; time < 2; time += 1) {
    await openDialog(page);
    links.push(await dialog(page).getByRole("textbox", { name: "Link" }).inputValue());
    await dialog(page).getByRole("img", { name: /^QR code of the link to this moment, \d\d:\d\d/ }).waitFor();
    await page.keyboard.press("Escape");
  }
  assert.equal(links[0], links[1]);
  assert.match(file.name, /^hot-shard-\d\d-\d\d\.\d\.shardlab$/);
  const head = JSON.parse(file.bytes.toString());
  assert.deepEqual([head.format, head.version, head.lab, head.profile], ["shardlab", 1, "hot-shard", "aws-2026"]);
  assert.ok(links[0].endsWith(head.run), "the file holds what the link holds");
  assert.deepEqual(problems(), []);
  await close();
});

test("a dropped file opens its run, and the run that was there can be brought back", async () => {
  const { page, lab, file, problems, close } = await changedRun();
  const there = await lab.seconds();
  await lab.button("Reset").click();
  await lab.playUntil(2);
  const before = await lab.seconds();
  await drop(page, file.name, file.bytes.toString());
  await page.getByText("Another run of this lab is put aside.").waitFor();
  assert.equal(await lab.seconds(), there);
  assert.ok(await page.getByRole("radio", { name: "truck + sensor" }).isChecked());
  await page.getByRole("button", { name: "Bring it back" }).click();
  assert.equal(await lab.seconds(), before);
  assert.ok(!(await page.getByRole("radio", { name: "truck + sensor" }).isChecked()));
  assert.deepEqual(problems(), []);
  await close();
});

test("the file button opens a file too, also one of another lab and other limits; the way back leads to the run that was left", async () => {
  const { page, lab, file, close } = await changedRun();
  const there = await lab.seconds();
  const other = await open("#/lab/resharding");
  await other.page.getByRole("combobox", { name: "Limits:" }).selectOption({ label: "Exam (2022)" });
  await other.lab.playUntil(3);
  const left = await other.lab.seconds();
  await openDialog(other.page);
  await dialog(other.page).locator("input[type=file]").setInputFiles({ name: file.name, mimeType: "application/json", buffer: file.bytes });
  await other.page.getByRole("heading", { level: 1, name: "Hot shard" }).waitFor();
  await whole(other.page);
  assert.equal(await other.lab.seconds(), there);
  assert.equal(await other.page.getByRole("combobox", { name: "Limits:" }).inputValue(), "aws-2026");
  await other.page.goBack();
  await other.page.getByRole("heading", { level: 1, name: "Split & merge" }).waitFor();
  await whole(other.page);
  assert.equal(await other.lab.seconds(), left);
  assert.deepEqual(other.problems(), []);
  await other.close();
  await close();
});

test("a damaged, a newer and a foreign file say so plainly, and nothing is lost", async () => {
  const { page, lab, file, problems, close } = await changedRun();
  const text = file.bytes.toString();
  const before = await lab.snapshot();
  const cases = [
    [text.slice(0, text.length / 2), /damaged/],
    [text.replace('"run": "1.', '"run": "1.AAAA'), /damaged/],
    [text.replace('"version": 1', '"version": 9'), /newer edition/],
    ["key\ntruck-1\n", /no file of Shardlab's/],
    ["", /no file of Shardlab's/],
  ];
  for (const [content, says] of cases) {
    await drop(page, "some.shardlab", content);
    await alert(page).waitFor();
    assert.match(await alert(page).textContent(), says);
    assert.match(await alert(page).textContent(), /some\.shardlab was not opened, and nothing has changed/);
    await alert(page).getByRole("button", { name: "Close" }).click();
    assert.equal(await lab.snapshot(), before);
  }
  assert.deepEqual(problems(), []);
  await close();
});

test("a run too long for a link offers the file", async () => {
  const { page, close } = await open("#/lab/partition-keys");
  const keys = Array.from({ length: 900 }, (_, nth) => `device-${nth}-${(nth * 7919) % 1009}`).join("\n");
  await page.getByRole("textbox", { name: "Your own keys" }).fill(keys);
  await page.getByRole("button", { name: "Use these keys" }).click();
  await page.getByText("different keys", { exact: false }).first().waitFor();
  await openDialog(page);
  await dialog(page).getByText("too long for a link", { exact: false }).waitFor();
  const file = await saved(page, () => dialog(page).getByRole("button", { name: "Save as a file" }).click());
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  await drop(page, file.name, file.bytes.toString());
  await page.getByText("Another run of this lab is put aside.").waitFor();
  await close();
});
