// Packages of cmi5, launched by a stand-in on loopback that holds statements against the specification.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launch, openPage } from "../browser/browser.mjs";
import { serve } from "../browser/server.mjs";
import { answer, go, short, solve } from "./hands.mjs";
import { system } from "./lrs.mjs";
import { unpacked, written } from "./unpack.mjs";

const browser = await launch();
const lab = await serve(await unpacked(await written("hot-shard.cmi5.zip")));
const quiz = await serve(await unpacked(await written("quiz.cmi5.zip"), short));
after(() => Promise.all([lab.close(), quiz.close()]));

async function open(course, lms, query = lms.launch()) {
  const opened = await openPage(browser, `${course.url}course/launch.html${query}`);
  const inner = opened.page.frameLocator("iframe");
  const says = () => opened.page.locator("#says").textContent();
  // What a system doesn't have yet is a 404 by xAPI, which the browser notes as an error.
  const errors = () => opened.consoleErrors.filter((text) => !(text.includes("404") && text.includes(`(${lms.url}/xapi/`)));
  const problems = () => [...errors(), ...opened.pageErrors, ...opened.foreignRequests.filter((url) => !url.startsWith(lms.url))];
  /** Leaves the page, and waits for what it sends while it is left. */
  const leave = async () => {
    await opened.page.goto("about:blank");
    await until(() => lms.verbs().includes("terminated"), "terminated");
  };
  return { ...opened, inner, says, problems, leave };
}

async function until(holds, what) {
  for (let turn = 0; turn < 200; turn += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`${what} didn't come`);
}

const ready = (inner) => inner.getByRole("button", { name: "Play", exact: true }).waitFor();
const moment = (inner) => inner.getByRole("slider", { name: "Moment of the run" }).inputValue();

test("a lab that is solved is completed and passed, once, and goes on where it was", async () => {
  const lms = await system();
  const first = await open(lab, lms);
  await ready(first.inner);
  assert.deepEqual(lms.verbs(), ["initialized"]);
  assert.deepEqual(lms.asked.slice(0, 4), ["POST /fetch", "GET /xapi/activities/state LMS.LaunchData", "GET /xapi/agents/profile cmi5LearnerPreferences", "GET /xapi/activities/state shardlab"]);
  await solve(first.inner);
  await until(() => lms.verbs().includes("passed"), "passed");
  const shown = await moment(first.inner);
  await first.page.waitForTimeout(1_500);
  await first.leave();
  assert.deepEqual(lms.verbs(), ["initialized", "completed", "passed", "terminated"]);
  assert.equal(lms.statements.find(({ verb }) => verb === "passed").result.score.scaled, 1);
  await until(() => /^s=1\./.test(JSON.parse(lms.documents.get("shardlab") ?? "{}").kept), "the run");
  assert.deepEqual([...first.problems(), ...lms.broken], []);
  await first.close();

  const second = await open(lab, lms);
  await ready(second.inner);
  assert.equal(await moment(second.inner), shown);
  await second.page.waitForTimeout(500);
  await second.leave();
  assert.deepEqual(lms.verbs(), ["initialized", "terminated"]);
  assert.deepEqual([...second.problems(), ...lms.broken], []);
  await second.close();
  await lms.close();
});

test("who leaves while it is kept that the lab is passed hasn't to pass it again", async () => {
  const lms = await system();
  const first = await open(lab, lms);
  await ready(first.inner);
  lms.lose('"passed":true');
  await solve(first.inner);
  await until(lms.isLost, "the document");
  await first.leave();
  await until(() => JSON.parse(lms.documents.get("shardlab") ?? "{}").passed, "the document, once more");
  await first.close();

  const second = await open(lab, lms);
  await ready(second.inner);
  await solve(second.inner);
  await second.leave();
  assert.deepEqual(lms.verbs(), ["initialized", "terminated"]);
  assert.deepEqual([...second.problems(), ...lms.broken], []);
  await second.close();
  await lms.close();
});

test("what is answered on another page within the frame isn't told", async () => {
  const lms = await system();
  const { page, inner, problems, leave, close } = await open(quiz, lms);
  await inner.locator("#quiz-question").waitFor();
  await go(inner, "#/quiz?item=on-demand-sudden-rise");
  await inner.locator(".quiz-standing", { hasText: "Question 1 of 1" }).waitFor();
  await answer(inner);
  await inner.getByRole("button", { name: /^Next/ }).click();
  await inner.locator(".quiz-over").waitFor();
  await page.waitForTimeout(1_500);
  await leave();
  assert.deepEqual(lms.verbs(), ["initialized", "terminated"]);
  assert.deepEqual([...problems(), ...lms.broken], []);
  await close();
  await lms.close();
});

