// The pictures of the labs on a narrow screen, and with less motion.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LABS, goTo, open } from "./lab.mjs";

/** Pixels that texts may stand out or lie over each other: their boxes are a little larger than they are. */
const TOLERANCE = 2;

/** Texts of the picture that stand out of it, or lie over each other. */
const faults = (page) =>
  page.evaluate((tolerance) => {
    const picture = document.querySelector(".picture");
    const texts = document.createTreeWalker(picture, NodeFilter.SHOW_TEXT);
    const found = [];
    const seen = [];
    const frame = picture.getBoundingClientRect();
    while (texts.nextNode()) {
      const { textContent, parentElement } = texts.currentNode;
      if (!textContent.trim() || parentElement.closest("title, desc, .visually-hidden") || !parentElement.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNode(texts.currentNode);
      const box = range.getBoundingClientRect();
      const out = Math.max(frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom);
      if (out > tolerance) found.push(`${textContent}: ${Math.round(out)} px outside`);
      for (const other of seen) {
        const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const height = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (width > tolerance && height > tolerance + 1) found.push(`${other.text} | ${textContent}: ${Math.round(width)} px`);
      }
      seen.push({ text: textContent, box });
    }
    if (seen.length === 0) found.push("no text at all");
    return found;
  }, TOLERANCE);

for (const id of LABS) {
  test(`${id}: at 320 pixels no text of the picture is cut off or lies over another`, async () => {
    const { page, lab, problems, close } = await open(`#/lab/${id}`, { viewport: { width: 320, height: 800 } });
    const end = Number(await lab.moment.getAttribute("max"));
    // A tenth: all parts have something to tell, and it is soon there.
    for (const ms of [0, end / 10]) {
      await lab.goTo(ms);
      assert.deepEqual(await faults(page), [], `at ${ms} ms`);
    }
    assert.deepEqual(problems(), []);
    await close();
  });
}

/** How many different pictures the stage shows in so many seconds. */
const pictures = (page, seconds) =>
  page.evaluate(async (ms) => {
    const picture = document.querySelector(".picture");
    const seen = new Set();
    for (const end = performance.now() + ms; performance.now() < end; ) {
      seen.add((picture.querySelector("svg")?.outerHTML ?? "") + (picture.querySelector("canvas")?.toDataURL() ?? ""));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return seen.size;
  }, seconds * 1_000);

test("with reduced motion every picture stands still at the start, and moves in steps of a second", async () => {
  const { page, lab, problems, close } = await open("#/", { reducedMotion: "reduce" });
  for (const id of LABS) {
    await goTo(page, id);
    assert.equal(await pictures(page, 0.2), 1, `${id} stands still`);
    await lab.play();
    const seen = await pictures(page, 1.8);
    assert.ok(seen >= 2 && seen <= 4, `${id}: ${seen} pictures in 1.8 s`);
  }
  assert.deepEqual(problems(), []);
  await close();
});
