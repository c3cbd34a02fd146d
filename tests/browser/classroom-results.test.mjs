// Results of a class: taken from anywhere, each replayed, what can't be read named, nothing stored.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { TEXTS, openRoom, paste, renamed, tooWide } from "./classroom.mjs";
import { named, saved, server, tabTo } from "./lab.mjs";

const card = (page, name) => page.getByRole("region", { name, exact: true });
const row = (page, name) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
const says = (page, text) => page.getByText(text).first().waitFor();

/** A picture of one pixel. */
const DOT = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/** Chooses files, as from a folder. */
const choose = (page, files) => {
  const file = ([name, text]) => ({ name, mimeType: name.endsWith(".png") ? "image/png" : "text/plain", buffer: Buffer.from(text) });
  return page.locator("input[type=file]").setInputFiles(files.map(file));
};

test("each result is replayed and says what that shows, and the class is summed up", async () => {
  const { page, problems, close } = await openRoom("results");
  const { proven, late, idle, cheat, older } = TEXTS;
  await paste(page, `Here they are: ${server.url}#/classroom/results?r=${proven}\n${[late, idle, cheat, older].join("\n")}`);
  await says(page, "Replayed: 5 results.");
  const standings = { Mina: "proven, with ★", "Result 2": "proven, with ★", "=Jo": "goals not reached", Ben: "step 1 wasn't theirs to make", Old: "from another version; reached here, too" };
  for (const [name, standing] of Object.entries(standings)) {
    assert.ok((await row(page, name).innerText()).includes(standing), name);
  }
  const of = card(page, "One truck went chatty");
  await of.getByText("results: 5 · proven: 2 · with ★: 2").waitFor();
  const predicted = of.getByRole("table", { name: "What they predicted" });
  assert.match(await predicted.innerText(), /right[^]*3 · 60 %/);
  await of.getByRole("heading", { name: "Common mistakes" }).waitFor();
  await of.getByText("1×").waitFor();
  assert.match(await of.locator(".results-bests").innerText(), /Fastest\s+Mina\s+01:00.0[^]*Cheapest\s+Mina/);
  await paste(page, proven);
  await says(page, "New results: 0. Here already: 1.");
  const table = await saved(page, () => of.getByRole("button", { name: "Save as CSV" }).click());
  assert.equal(table.name, "chatty-truck.results.csv");
  const lines = table.bytes.toString().trim().split("\r\n");
  assert.equal(lines.length, 6);
  assert.match(lines[0], /^nickname,exercise,standing/);
  assert.ok(lines.some((line) => line.startsWith("'=Jo,")), "no formula for a spreadsheet");
  assert.deepEqual(problems(), []);
  await close();
});

