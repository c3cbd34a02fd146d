// What a card shows, saved: a chart as SVG, PNG and CSV, the log of calls as JSON Lines.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, saved } from "./lab.mjs";

async function choose(page, name) {
  await page.getByRole("button", { name: "Save this chart" }).click();
  return saved(page, () => page.getByRole("button", { name, exact: true }).click());
}

test("a chart is saved as a drawing with its own colours, as a picture, and as its values", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, lab, problems, close } = await open("#/lab/hot-shard", { colorScheme });
    await lab.playUntil(20);
    const svg = await choose(page, "SVG");
    assert.match(svg.name, /^hot-shard-writes-\d\d-\d\d\.\d\.svg$/);
    const text = svg.bytes.toString();
    assert.ok(!/class=|var\(|<script|style=/.test(text), "it stands by itself");
    // Opened alone, without the page's styles, it is what was drawn.
    const alone = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
      const strokes = new Set([...parsed.querySelectorAll("path")].map((path) => path.getAttribute("stroke")));
      return { broken: parsed.querySelector("parsererror") !== null, title: parsed.querySelector("title").textContent, strokes: strokes.size };
    }, text);
    assert.equal(alone.broken, false);
    assert.match(alone.title, /IncomingRecords/);
    assert.ok(alone.strokes >= 4, "each shard has its colour");

    const png = await choose(page, "PNG");
    assert.deepEqual([...png.bytes.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    assert.ok(png.bytes.length > 4_000, `${png.bytes.length} bytes`);

    const csv = await choose(page, "CSV");
    const rows = csv.bytes.toString().trim().split("\r\n");
    assert.match(rows[0], /^second,shard 0 \(rec\/s\),/);
    assert.ok(rows.length > 20 && rows.every((row) => row.split(",").length === rows[0].split(",").length));
    assert.deepEqual(problems(), []);
    await close();
  }
});

test("the menu opens and closes with the keyboard", async () => {
  const { page, close } = await open("#/lab/hot-shard");
  const button = page.getByRole("button", { name: "Save this chart" });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "SVG", exact: true }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.getByRole("button", { name: "SVG", exact: true }).count(), 0);
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  await close();
});

test("the log of calls is saved line by line, with the learner's own from long ago", async () => {
  const { page, lab, close } = await open("#/lab/hot-shard");
  await page.getByRole("button", { name: /^Split shard/ }).click();
  await lab.playUntil(20);
  const file = await saved(page, () => page.getByRole("button", { name: "Save the calls as JSON Lines" }).click());
  assert.match(file.name, /^hot-shard-calls-.*\.jsonl$/);
  const lines = file.bytes.toString().trim().split("\n").map((line) => JSON.parse(line));
  assert.ok(lines.length > 1_000);
  const [own] = lines.filter(({ by }) => by === "you");
  assert.equal(own.operation, "SplitShard");
  assert.equal(own.at, "00:00.000");
  assert.ok(own.request.ShardToSplit && own.failed === false);
  await close();
});
