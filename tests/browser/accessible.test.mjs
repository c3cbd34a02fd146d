// axe in the light theme at each state of a lab, on a phone and in the dialogs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { holds } from "./every-page.mjs";
import { open } from "./lab.mjs";

holds("light");

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