test("two solutions stand side by side, and open in the lab", async () => {
  const { page, problems, close } = await openRoom("results");
  await paste(page, `${TEXTS.proven}\n${TEXTS.late}\n${TEXTS.idle}`);
  for (const name of ["Mina", "Result 2"]) await page.getByRole("checkbox", { name: `Look closer at ${name}` }).check();
  const sides = page.getByRole("region", { name: "Side by side: One truck went chatty" });
  assert.deepEqual(await sides.getByRole("heading").allTextContents(), ["Mina", "Result 2"]);
  assert.match(await sides.innerText(), /00:10\.000\s+Change truck-007[^]*Open in the lab/);
  await page.getByRole("checkbox", { name: "Look closer at =Jo" }).check();
  assert.deepEqual(await sides.getByRole("heading").allTextContents(), ["Result 2", "=Jo"]);
  await sides.getByText("Nothing was done.").waitFor();
  await sides.getByRole("link", { name: "Open in the lab" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Hot shard" }).waitFor();
  await page.goBack();
  await row(page, "Mina").waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("what can't be taken is named with its file, and all else is taken", async () => {
  const { page, problems, close } = await openRoom("results");
  const { proven, unmet } = TEXTS;
  const changed = proven.slice(0, 40) + (proven[40] === "A" ? "B" : "A") + proven.slice(41);
  await choose(page, [
    ["mina.txt", `Shardlab result\n\n${proven}\n`],
    ["cut.txt", proven.slice(0, -20)],
    ["changed.txt", changed],
    ["later.txt", `https://example.org/#/classroom/results?r=${proven.replace("r1.", "r9.")}`],
    ["noise.bin", "\u0000\u0001Zm9v .".repeat(1_250_000)],
    ["empty.txt", ""],
    ["nobody-can.txt", unmet],
    ["cut.png", "\u0089PNG"],
    ["dot.png", DOT],
    ["huge.bin", "x".repeat((16 << 20) + 1)],
  ]);
  await row(page, "Mina").waitFor({ timeout: 30_000 });
  const list = page.getByRole("region", { name: /^To look at/ });
  const lines = await list.getByRole("listitem").allTextContents();
  const starts = {
    "cut.txt: the result that begins r1.": "is damaged",
    "changed.txt: the result that begins r1.": "is damaged",
    "later.txt: the result that begins r9.": "newer edition",
    "noise.bin holds nothing of Shardlab's": "no result",
    "empty.txt holds nothing of Shardlab's": "no result",
    "nobody-can.txt: the exercise “Nobody can” is here": "doesn't reach the goals",
    "cut.png can't be read": "",
    "No QR code was found in dot.png": "paste the link",
    "huge.bin is larger than 16 MiB": "wasn't read",
  };
  for (const [start, why] of Object.entries(starts)) {
    assert.ok(lines.some((line) => line.startsWith(start) && line.includes(why)), `${start}: ${lines.join("\n")}`);
  }
  assert.equal(lines.length, Object.keys(starts).length);
  assert.deepEqual(problems(), []);
  await close();
});

test("a result of an exercise that isn't here waits for it", async () => {
  const { page, problems, close } = await openRoom("results");
  await paste(page, `${TEXTS["of-own"]} ${TEXTS["of-even-load"]}`);
  await card(page, "Results of an exercise that isn't here").getByText("Results that wait: 1.").waitFor();
  await card(page, "An even load, in order").waitFor();
  await paste(page, TEXTS.own);
  assert.ok((await row(page, "Own").innerText()).includes("proven"));
  assert.equal(await card(page, "Results of an exercise that isn't here").count(), 0);
  assert.deepEqual(problems(), []);
  await close();
});

test("they are in memory only: kept from page to page, cleared and brought back, gone with a reload", async () => {
  const { page, problems, close } = await openRoom(`results?r=${TEXTS.proven}`);
  await row(page, "Mina").waitFor();
  await page.getByRole("link", { name: "Vote", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Let the class vote" }).waitFor();
  await page.getByRole("link", { name: "Results", exact: true }).click();
  await row(page, "Mina").waitFor();
  assert.ok(!(await page.evaluate(() => JSON.stringify({ ...localStorage }))).includes("Mina"));
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.getByText("All results are cleared.").waitFor();
  assert.equal(await row(page, "Mina").count(), 0);
  await page.getByRole("button", { name: "Bring them back" }).click();
  await row(page, "Mina").waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Take", exact: true }).waitFor();
  assert.equal(await page.getByRole("rowheader").count(), 0);
  assert.deepEqual(problems(), []);
  await close();
});

test("200 results are replayed with progress, and the page answers meanwhile", async () => {
  const { page, problems, close } = await openRoom("results");
  const many = Array.from({ length: 200 }, (_, nth) => renamed(`M${String(nth).padStart(3, "0")}`));
  await page.getByRole("textbox", { name: /^Links or texts/ }).fill(many.join("\n"));
  await page.getByRole("button", { name: "Take", exact: true }).click();
  // What each frame shows, looked at in the page: from here it may be too busy to be asked.
  const seen = await page.evaluate(async () => {
    const seen = new Set();
    const bar = () => document.querySelector("progress");
    while (!bar()) await new Promise(requestAnimationFrame);
    for (; bar(); await new Promise(requestAnimationFrame)) seen.add(bar().value);
    return [...seen];
  });
  await says(page, "Replayed: 200 results.");
  assert.ok(seen.length > 5, `progress stood at ${seen}`);
  await page.getByText("results: 200 · proven: 200 · with ★: 200").waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("by keyboard, at 320 px and in both themes nothing is out of reach, and axe finds nothing", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, problems, close } = await openRoom("results", { colorScheme, viewport: { width: 320, height: 640 } });
    await tabTo(page, named, "Links or texts, one below the other or anywhere in a text");
    await page.keyboard.insertText(`${TEXTS.proven} ${TEXTS.late} r1.AAAAAAAA ${TEXTS["of-own"]}`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await row(page, "Mina").waitFor();
    await tabTo(page, named, "Look closer at Mina");
    await page.keyboard.press("Space");
    await page.getByText("Check another row to see it beside this one.").waitFor();
    assert.equal(await tooWide(page), 0);
    assert.deepEqual(await violations(page), [], colorScheme);
    assert.deepEqual(problems(), []);
    await close();
  }
});
