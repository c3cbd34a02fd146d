// The projector view: large, strong in contrast, nothing too wide, kept in the address.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { LABS, open } from "./lab.mjs";

const ROOM = { viewport: { width: 1280, height: 720 } };
const isOn = (page) => page.evaluate(() => document.documentElement.dataset.view === "projector");

test("the button and the key switch it, and the address keeps it from page to page", async () => {
  const { page, context, close } = await open("#/lab/hot-shard", ROOM);
  await page.getByRole("button", { name: "Projector view" }).click();
  assert.ok(await isOn(page));
  assert.match(page.url(), /#\/lab\/hot-shard\?theme=projector$/);
  await page.getByRole("link", { name: "Shardlab, first page" }).click();
  await page.waitForFunction(() => location.hash.startsWith("#/?"));
  assert.match(page.url(), /#\/\?theme=projector$/);
  const again = await context.newPage();
  await again.goto(page.url());
  await again.getByRole("heading", { level: 1 }).waitFor();
  assert.ok(await isOn(again));
  await page.goBack();
  await page.getByRole("region", { name: "Stage" }).focus();
  await page.keyboard.press("p");
  assert.ok(!(await isOn(page)));
  assert.match(page.url(), /#\/lab\/hot-shard$/);
  await close();
});

test("in every lab the picture and its controls are large, whole and in sight, and nothing scrolls sideways", async () => {
  for (const id of LABS) {
    const { page, lab, problems, close } = await open(`#/lab/${id}?theme=projector`, ROOM);
    await lab.playUntil(5);
    const seen = await page.evaluate(() => {
      const width = (selector) => document.querySelector(selector)?.getBoundingClientRect().width;
      const sizes = [...document.querySelectorAll(".picture svg text, .transport .button, .control-title, .challenge li span")]
        .map((text) => Number.parseFloat(getComputedStyle(text).fontSize) * text.currentCSSZoom);
      return {
        tooWide: document.documentElement.scrollWidth - innerWidth,
        picture: width(".picture"),
        svg: width(".picture > svg"),
        smallest: Math.min(...sizes),
        end: document.querySelector(".transport").getBoundingClientRect().bottom + scrollY,
      };
    });
    assert.ok(seen.tooWide <= 0, `${id}: ${seen.tooWide} px too wide`);
    assert.ok(seen.picture >= 780, `${id}: the picture is ${seen.picture} px wide`);
    assert.ok(seen.svg === undefined || Math.abs(seen.svg - seen.picture) < 2, `${id}: ${seen.svg} in ${seen.picture}`);
    assert.ok(seen.smallest >= 14, `${id}: ${seen.smallest} px type`);
    assert.ok(seen.end <= ROOM.viewport.height, `${id}: the controls end at ${seen.end} px`);
    assert.deepEqual(problems(), []);
    await close();
  }
});

test("axe finds nothing in the projector view of either theme", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await open("#/lab/hot-shard?theme=projector", { ...ROOM, colorScheme });
    assert.deepEqual(await violations(page), [], colorScheme);
    await close();
  }
});
