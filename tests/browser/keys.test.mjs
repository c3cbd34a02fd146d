// "Your keys" as a person would use it: files dropped, chosen, pasted and made up; what is damaged; what can't be read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { open } from "./lab.mjs";

/** Drops a file onto the page. */
const drop = (page, name, text) =>
  page.evaluate(
    ([name, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    [name, text],
  );

const input = (page) => page.locator("input[type=file]").first();
const choose = (page, name, text) => input(page).setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
const read = (page) => page.getByText(/read in .* here in your browser/).waitFor();
const title = (page, name) => page.getByRole("heading", { level: 2, name });

/** 1 MB of clicks, every hundredth row damaged. */
function clicks() {
  const rows = ["ts,device_id,country,note"];
  for (let nth = 0; rows.length < 25_000; nth += 1) {
    const at = new Date(Date.parse("2026-11-24T14:00:00Z") + nth * 10).toISOString();
    if (nth % 100 === 99) rows.push(`${at},device-${nth % 7}`);
    else rows.push(`${at},${nth % 5 === 0 ? "device-hot" : `device-${nth % 900}`},DE,"a, ""b"""`);
  }
  return `\ufeff${rows.join("\r\n")}\r\n`;
}

test("a dropped CSV of a megabyte with damaged rows is counted, and the rows are told", async () => {
  const { page, problems, close } = await open("#/keys");
  const text = clicks();
  assert.ok(text.length > 1e6);
  await drop(page, "clicks.csv", text);
  await read(page);
  await page.getByText(/^clicks\.csv · 24\s750 rows · /).waitFor();
  assert.ok(await page.getByRole("radio", { name: "device_id" }).isChecked());
  assert.equal(await page.getByRole("combobox", { name: "Time" }).locator("option:checked").textContent(), "ts");
  const table = page.getByRole("table", { name: "Hottest keys" });
  assert.match(await table.getByRole("row").nth(1).textContent(), /^device-hot/);
  await title(page, /^Busiest minute, 14:0\d$/).waitFor();
  await page.getByText("249 damaged rows are left out").click();
  const damaged = page.getByRole("region", { name: "249 damaged rows are left out" });
  assert.match(await damaged.getByRole("row").nth(1).textContent(), /^101\s*2 fields instead of 4/);
  await page.getByText(/aws kinesis create-stream --stream-name clicks --shard-count \d/).waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(problems(), []);
  await close();
});

test("another column, another number of shards and another profile change what is shown", async () => {
  const { page, problems, close } = await open("#/keys");
  await page.getByRole("button", { name: "Try with made-up clicks" }).click();
  await read(page);
  const needs = page.getByRole("region", { name: "What it needs" });
  assert.match(await needs.textContent(), /Shards, even keys4Shards, your keys\d/);
  assert.match(await needs.textContent(), /Per month\$\d+\.\d\d \+ \$\d+\.\d\d/);
  await page.getByRole("slider", { name: "Shards" }).fill("7");
  await title(page, "Shares on 7 shards").waitFor();
  assert.equal(await page.getByRole("list", { name: "Shares on 7 shards" }).getByRole("listitem").count(), 7);
  await page.getByRole("radio", { name: "Even the load out" }).check({ force: true });
  await page.getByText("7 shards: 1 and 6 splits").waitFor();
  await page.getByRole("radio", { name: "country" }).check({ force: true });
  await read(page);
  await page.getByText("of 6", { exact: true }).waitFor();
  await page.getByText("no number is enough").waitFor();
  await page.getByRole("combobox", { name: "Time" }).selectOption("none");
  await read(page);
  await page.getByRole("slider", { name: "Rate of the file" }).waitFor();
  await page.getByRole("combobox", { name: "Limits:" }).selectOption({ label: "Exam (2022)" });
  await page.getByText("of 6", { exact: true }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("JSON Lines are read by paths, also by one that is typed", async () => {
  const { page, problems, close } = await open("#/keys");
  const rows = Array.from({ length: 3_000 }, (_, nth) =>
    JSON.stringify({ at: 1795529237000 + nth, user: { id: `user-${nth % 40}` }, tags: nth % 2 ? [{ k: "odd" }] : [{ k: "even" }] }),
  );
  await choose(page, "events.jsonl", `${rows.join("\n")}\nnot json\n`);
  await read(page);
  await page.getByText("of 40", { exact: true }).waitFor();
  await page.getByText("One damaged row is left out").waitFor();
  const path = page.getByRole("textbox", { name: "Path of the partition key" });
  await path.fill("tags[0");
  await path.press("Enter");
  await page.getByText("That is no path.").waitFor();
  await path.fill("tags[0].k");
  await path.press("Enter");
  await page.getByText("of 2", { exact: true }).waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(problems(), []);
  await close();
});

test("rows that are pasted are read, and their keys can be played in the lab", async () => {
  const { page, problems, close } = await open("#/keys");
  await page.locator("summary").getByText("Or paste some rows").click();
  await page.getByRole("textbox", { name: "Or paste some rows" }).fill("truck-1\ntruck-2\ntruck-1\n");
  await page.getByRole("button", { name: "Use these rows" }).click();
  await read(page);
  await page.getByText("Each line is a partition key.").waitFor();
  await page.getByRole("button", { name: "Play it in the lab" }).click();
  await page.getByRole("heading", { level: 1, name: "Partition keys" }).waitFor();
  await page.getByText(/3 keys of pasted-rows\.txt, .* The stream is UPDATING, from \d to \d shards\./).first().waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("what can't be read is said, and what was known stays", async () => {
  const { page, problems, close } = await open("#/keys");
  const refusals = [
    ["nothing.csv", "", "nothing.csv is empty"],
    ["photo.csv", "\x89PNG\r\n\x1a\n\0\0\0", "photo.csv is no text file"],
    ["all.json", '[\n{"a": 1},\n{"a": 2}\n]\n', "one JSON document"],
    ["empty.jsonl", "{}\n{}\n", "no text or number"],
  ];
  for (const [name, text, said] of refusals) {
    await drop(page, name, text);
    await page.getByRole("alert").getByText(said).waitFor();
    await title(page, "Drop a file of your own here").waitFor();
  }
  await drop(page, "good.csv", "user,event\nann,click\nbob,view\nann,view\n");
  await read(page);
  await drop(page, "bad.csv", "");
  await page.getByRole("alert").getByText("bad.csv is empty").waitFor();
  await page.getByText(/^good\.csv · 3 rows/).waitFor();
  await page.getByRole("combobox", { name: "Time" }).selectOption("event");
  await page.getByRole("alert").getByText("No row of good.csv could be counted").waitFor();
  await page.getByRole("combobox", { name: "Time" }).selectOption("none");
  await read(page);
  assert.deepEqual(problems(), []);
  await close();
});

test("a large file shows its progress, can be stopped, and shows what was read so far", async () => {
  const { page, problems, close } = await open("#/keys");
  await page.evaluate(() => {
    const block = Array.from({ length: 40_000 }, (_, nth) => `device-${nth % 5000},${nth}`).join("\n");
    const blob = new Blob([`${block}\n`]);
    const data = new DataTransfer();
    data.items.add(new File(Array(2_000).fill(blob), "large.csv"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  const bar = page.getByRole("progressbar");
  await bar.waitFor();
  await page.getByText(/MB\/s · .* rows/).waitFor();
  assert.ok(Number(await bar.getAttribute("aria-valuenow")) < 100);
  // The page is at hand meanwhile.
  await page.getByRole("button", { name: "Keys and help" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Stop here" }).focus();
  await page.keyboard.press("Enter");
  await read(page);
  await page.getByText(/^large\.csv · .* rows · the first .* of /).waitFor();
  await page.goto(page.url().replace("#/keys", "#/"));
  assert.deepEqual(problems(), []);
  await close();
});

test("everything is reached by keyboard, and nothing is too wide or too small", async () => {
  for (const width of [320, 375, 1440]) {
    const { page, problems, close } = await open("#/keys", { viewport: { width, height: 800 } });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok((await overflow()) <= 0, `empty at ${width}`);
    const button = page.getByRole("button", { name: "Try with made-up clicks" });
    for (let presses = 0; presses < 30 && !(await button.evaluate((element) => element === document.activeElement)); presses += 1) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await read(page);
    assert.ok((await overflow()) <= 0, `found at ${width}: ${await overflow()}`);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("button, select, textarea, input:not([type=radio]):not([type=file])")]
        .map((element) => [element.getAttribute("aria-label") ?? element.textContent.slice(0, 30), element.getBoundingClientRect()])
        .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24))
        .map(([name, { width, height }]) => `${name} ${width}×${height}`),
    );
    assert.deepEqual(small, []);
    assert.deepEqual(problems(), []);
    await close();
  }
});

test("axe finds nothing in either theme, empty or with a file", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await open("#/keys", { colorScheme });
    assert.deepEqual(await violations(page), [], `${colorScheme}, empty`);
    await page.getByRole("button", { name: "Try with made-up clicks" }).click();
    await read(page);
    assert.deepEqual(await violations(page), [], `${colorScheme}, with a file`);
    await close();
  }
});
