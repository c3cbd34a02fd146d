// Measures every lab on a machine four times slower (Chromium's throttle of the main thread): frames while it plays as it
// opens, and how long a press or key waits for the frame that answers it. Prints `measure<tab>target<tab>value` for
// `cargo xtask bench`, which builds the page first; each figure is the best of some rounds, since a busy machine is slow
// in another way. `node tests/bench/slow.mjs kcl` measures one, `DIST=folder` another page, and with `SHARDLAB_PROFILE=1`
// it lists what the main thread did.

import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { launch, openPage } from "../browser/browser.mjs";
import { COURSE, whole } from "../browser/course.mjs";
import { serve } from "../browser/server.mjs";
import { frameTimes, percentile, profile, row } from "./frames.mjs";

const RATE = 4;
const ROUNDS = 4;
const SECONDS = 3;
// Event timing tells nothing of what was answered sooner.
const SOONEST_MS = 16;

/** What a person does while a lab plays: a name and the deed. One that a lab has no place for gives false. */
const INPUTS = [
  ["a choice", (page) => press(page.locator(".side .controls label:has(input[type=radio]:not(:checked))"))],
  ["a slider's key", (page) => key(page.locator(".side .controls input[type=range]"), "ArrowRight")],
  ["a panel", (page) => press(page.locator(".tabs [role=tab][aria-selected=false]"))],
  ["pause", (page) => press(page.getByRole("button", { name: "Pause", exact: true }))],
  ["play", (page) => press(page.getByRole("button", { name: "Play", exact: true }))],
  // It pauses the run.
  ["the timeline", (page) => press(page.locator(".scrubber input"))],
];

const asked = process.argv.slice(2);
const labs = COURSE.filter(({ id }) => asked.length === 0 || asked.includes(id));
const server = await serve(process.env.DIST ?? fileURLToPath(new URL("../../dist", import.meta.url)));
const browser = await launch();
try {
  for (const { id } of labs) {
    // One that can't be measured doesn't keep the others from it.
    await slow(id).catch((problem) => {
      row(`at a quarter of the speed, ${id}`, "", `not measured: ${problem.message.split("\n")[0]}`);
      process.exitCode = 1;
    });
  }
  console.error(`load of the machine in the last five minutes: ${loadavg()[1].toFixed(1)}`);
} finally {
  await browser.close();
  await server.close();
}

async function slow(id) {
  const { page, context, problems, close } = await openPage(browser, `${server.url}#/lab/${id}`);
  try {
    await whole(page);
    await page.waitForTimeout(1000);
    await page.evaluate(watch, SOONEST_MS);
    const devtools = await context.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: RATE });
    const play = page.getByRole("button", { name: "Play", exact: true });
    if (process.env.SHARDLAB_PROFILE) await devtools.send("Profiler.enable").then(() => devtools.send("Profiler.start"));
    const rates = [];
    const answers = new Map();
    for (let round = 0; round < ROUNDS; round += 1) {
      await press(play);
      await page.waitForTimeout(1000);
      const times = await frameTimes(page, SECONDS * 1000);
      rates.push((1000 * times.length) / times.reduce((sum, ms) => sum + ms, 0));
      for (const [name, act] of INPUTS) {
        const ms = await answered(page, act);
        if (ms !== undefined) answers.set(name, [...(answers.get(name) ?? []), ms]);
      }
    }
    if (process.env.SHARDLAB_PROFILE) profile((await devtools.send("Profiler.stop")).profile);
    row(`at a quarter of the speed, frames per second, ${id}`, ">= 30", Math.max(...rates).toFixed(1));
    console.error(`${id}: frames per second ${rates.map((rate) => rate.toFixed(0)).join(", ")}`);
    const best = [...answers].map(([name, all]) => [name, Math.min(...all)]).toSorted(([, a], [, b]) => b - a);
    const [[slowest, ms]] = best;
    row(`at a quarter of the speed, slowest answer, ${id}`, "<= 100 ms", `${ms} ms (${slowest})`);
    for (const [name, all] of answers) console.error(`${id}: ${name} ${Math.min(...all)} to ${Math.max(...all)} ms, half ${percentile(all, 0.5)} ms`);
    for (const problem of problems()) console.error(problem);
  } finally {
    await close();
  }
}

/** Runs in the page: notes from an input until the frame that shows what came of it, in ms. */
function watch(durationThreshold) {
  const counted = ["pointerdown", "pointerup", "click", "keydown", "keyup", "input", "change"];
  globalThis.answers = [];
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (counted.includes(name)) globalThis.answers.push(duration);
  }).observe({ type: "event", durationThreshold });
}

/** The longest time that one of the deed's events took; undefined if there is nothing to be done. */
async function answered(page, act) {
  await page.evaluate(() => (globalThis.answers.length = 0));
  if (!(await act(page))) return undefined;
  await page.waitForTimeout(400);
  return page.evaluate((soonest) => Math.max(soonest, ...globalThis.answers), SOONEST_MS);
}

async function press(place) {
  const box = (await place.count()) > 0 && (await place.first().scrollIntoViewIfNeeded().then(() => place.first().boundingBox()));
  if (!box) return false;
  await place.page().mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  return true;
}

async function key(place, name) {
  if ((await place.count()) === 0) return false;
  await place.first().focus();
  await place.page().keyboard.press(name);
  return true;
}
