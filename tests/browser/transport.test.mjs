// Play, pause, step, restart, speed, scrub, fork: as a person would.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LABS, open, wait } from "./lab.mjs";

test("a lab is paused at the start and stays still until Play", async () => {
  for (const id of LABS) {
    const { lab, close } = await open(`#/lab/${id}`);
    await wait(300);
    const before = await lab.snapshot();
    await wait(1_200);
    assert.equal(await lab.snapshot(), before, id);
    assert.equal(await lab.seconds(), 0);
    await close();
  }
});

test("the stage moves within two seconds of Play and stands still on Pause", async () => {
  for (const id of LABS) {
    const { lab, close } = await open(`#/lab/${id}`);
    const before = await lab.snapshot();
    await lab.play();
    await wait(1_900);
    assert.notEqual(await lab.snapshot(), before, id);
    await lab.pause();
    await wait(300);
    const paused = await lab.snapshot();
    await wait(1_200);
    assert.equal(await lab.snapshot(), paused, id);
    await close();
  }
});

test("Play and Pause are one button that keeps the focus", async () => {
  const { page, lab, close } = await open("#/lab/hot-shard");
  await lab.playButton.focus();
  for (const name of ["Pause", "Play"]) {
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name, exact: true }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), name);
  }
  await close();
});

test("Step goes to the next event, Step back to the one before, Restart to the start", async () => {
  const { page, lab, close } = await open("#/lab/partition-keys");
  const status = page.getByRole("main").getByRole("status").first();
  const moments = [];
  for (let step = 0; step < 3; step += 1) {
    await lab.button("Step").click();
    moments.push(await status.textContent());
  }
  const there = await lab.snapshot();
  await lab.button("Step").click();
  await lab.button("Step back").click();
  assert.equal(await lab.snapshot(), there);
  await lab.button("Restart").click();
  assert.equal(await lab.seconds(), 0);
  await close();
});

test("the speed sets how far a second goes", async () => {
  const { lab, close } = await open("#/lab/partition-keys");
  const gone = async (label) => {
    await lab.button("Restart").click();
    await lab.speed(label);
    await lab.play();
    await wait(1_500);
    await lab.pause();
    return lab.seconds();
  };
  const [slow, normal, fast] = [await gone("0.1×"), await gone("1×"), await gone("10×")];
  assert.ok(slow < normal && normal < fast, `${slow} ${normal} ${fast}`);
  await close();
});

test("going back and acting there forks the run; going forth shows the same as before", async () => {
  const { page, lab, close } = await open("#/lab/hot-shard");
  await lab.playUntil(20);
  await lab.goTo(20_000);
  const at20 = await lab.snapshot();
  await lab.goTo(8000);
  await lab.goTo(20_000);
  assert.equal(await lab.snapshot(), at20);
  await lab.goTo(8000);
  await page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  assert.match(await page.getByRole("main").getByRole("status").first().textContent(), /goes on from here/);
  await lab.goTo(20_000);
  assert.notEqual(await lab.snapshot(), at20);
  await close();
});

test("with reduced motion the picture moves in steps of a second", async () => {
  const { page, lab, close } = await open("#/lab/hot-shard", { reducedMotion: "reduce" });
  await lab.play();
  const seen = await page.evaluate(async () => {
    const canvas = document.querySelector(".picture canvas");
    const pictures = new Set();
    const until = performance.now() + 3_000;
    while (performance.now() < until) {
      pictures.add(canvas.toDataURL());
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return pictures.size;
  });
  assert.ok(seen >= 2 && seen <= 5, `${seen} pictures in 3 s`);
  await close();
});

test("the stage's keys work while it has the focus", async () => {
  const { page, lab, close } = await open("#/lab/hot-shard");
  await page.getByRole("region", { name: "Stage" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
  await page.keyboard.press("+");
  assert.ok(await page.getByRole("radio", { name: "10×", exact: true }).isChecked());
  await page.keyboard.press("Space");
  const there = await lab.seconds();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Home");
  assert.equal(await lab.seconds(), 0);
  await page.keyboard.press("End");
  assert.ok((await lab.seconds()) >= there - 0.1);
  await close();
});
