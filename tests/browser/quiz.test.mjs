// The quiz as a learner, a class and a teacher use it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { browser, open, server } from "./lab.mjs";
import { openPage } from "./browser.mjs";

const ASKED = "#/quiz?mode=practice&item=";
const stem = (page) => page.locator("#quiz-question");
const result = (page) => page.locator(".quiz-result");
const button = (page, name) => page.getByRole("button", { name, exact: true });
const proof = (page) => page.getByRole("region", { name: "Proof, run just now by the engine" });
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

/** Opens a question of the bank with the numbers of a seed. */
async function ask(id, { seed = 7, ...options } = {}) {
  const opened = await open(`${ASKED}${id}&seed=${seed}`, options);
  await stem(opened.page).waitFor();
  return opened;
}

/** Gives some answer to the question that is shown. */
async function answerAnyhow(page) {
  if (await page.locator("#quiz-number").count()) await page.locator("#quiz-number").fill("1");
  else if (await page.locator(".pair-row").count()) {
    for (const select of await page.locator(".pair-row select").all()) await select.selectOption({ index: 1 });
  } else if (await page.locator("#quiz-option-0").count()) await page.locator("#quiz-option-0").check();
}

test("who missed a question sees what is right, why, and the run that proves it", async () => {
  const { page, problems, close } = await ask("kcl-workers-at-work");
  const [, shards, workers] = /stream of (\d+) shards .* start (\d+)\s+workers/.exec(await stem(page).textContent());
  assert.ok(Number(workers) > Number(shards));
  await page.locator("#quiz-number").fill(workers);
  await button(page, "Check answer").click();
  await page.getByText(`Not right. The answer is ${shards} workers.`).waitFor();
  await proof(page).getByText(new RegExp(`${shards} of ${workers} workers hold a lease`)).waitFor();
  assert.equal(await proof(page).getByRole("button", { name: /^(Play|Pause)$/ }).count(), 1);
  await page.waitForFunction(() => document.querySelector(".proof-moves input").value === document.querySelector(".proof-moves input").max);
  assert.equal(await proof(page).locator(".proof-measured").innerText(), `Workers at work\n${shards}`);
  await page.getByText("Next review in 1 day.").waitFor();
  assert.match(await page.getByRole("complementary").textContent(), /Sources.*checked 20\d\d-/);
  assert.deepEqual(problems(), []);
  await close();
});

test("each option says at once whether it is right and why", async () => {
  const { page, problems, close } = await ask("lease-one-owner");
  const count = await page.getByRole("radio").count();
  await page.getByRole("radio").nth(count - 1).check();
  await button(page, "Check answer").click();
  await result(page).waitFor();
  assert.equal(await page.locator(".option-why:not(:empty)").count(), count);
  assert.equal(await page.locator(".option.right").count(), 1);
  assert.match(await page.locator(".option.right").textContent(), /correct/);
  assert.ok(await page.getByRole("radio").first().isDisabled());
  assert.deepEqual(problems(), []);
  await close();
});

