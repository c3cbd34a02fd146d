// Measures every lab in headless Chromium, drawn in software: how fast it opens from the learning path, and the frames
// of its heaviest run. Prints `measure<tab>target<tab>value` for `cargo xtask bench`, which builds the page first.
// `node tests/bench/labs.mjs kcl` measures one; with `SHARDLAB_PROFILE=1` it lists what the main thread did.

import { fileURLToPath } from "node:url";
import { launch, openPage } from "../browser/browser.mjs";
import { COURSE, whole } from "../browser/course.mjs";
import { serve } from "../browser/server.mjs";
import { busySeconds, frameTimes, percentile, profile, row } from "./frames.mjs";
import { burden, speedOf } from "./heaviest.mjs";

const SECONDS = 5;
const asked = process.argv.slice(2);
const labs = COURSE.filter(({ id }) => asked.length === 0 || asked.includes(id));

const server = await serve(fileURLToPath(new URL("../../dist", import.meta.url)));
const browser = await launch();
try {
  for (const lab of labs) {
    const times = await openings(lab);
    row(`opened from the path, slowest of 3, ${lab.id}`, "<= 150 ms", `${Math.max(...times).toFixed(0)} ms`);
  }
  for (const lab of labs) {
    // One that can't be measured doesn't keep the others from it.
    await frames(lab).catch((problem) => {
      row(`frames per second, ${lab.id}`, "60", `not measured: ${problem.message.split("\n")[0]}`);
      process.exitCode = 1;
    });
  }
} finally {
  await browser.close();
  await server.close();
}

/**
 * Milliseconds from a click to the frame that shows the lab: from the first page, whose parts are there, and twice from
 * a lab beside it.
 */
async function openings({ id, title }) {
  const other = COURSE[(COURSE.findIndex((lab) => lab.id === id) + 1) % COURSE.length];
  const { page, problems, close } = await openPage(browser, server.url);
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => /\/whole-[^/]*\.wasm$/.test(name)));
  // Let the first page settle: its small stage comes after its first frame.
  await page.waitForTimeout(1000);
  const times = [await page.evaluate(opened, { id, title, link: `.cards a[href$="/${id}"]` })];
  for (let time = 0; time < 2; time += 1) {
    await page.evaluate(opened, { ...other, link: `.path a[href$="/${other.id}"]` });
    await page.waitForTimeout(300);
    times.push(await page.evaluate(opened, { id, title, link: `.path a[href$="/${id}"]` }));
  }
  for (const problem of problems()) console.error(problem);
  await close();
  return times;
}

/** Runs in the page: the time from a click on the link until its lab is shown. */
function opened({ title, link }) {
  return new Promise((resolve) => {
    const start = performance.now();
    document.querySelector(link).click();
    requestAnimationFrame(function look() {
      const there =
        document.querySelector("h1")?.textContent.trim() === title &&
        document.querySelector(".scrubber input") &&
        !document.querySelector("[aria-busy=true]");
      // A frame is shown after its callbacks: the next frame's is behind it.
      if (!there) requestAnimationFrame(look);
      else requestAnimationFrame(() => resolve(performance.now() - start));
    });
  });
}

async function frames({ id }) {
  const { page, context, problems, close } = await openPage(browser, `${server.url}#/lab/${id}`);
  try {
    await whole(page);
    await burden(page, id);
    await page.getByRole("radio", { name: speedOf(id), exact: true }).check({ force: true });
    await page.getByRole("button", { name: "Play", exact: true }).click();
    const devtools = await context.newCDPSession(page);
    // The processor's time of the main thread, which doesn't tell of what else the machine is doing.
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
    // Let the start settle: compiling, the first layout.
    await page.waitForTimeout(1000);
    if (process.env.SHARDLAB_PROFILE) await devtools.send("Profiler.enable").then(() => devtools.send("Profiler.start"));
    const [before, began] = [await busySeconds(devtools), await moment(page)];
    const times = await frameTimes(page, SECONDS * 1000);
    const busy = (await busySeconds(devtools)) - before;
    const passed = (await moment(page)) - began;
    const total = times.reduce((sum, ms) => sum + ms, 0);
    row(`frames per second, ${id}`, "60", ((1000 * times.length) / total).toFixed(1));
    row(`frame time p95, ${id}`, "<= 18 ms", `${percentile(times, 0.95).toFixed(1)} ms`);
    row(`main thread's own time for a frame, ${id}`, "<= 16 ms", `${((1000 * busy) / times.length).toFixed(1)} ms`);
    row(`simulated time of the time that passed, ${id}`, speedOf(id), `${(passed / total).toFixed(2)}×`);
    if (process.env.SHARDLAB_PROFILE) profile((await devtools.send("Profiler.stop")).profile);
    for (const problem of problems()) console.error(problem);
  } finally {
    await close();
  }
}

/** Where the run stands, in ms. */
async function moment(page) {
  return Number(await page.locator(".scrubber input").inputValue());
}
