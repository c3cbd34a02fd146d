// The one-file edition, opened from disk as by a double click: all of it works, and nothing else is asked for.

import assert from "node:assert/strict";
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch, openPage } from "../browser/browser.mjs";
import { COURSE, whole } from "../browser/course.mjs";

/** What the file may have at most: messengers and mail take it, and it is there in a moment. */
const BYTES_MAX = 1_500_000;

const built = fileURLToPath(new URL("../../target/single-file/shardlab.html", import.meta.url));
// Alone in a folder, under a name that somebody may give it.
const folder = await mkdtemp(join(tmpdir(), "shardlab-"));
const file = join(folder, "Shardlab (1) übung.html");
await copyFile(built, file);
const address = pathToFileURL(file).href;
const browser = await launch();
after(() => rm(folder, { recursive: true }));

const unpacked = (page) => page.locator("#starting").waitFor({ state: "detached", timeout: 120_000 });
const button = (page, name) => page.getByRole("button", { name, exact: true });

/** Opens the file and waits until it has unpacked itself; how long that takes is a matter of the machine. */
async function open(fragment) {
  const opened = await openPage(browser, address + fragment);
  await unpacked(opened.page);
  await whole(opened.page);
  const goTo = async (next) => {
    await opened.page.goto(address + next);
    await whole(opened.page);
  };
  const wrong = () => [...opened.problems(), ...opened.consoleWarnings];
  return { ...opened, goTo, wrong };
}

test("the file is small enough to be handed on, and names no host", async () => {
  const { size } = await stat(built);
  assert.ok(size <= BYTES_MAX, `${size} bytes`);
  // What is readable in it; the rest is the squeezed program.
  const readable = (await readFile(built, "latin1")).replace(/(<script type="application[^>]*>)[^<]*/g, "$1");
  assert.ok(readable.length < 20_000, `${readable.length} bytes of HTML and script`);
  assert.doesNotMatch(readable, /\/\//);
  assert.match(readable, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/);
  assert.doesNotMatch(readable, /connect-src|unsafe-inline|'self'/);
});

test("a lab is played, and its progress is there after the file was opened anew", async () => {
  const { page, goTo, wrong, close } = await open("#/lab/hot-shard?panel=table");
  await page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  await page.getByRole("radio", { name: "10×", exact: true }).check({ force: true });
  await button(page, "Play").click();
  const table = page.getByRole("table", { name: /open of/ });
  const column = (await table.getByRole("columnheader").allInnerTexts()).indexOf("rec/s");
  const cell = table.getByRole("row").nth(1).locator("th, td").nth(column);
  await cell.filter({ hasText: /[1-9]/ }).waitFor();
  await page.getByRole("heading", { name: /^Solved/ }).waitFor({ timeout: 60_000 });
  await goTo("#/");
  const card = page.getByRole("listitem").filter({ hasText: "Hot shard" }).getByText("solved");
  await card.waitFor();
  await page.reload();
  await unpacked(page);
  await whole(page);
  await card.waitFor();
  assert.deepEqual(wrong(), []);
  await close();
});

test("every lab opens", async () => {
  const { page, goTo, wrong, close } = await open("#/");
  for (const { id, title } of COURSE.filter(({ built }) => built)) {
    await goTo(`#/lab/${id}`);
    await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
    await button(page, "Play").waitFor();
  }
  assert.deepEqual(wrong(), []);
  await close();
});

test("a question is answered, and proven by a run", async () => {
  const { page, wrong, close } = await open("#/quiz?mode=practice&item=kcl-workers-at-work&seed=7");
  const [, shards, workers] = /stream of (\d+) shards .* start (\d+)\s+workers/.exec(
    await page.locator("#quiz-question").textContent(),
  );
  await page.locator("#quiz-number").fill(workers);
  await button(page, "Check answer").click();
  await page.getByText(`Not right. The answer is ${shards} workers.`).waitFor();
  const proof = page.getByRole("region", { name: "Proof, run just now by the engine" });
  await proof.getByText(new RegExp(`${shards} of ${workers} workers hold a lease`)).waitFor();
  assert.deepEqual(wrong(), []);
  await close();
});

test("search, facts, terminal and keys are in the file too", async () => {
  const { page, goTo, wrong, close } = await open("#/");
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: "Search labs, lessons, facts and questions" }).fill("Shards HOT");
  await page.getByRole("listbox", { name: "Results" }).getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  await goTo("#/facts");
  await page.getByRole("searchbox", { name: "Search" }).fill("flight FIFO");
  await page.getByRole("row", { name: /messages in flight/ }).waitFor();
  await goTo("#/keys");
  await page.getByRole("heading", { level: 1, name: "Your keys" }).waitFor();
  await goTo("#/lab/hot-shard?panel=terminal");
  await page.getByRole("tab", { name: "Terminal", selected: true }).waitFor();
  assert.deepEqual(wrong(), []);
  await close();
});

test("a link is the file's own, and says so; a run is saved and opened as a file", async () => {
  const { page, wrong, close } = await open("#/lab/hot-shard?t=5000");
  await button(page, "Share").click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  assert.ok(link.startsWith(`${address}#/lab/hot-shard?s=1.`), link);
  await page.getByText("works on this computer only").waitFor();
  assert.equal(await page.locator(".qr").count(), 0);
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save as a file").click()]);
  const run = join(folder, download.suggestedFilename());
  await download.saveAs(run);
  const other = await open("#/lab/hot-shard");
  await button(other.page, "Share").click();
  await other.page.getByRole("dialog").locator("input[type=file]").setInputFiles(run);
  const moment = (target) => target.getByRole("slider", { name: "Moment of the run" }).inputValue();
  await other.page.waitForFunction(() => document.querySelector(".scrubber input").value === "5000");
  await page.goto(link);
  await whole(page);
  assert.equal(await moment(page), "5000");
  assert.deepEqual([...wrong(), ...other.wrong()], []);
  await other.close();
  await close();
});

test("a file that was changed on its way says so", async () => {
  const bytes = await readFile(built);
  const middle = bytes.length >> 1;
  bytes.fill(0x41, middle, middle + 8);
  const changed = join(folder, "changed.html");
  await writeFile(changed, bytes);
  const { page, close } = await openPage(browser, pathToFileURL(changed).href);
  await page.getByText("Shardlab could not start: this file was changed on its way here").waitFor({ timeout: 120_000 });
  await close();
});
