// "What if": two runs from one fork on one clock, their values and differences, and how it ends.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isChecked, open } from "./lab.mjs";

const card = (page) => page.getByRole("region", { name: "Two runs from one fork" }).first();

async function forked() {
  const opened = await open("#/lab/hot-shard");
  await opened.lab.playUntil(10);
  // Exactly there, however fast this machine is; what lies ahead belongs to the run as it was.
  await opened.lab.goTo(10_000);
  await opened.lab.button("What if").click();
  await card(opened.page).waitFor();
  return opened;
}

/** The row of this name: its cells as texts. */
async function row(page, name) {
  const found = card(page).getByRole("row", { name });
  return (await found.getByRole("cell").allTextContents()).map((text) => text.trim());
}

test("both runs are the same until one is changed, then each value shows both and the difference", async () => {
  const { page, lab, problems, close } = await forked();
  assert.match(await card(page).textContent(), /Parted at 00:10\.0/);
  await lab.playUntil(14);
  assert.match(await card(page).locator("caption").textContent(), /Both runs are the same/);
  await page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  // Late enough for the goal's 30 s, wherever a busy machine stopped before.
  await lab.playUntil(80);
  const [asItWas, changed, difference] = await row(page, /^Throttled < 1/);
  assert.match(asItWas, /✕/);
  assert.match(changed, /✓/);
  assert.match(difference, /^−.*points/);
  assert.match(await card(page).locator("caption").textContent(), /^B against A\./);
  assert.ok((await page.locator(".charts .series.beside").count()) > 0, "the other run's lines are drawn too");
  assert.deepEqual(problems(), []);
  await close();
});

test("one clock moves both, back and forth", async () => {
  const { page, lab, close } = await forked();
  await page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  await lab.playUntil(30);
  await lab.goTo(30_000);
  const there = await card(page).textContent();
  await lab.goTo(15_000);
  assert.notEqual(await card(page).textContent(), there);
  await lab.goTo(30_000);
  assert.equal(await card(page).textContent(), there);
  await close();
});

test("either run can be shown and kept, and the other is not lost", async () => {
  const { page, lab, close } = await forked();
  const sensor = page.getByRole("radio", { name: "truck + sensor" });
  await sensor.check({ force: true });
  await card(page).getByRole("button", { name: "Show A" }).click();
  assert.ok(!(await isChecked(sensor)));
  await card(page).getByRole("button", { name: "Keep B" }).click();
  assert.ok(await isChecked(sensor));
  await page.getByText("Another run of this lab is put aside.").waitFor();
  await lab.playUntil(20);
  await page.getByRole("button", { name: "Compare both" }).click();
  await card(page).waitFor();
  await card(page).getByRole("button", { name: "Keep A" }).click();
  assert.ok(!(await isChecked(sensor)));
  await page.getByRole("button", { name: "Bring it back" }).click();
  assert.ok(await isChecked(sensor));
  await page.getByRole("button", { name: "Let it go" }).click();
  assert.equal(await page.getByText("Another run of this lab is put aside.").count(), 0);
  await close();
});

test("another quota profile takes both runs along", async () => {
  const { page, close } = await forked();
  await page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  await page.getByRole("combobox", { name: "Limits:" }).selectOption({ label: "Exam (2022)" });
  await card(page).waitFor();
  assert.ok(await isChecked(page.getByRole("radio", { name: "truck + sensor" })));
  await card(page).getByRole("button", { name: "Show A" }).click();
  assert.ok(!(await isChecked(page.getByRole("radio", { name: "truck + sensor" }))));
  await close();
});