test("by keyboard alone: digits choose, Enter checks and goes on, the focus is where it belongs", async () => {
  const { page, problems, close } = await open("#/quiz?mode=practice&lab=kcl&seed=4");
  await stem(page).waitFor();
  for (let nth = 1; nth <= 3; nth += 1) {
    await page.getByText(`Question ${nth} of 3`).waitFor();
    await stem(page).focus();
    if (await page.locator("#quiz-option-1").count()) {
      await page.keyboard.press("2");
      assert.ok(await page.locator("#quiz-option-1").isChecked());
      await page.keyboard.press("Enter");
    } else {
      await answerAnyhow(page);
      await page.locator("#quiz-number, .quiz-actions button[type=submit]").first().press("Enter");
    }
    await result(page).waitFor();
    await page.waitForFunction(() => document.activeElement?.id === "quiz-result");
    assert.match(await page.locator("#quiz-result").textContent(), /Correct|right/);
    await page.keyboard.press("Enter");
  }
  await page.getByRole("heading", { name: /of 3 correct/ }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("steps are moved, pairs are chosen, several are checked", async () => {
  const { page, problems, close } = await ask("parent-states-in-order");
  const steps = () => page.locator(".options .option-text").allTextContents();
  const before = await steps();
  await page.getByRole("button", { name: `Move down: ${before[0]}` }).click();
  assert.deepEqual(await steps(), [before[1], before[0], before[2]]);
  await button(page, "Check answer").click();
  await result(page).waitFor();
  await page.goto(`${server.url}${ASKED}kms-which-error&seed=7`);
  await page.locator(".pair-row").first().waitFor();
  await button(page, "Check answer").click();
  await page.getByText("Choose something for each first.").waitFor();
  await answerAnyhow(page);
  await button(page, "Check answer").click();
  await page.getByText("Partly right.").waitFor();
  await page.goto(`${server.url}${ASKED}vpc-what-the-endpoint-does&seed=7`);
  await page.getByRole("checkbox").first().waitFor();
  await button(page, "Check answer").click();
  await page.getByText("Choose the options that are right first.").waitFor();
  await page.getByRole("checkbox").nth(0).check();
  await page.getByRole("checkbox").nth(1).check();
  await button(page, "Check answer").click();
  await result(page).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("new numbers ask anew, and the key is computed anew", async () => {
  const { page, problems, close } = await ask("kcl-workers-at-work");
  const seen = new Set();
  for (let nth = 0; nth < 4; nth += 1) {
    const text = await stem(page).textContent();
    const [, shards, workers] = /stream of (\d+) shards .* start (\d+)\s+workers/.exec(text);
    await page.locator("#quiz-number").fill("1");
    await button(page, "Check answer").click();
    await page.getByText(`The answer is ${Math.min(shards, workers)} workers.`).waitFor();
    seen.add(text);
    await button(page, "New numbers").click();
    await result(page).waitFor({ state: "detached" });
  }
  assert.ok(seen.size > 1);
  assert.deepEqual(problems(), []);
  await close();
});

test("other limits make another key of the same question, answered or not", async () => {
  const { page, problems, close } = await ask("notes-largest-record");
  const choose = (label) => page.getByRole("combobox", { name: "Limits:" }).selectOption({ label });
  await answerAnyhow(page);
  await button(page, "Check answer").click();
  await result(page).waitFor();
  await page.getByText(/The answer is 10\s240\sKiB/).waitFor();
  await choose("Exam (2022)");
  await page.getByText(/The answer is 1\s024\sKiB/).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("a class with one seed sees one order of questions and options", async () => {
  const seen = [];
  for (const seed of [12, 12, 13]) {
    const { page, close } = await open(`#/quiz?mode=practice&area=security&seed=${seed}`);
    await stem(page).waitFor();
    seen.push((await stem(page).textContent()) + (await page.locator(".option-text").allTextContents()).join("|"));
    await close();
  }
  assert.equal(seen[0], seen[1]);
  assert.notEqual(seen[0], seen[2]);
});

test("a proof opens in a lab, and the way back leads to the question", async () => {
  const { page, problems, close } = await ask("lease-one-owner");
  await page.getByRole("radio").first().check();
  await button(page, "Check answer").click();
  await proof(page).getByRole("link", { name: "Open in lab" }).click();
  await page.getByRole("heading", { level: 1, name: "Sandbox" }).waitFor();
  await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
  const moment = page.getByRole("slider", { name: "Moment of the run" });
  assert.ok(Number(await moment.inputValue()) > 0);
  await page.goBack();
  await result(page).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("what was missed is due on the next day, what was certain much later", async () => {
  const { page, problems, close } = await ask("lease-one-owner");
  const days = async () => Number(/Next review in (\d+)/.exec(await page.getByRole("complementary").textContent())?.[1]);
  await page.getByRole("radio", { name: /The one worker that holds/ }).check();
  await button(page, "Check answer").click();
  await page.getByText("Correct.").first().waitFor();
  const fairly = await days();
  await button(page, "Certain").click();
  assert.equal(await button(page, "Certain").getAttribute("aria-pressed"), "true");
  assert.ok((await days()) > fairly);
  await page.getByRole("button", { name: /^Next/ }).click();
  await page.goto(`${server.url}#/quiz`);
  await page.getByText("1 answer in this browser").waitFor();
  await page.addInitScript((ms) => {
    const Real = Date;
    window.Date = class extends Real {
      constructor(...given) {
        if (given.length > 0) super(...given);
        else super(Real.now() + ms);
      }
      static now() {
        return Real.now() + ms;
      }
    };
  }, 40 * 86_400_000);
  await page.reload();
  await page.getByText("1 due today").waitFor();
  await page.getByRole("link", { name: "Start review" }).click();
  await page.getByText("Question 1 of 1").waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("an exam tells nothing before its end, survives a reload, and scores by domain", async () => {
  const { page, problems, close } = await open("#/quiz?mode=exam&count=20&seed=5");
  await stem(page).waitFor();
  assert.match(await page.getByRole("timer").textContent(), /^(40:00|39:5\d)$/);
  await button(page, "10 min more").click();
  assert.match(await page.getByRole("timer").textContent(), /^(50:00|49:\d\d)$/);
  await answerAnyhow(page);
  await page.getByRole("checkbox", { name: "Mark for later" }).check();
  await page.locator(".question-form button[type=submit]").click();
  await page.getByText("Question 2 of 20").waitFor();
  assert.equal(await result(page).count(), 0);
  await button(page, "Question 1, marked for later").waitFor();
  await page.reload();
  await page.getByText("Question 2 of 20").waitFor();
  await button(page, "Question 1, marked for later").click();
  await page.getByText("Question 1 of 20").waitFor();
  await button(page, "No clock").click();
  assert.equal(await button(page, "10 min more").count(), 0);
  for (let nth = 2; nth <= 20; nth += 1) {
    await page.locator(".question-form button[type=submit]").click();
    await page.getByText(`Question ${nth} of 20`).waitFor();
    if (nth < 20) await answerAnyhow(page);
  }
  await button(page, "Finish exam").click();
  await page.getByText(/question(s are| is) open/).waitFor();
  await button(page, "Finish all the same").click();
  await page.getByRole("heading", { name: /^\d+ of 20 correct$/ }).waitFor();
  await page.getByText(/^Time: \d+:\d\d\. The real exam passes at 720 points/).waitFor();
  assert.equal(await page.locator(".exam-parts > li").count(), 4);
  assert.ok((await page.locator(".quiz-labs a").count()) > 0);
  assert.equal(await page.locator(".exam-number.right, .exam-number.wrong").count(), 20);
  await page.locator(".exam-number").first().click();
  await result(page).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("progress goes into a file, is erased, comes back, and nonsense is refused beside its control", async () => {
  const { page, problems, close } = await ask("lease-one-owner");
  await page.getByRole("radio").first().check();
  await button(page, "Check answer").click();
  await result(page).waitFor();
  await page.goto(`${server.url}#/quiz`);
  await page.getByText("1 answer in this browser").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save to a file").click()]);
  const text = await readFile(await download.path(), "utf8");
  assert.equal(JSON.parse(text).answers.entries.length, 1);
  await button(page, "Erase answers").click();
  await page.getByText("0 answers in this browser").waitFor();
  await button(page, "Bring them back").click();
  await page.getByText("1 answer in this browser").waitFor();
  await button(page, "Erase answers").click();
  const input = page.locator(".quiz-side input[type=file]").first();
  const choose = (name, text) => input.setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  for (const [name, content, says] of [
    ["a.json", "nonsense", "this is no file of Shardlab's progress"],
    ["b.json", text.replace('"version": 1', '"version": 9'), "made by a newer edition"],
    ["c.json", text.replace('"seed": 7', '"seed": "x"'), "this file is damaged"],
  ]) {
    await choose(name, content);
    await page.getByRole("alert").getByText(says).waitFor();
    assert.equal(await page.getByText("0 answers in this browser").count(), 1);
  }
  await choose("mine.json", text);
  await page.getByText("1 new answer taken from the file.").waitFor();
  await choose("mine.json", text);
  await page.getByText("0 new answers taken from the file.").waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("questions are taken away in every format", async () => {
  const { page, problems, close } = await open("#/quiz");
  await button(page, "Choose and save…").click();
  const dialog = page.getByRole("dialog", { name: "Take questions away" });
  await dialog.getByRole("combobox", { name: "About" }).selectOption({ label: "All of Security" });
  await dialog.getByRole("spinbutton", { name: "Questions" }).fill("0");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("Choose 1 to 300 questions.").waitFor();
  await dialog.getByRole("spinbutton", { name: "Questions" }).fill("5");
  const starts = { GIFT: /^\/\//, "QTI 3.0": /^PK/, "QTI 2.1": /^PK/, "QTI 1.2": /^PK/, "Anki deck": /^PK/, "Anki text": /^#separator/, CSV: /^\ufeff?name,/, Markdown: /^# / };
  for (const [name, start] of Object.entries(starts)) {
    await dialog.getByRole("radio", { name: new RegExp(`^${name} `) }).check();
    const [download] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: "Save" }).click()]);
    const bytes = await readFile(await download.path());
    assert.ok(bytes.length > 500 && start.test(bytes.toString()), `${name}: ${bytes.subarray(0, 20)}`);
    assert.match(download.suggestedFilename(), /^shardlab-5-1\./);
  }
  await dialog.getByRole("radio", { name: /^Paper/ }).check();
  await page.evaluate(() => {
    window.print = () => (window.printed = document.querySelector(".paper")?.textContent);
  });
  await dialog.getByRole("button", { name: "Print" }).click();
  await page.waitForFunction(() => window.printed?.includes("Key"));
  assert.equal(await page.locator(".paper .paper-questions > li").count(), 5);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".paper").isVisible());
  assert.equal(await page.locator(".quiz, .top, dialog[open]").filter({ visible: true }).count(), 0);
  await page.emulateMedia({ media: "screen" });
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(problems(), []);
  await close();
});

const OWN = `[[item]]
id = "mine"
version = 1
topic = 1
domain = "Development"
difficulty = 1
misconception = "Two is three."
stem = "How many bits has a hash key of our course?"
explanation = "They are 128."
sources = [{ title = "A book", address = "https://example.org/", checked = "2026-01-01" }]

[item.kind.Numeric]
answer = "64 + 64"
unit = "bits"

[item.proof]
Facts = ["shard_write_records_per_second"]
`;

test("questions of one's own are checked by line and field, asked, kept and let go of", async () => {
  const { page, problems, close } = await open("#/quiz");
  await button(page, "Bring questions…").click();
  const dialog = page.getByRole("dialog", { name: "Your own questions" });
  const text = dialog.getByRole("textbox", { name: "Questions" });
  await button(page, "Begin with an example").click();
  await button(page, "Check and take").click();
  await dialog.getByText("2 of yours are asked now.").waitFor();
  assert.equal(await button(page, "Begin with an example").count(), 0);
  for (const [written, says] of [
    ["", /items; a file holds/],
    ["nonsense", /^1: /],
    [OWN.replace("difficulty = 1", 'difficulty = "easy"'), /^6: difficulty: invalid type: .* expected a whole number$/],
    [OWN.replace("stem =", "stam ="), /^8: stam: unknown field `stam`/],
    [OWN.replace("per_second", "per_minute"), /no limit or price is named/],
  ]) {
    await text.fill(written);
    await button(page, "Check and take").click();
    await dialog.locator(".own-problems li").filter({ hasText: says }).first().waitFor();
  }
  await text.fill(OWN);
  await button(page, "Check and take").click();
  await dialog.getByText("1 of yours is asked now.").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.reload();
  await page.getByText("1 of yours is asked beside ours").waitFor();
  await button(page, "Bring questions…").click();
  await page.getByRole("link", { name: "Practise them" }).click();
  await page.getByText("How many bits has a hash key of our course?").waitFor();
  await page.locator("#quiz-number").fill("128");
  await button(page, "Check answer").click();
  await page.getByText("Correct. The answer is 128 bits.").waitFor();
  await page.goto(`${server.url}#/quiz`);
  await button(page, "Bring questions…").click();
  await button(page, "Let go of them").click();
  await page.getByText("They are gone from this browser.").waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("a lab asks three questions of its own, and a missed prediction comes back", async () => {
  const { page, problems, close } = await open("#/lab/kcl");
  const prediction = page.getByRole("region", { name: "Predict first" });
  if (await prediction.getByRole("radio").count()) await prediction.getByRole("radio").first().check({ force: true });
  else await prediction.getByRole("slider").fill("0");
  await prediction.getByRole("button", { name: "Predict" }).click();
  await page.locator("#prediction-result").waitFor();
  assert.notEqual(await page.evaluate(() => localStorage.getItem("shardlab.answers")), null);
  await page.getByRole("tab", { name: "Questions" }).click();
  await page.getByText("Question 1 of 3").waitFor();
  await answerAnyhow(page);
  await button(page, "Check answer").click();
  await result(page).waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(problems(), []);
  await close();
});

test("without storage, and with damaged storage, the quiz works", async () => {
  const refuse = () => Object.defineProperty(window, "localStorage", { get: () => { throw new Error("refused"); } });
  const damage = () => {
    for (const name of ["answers", "questions", "exam"]) localStorage.setItem(`shardlab.${name}`, "1.@@nonsense");
  };
  for (const script of [refuse, damage]) {
    const context = await browser.newContext();
    await context.addInitScript(script);
    const page = await context.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(`${server.url}${ASKED}lease-one-owner&seed=7`);
    await stem(page).waitFor();
    await page.getByRole("radio").first().check();
    await button(page, "Check answer").click();
    await result(page).waitFor();
    assert.deepEqual(errors, []);
    await context.close();
  }
});

test("what an address asks and can't be had is named, and the choice is shown", async () => {
  const { page, problems, close } = await open("#/quiz?item=nowhere&seed=-1");
  await page.getByRole("alert").getByText("seed=-1, item=nowhere").waitFor();
  await page.getByRole("heading", { name: "Mock exam" }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("axe finds nothing, and nothing scrolls sideways down to 320 pixels, in either theme", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, problems, close } = await open("#/quiz", { colorScheme });
    assert.deepEqual(await violations(page), []);
    for (const route of ["#/quiz", `${ASKED}kms-which-error&seed=7`, `${ASKED}lease-one-owner&seed=7`, `${ASKED}parent-states-in-order&seed=7`, "#/quiz?mode=exam&count=65&seed=2"]) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(server.url + route);
      await page.locator(".question-form, .quiz-way").first().waitFor();
      if (!/exam|quiz$/.test(route)) {
        await answerAnyhow(page);
        await button(page, "Check answer").click();
        await page.locator(".proof-shows").waitFor();
      }
      assert.deepEqual(await violations(page), [], route);
      for (const width of [375, 320]) {
        await page.setViewportSize({ width, height: 800 });
        assert.ok(await fits(page), `${route} at ${width}`);
      }
    }
    assert.deepEqual(problems(), []);
    await close();
  }
});

test("with reduced motion a proof stands at its end", async () => {
  const { page, close } = await openPage(browser, `${server.url}${ASKED}lease-one-owner&seed=7`, { reducedMotion: "reduce" });
  await stem(page).waitFor();
  await page.getByRole("radio").first().check();
  await button(page, "Check answer").click();
  await proof(page).waitFor();
  assert.equal(await proof(page).getByRole("button", { name: "Play" }).count(), 1);
  const slider = proof(page).getByRole("slider");
  assert.equal(await slider.inputValue(), await slider.getAttribute("max"));
  await close();
});
