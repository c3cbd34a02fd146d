// What axe finds on every page in a theme, at each state of a lab. A theme has a file of its own: it takes minutes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { LABS, open } from "./lab.mjs";

/** The test of a theme. */
export const holds = (colorScheme) =>
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
