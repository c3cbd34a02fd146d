// axe in both themes and at each state of a lab, on a phone and in the dialogs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { LABS, open } from "./lab.mjs";

// The dark theme is the same page in other colours.
for (const [colorScheme, rules] of [["light"], ["dark", ["color-contrast"]]]) {
  test(`axe finds nothing on any page, paused, playing or far along, ${colorScheme}`, async () => {
    for (const route of ["#/", "#/nowhere", ...LABS.map((id) => `#/lab/${id}`)]) {
      const { page, lab, problems, close } = await open(route, { colorScheme });
      assert.deepEqual(await violations(page, rules), [], `${route} paused`);
      if (route.startsWith("#/lab/")) {
        await lab.play();
        await page.waitForTimeout(1_000);
        assert.deepEqual(await violations(page, rules), [], `${route} playing`);
        await lab.pause();
        await lab.playUntil(15);
        assert.deepEqual(await violations(page, rules), [], `${route} far along`);
        for (const tab of await page.getByRole("tab").all()) {
          await tab.click();
          assert.deepEqual(await violations(page, rules), [], `${route} ${await tab.textContent()}`);
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
