// Measures the frames of a busy lab in headless Chromium, drawn in software. Prints `measure<tab>target<tab>value` for
// `cargo xtask bench`, which builds the page first.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launch, openPage } from "../browser/browser.mjs";
import { serve } from "../browser/server.mjs";
import { busySeconds, frameTimes, percentile, row } from "./frames.mjs";

// Made by a test of src/share.rs: 32 shards and 20 000 records a second.
const ROUTE = (await readFile(new URL("route.txt", import.meta.url), "utf8")).trim();
const SECONDS = 5;
const OPENED_TIMES = 5;

const server = await serve(fileURLToPath(new URL("../../dist", import.meta.url)));
const browser = await launch();
try {
  const opened = [];
  for (let time = 0; time < OPENED_TIMES; time += 1) opened.push(await labOpened());
  row("lab opened from the first page, slowest of 5", "<= 150 ms", `${Math.max(...opened).toFixed(0)} ms`);

  const { page, context, problems } = await openPage(browser, server.url + ROUTE);
  await page.getByRole("button", { name: /^play\b/i }).first().click({ timeout: 10_000 });
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable");
  // Let the start-up settle: compiling, fonts, the first layout.
  await page.waitForTimeout(1000);

  const before = await busySeconds(devtools);
  const frames = await frameTimes(page, SECONDS * 1000);
  const busy = (await busySeconds(devtools)) - before;

  const total = frames.reduce((sum, ms) => sum + ms, 0);
  row("frames per second", "60", ((1000 * frames.length) / total).toFixed(1));
  row("frame time, p95", "<= 18 ms", `${percentile(frames, 0.95).toFixed(1)} ms`);
  row("frame time, max", "", `${Math.max(...frames).toFixed(1)} ms`);
  row("main thread", "", `${((1e6 * busy) / total).toFixed(0)} ms/s`);
  const work = await frameWork(page);
  const at = (share) => `${percentile(work, share).toFixed(1)} ms`;
  row("main thread's own time for a frame, half of them", "", at(0.5));
  row("main thread's own time for a frame, longest", "<= 16 ms", at(1));
  for (const problem of problems()) console.error(problem);
} finally {
  await browser.close();
  await server.close();
}

/** Milliseconds from a click on the first page to the frame that shows the lab, its module being there. */
async function labOpened() {
  const { page, close } = await openPage(browser, server.url);
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => /\/lab-[^/]*\.wasm$/.test(name)));
  // Let the first page settle: its small stage comes after its first frame.
  await page.waitForTimeout(1000);
  const ms = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const start = performance.now();
        document.querySelector("a.button.primary").click();
        requestAnimationFrame(function look() {
          // A frame is shown after its callbacks: the next frame's is behind it.
          if (!document.querySelector(".picture canvas")) requestAnimationFrame(look);
          else requestAnimationFrame(() => resolve(performance.now() - start));
        });
      }),
  );
  await close();
  return ms;
}

/**
 * The time that each frame took of the processor on the page's main thread, in ms, with what tracing adds. Unlike the
 * times between frames it doesn't tell of what else the machine was doing.
 */
async function frameWork(page) {
  await browser.startTracing(page, { categories: ["-*", "devtools.timeline", "cc"] });
  await page.waitForTimeout(SECONDS * 1000);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const { pid, tid } = traceEvents.find(({ name }) => name === "FireAnimationFrame");
  const frames = traceEvents.filter((event) => event.name === "ProxyMain::BeginMainFrame" && event.pid === pid && event.tid === tid);
  return frames.filter(({ tdur }) => tdur > 0).map(({ tdur }) => tdur / 1000);
}
