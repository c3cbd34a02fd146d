// What the pictures show: each page, and each lab at a moment of its run where there is something to see.

import * as course from "../browser/course.mjs";

const moment = (page, seconds) => page.getByRole("slider", { name: "Moment of the run" }).fill(String(seconds * 1000));
const choose = (page, label) => page.getByRole("radio", { name: label, exact: true }).check({ force: true });
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** Seconds into the run, where 20 show little; and what is done before. */
const AT = {
  "capacity-modes": { seconds: 14 * 3_600 },
  resharding: { seconds: 50, before: (page) => press(page, "Split") },
  kcl: { seconds: 70, before: (page) => page.getByRole("button", { name: /^Crash / }).click() },
  lambda: { seconds: 600 },
  delivery: { seconds: 320 },
  "fifo-race": { seconds: 4 },
};

/** Facts and fidelity go on and on: so much shows what they are like. */
const LONG_PX = 1_000;

const labs = course.LABS.map((id) => ({
  name: id,
  route: `#/lab/${id}`,
  async act(page) {
    const { seconds, before } = AT[id] ?? { seconds: 20 };
    await before?.(page);
    await moment(page, seconds);
  },
}));

/** `{ name, route, act, heightMax, paper }`: what is done there, how much of it is shown, and whether it is printed. */
export const VIEWS = [
  { name: "home", route: "#/" },
  ...labs,
  { name: "keys", route: "#/keys", act: madeUpKeys },
  { name: "calculator", route: "#/calculator" },
  { name: "facts", route: "#/facts", heightMax: LONG_PX },
  { name: "fidelity", route: "#/fidelity", heightMax: LONG_PX },
  { name: "exam-map", route: "#/lesson/exam-map", heightMax: LONG_PX },
  { name: "what-changed", route: "#/lesson/what-changed", heightMax: LONG_PX },
  { name: "search", route: "#/", act: search },
  { name: "quiz", route: "#/quiz", act: quiz },
  { name: "question", route: "#/quiz?mode=practice&item=kcl-workers-at-work&seed=7&motion=reduced", act: question },
  { name: "terminal", route: "#/lab/hot-shard?t=20000", act: terminal },
  { name: "comparison", route: "#/lab/hot-shard?t=10000", act: comparison },
  { name: "projector", route: "#/lab/hot-shard?theme=projector&t=20000" },
  { name: "print", route: "#/lab/hot-shard?t=20000", paper: true },
];

/** Waits for all of a page, its fonts too. */
export async function whole(page) {
  await course.whole(page);
  await page.evaluate(() => document.fonts.ready);
}

async function quiz(page) {
  // Another seed is proposed each time.
  await page.getByRole("spinbutton", { name: "Seed" }).last().fill("7");
}

async function question(page) {
  await page.locator("#quiz-number").fill("6");
  await press(page, "Check answer");
  await page.locator(".proof-shows").waitFor();
  // How long somebody took is theirs; the page goes on to count on what is no longer in it.
  await page.locator(".quiz-clock").evaluate((clock) => {
    const stopped = clock.cloneNode();
    stopped.textContent = "00:12";
    clock.replaceWith(stopped);
  });
}

async function madeUpKeys(page) {
  await press(page, "Try with made-up clicks");
  const line = page.getByText(/read in .* here in your browser/);
  await line.waitFor();
  // How long the reading took is this machine's.
  await reworded(page, "read in .*? here", "read in 0.1 s here");
}

/** Puts other words where the page says what another run of it would say otherwise. */
export async function reworded(page, pattern, words) {
  await page.evaluate(
    ([pattern, words]) => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(new RegExp(pattern), words);
    },
    [pattern, words],
  );
}

async function search(page) {
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: /^Search/ }).fill("visibility timeout");
  await page.getByRole("listbox").getByRole("option").first().waitFor();
}

async function terminal(page) {
  await page.getByRole("tab", { name: "Terminal" }).click();
  const line = page.getByRole("textbox", { name: "Command" });
  const log = page.getByRole("log", { name: "Output of the terminal" });
  const commands = [
    ["aws kinesis list-shards --stream-name trucks --query 'Shards[].ShardId' --output text", "shardId-000000000003"],
    ["aws kinesis put-record --stream-name trucks --partition-key truck-7 --data YQ==", "SequenceNumber"],
    ["date +%s", "17672256"],
  ];
  for (const [command, says] of commands) {
    await line.fill(command);
    await line.press("Enter");
    await log.getByText(says, { exact: false }).last().waitFor();
  }
}

async function comparison(page) {
  await press(page, "What if");
  await page.getByRole("region", { name: "Two runs from one fork" }).first().waitFor();
  await choose(page, "truck + sensor");
  await moment(page, 40);
}
