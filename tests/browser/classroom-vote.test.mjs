// A vote of the class: hands counted twice around a discussion, then the answer with its run.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { TEXTS, openRoom, paste, renamed, tooWide } from "./classroom.mjs";
import { named, tabTo } from "./lab.mjs";

const OF = "vote?of=chatty-truck";
const button = (page, name) => page.getByRole("button", { name, exact: true });
const step = (page, name) => page.getByRole("list", { name: "The way through the vote" }).getByRole("button", { name });
const votes = (page, letter) => page.getByRole("spinbutton", { name: new RegExp(`^Votes for ${letter}`) });
const both = (page) => page.getByRole("table", { name: "Both votes" });
const proof = (page) => page.getByRole("region", { name: "Proof, run just now by the engine" });

test("a prediction is voted on twice, and its run says what is right", async () => {
  const { page, problems, close } = await openRoom(OF);
  await page.getByRole("heading", { name: /what share of truck-007's records/ }).waitFor();
  for (let nth = 0; nth < 3; nth += 1) await page.getByRole("button", { name: /^One vote more for A/ }).click();
  await page.getByRole("button", { name: /^One vote less for A/ }).click();
  await votes(page, "C").fill("6");
  await page.getByText("Votes: 8").waitFor();
  await button(page, "On to the discussion").click();
  await button(page, "On to the second vote").click();
  await votes(page, "C").fill("8");
  await button(page, "On to the answer").click();
  const table = await both(page).innerText();
  assert.match(table, /First vote \(8\)\s+Second vote \(8\)/);
  assert.match(table, /2 · 25 %[^]*6 · 75 %\s+8 · 100 %/);
  assert.ok(!/✓ right/.test(table), "nothing is told before it is asked for");
  await button(page, "Show what is right").click();
  await both(page).getByText("✓ right").waitFor();
  assert.match(await both(page).getByRole("row").filter({ hasText: "✓ right" }).innerText(), /^C\s+the same/);
  await proof(page).getByRole("button", { name: /^(Play|Pause)$/ }).waitFor();
  await page.getByText(/one hash key lies in one shard/).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("nothing is lost on the way back, in another room, or at the end of the time", async () => {
  const { page, problems, close } = await openRoom(OF);
  await page.clock.install();
  await votes(page, "B").fill("5");
  await step(page, "Discuss").click();
  const left = page.getByRole("timer");
  assert.equal(await left.innerText(), "02:00");
  await button(page, "+ 1 min").click();
  await button(page, "Start").click();
  await page.clock.runFor(60_300);
  assert.equal(await left.innerText(), "02:00");
  await button(page, "Pause").click();
  await page.clock.runFor(5_000);
  assert.equal(await left.innerText(), "02:00");
  await button(page, "Start").click();
  await page.clock.runFor(121_000);
  await page.getByRole("status").getByText("Time is up.").waitFor();
  assert.equal(await left.innerText(), "00:00");
  await button(page, "Start again").waitFor();
  await step(page, "First vote").click();
  assert.equal(await votes(page, "B").inputValue(), "5");
  await page.getByRole("link", { name: "Results", exact: true }).click();
  await page.getByRole("button", { name: "Take", exact: true }).waitFor();
  await page.goBack();
  assert.equal(await votes(page, "B").inputValue(), "5");
  await button(page, "Begin anew").click();
  assert.equal(await votes(page, "B").inputValue(), "0");
  await button(page, "Bring them back").click();
  assert.equal(await votes(page, "B").inputValue(), "5");
  await button(page, "Begin anew").click();
  await page.getByRole("button", { name: /^One vote more for A/ }).click();
  await button(page, "Bring them back").waitFor({ state: "detached" });
  assert.deepEqual(problems(), []);
  await close();
});

test("votes are taken from results: those that are there first, later ones as the second vote", async () => {
  const { page, problems, close } = await openRoom("results");
  await paste(page, `${TEXTS.proven} ${TEXTS.late}`);
  await page.getByRole("link", { name: "Let the class vote" }).click();
  await button(page, "Take from 2 results").click();
  await page.getByText("Votes: 2").waitFor();
  await step(page, "Second vote").click();
  await page.getByRole("link", { name: "Or paste the results of the second vote" }).click();
  await paste(page, TEXTS.idle);
  await page.getByRole("link", { name: "Let the class vote" }).click();
  await step(page, "Second vote").click();
  await button(page, "Take from 1 result").click();
  await page.getByRole("status").getByText("Taken from 1 result.").waitFor();
  await step(page, "Answer").click();
  assert.match(await both(page).innerText(), /First vote \(2\)\s+Second vote \(1\)/);
  await page.getByRole("link", { name: "Results", exact: true }).click();
  await button(page, "Clear all").click();
  await paste(page, [TEXTS.proven, renamed("Jana"), renamed("Timo")].join(" "));
  await page.getByRole("link", { name: "Let the class vote" }).click();
  await step(page, "Second vote").click();
  await button(page, "Take from 2 results").click();
  await page.getByText("Votes: 2").waitFor();
  await page.getByRole("link", { name: "Question 1" }).click();
  await page.waitForFunction(() => document.activeElement.id === "vote-stem");
  await button(page, "Take from 3 results").click();
  await page.getByText("Votes: 3").waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("the focus goes with whoever goes on by keyboard", async () => {
  const { page, problems, close } = await openRoom(OF);
  const enter = async (name) => {
    await tabTo(page, named, name);
    await page.keyboard.press("Enter");
  };
  const focused = (name) => page.waitForFunction((name) => (document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent) === name, name);
  await votes(page, "B").fill("5");
  for (const [name, next] of [["On to the discussion", "Discuss"], ["On to the second vote", "Second vote"], ["On to the answer", "Answer"], ["Show what is right", "What is right, and why"]]) {
    await enter(name);
    await focused(next);
  }
  await enter("Begin anew");
  await page.getByRole("status").getByText("All votes are cleared.").waitFor();
  await enter("Bring them back");
  await focused("They are back.");
  assert.match(await both(page).innerText(), /First vote \(5\)[^]*✓ right/);
  assert.deepEqual(problems(), []);
  await close();
});

test("a question of the bank is asked by a seed, and proven by its run", async () => {
  const { page, problems, close } = await openRoom("vote");
  await page.getByRole("combobox", { name: "About" }).selectOption("topic=3");
  await page.getByRole("spinbutton", { name: /^Seed/ }).fill("7");
  await button(page, "Ask").click();
  await votes(page, "A").fill("4");
  const stem = await page.locator("#vote-stem").innerText();
  await step(page, "Answer").click();
  await button(page, "Show what is right").click();
  await both(page).getByText("✓ right").waitFor();
  await proof(page).waitFor();
  await page.getByRole("link", { name: /^Next question/ }).click();
  await page.waitForFunction((before) => document.querySelector("#vote-stem")?.innerText !== before, stem);
  assert.equal(await votes(page, "A").inputValue(), "0");
  assert.deepEqual(problems(), []);
  await close();
});

test("what can't be voted on is named, and the choice is there", async () => {
  const { page, problems, close } = await openRoom("vote?of=nowhere");
  for (const [query, why] of [["of=nowhere", "There is no exercise “nowhere”."], ["e=e1.AAAAAAAA", "damaged"], ["e=e9.AAAAAAAA", "newer edition"], ["item=nowhere", "item=nowhere"]]) {
    await page.evaluate((hash) => (location.hash = hash), `#/classroom/vote?${query}`);
    await page.getByRole("alert").getByText(why).waitFor();
    await page.getByRole("heading", { name: "Of an exercise" }).waitFor();
  }
  assert.deepEqual(problems(), []);
  await close();
});

test("by keyboard, at 320 px, in the projector view and in both themes", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, problems, close } = await openRoom(OF, { colorScheme, viewport: { width: 320, height: 640 } });
    await tabTo(page, named, "One vote more for A: none");
    await page.keyboard.press("Enter");
    await page.getByText("Votes: 1").waitFor();
    assert.equal(await tooWide(page), 0);
    assert.deepEqual(await violations(page), [], colorScheme);
    await step(page, "Answer").click();
    await button(page, "Show what is right").click();
    await proof(page).waitFor();
    assert.equal(await tooWide(page), 0);
    assert.deepEqual(await violations(page), [], colorScheme);
    assert.deepEqual(problems(), []);
    await close();
  }
  const { page, close } = await openRoom(`${OF}&theme=projector`, { viewport: { width: 1280, height: 720 } });
  const size = await page.locator("#vote-stem").evaluate((stem) => Number.parseFloat(getComputedStyle(stem).fontSize) * stem.currentCSSZoom);
  assert.ok(size >= 24, `${size} px`);
  assert.equal(await tooWide(page), 0);
  assert.deepEqual(await violations(page), []);
  await close();
});
