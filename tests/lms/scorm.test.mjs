// Packages of SCORM 1.2 in a run-time environment that isn't ours (scorm-again), on loopback.

import assert from "node:assert/strict";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, openPage } from "../browser/browser.mjs";
import { serve } from "../browser/server.mjs";
import { answer, go, short, solve } from "./hands.mjs";
import { files, unpacked, written } from "./unpack.mjs";

const RUN_TIME = fileURLToPath(new URL("../../node_modules/scorm-again/dist/scorm12.js", import.meta.url));
const browser = await launch();
const lab = await system(await unpacked(await written("hot-shard.scorm12.zip")));
const quiz = await system(await unpacked(await written("quiz.scorm12.zip"), short));
const exercise = await system(await unpacked(await written("exercise-chatty-truck.scorm12.zip")));
after(() => Promise.all([lab.close(), quiz.close(), exercise.close()]));

/** A system around an unpacked course: its page takes what is known of the learner from its address. */
async function system(folder) {
  await copyFile(RUN_TIME, join(folder, "scorm12.js"));
  const host = `<!doctype html><html lang="en"><title>LMS</title><link rel="icon" href="data:,"><script src="scorm12.js"></script>
    <script>
      const known = new URLSearchParams(location.search).get("known");
      window.API = new Scorm12API({ logLevel: 5 });
      if (known) API.loadFromJSON(JSON.parse(known), "cmi");
      window.calls = [];
      for (const name of ["LMSInitialize", "LMSSetValue", "LMSCommit", "LMSFinish"]) {
        const inner = API[name].bind(API);
        API[name] = (...given) => { const result = inner(...given); window.calls.push([name, ...given, result]); return result; };
      }
    </script>
    <iframe title="Course" width="1300" height="800" src="course/launch.html"></iframe>`;
  await writeFile(join(folder, "lms.html"), host);
  await writeFile(join(folder, "refusing.html"), host.replace("window.calls = []", "window.calls = []; API.LMSInitialize = () => 'false'; API.LMSGetLastError = () => '101'; API.LMSGetErrorString = () => 'General exception'"));
  return serve(folder);
}

async function open({ url }, known, name = "lms.html") {
  const query = known ? `?known=${encodeURIComponent(JSON.stringify(known))}` : "";
  const opened = await openPage(browser, `${url}${name}${query}`);
  const outer = opened.page.frameLocator("iframe");
  const value = (name) => opened.page.evaluate((name) => API.cmi && API.getCMIValue(name), name);
  const until = (name, wanted) => opened.page.waitForFunction(([name, wanted]) => String(API.getCMIValue(name)) === wanted, [name, wanted], { timeout: 60_000 });
  /** Leaves the course, as the system does when its player is closed. */
  const leave = async () => {
    await opened.page.evaluate(() => document.querySelector("iframe").remove());
    return opened.page.evaluate(() => ({ cmi: JSON.parse(JSON.stringify(API.cmi)), calls: window.calls }));
  };
  return { ...opened, outer, inner: outer.frameLocator("iframe"), says: () => outer.locator("#says").textContent(), value, until, leave };
}

const failed = (calls) => calls.filter(([, , , last]) => last === "false");
const moment = (inner) => inner.getByRole("slider", { name: "Moment of the run" });
const ready = (inner) => inner.getByRole("button", { name: "Play", exact: true }).waitFor();

test("a package holds no worker, and its page asks for nothing that isn't in it", async () => {
  const names = [...files(await written("hot-shard.scorm12.zip")).keys()];
  assert.ok(names.includes("imsmanifest.xml") && names.includes("page/index.html"));
  assert.deepEqual(names.filter((name) => /sw\.js|offline|webmanifest|shard-lab|\.(br|gz)$/.test(name)), []);
});

