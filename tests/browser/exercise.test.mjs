// An exercise as its learner gets it: done with the mouse and with the keyboard, left and gone on with, handed in. And
// those that can't be opened.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { browser, open, saved, server, wait, whole } from "./lab.mjs";
import { openPage } from "./browser.mjs";
import { TEXTS } from "./classroom.mjs";

const TRUCK = "#/exercise/chatty-truck";
const steps = (page) => page.getByRole("region", { name: "Your way" });

/** Opens the result's dialog and gives the link in it. */
async function handIn(page) {
  await page.getByRole("button", { name: "Hand in", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Your result" });
  await dialog.getByRole("textbox", { name: "Link" }).waitFor();
  return { dialog, link: await dialog.getByRole("textbox", { name: "Link" }).inputValue() };
}

test("a learner predicts, reaches the goals, answers, and hands in a result that the replay proves", async () => {
  const { page, lab, problems, close } = await open(TRUCK);
  await page.getByRole("heading", { level: 1, name: "One truck went chatty" }).waitFor();
  assert.deepEqual(await steps(page).getByRole("listitem").allInnerTexts(), [
    "○\nPredict, before you play\nopen",
    "○\nReach the goals\nopen",
    "○\nQuestions: 0 of 2\nopen",
  ]);
  await page.getByRole("radio", { name: "the same", exact: true }).check({ force: true });
  await page.getByRole("button", { name: "Predict", exact: true }).click();
  await steps(page).getByText("Predict, before you play").and(page.locator("li.done span")).waitFor();
  await page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  await lab.playUntil(50);
  await steps(page).getByText("Goals reached at", { exact: false }).waitFor();
  const first = page.getByRole("region", { name: "Questions" });
  await first.locator(".option input").first().check();
  await first.getByRole("button", { name: "Check answer" }).click();
  await steps(page).getByText("Questions: 1 of 2").waitFor();

  const { dialog, link } = await handIn(page);
  assert.match(link, /#\/classroom\/results\?r=r1\./);
  assert.ok(link.length < 600, "a code that a camera reads");
  const code = await dialog.getByRole("img", { name: "QR code of your result" }).screenshot();
  const file = await saved(page, () => dialog.getByRole("button", { name: "Save as a file" }).click());
  assert.equal(file.name, "chatty-truck.result.txt");
  assert.match(file.bytes.toString(), /^Shardlab result\nExercise: One truck went chatty\n\nr1\./);
  assert.deepEqual(await violations(page), []);
  // A picture of the code is as good as the link.
  await page.goto(`${server.url}#/classroom/results`);
  await page.locator("input[type=file]").setInputFiles({ name: "code.png", mimeType: "image/png", buffer: code });
  await page.getByText("results: 1 · proven: 1").waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("only what the exercise gives may be touched, and its limits stand", async () => {
  const { page, problems, close } = await open(TRUCK);
  await page.getByRole("group", { name: "truck-007's partition key" }).or(page.getByText("truck-007's partition key")).first().waitFor();
  for (const gone of ["truck-007 sends", "Size of a reading"]) assert.equal(await page.getByText(gone, { exact: true }).count(), 0, gone);
  assert.equal(await page.getByRole("tab", { name: "Terminal" }).count(), 0);
  assert.equal(await page.getByRole("tab", { name: "API calls" }).count(), 1);
  assert.equal(await page.getByRole("combobox", { name: "Limits:" }).isDisabled(), true);
  assert.equal(await page.locator(".par").filter({ visible: true }).count(), 0, "the way isn't told");
  assert.deepEqual(problems(), []);
  await close();
});

test("work that is left is gone on with in another tab, and the lab's own progress isn't touched", async () => {
  const { page, context, lab, close } = await open(TRUCK);
  await page.getByRole("radio", { name: "half", exact: true }).check({ force: true });
  await page.getByRole("button", { name: "Predict", exact: true }).click();
  await page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  await lab.playUntil(50);
  await steps(page).getByText("Goals reached at", { exact: false }).waitFor();
  const told = (await steps(page).getByRole("listitem").allInnerTexts()).join();
  await wait(300);
  const other = await context.newPage();
  await page.close({ runBeforeUnload: true });
  await other.goto(server.url + TRUCK);
  await whole(other);
  await steps(other).getByText("Goals reached at", { exact: false }).waitFor();
  assert.equal((await steps(other).getByRole("listitem").allInnerTexts()).join(), told);
  assert.equal(await other.getByRole("radio", { name: "truck + sensor" }).isChecked(), true);
  assert.ok((await other.getByRole("slider", { name: "Moment of the run" }).inputValue()) >= 50_000);
  await other.getByRole("heading", { name: "Predict first" }).waitFor();
  await other.getByText("You predicted").waitFor();
  await other.goto(`${server.url}#/`);
  await other.getByText("0 of 12 solved").waitFor();
  await close();
});

test("each exercise that comes with the page opens, without a problem, and on 320 pixels", async () => {
  const ids = readdirSync("content/exercises").map((name) => name.replace(/\.toml$/, ""));
  assert.ok(ids.length >= 12);
  const { page, problems, close } = await open("#/classroom");
  assert.equal(await page.locator(".exercise-card").count(), ids.length);
  assert.deepEqual(await violations(page), []);
  for (const id of ids) {
    const title = /^title = "(.*)"$/m.exec(readFileSync(`content/exercises/${id}.toml`, "utf8"))[1];
    await page.goto(`${server.url}#/exercise/${id}`);
    await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
    await page.getByRole("button", { name: "Hand in", exact: true }).waitFor();
    await page.setViewportSize({ width: 320, height: 800 });
    await wait(150);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${id}: ${over} px too wide`);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  assert.deepEqual(problems(), []);
  await close();
});

test("an exercise that can't be opened says why, in place of it", async () => {
  const { page, problems, close } = await open("#/classroom/build?of=chatty-truck");
  const link = page.getByRole("textbox", { name: "Link", exact: true });
  await link.waitFor();
  await page.getByLabel("Title").fill("Mine");
  await page.getByLabel("Title").press("Tab");
  await page.waitForFunction(() => [...document.querySelectorAll("input")].some((input) => input.value.includes("#/exercise?e=e1.")));
  const fragment = new URL(await link.inputValue()).hash;
  const cases = [
    ["#/exercise/nowhere", "There is no exercise “nowhere”."],
    [fragment.slice(0, -20), "This exercise is damaged"],
    [`${fragment.slice(0, 60)}${fragment[60] === "A" ? "B" : "A"}${fragment.slice(61)}`, "This exercise is damaged"],
    [fragment.replace("e1.", "e9."), "made by a newer edition"],
    ["#/exercise?e=hello", "This is no exercise of Shardlab's."],
    ["#/exercise", "This exercise is damaged"],
  ];
  for (const [address, why] of cases) {
    await page.goto(server.url + address);
    await page.getByRole("alert").filter({ hasText: why }).waitFor();
    await page.getByRole("link", { name: "To the exercises" }).waitFor();
  }
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(problems(), []);
  await close();
});

test("the questions are asked once: at their end nothing leads away, and what was answered stays", async () => {
  const { page, problems, close } = await open(TRUCK);
  const questions = page.getByRole("region", { name: "Questions", exact: true });
  for (const done of [1, 2]) {
    await questions.locator(".option input").first().check();
    await questions.getByRole("button", { name: "Check answer" }).click();
    await steps(page).getByText(`Questions: ${done} of 2`).waitFor();
    await questions.getByRole("button", { name: /^(Next|Finish)/ }).click();
  }
  await questions.getByRole("heading", { name: /of 2/ }).first().waitFor();
  assert.equal(await questions.getByRole("button", { name: "Another round" }).count(), 0);
  assert.equal(await questions.getByRole("link").count(), 0);
  await page.reload();
  await whole(page);
  await steps(page).getByText("Questions: 2 of 2").waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("answers that no question has are none", async () => {
  const { page, problems, close } = await open(`${TRUCK}?r=${TEXTS.beyond}`);
  await steps(page).getByText("Questions: 0 of 2").waitFor();
  await page.getByRole("region", { name: "Questions", exact: true }).locator(".option input").first().check();
  assert.deepEqual(problems(), []);
  await close();
});

test("it works where the browser stores nothing", async () => {
  const opened = await openPage(browser, `${server.url}${TRUCK}`, {});
  await opened.context.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("no", "SecurityError"); } });
  });
  await opened.page.reload();
  await whole(opened.page);
  const { link } = await handIn(opened.page);
  assert.match(link, /r=r1\./);
  assert.deepEqual(opened.problems(), []);
  await opened.close();
});
