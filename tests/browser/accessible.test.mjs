// axe in both themes and at each state of a lab, narrow widths, targets, names.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { LABS, open } from "./lab.mjs";

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing on any page, paused, playing or far along, ${colorScheme}`, async () => {
    for (const route of ["#/", "#/nowhere", ...LABS.map((id) => `#/lab/${id}`)]) {
      const { page, lab, problems, close } = await open(route, { colorScheme });
      assert.deepEqual(await violations(page), [], `${route} paused`);
      if (route.startsWith("#/lab/")) {
        await lab.play();
        await page.waitForTimeout(1_000);
        assert.deepEqual(await violations(page), [], `${route} playing`);
        await lab.pause();
        await lab.playUntil(15);
        assert.deepEqual(await violations(page), [], `${route} far along`);
        for (const tab of await page.getByRole("tab").all()) {
          await tab.click();
          assert.deepEqual(await violations(page), [], `${route} ${await tab.textContent()}`);
        }
      }
      assert.deepEqual(problems(), []);
      await close();
    }
  });
}

test("axe finds nothing on a phone with the menu open, nor in the dialogs", async () => {
  const { page, close } = await open("#/lab/hot-shard", { viewport: { width: 375, height: 800 } });
  await page.getByRole("button", { name: "Learning path" }).click();
  assert.deepEqual(await violations(page), []);
  for (const name of ["Keys and help", "Share"]) {
    await page.getByRole("button", { name, exact: true }).click();
    await page.getByRole("dialog").waitFor();
    assert.deepEqual(await violations(page), [], name);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" }).catch(() => {});
  }
  await close();
});

test("nothing scrolls sideways from 320 pixels on", async () => {
  for (const width of [320, 375, 720, 1024, 1440]) {
    for (const route of ["#/", "#/nowhere", "#/keys", ...LABS.map((id) => `#/lab/${id}`)]) {
      const { page, close } = await open(route, { viewport: { width, height: 800 } });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${route} at ${width}: ${overflow} px too wide`);
      await close();
    }
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
