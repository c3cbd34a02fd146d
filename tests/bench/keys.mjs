// Measures how fast "Your keys" reads a large file in headless Chromium, and how long its turns are. Prints
// `measure<tab>target<tab>value` for `cargo xtask bench`, which builds the page first. The file is made in the browser:
// `KEYS_MB=1000 node tests/bench/keys.mjs` tries a gigabyte.

import { fileURLToPath } from "node:url";
import { launch, openPage } from "../browser/browser.mjs";
import { serve } from "../browser/server.mjs";

const MEGABYTES = Number(process.env.KEYS_MB ?? 200);

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
    await page.evaluate(made, { name, bytes: MEGABYTES * 1e6 });
    const before = await busySeconds(devtools);
    const { seconds, bytes, longest, said } = await page.evaluate(dropped);
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
}

/** The main thread's time spent on tasks so far. */
async function busySeconds(devtools) {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration").value;
}

/** Runs in the page: makes a file. */
function made({ name, bytes }) {
  let state = 1;
  const chance = (end) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
  const start = Date.parse("2026-11-24T14:00:00Z") / 1000;
  // A block of rows, again and again with other times and keys: made row by row, a gigabyte would take longer than its
  // reading.
  const parts = name.endsWith(".csv") ? ["ts,device_id,country\n"] : [];
  let size = 0;
  for (let block = 0; size < bytes; block += 1) {
    const rows = [];
    for (let nth = 0; nth < 20_000; nth += 1) {
      const key = `device-${String(chance(200) * chance(1_000)).padStart(5, "0")}`;
      if (name.endsWith(".csv")) rows.push(`${start + block * 10 + (nth >> 11)},${key},DE`);
      else if (name.endsWith(".jsonl")) rows.push(`{"at":${start + block * 10 + (nth >> 11)},"device":{"id":"${key}"},"page":"/a/b"}`);
      else rows.push(`${block.toString(36)}-${nth.toString(36)}-${chance(2 ** 31).toString(36)}`);
    }
    const text = new Blob([rows.join("\n"), "\n"]);
    parts.push(text);
    size += text.size;
  }
  globalThis.made = new File(parts, name);
}

/** Runs in the page: drops the file and waits until it is read. */
async function dropped() {
  const file = globalThis.made;
  const transfer = new DataTransfer();
  transfer.items.add(file);
  let longest = 0;
  let last = performance.now();
  let over = false;
  requestAnimationFrame(function frame(now) {
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) requestAnimationFrame(frame);
  });
  const began = performance.now();
  window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  const said = await new Promise((resolve) => {
    const look = () => {
      const line = document.querySelector(".keys-file .subtitle")?.textContent ?? "";
      if (/read in/.test(line)) resolve(line);
      else setTimeout(look, 50);
    };
    look();
  });
  over = true;
  return { seconds: (performance.now() - began) / 1000, bytes: file.size, longest, said };
}

function row(name, target, value) {
  console.log(`${name}\t${target}\t${value}`);
}
