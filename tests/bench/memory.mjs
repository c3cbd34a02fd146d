// Measures whether memory stays bounded while a lab plays for an hour of its own time: WebAssembly's memory and
// JavaScript's heap after collection, at minute 10 and at minute 60. The hour passes by going from minute to minute on the
// timeline. Prints `measure<tab>target<tab>value` for `cargo xtask bench`, which builds the page first.
// `node tests/bench/memory.mjs kcl` measures one lab.

import { fileURLToPath } from "node:url";
import { launch, openPage } from "../browser/browser.mjs";
import { COURSE, whole } from "../browser/course.mjs";
import { serve } from "../browser/server.mjs";
import { row } from "./frames.mjs";
import { burden, hasRate, seek } from "./heaviest.mjs";

const MINUTE_MS = 60_000;
// An hour that would take longer than this, by its first minutes, is not played: the next lighter way is.
const LIMIT_MS = 20_000;
const TRIED_MINUTES = 4;
const asked = process.argv.slice(2);

/** How a lab is played, the heaviest first: the first one whose hour passes in time is measured, else the last one. */
const WAYS = [
  ["at its heaviest", (page, { id }) => burden(page, id)],
  ["as it opens", () => undefined],
  ["at its lowest rate", (page) => page.locator("input[type=range]#rate").evaluate(slid, "min")],
];
// Its load ends by itself: an hour of what it opens with, and consumers enough that no backlog grows: what lies in a
// queue is held.
const RACE = [
  "at 1 000 messages/s",
  async (page) => {
    await page.locator("input[type=range]#consumers").evaluate(slid, "max");
    await more(page, 6);
  },
];

const server = await serve(fileURLToPath(new URL("../../dist", import.meta.url)));
const browser = await launch();
try {
  for (const lab of COURSE.filter(({ id }) => asked.length === 0 || asked.includes(id))) await measured(lab);
} finally {
  await browser.close();
  await server.close();
}

async function measured(lab) {
  let slow = "";
  const ways = lab.id === "fifo-race" ? [RACE] : WAYS.slice(0, hasRate(lab.id) ? 3 : 2);
  for (const [name, prepare] of ways) {
    const limit = name === ways.at(-1)[0] ? Infinity : LIMIT_MS;
    const outcome = await hour(lab, prepare, limit).catch((problem) => ({ problem: problem.message.split("\n")[0] }));
    if (outcome.whole) {
      slow = ` (an hour ${name} would take ${(outcome.whole / 1000).toFixed(0)} s)`;
      continue;
    }
    if (outcome.problem) {
      slow += `: ${outcome.problem}`;
      break;
    }
    const { ten, sixty, took } = outcome;
    const grown = (part) => `${sixty[part] >= ten[part] ? "+" : "−"}${megabytes(Math.abs(sixty[part] - ten[part]))}`;
    const value = `${megabytes(sixty.wasm)} wasm (${grown("wasm")} since minute 10) and ${megabytes(sixty.heap)} heap (${grown("heap")})`;
    row(`memory after an hour, ${lab.id} ${name}`, "<= 64 MB", `${value}, in ${(took / 1000).toFixed(1)} s${slow}`);
    return;
  }
  row(`memory after an hour, ${lab.id}`, "<= 64 MB", `not measured${slow}`);
  process.exitCode = 1;
}

/** What the memory was, or how long the whole hour would have taken. */
async function hour(lab, prepare, limit) {
  const { page, context, problems, close } = await openPage(browser, `${server.url}#/nowhere`);
  try {
    page.setDefaultTimeout(60_000);
    await context.addInitScript(memoriesKept);
    await page.goto(`${server.url}#/lab/${lab.id}`);
    await page.reload();
    await whole(page);
    const devtools = await context.newCDPSession(page);
    await prepare(page, lab);
    const began = performance.now();
    const first = Math.ceil(Number(await page.locator(".scrubber input").inputValue()) / MINUTE_MS);
    let ten;
    for (let minute = first + 1; minute <= 60; minute += 1) {
      await seek(page, minute * MINUTE_MS);
      const whole = ((performance.now() - began) / (minute - first)) * (60 - first);
      if (whole > limit && minute === first + TRIED_MINUTES) return { whole };
      if (minute === 10) ten = await memory(page, devtools);
    }
    const took = performance.now() - began;
    for (const problem of problems()) console.error(problem);
    return { ten, sixty: await memory(page, devtools), took };
  } finally {
    await close();
  }
}

async function memory(page, devtools) {
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  const wasm = await page.evaluate(() => [...globalThis.memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0));
  return { heap: usedSize, wasm };
}

/** Runs in the page before all else: keeps the memories of what is instantiated. */
function memoriesKept() {
  globalThis.memories = new Set();
  const keep = (values) => {
    for (const value of values) if (value instanceof WebAssembly.Memory) globalThis.memories.add(value);
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (source, imports) => {
      for (const module of Object.values(imports ?? {})) keep(Object.values(module));
      const made = await original.call(WebAssembly, source, imports);
      keep(Object.values((made.instance ?? made).exports));
      return made;
    };
  }
}

/** Runs in the page: a slider to its `min` or `max`. */
function slid(slider, end) {
  slider.value = slider[end];
  for (const type of ["input", "change"]) slider.dispatchEvent(new Event(type, { bubbles: true }));
}

/** So many times 600 000 messages more. */
async function more(page, times) {
  for (let nth = 0; nth < times; nth += 1) await page.getByRole("button", { name: "600 000 more", exact: true }).click();
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
