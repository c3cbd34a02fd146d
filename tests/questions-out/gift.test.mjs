// Questions taken away as GIFT, read by a parser that isn't ours, against the questions themselves. `cargo run -p
// question-export --example write` puts both into the folder QUESTIONS.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import gift from "gift-pegjs";

const FOLDER = process.env.QUESTIONS ?? "target/questions-out";
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#37;": "%", "&#91;": "[" };

/** What HTML says, on one line. */
const said = (html) => {
  const character = (entity) => ENTITIES[entity] ?? assert.fail(`${entity} in ${html}`);
  return html.replace(/<br\/>/g, " ").replace(/<[^>]*>/g, "").replace(/&[#a-z0-9]+;/g, character).trim();
};

/** The same from the question's own text; control characters have no place in XML. */
const flat = (text) => text.replace(/`/g, "").replace(/[\t\n]/g, " ").replace(/[\u0000-\u001f]/g, "\ufffd");
const bare = (text) => flat(text).trim();

/** The lone backtick stays in what is read. */
const rich = ({ format, text }) => {
  assert.equal(format, "html");
  return said(text).replace(/`/g, "").trim();
};

/** Everything by which a question that was read differs from the one that was asked. */
function problems(read, asked) {
  const found = [];
  const same = (what, ...values) => {
    const [left, right] = values.map((value) => JSON.stringify(value));
    if (left !== right) found.push(`${what}: ${left}, not ${right}`);
  };
  const { body } = asked;
  const unit = body.kind === "number" ? ` (${flat(body.unit)})` : "";
  same("title", [read.title, read.id], [asked.name, asked.name]);
  same("stem", rich(read.stem), bare(asked.stem) + unit);
  const general = rich(read.globalFeedback);
  for (const text of [asked.explanation, ...asked.sources]) {
    if (!general.includes(bare(text))) found.push(`general feedback: no ${text} in ${general}`);
  }
  if (body.kind === "choice") {
    same("type", read.type, "MC");
    same("options", read.choices.map((one) => rich(one.text)), body.options.map((one) => bare(one.text)));
    same("feedback", read.choices.map((one) => rich(one.feedback)), body.options.map((one) => bare(one.why)));
    if (body.many) {
      const rights = body.options.filter((one) => one.right).length;
      const sum = read.choices.map((one) => Math.max(0, one.weight)).reduce((sum, weight) => sum + weight);
      if (Math.abs(sum - 100) > 0.01) found.push(`weights add up to ${sum}`);
      read.choices.forEach(({ weight }, nth) => {
        const wanted = (body.options[nth].right ? 100 : -100) / rights;
        if (Math.abs(weight - wanted) > 0.001) found.push(`option ${nth} counts ${weight}, not ${wanted}`);
      });
    } else {
      same("right", read.choices.map((one) => one.isCorrect), body.options.map((one) => one.right));
      same("weights", read.choices.filter((one) => one.weight !== null), []);
    }
  } else if (body.kind === "number") {
    same("type", [read.type, read.choices.type], ["Numerical", "range"]);
    const { number, range } = read.choices;
    const off = Math.abs(number - body.answer) / Math.max(1, Math.abs(body.answer));
    if (off > 1e-9) found.push(`answer ${number}, not ${body.answer}`);
    same("tolerance", range, body.tolerance);
  } else {
    same("type", read.type, "Matching");
    // The parser makes one space of several, and leaves what was escaped in a right side as Moodle has it inside: `&&061;`.
    const unescaped = (text) => text.replace(/&&(\d{3});/g, (_, code) => String.fromCharCode(Number(code)));
    const pairs = read.matchPairs.map((pair) => [rich(pair.subquestion), unescaped(pair.subanswer).trim()]);
    const right = (nth) => body.rights[body.key[nth]].replace(/[\u0000-\u001f ]+/g, " ").trim();
    same("pairs", pairs, body.lefts.map((left, nth) => [bare(left), right(nth)]));
  }
  return found;
}

async function sheets() {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith(".gift"));
  const names = files.map((name) => name.slice(0, -".gift".length));
  return Promise.all(
    names.map(async (name) => {
      const read = gift.parse(await readFile(`${FOLDER}/${name}.gift`, "utf8"));
      return { name, read, asked: JSON.parse(await readFile(`${FOLDER}/${name}.json`, "utf8")) };
    }),
  );
}

test("what is read is what was asked, with its key", async () => {
  const all = await sheets();
  assert.deepEqual(all.map((sheet) => sheet.name).sort(), ["all", "generators", "hostile"]);
  for (const { name, read, asked } of all) {
    const questions = read.filter((one) => one.type !== "Category");
    assert.equal(questions.length, asked.questions.length, name);
    assert.ok(questions.length > 40);
    questions.forEach((question, nth) => {
      assert.deepEqual(problems(question, asked.questions[nth]), [], asked.questions[nth].name);
    });
  }
});

test("each question is in the category of its topic", async () => {
  const part = (text) => text.replace(/[\u0000-\u001f]/g, " ").replaceAll("/", "//");
  for (const { read, asked } of await sheets()) {
    let [category, nth] = [null, 0];
    for (const one of read) {
      if (one.type === "Category") category = one.title;
      else assert.equal(category, `top/${part(asked.title)}/${part(asked.questions[nth++].topic)}`);
    }
  }
});

test("what is wrong with a question is found", async () => {
  const { read, asked } = (await sheets()).find((sheet) => sheet.name === "hostile");
  const questions = read.filter((one) => one.type !== "Category");
  const changes = {
    choice: (body) => body.options.forEach((option) => (option.right = !option.right)),
    number: (body) => (body.answer += 0.001),
    pairs: (body) => body.key.reverse(),
  };
  asked.questions.forEach((question, nth) => {
    const changed = structuredClone(question);
    changes[changed.body.kind](changed.body);
    assert.notDeepEqual(problems(questions[nth], changed), [], question.name);
  });
});
