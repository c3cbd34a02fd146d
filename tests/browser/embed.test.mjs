// A lab within another page: as a frame, and by the element of `shard-lab.js`.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { violations } from "./axe.mjs";
import { openPage } from "./browser.mjs";
import { browser, open, server } from "./lab.mjs";
import { serve } from "./server.mjs";

const folder = await mkdtemp(join(tmpdir(), "shardlab-host-"));
const host = await serve(folder);
after(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

/** Opens a page of another origin with this in its body. */
async function around(body, options) {
  const name = `${Math.random().toString(36).slice(2)}.html`;
  await writeFile(join(folder, name), `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Course</title><main>${body}</main></html>`);
  const opened = await openPage(browser, host.url + name, options);
  const foreign = () => opened.foreignRequests.filter((url) => !url.startsWith(server.url));
  const problems = () => [...opened.consoleErrors, ...opened.pageErrors, ...foreign()];
  return { ...opened, problems, frame: opened.page.frameLocator("iframe") };
}

const script = `<script src="${server.url}shard-lab.js"></script>`;

test("a lab stands alone: stage, controls and challenge, without header, path and panels", async () => {
  const { page, problems, close } = await open("?embed=1#/lab/hot-shard");
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  await page.getByRole("heading", { name: /Challenge/ }).waitFor();
  assert.equal(await page.getByRole("banner").isVisible(), false);
  assert.equal(await page.locator(".path, .below").filter({ visible: true }).count(), 0);
  assert.deepEqual(await violations(page), []);
  await page.setViewportSize({ width: 320, height: 700 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  assert.deepEqual(problems(), []);
  await close();
});

test("with controls=min it is the stage alone", async () => {
  const { page, problems, close } = await open("?embed=1&controls=min#/lab/hot-shard");
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  assert.equal(await page.locator(".side").count(), 0);
  assert.deepEqual(problems(), []);
  await close();
});

test("nothing is read or stored unless the address allows it", async () => {
  for (const [allowed, stored] of [["", 0], ["&storage=1", 1]]) {
    const { page, problems, close } = await open(`?embed=1${allowed}#/lab/hot-shard`);
    await page.getByRole("button", { name: "Play", exact: true }).waitFor();
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => Math.min(localStorage.length, 1)), stored, allowed);
    assert.deepEqual(problems(), []);
    await close();
  }
});

test("the element takes its lab's height, tells its goals, and plays when it is told", async () => {
  const { page, frame, problems, close } = await around(`${script}<shard-lab lab="hot-shard" theme="dark" title="Hot shard"></shard-lab>
    <script>addEventListener("goals", ({ detail }) => (window.told = detail));</script>`);
  await frame.getByRole("button", { name: "Play", exact: true }).waitFor();
  await page.waitForFunction(() => window.told?.goals?.length === 4);
  const told = await page.evaluate(() => window.told);
  assert.deepEqual([told.lab, told.solved, told.gold], ["hot-shard", false, false]);
  assert.ok(told.score >= 0 && told.score < 100 && told.goals.every(({ label, value }) => label && value), JSON.stringify(told));
  assert.equal(await frame.locator("html").getAttribute("data-theme"), "dark");
  await page.waitForFunction(() => {
    const { height } = document.querySelector("iframe").getBoundingClientRect();
    return height !== 560 && height > 300;
  });
  await page.evaluate(() => document.querySelector("shard-lab").play());
  await frame.getByRole("button", { name: "Pause", exact: true }).waitFor();
  await page.evaluate(() => document.querySelector("shard-lab").pause());
  await frame.getByRole("button", { name: "Play", exact: true }).waitFor();
  await page.evaluate(() => document.querySelector("shard-lab").seek(20_000));
  await frame.getByText("00:20.0").first().waitFor();
  await page.evaluate(() => document.querySelector("shard-lab").setAttribute("lab", "partition-keys"));
  await frame.getByRole("heading", { level: 1, name: "Partition keys" }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("a learning-management system gets the height in its own words", async () => {
  const { page, problems, close } = await around(`<script>
      window.heights = [];
      addEventListener("message", ({ data }) => typeof data === "string" && window.heights.push(JSON.parse(data)));
    </script><iframe title="Lab" width="900" height="500" src="${server.url}?embed=1#/lab/hot-shard"></iframe>`);
  await page.waitForFunction(() => window.heights.some(({ subject, height }) => subject === "lti.frameResize" && height > 300));
  assert.deepEqual(problems(), []);
  await close();
});

test("nothing is heard from an origin that the address doesn't name, and nothing that isn't declared", async () => {
  const lab = (more) => `<iframe title="Lab" width="900" height="600" src="${server.url}?embed=1${more}#/lab/hot-shard"></iframe>`;
  for (const more of ["", "&origin=https://lms.example", `&origin=${new URL(host.url).origin}`]) {
    const { page, frame, problems, close } = await around(lab(more));
    await frame.getByRole("button", { name: "Play", exact: true }).waitFor();
    const isNamed = more.includes("127.0.0.1");
    const post = (message) => page.evaluate((message) => document.querySelector("iframe").contentWindow.postMessage(message, "*"), message);
    for (const noise of [null, 7, "shardlab:play", { type: "shardlab:reset" }, { type: "shardlab:seek" }, { type: "shardlab:seek", t: -1 }, []]) await post(noise);
    await page.waitForTimeout(200);
    assert.equal(await frame.getByRole("button", { name: "Pause", exact: true }).count(), 0, more);
    await post({ type: "shardlab:play" });
    if (isNamed) await frame.getByRole("button", { name: "Pause", exact: true }).waitFor();
    else {
      await page.waitForTimeout(200);
      assert.equal(await frame.getByRole("button", { name: "Pause", exact: true }).count(), 0, more);
    }
    // A page that names another origin isn't told anything, and the browser says so.
    const refused = (text) => text.includes("postMessage") && more.includes("lms.example");
    assert.deepEqual(problems().filter((text) => !refused(text)), []);
    await close();
  }
});

test("a quiz tells each answer, its score, and the text with which it is taken up again", async () => {
  const frame = (more) => `<script>
      window.told = [];
      addEventListener("message", ({ data }) => data?.type && window.told.push(data));
    </script><iframe title="Quiz" width="900" height="700" src="${server.url}?embed=1#/quiz?mode=practice&lab=hot-shard&seed=7${more}"></iframe>`;
  const first = await around(frame(""));
  await first.frame.locator("#quiz-question").waitFor();
  // There and back: who was left tells nothing any more.
  for (const hash of ["#/quiz?item=on-demand-sudden-rise", "#/quiz?mode=practice&lab=hot-shard&seed=7"]) {
    await first.frame.locator("body").evaluate((_, hash) => (location.hash = hash), hash);
    await first.frame.locator(".quiz-standing", { hasText: hash.includes("item") ? "of 1" : "of 3" }).waitFor();
  }
  const question = first.frame.locator(".quiz-main");
  if (await question.getByRole("radio").count()) await question.getByRole("radio").first().check();
  else if (await question.locator("#quiz-number").count()) await question.locator("#quiz-number").fill("1");
  else if (await question.getByRole("checkbox").count()) await question.getByRole("checkbox").first().check();
  await first.frame.getByRole("button", { name: "Check answer", exact: true }).click();
  await first.frame.locator(".quiz-result").waitFor();
  await first.page.waitForFunction(() => window.told.some(({ type }) => type === "shardlab:state"));
  const told = await first.page.evaluate(() => window.told);
  assert.equal(told.filter(({ type, answered }) => type === "shardlab:score" && answered === 1).length, 1);
  const last = (type) => told.findLast((message) => message.type === type);
  const { id, kind, question: asked, response, correct, right, n, of } = last("shardlab:answer");
  assert.match(id, /^[a-z0-9-]+\.\d+$/);
  assert.ok(["choice", "numeric", "sequencing", "matching"].includes(kind) && asked.length > 10 && response.length > 0 && correct.length > 0);
  assert.deepEqual([n, of], [1, 3]);
  const page = "quiz?mode=practice&lab=hot-shard&seed=7";
  assert.deepEqual(last("shardlab:score"), { type: "shardlab:score", page, answered: 1, right: Number(right), of: 3, over: false });
  assert.deepEqual([last("shardlab:state").page, last("shardlab:state").name], [page, "a"]);
  assert.deepEqual(first.problems(), []);
  await first.close();
  const second = await around(frame(`&a=${last("shardlab:state").text}`));
  await second.frame.locator(".quiz-result").waitFor();
  assert.deepEqual(second.problems(), []);
  await second.close();
});