test("a quiz tells each answer as it comes, then its end by the system's mastery score", async () => {
  const lms = await system({ masteryScore: 0.5, returnURL: "http://127.0.0.1:1/back" });
  const { page, inner, problems, close } = await open(quiz, lms);
  await inner.locator("#quiz-question").waitFor();
  for (let nth = 1; nth <= 3; nth += 1) {
    await answer(inner);
    await until(() => lms.verbs().filter((verb) => verb === "answered").length === nth, `answer ${nth}`);
    await inner.getByRole("button", { name: /^(Next|Finish|End)/ }).click();
    await inner.locator(".quiz-result").waitFor({ state: "detached" });
  }
  await until(() => lms.verbs().length === 6, "the end");
  // The way back says so first.
  await page.route("http://127.0.0.1:1/back", (route) => route.fulfill({ body: "back" }));
  await page.getByRole("button", { name: "Finish and go back" }).click();
  await page.getByText("back", { exact: true }).waitFor();
  const right = lms.statements.filter(({ verb, result }) => verb === "answered" && result.success).length;
  const end = right >= 2 ? "passed" : "failed";
  assert.deepEqual(lms.verbs(), ["initialized", "answered", "answered", "answered", "completed", end, "terminated"]);
  assert.equal(lms.statements.at(-2).result.score.raw, Math.round((right * 100) / 3));
  for (const { object } of lms.statements.filter(({ verb }) => verb === "answered")) {
    const { interactionType, choices, source, target, description } = object.definition;
    assert.ok(description.en.length > 10);
    if (interactionType === "choice") assert.ok(choices.every(({ id, description: { en } }) => id && en));
    if (interactionType === "matching") assert.ok(source.length > 1 && target.length > 1);
  }
  assert.deepEqual([...problems().filter((text) => !text.includes("127.0.0.1:1")), ...lms.broken], []);
  await close();
  await lms.close();
});

test("a statement that isn't taken is said, and comes with the next one, in order", async () => {
  const lms = await system();
  const { page, inner, says, leave, close } = await open(quiz, lms);
  await inner.locator("#quiz-question").waitFor();
  lms.refuse(1);
  await answer(inner);
  await page.getByText("didn't take a statement: 503").waitFor();
  assert.match(await says(), /It is sent again with the next one/);
  await inner.getByRole("button", { name: /^Next/ }).click();
  await inner.locator(".quiz-result").waitFor({ state: "detached" });
  await answer(inner);
  await until(() => lms.verbs().length === 3, "both answers");
  await leave();
  assert.deepEqual(lms.verbs(), ["initialized", "answered", "answered", "terminated"]);
  assert.deepEqual(lms.broken, []);
  await close();
  await lms.close();
});

test("a statement that is refused is said, and isn't sent again", async () => {
  const lms = await system();
  const { page, inner, leave, close } = await open(quiz, lms);
  await inner.locator("#quiz-question").waitFor();
  lms.refuse(1, 400);
  await answer(inner);
  await page.getByText("refused a statement: 400").waitFor();
  await inner.getByRole("button", { name: /^Next/ }).click();
  await inner.locator(".quiz-result").waitFor({ state: "detached" });
  await answer(inner);
  await until(() => lms.verbs().length === 2, "the second answer");
  await leave();
  assert.deepEqual(lms.verbs(), ["initialized", "answered", "terminated"]);
  assert.deepEqual(lms.broken, []);
  await close();
  await lms.close();
});

test("a system that never answers is waited for so long and no longer", async () => {
  const lms = await system({ silent: true });
  const { inner, says, problems, close } = await open(lab, lms);
  await ready(inner);
  assert.match(await says(), /it gave no answer within 15 seconds\. Nothing is reported/);
  assert.deepEqual(problems(), []);
  await close();
  await lms.close();
});

test("in review nothing is judged; a launch that was used up, and none at all, say that nothing is reported", async () => {
  const lms = await system({ launchMode: "Review" });
  const review = await open(lab, lms);
  await ready(review.inner);
  await solve(review.inner);
  await review.leave();
  assert.deepEqual(lms.verbs(), ["initialized", "terminated"]);
  assert.deepEqual([...review.problems(), ...lms.broken], []);
  await review.close();
  const query = lms.launch();
  const used = await open(lab, lms, query);
  await ready(used.inner);
  await used.leave();
  const again = await openPage(browser, `${lab.url}course/launch.html${query}`);
  await ready(again.page.frameLocator("iframe"));
  assert.match(await again.page.locator("#says").textContent(), /the token was fetched before.*Nothing is reported/);
  assert.deepEqual(lms.verbs(), ["initialized", "terminated"]);
  const none = await openPage(browser, `${lab.url}course/launch.html`);
  await ready(none.page.frameLocator("iframe"));
  assert.match(await none.page.locator("#says").textContent(), /wasn't launched by a learning-management system/);
  for (const opened of [used, again, none]) await opened.close();
  await lms.close();
});
