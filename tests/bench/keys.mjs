// Measures how fast "Your keys" reads a large file from disk in headless Chromium, and how long its turns are. Prints
// `measure<tab>target<tab>value` for `cargo xtask bench`, which builds the page first. `KEYS_MB=1000 node
// tests/bench/keys.mjs` tries a gigabyte.

import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, openPage } from "../browser/browser.mjs";
import { serve } from "../browser/server.mjs";

const MEGABYTES = Number(process.env.KEYS_MB ?? 200);

const folder = mkdtempSync(join(tmpdir(), "shardlab-keys-"));
const server = await serve(fileURLToPath(new URL("../../dist", import.meta.url)));
const browser = await launch();
try {
  const kinds = [["CSV of short rows", "clicks.csv"], ["JSON Lines", "clicks.jsonl"], ["lines, each key once", "keys.txt"]];
  for (const [kind, name] of kinds) {
    const { page, context, problems, close } = await openPage(browser, `${server.url}#/keys`);
    // The processor's time of the main thread, which doesn't tell of what else the machine is doing.
    const devtools = await context.newCDPSession(page);
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.getByRole("heading", { name: "Drop a file of your own here" }).waitFor();
    const { path, bytes } = made(name, MEGABYTES * 1e6);
    const before = await busySeconds(devtools);
    await page.evaluate(watchFrames);
    await page.locator("main input[type=file]").setInputFiles(path);
    const { seconds, longest, said } = await page.evaluate(readWhole);
    rmSync(path);
    const busy = (await busySeconds(devtools)) - before;
    row(`your keys, ${kind}, ${(bytes / 1e6).toFixed(0)} MB`, ">= 40 MB/s", `${(bytes / 1e6 / seconds).toFixed(0)} MB/s`);
    row(`your keys, ${kind}, by the main thread's own time`, ">= 40 MB/s", `${(bytes / 1e6 / busy).toFixed(0)} MB/s`);
    row(`your keys, ${kind}, longest time between two frames`, "", `${longest.toFixed(0)} ms`);
    console.error(said);
    for (const problem of problems()) console.error(problem);
    await close();
  }
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
}

/** The main thread's time spent on tasks so far. */
async function busySeconds(devtools) {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration").value;
}

/** Makes a file; its path and bytes. */
function made(name, wanted) {
  let state = 1;
  const chance = (end) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
  const start = Date.parse("2026-11-24T14:00:00Z") / 1000;
  const path = join(folder, name);
  const file = openSync(path, "w");
  let bytes = name.endsWith(".csv") ? writeSync(file, "ts,device_id,country\n") : 0;
  for (let block = 0; bytes < wanted; block += 1) {
    const rows = [];
    for (let nth = 0; nth < 20_000; nth += 1) {
      const key = `device-${String(chance(200) * chance(1_000)).padStart(5, "0")}`;
      if (name.endsWith(".csv")) rows.push(`${start + block * 10 + (nth >> 11)},${key},DE`);
      else if (name.endsWith(".jsonl")) rows.push(`{"at":${start + block * 10 + (nth >> 11)},"device":{"id":"${key}"},"page":"/a/b"}`);
      else rows.push(`${block.toString(36)}-${nth.toString(36)}-${chance(2 ** 31).toString(36)}`);
    }
    bytes += writeSync(file, `${rows.join("\n")}\n`);
  }
  closeSync(file);
  return { path, bytes };
}

/** Runs in the page: notes when a file is chosen, and the longest time between two frames from then on. */
function watchFrames() {
  const seen = { longest: 0, last: 0, began: 0, over: false };
  globalThis.seen = seen;
  const frame = (now) => {
    seen.longest = Math.max(seen.longest, now - seen.last);
    seen.last = now;
    if (!seen.over) requestAnimationFrame(frame);
  };
  const begin = () => {
    seen.began = performance.now();
    seen.last = seen.began;
    requestAnimationFrame(frame);
  };
  document.addEventListener("change", begin, { capture: true, once: true });
}

/** Runs in the page: waits until the file is read. */
async function readWhole() {
  const { seen } = globalThis;
  const said = await new Promise((resolve) => {
    const look = () => {
      const line = document.querySelector(".keys-file .subtitle")?.textContent ?? "";
      if (/read in/.test(line)) resolve(line);
      else setTimeout(look, 50);
    };
    look();
  });
  seen.over = true;
  return { seconds: (performance.now() - seen.began) / 1000, longest: seen.longest, said };
}

function row(name, target, value) {
  console.log(`${name}\t${target}\t${value}`);
}