test("a lab is incomplete at first, passed once its goals hold, and the run is there at the next launch", async () => {
  const first = await open(lab);
  await ready(first.inner);
  await first.until("cmi.core.lesson_status", "incomplete");
  assert.equal(await first.inner.getByRole("banner").isVisible(), false);
  await solve(first.inner);
  await first.until("cmi.core.lesson_status", "passed");
  await first.until("cmi.core.score.raw", "100");
  await first.page.waitForFunction(() => /^s=1\./.test(API.getCMIValue("cmi.suspend_data")));
  const shown = await moment(first.inner).inputValue();
  // A state is told once a second.
  await first.page.waitForTimeout(1_500);
  assert.equal(await first.says(), "");
  const { cmi, calls } = await first.leave();
  const time = calls.find(([, field]) => field === "cmi.core.session_time")[2];
  assert.match(time, /^\d{4}:\d\d:\d\d\.\d\d$/);
  assert.notEqual(time, "0000:00:00.00");
  assert.deepEqual([cmi.core.score.min, cmi.core.score.max], ["0", "100"]);
  assert.ok(cmi.suspend_data.length < 300, cmi.suspend_data);
  const names = calls.map(([name]) => name);
  assert.deepEqual([names[0], names.at(-1)], ["LMSInitialize", "LMSFinish"]);
  assert.equal(names.filter((name) => name === "LMSFinish").length, 1);
  assert.ok(calls.some(([name, field, value]) => name === "LMSSetValue" && field === "cmi.core.exit" && value === "suspend"));
  assert.deepEqual(failed(calls), []);
  assert.deepEqual(first.problems(), []);
  await first.close();

  const known = { core: { lesson_status: "passed", score: { raw: "100" } }, suspend_data: cmi.suspend_data };
  const second = await open(lab, known);
  await ready(second.inner);
  assert.equal(await moment(second.inner).inputValue(), shown);
  assert.ok(await second.inner.getByRole("radio", { name: "truck + sensor" }).isChecked());
  // What has been passed stays so, whatever the learner does now.
  await second.inner.getByRole("button", { name: "Reset", exact: true }).click();
  await second.page.waitForTimeout(1_500);
  const left = await second.leave();
  assert.deepEqual([left.cmi.core.lesson_status, left.cmi.core.score.raw], ["passed", "100"]);
  assert.deepEqual(second.problems(), []);
  await second.close();
});

test("an exercise is passed by its goals, reports its answers, and its result is gone on with", async () => {
  const first = await open(exercise);
  await ready(first.inner);
  await first.inner.getByText("Truck 7 sends more than one shard takes", { exact: false }).waitFor();
  await first.inner.getByRole("radio", { name: "half", exact: true }).check({ force: true });
  await first.inner.getByRole("button", { name: "Predict", exact: true }).click();
  await answer(first.inner);
  await first.until("cmi.interactions._count", "1");
  await first.until("cmi.core.lesson_status", "incomplete");
  await solve(first.inner);
  await first.until("cmi.core.lesson_status", "passed");
  await first.until("cmi.core.score.raw", "100");
  await first.page.waitForFunction(() => /^r=r1\./.test(API.getCMIValue("cmi.suspend_data")));
  await first.page.waitForTimeout(1_500);
  assert.equal(await first.says(), "");
  const { cmi, calls } = await first.leave();
  assert.ok(cmi.suspend_data.length < 600, cmi.suspend_data);
  assert.deepEqual(failed(calls), []);
  assert.deepEqual(first.problems(), []);
  await first.close();

  const second = await open(exercise, { core: { lesson_status: "passed", score: { raw: "100" } }, suspend_data: cmi.suspend_data });
  await ready(second.inner);
  await second.inner.getByText("You predicted").waitFor();
  await second.inner.getByText("Questions: 1 of 2").waitFor();
  assert.ok(await second.inner.getByRole("radio", { name: "truck + sensor" }).isChecked());
  assert.ok(Number(await moment(second.inner).inputValue()) > 10_000);
  assert.deepEqual(second.problems(), []);
  await second.close();
});

test("a quiz reports each answer, goes on where it was, and ends by its score", async () => {
  const first = await open(quiz);
  await first.inner.locator("#quiz-question").waitFor();
  await first.until("cmi.core.lesson_status", "incomplete");
  await answer(first.inner);
  await first.until("cmi.interactions._count", "1");
  await first.page.waitForFunction(() => /^a=1\./.test(API.getCMIValue("cmi.suspend_data")));
  const { cmi, calls } = await first.leave();
  const set = Object.fromEntries(calls.filter(([name]) => name === "LMSSetValue").map(([, field, value]) => [field, value]));
  const part = (name) => set[`cmi.interactions.0.${name}`];
  assert.match(part("id"), /^[a-z0-9-]+\.\d+$/);
  assert.match(part("type"), /^(choice|numeric|sequencing|matching)$/);
  assert.match(part("result"), /^(correct|wrong)$/);
  assert.match(part("time"), /^\d\d:\d\d:\d\d$/);
  assert.ok(part("student_response") && part("correct_responses.0.pattern"), JSON.stringify(set));
  assert.deepEqual(failed(calls), []);
  await first.close();

  const second = await open(quiz, { core: { lesson_status: "incomplete" }, suspend_data: cmi.suspend_data });
  await second.inner.locator(".quiz-result").waitFor();
  for (let nth = 0; nth < 2; nth += 1) {
    await second.inner.getByRole("button", { name: /^Next/ }).click();
    await second.inner.locator(".quiz-result").waitFor({ state: "detached" });
    await answer(second.inner);
  }
  await second.inner.getByRole("button", { name: /^(Next|Finish|End)/ }).click();
  await second.page.waitForFunction(() => ["passed", "failed"].includes(API.getCMIValue("cmi.core.lesson_status")));
  const left = await second.leave();
  const results = left.calls.filter(([, field]) => /^cmi\.interactions\.\d\.result$/.test(field)).map(([, , value]) => value);
  const right = [part("result"), ...results].filter((result) => result === "correct").length;
  assert.equal(results.length, 2);
  assert.equal(left.cmi.core.score.raw, String(Math.round((right * 100) / 3)));
  assert.equal(left.cmi.core.lesson_status, right === 3 ? "passed" : "failed");
  assert.deepEqual(failed(left.calls), []);
  assert.deepEqual(second.problems(), []);
  await second.close();
});

