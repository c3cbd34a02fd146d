// Narrow widths, and how large what can be pressed is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LABS, open } from "./lab.mjs";

test("nothing scrolls sideways from 320 pixels on", async () => {
  const places = ["#/", "#/nowhere", "#/keys", "#/quiz", "#/classroom", "#/classroom/results"];
  for (const route of [...places, ...LABS.map((id) => `#/lab/${id}`)]) {
    const { page, close } = await open(route, { viewport: { width: 320, height: 800 } });
    for (const width of [320, 375, 720, 740, 820, 960, 1024, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      await page.waitForTimeout(100);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${route} at ${width}: ${overflow} px too wide`);
    }
    await close();
  }
});

test("everything that can be pressed is at least 24 pixels in both directions", async () => {
  for (const id of LABS) {
    const { page, close } = await open(`#/lab/${id}`);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("button, select, textarea, input:not([type=radio]):not([type=file]), nav a")]
        .map((element) => [element.getAttribute("aria-label") ?? element.textContent.slice(0, 30), element.getBoundingClientRect()])
        .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24))
        .map(([name, { width, height }]) => `${name} ${width}×${height}`),
    );
    assert.deepEqual(small, [], id);
    await close();
  }
});
