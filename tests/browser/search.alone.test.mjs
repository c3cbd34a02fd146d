// How soon the search answers. Nothing of ours runs beside this file (xtask/src/lanes.rs); what else the machine does can
// only add to a time, so that the shortest of three is what the page takes. Each of the three is a page of its own, whose
// first answer is as slow as a person's first. In return the bound is tighter than the 50 ms that are promised.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./lab.mjs";

const BOUND_MS = 40;
const TYPED = "provisionedthroughputexceeded";
const PARTS = Array.from({ length: Math.ceil(TYPED.length / 4) }, (_, nth) => TYPED.slice(0, 1 + nth * 4));
const TEXTS = [...PARTS, "s", "shard", "a shard takes records", "visibilty timeot", "e"];

/** For each text the ms from its last key until what follows has been built. */
async function times() {
  const { page, problems, close } = await open("#/");
  await page.keyboard.press("/");
  await page.locator("[role=combobox].search-field").waitFor();
  const times = await page.evaluate(async (texts) => {
    const input = document.querySelector("[role=combobox].search-field");
    const times = [];
    for (const text of texts) {
      const start = performance.now();
      input.value = text;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      // What follows the field is drawn before the next task begins.
      await new Promise((resolve) => setTimeout(resolve));
      times.push(performance.now() - start);
    }
    return times;
  }, TEXTS);
  assert.deepEqual(problems(), []);
  await close();
  return times;
}

test("a key is answered within 50 ms", async () => {
  const rounds = [await times(), await times(), await times()];
  const shortest = TEXTS.map((_, nth) => Math.min(...rounds.map((round) => round[nth])));
  const slowest = Math.max(...shortest);
  console.log(`slowest answer of ${TEXTS.length}: ${slowest.toFixed(1)} ms, to “${TEXTS[shortest.indexOf(slowest)]}”`);
  assert.ok(slowest <= BOUND_MS, `${slowest} ms`);
});
