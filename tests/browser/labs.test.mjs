// Each lab solved as a learner would: with the mouse, and with the keyboard alone from load to solved.

import assert from "node:assert/strict";
import { test } from "node:test";
import { mouse } from "./hands.mjs";
import { LABS, goTo, isChecked, named, open, passes, server, solved, tabTo } from "./lab.mjs";

test("partition-keys: the truck's number as key solves it, a pasted list lands, a key is taken apart", async () => {
  const { page, lab, problems, close } = await open("#/lab/partition-keys");
  await page.getByRole("radio", { name: "truck-id" }).check({ force: true });
  await lab.speed("10×");
  await lab.play();
  await solved(page);
  await lab.pause();

  const keys = Array.from({ length: 1_000 }, (_, nth) => `device-${nth % 40}`).join("\n");
  await page.getByRole("textbox", { name: "Your own keys" }).fill(keys);
  await page.getByRole("button", { name: "Use these keys" }).click();
  await page.getByText("40 different keys", { exact: false }).waitFor();

  await page.getByRole("textbox", { name: "Partition key" }).fill("truck-1");
  await page.getByText("232 275 227 739 645 672 085 631 791 088 237 104 774".replaceAll(" ", "\u202f")).or(page.getByText("aebe64b3", { exact: false })).first().waitFor().catch(() => {});
  await page.getByRole("button", { name: "Put record" }).click();
  await page.getByText("SequenceNumber", { exact: true }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("hot-shard: truck and sensor as key solves it, packing earns gold, the home page shows it", async () => {
  const { page, lab, problems, close } = await open("#/lab/hot-shard");
  await page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  await lab.speed("10×");
  await lab.play();
  await solved(page);
  await page.goto(`${server.url}#/`);
  await page.getByRole("listitem").filter({ hasText: "Hot shard" }).getByText("solved").waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("resharding: a merge of the cold and a split at the middle of the load solve it", async () => {
  const { page, lab, problems, close } = await open("#/lab/resharding");
  await lab.playUntil(2);
  await page.getByRole("combobox", { name: "ShardToMerge", exact: true }).selectOption({ label: "shard 0" });
  await page.getByRole("combobox", { name: "AdjacentShardToMerge" }).selectOption({ label: "shard 1" });
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  // A merge takes thirty seconds.
  await lab.playUntil((await lab.seconds()) + 31);
  await page.getByRole("combobox", { name: "ShardToSplit" }).selectOption({ label: "shard 2" });
  await page.getByRole("button", { name: "Middle of its load" }).click();
  await page.getByRole("button", { name: "Split", exact: true }).click();
  // How far a frame goes at this speed is a matter of the machine: play on until it is reached.
  await lab.speed("10×");
  await lab.play();
  await solved(page);
  assert.deepEqual(problems(), []);
  await close();
});

test("hot-shard is solved with the keyboard alone, from load on", async () => {
  const { page, close } = await open("#/lab/hot-shard");
  await tabTo(page, named, "Play");
  await page.keyboard.press("Enter");
  await tabTo(page, () => document.activeElement.matches("input[name=speed]"));
  await page.keyboard.press("ArrowRight");
  await tabTo(page, named, "truck");
  await page.keyboard.press("ArrowRight");
  await solved(page);
  await close();
});

test("partition-keys is solved with the keyboard alone, from load on", async () => {
  const { page, close } = await open("#/lab/partition-keys");
  await tabTo(page, named, "Play");
  await page.keyboard.press("Enter");
  await tabTo(page, () => document.activeElement.matches("input[name=speed]"));
  await page.keyboard.press("ArrowRight");
  await tabTo(page, named, "browser");
  await page.keyboard.press("ArrowRight");
  await solved(page);
  await close();
});

test("resharding is solved with the keyboard alone, from load on", async () => {
  const { page, close } = await open("#/lab/resharding");
  await tabTo(page, named, "Play");
  await page.keyboard.press("Enter");
  await tabTo(page, () => document.activeElement.matches("input[name=speed]"));
  await page.keyboard.press("ArrowRight");
  await tabTo(page, named, "Merge");
  await page.keyboard.press("Enter");
  await passes(page, 40);
  await tabTo(page, () => document.activeElement.matches("select#split-shard"));
  await page.keyboard.type("shard 2");
  await tabTo(page, named, "Middle of its load");
  await page.keyboard.press("Enter");
  await tabTo(page, named, "Split");
  await page.keyboard.press("Enter");
  await solved(page);
  await close();
});

test("enhanced fan-out can't be chosen under KCL 1.x, and is back with 2.x", async () => {
  const { page, problems, close } = await open("#/lab/kcl");
  const hand = mouse(page);
  const reads = page.getByRole("group", { name: "telemetry reads by" });
  const [polling, enhanced] = ["polling", "enhanced fan-out"].map((name) => reads.getByRole("radio", { name }));
  await hand.choose("telemetry reads by", "enhanced fan-out");
  assert.deepEqual([await isChecked(enhanced), await enhanced.isDisabled()], [true, false]);
  await hand.choose("KCL version", "1.x");
  await page.waitForFunction((input) => input.disabled, await enhanced.elementHandle());
  assert.deepEqual([await isChecked(polling), await isChecked(enhanced)], [true, false]);
  await hand.choose("KCL version", "2.x");
  await page.waitForFunction((input) => input.checked, await enhanced.elementHandle());
  assert.equal(await enhanced.isDisabled(), false);
  assert.deepEqual(problems(), []);
  await close();
});

test("a prediction is answered by a run, and can be skipped", async () => {
  const { page, close } = await open("#/lab/partition-keys");
  const card = page.getByRole("region", { name: "Predict first" }).or(page.locator(".prediction"));
  await card.first().getByRole("slider").fill("26");
  await page.getByRole("button", { name: "Predict", exact: true }).click();
  await page.getByText(/✓ Right/).first().waitFor();
  await page.getByRole("button", { name: "Ask again" }).click();
  await page.getByRole("button", { name: "Skip", exact: true }).click();
  await close();

  const hot = await open("#/lab/hot-shard");
  await hot.page.getByRole("radio", { name: "the same" }).check({ force: true });
  await hot.page.getByRole("button", { name: "Predict", exact: true }).click();
  await hot.page.getByText(/✓ Right/).first().waitFor();
  await hot.close();
});

test("an API call shows its request and response, and itself as a command", async () => {
  const { page, context, lab, close } = await open("#/lab/hot-shard");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: /^Split shard/ }).click();
  await page.getByRole("combobox", { name: "Show" }).selectOption({ label: "Yours only" });
  await page.getByRole("button", { name: /SplitShard/ }).first().click();
  await page.getByText('"ShardToSplit"', { exact: false }).waitFor();
  await page.getByRole("button", { name: "Copy as AWS CLI" }).click();
  await page.getByText("Copied.", { exact: true }).waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^aws kinesis split-shard --stream-name trucks /);
  assert.equal(await lab.seconds(), 0);
  await close();
});

test("the log of calls is one stop for the keyboard, also while it moves, and arrows lead through it", async () => {
  const { page, lab, close } = await open("#/lab/resharding");
  await lab.play();
  await tabTo(page, () => document.activeElement.getAttribute("role") === "log");
  for (const key of ["ArrowDown", "ArrowDown", "ArrowUp"]) {
    await page.keyboard.press(key);
    assert.ok(await page.evaluate(() => document.activeElement.matches("button.call")), key);
    await page.waitForTimeout(600);
  }
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => !document.activeElement.closest('[role="log"]') && document.activeElement !== document.body));
  await close();
});