test("what is solved or answered on another page within the frame doesn't count", async () => {
  const asked = await open(quiz);
  await asked.inner.locator("#quiz-question").waitFor();
  await answer(asked.inner);
  await asked.until("cmi.interactions._count", "1");
  await asked.page.waitForFunction(() => /^a=1\./.test(API.getCMIValue("cmi.suspend_data")));
  await asked.page.waitForTimeout(1_500);
  const stands = () => Promise.all(["lesson_status", "score.raw"].map((name) => asked.value(`cmi.core.${name}`)).concat(asked.value("cmi.suspend_data")));
  const before = await stands();
  await go(asked.inner, "#/quiz?item=on-demand-sudden-rise");
  await asked.inner.locator(".quiz-standing", { hasText: "Question 1 of 1" }).waitFor();
  await answer(asked.inner);
  await asked.inner.getByRole("button", { name: /^Next/ }).click();
  await asked.inner.locator(".quiz-over").waitFor();
  await asked.page.waitForTimeout(1_500);
  assert.deepEqual(await stands(), before);
  await asked.until("cmi.interactions._count", "1");
  assert.deepEqual(asked.problems(), []);
  await asked.close();

  const learner = await open(exercise);
  await ready(learner.inner);
  await go(learner.inner, "#/lab/hot-shard");
  await learner.inner.locator(".exercise-kind").waitFor({ state: "detached" });
  await solve(learner.inner);
  await learner.page.waitForTimeout(1_500);
  assert.equal(await learner.value("cmi.core.lesson_status"), "incomplete");
  assert.doesNotMatch(await learner.value("cmi.suspend_data"), /^s=/);
  assert.deepEqual(learner.problems(), []);
  await learner.close();
});

test("without a system, or with one that refuses, the page works and says that nothing is reported", async () => {
  for (const [name, says] of [["course/launch.html", /No learning-management system was found/], ["refusing.html", /refused LMSInitialize.*101 General exception\s+Nothing is reported/]]) {
    const opened = await openPage(browser, lab.url + name);
    const outer = name.startsWith("course") ? opened.page : opened.page.frameLocator("iframe");
    const inner = outer.frameLocator("iframe");
    await ready(inner);
    assert.match(await outer.locator("#says").innerText(), says);
    await solve(inner);
    assert.deepEqual(opened.problems(), []);
    await opened.close();
  }
});

test("a call that fails is shown, and a run too long for the system leaves the one before", async () => {
  const opened = await open(lab);
  await ready(opened.inner);
  await opened.until("cmi.core.lesson_status", "incomplete");
  const post = (text) =>
    opened.inner.locator("body").evaluate((body, text) => parent.postMessage({ type: "shardlab:state", page: "lab/hot-shard", name: "s", text }, "*"), text);
  await post(`1.${"A".repeat(4_000)}`);
  await opened.page.waitForFunction(() => API.getCMIValue("cmi.suspend_data").length === 4_004);
  await post(`1.${"B".repeat(5_000)}`);
  await opened.outer.getByText("too long for this learning-management system").waitFor();
  assert.match(await opened.value("cmi.suspend_data"), /^s=1\.A+$/);
  await opened.page.evaluate(() => (API.LMSSetValue = () => "false"));
  await post("1.CCCC");
  await opened.outer.getByText("refused LMSSetValue(cmi.suspend_data)").waitFor();
  await opened.close();
});
