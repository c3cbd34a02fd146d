// How long a question and its proof take, for every item of the bank: from the press that asks for it to the frame that
// shows it. `node tests/bench/quiz.mjs`, after `cargo xtask dist`. Prints the slowest, and what is beyond its limit.

import { readdir, readFile } from "node:fs/promises";
import { launch, openPage } from "../browser/browser.mjs";
import { serve } from "../browser/server.mjs";

const QUESTION_MS = 100;
const PROOF_MS = 300;

const folder = new URL("../../content/quizzes/", import.meta.url);
const ids = [];
for (const file of (await readdir(folder)).filter((name) => name.endsWith(".toml"))) {
  const text = await readFile(new URL(file, folder), "utf8");
  ids.push(...[...text.matchAll(/^\[\[item\]\]\nid = "(.+)"$/gm)].map(([, id]) => id));
}

const server = await serve("dist");
const browser = await launch();
const { page, close } = await openPage(browser, `${server.url}#/quiz`);
await page.locator(".quiz-way").first().waitFor();
await page.waitForLoadState("networkidle");

const rows = [];
for (const id of ids) {
  // The address changes within the page: what is measured is the page, not the network.
  const took = await page.evaluate(async (id) => {
    const until = (test) =>
      new Promise((done, failed) => {
        const began = performance.now();
        const look = () => {
          if (test()) return requestAnimationFrame(() => done(performance.now() - began));
          if (performance.now() - began > 20_000) return failed(new Error(`${id}: nothing came`));
          requestAnimationFrame(look);
        };
        look();
      });
    const $ = (selector) => document.querySelector(selector);
    const before = $("#quiz-question")?.textContent;
    location.hash = `#/quiz?mode=practice&item=${id}&seed=7`;
    const isAsked = () => $(".question-form #quiz-question") && $("#quiz-question").textContent !== before;
    const unasked = () => $("#quiz-question") && !$(".question-form") && $("#quiz-question").textContent !== before;
    const question = await until(() => isAsked() || unasked());
    if (!$(".question-form")) return { question };
    const option = $("#quiz-option-0");
    if (option) option.click();
    const number = $("#quiz-number");
    if (number) {
      number.value = "1";
      number.dispatchEvent(new Event("input", { bubbles: true }));
    }
    for (const select of document.querySelectorAll(".pair-row select")) {
      select.selectedIndex = 1;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    await new Promise((done) => requestAnimationFrame(done));
    const sent = until(() => $(".quiz-result"));
    $(".question-form button[type=submit]").click();
    const feedback = await sent;
    const proof = await until(() => $(".proof-shows") || !$(".proof"));
    return { question, feedback, proof: feedback + proof };
  }, id);
  rows.push({ id, ...took });
}
const worst = (name) => [...rows].sort((a, b) => (b[name] ?? 0) - (a[name] ?? 0)).slice(0, 8);
for (const [name, limit] of [["question", QUESTION_MS], ["feedback", QUESTION_MS], ["proof", PROOF_MS]]) {
  const values = rows.map((row) => row[name] ?? 0).sort((a, b) => a - b);
  const at = (part) => values[Math.floor((values.length - 1) * part)].toFixed(0);
  console.log(`${name.padEnd(9)} median ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${at(1)} ms; beyond ${limit} ms: ${values.filter((ms) => ms > limit).length} of ${values.length}`);
  for (const row of worst(name)) console.log(`  ${row.id.padEnd(44)}${(row[name] ?? 0).toFixed(0).padStart(6)} ms`);
}
await close();
await browser.close();
await server.close();