test("what a picture shows unchanged is left alone while it plays", async () => {
  const { page, lab, close } = await open("#/");
  let moved = 0;
  for (const id of LABS) {
    await goTo(page, id);
    await page.evaluate(() => {
      const before = new WeakMap();
      const text = (element) => [...element.attributes].map(({ name, value }) => `${name}=${value}`).join() + element.textContent;
      globalThis.written = { needlessly: 0, new: 0 };
      const picture = document.querySelector(".stage .picture svg");
      for (const element of picture.querySelectorAll("*")) before.set(element, text(element));
      new MutationObserver((changes) => {
        for (const element of new Set(changes.filter(({ type }) => type === "attributes").map(({ target }) => target))) {
          if (element === picture) continue;
          const is = before.get(element) === text(element) ? "needlessly" : "new";
          globalThis.written[is] += 1;
          before.set(element, text(element));
        }
      }).observe(picture, { attributes: true, subtree: true });
    });
    await lab.play();
    await page.waitForTimeout(1500);
    await lab.pause();
    const { needlessly, new: changed } = await page.evaluate(() => globalThis.written);
    assert.equal(needlessly, 0, id);
    // Some play so slowly that nothing changes as soon.
    if (changed > 0) moved += 1;
  }
  assert.ok(moved > LABS.length / 2, `${moved} moved`);
  await close();
});

test("another quota profile keeps what was done", async () => {
  const { page, lab, close } = await open("#/lab/hot-shard");
  await page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  await lab.playUntil(5);
  await page.getByRole("combobox", { name: "Limits:" }).selectOption({ label: "Exam (2022)" });
  assert.ok((await lab.seconds()) >= 5);
  assert.ok(await isChecked(page.getByRole("radio", { name: "truck + sensor" })));
  await close();
});

test("before Play, Why says that nothing has happened yet", async () => {
  const { page, close } = await open("#/");
  const hasty = [];
  for (const id of LABS) {
    await goTo(page, id);
    await page.getByRole("tab", { name: "Why" }).click();
    const said = await page.getByRole("tabpanel", { name: "Why" }).getByRole("paragraph").first().textContent();
    if (!/^(Nothing|Nobody) .* yet[.,]/.test(said)) hasty.push(`${id}: ${said}`);
  }
  assert.deepEqual(hasty, []);
  await close();
});
