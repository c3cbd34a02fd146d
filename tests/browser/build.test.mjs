// The builder of exercises: from a preset, from a run, tried at once, solved, refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { open, saved, server, wait, whole } from "./lab.mjs";

const check = (page) => page.getByRole("region", { name: "Does it work?" });
const link = (page) => page.getByRole("textbox", { name: "Link", exact: true });

/** Types into a field and leaves it. */
async function put(page, label, text) {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(text);
  await field.press("Tab");
}

test("from a preset to a link are four steps, and what opens there is what was built", async () => {
  const { page, context, problems, close } = await open("#/classroom");
  await page.locator(".exercise-card", { hasText: "One truck went chatty" }).getByRole("link", { name: "Hand out or change" }).click();
  await check(page).getByText("It can be played", { exact: false }).waitFor();
  await put(page, "Title", "Our own truck");
  await page.getByRole("checkbox", { name: "On throttle" }).uncheck();
  await check(page).getByText("It can be played", { exact: false }).waitFor();
  const address = await link(page).inputValue();
  assert.match(address, /#\/exercise\?e=e1\./);
  assert.ok(address.length < 2_000, `${address.length} characters`);
  assert.deepEqual(await violations(page), []);
  const other = await context.newPage();
  await other.goto(address);
  await whole(other);
  await other.getByRole("heading", { level: 1, name: "Our own truck" }).waitFor();
  assert.equal(await other.getByText("On throttle", { exact: true }).count(), 0);
  assert.equal(await other.getByText("Readings packed", { exact: true }).count(), 1);
  assert.deepEqual(problems(), []);
  await close();
});

test("what is being built outlives the page: on Back and on loading it again it is there", async () => {
  const { page, problems, close } = await open("#/classroom/build?of=chatty-truck");
  await put(page, "Title", "Ten minutes of work");
  await check(page).getByText("It can be played", { exact: false }).waitFor();
  await page.getByRole("link", { name: "Results", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Results" }).waitFor();
  await page.goBack();
  await page.getByLabel("Title", { exact: true }).waitFor();
  assert.equal(await page.getByLabel("Title", { exact: true }).inputValue(), "Ten minutes of work");
  await page.reload();
  await page.getByLabel("Title", { exact: true }).waitFor();
  assert.equal(await page.getByLabel("Title", { exact: true }).inputValue(), "Ten minutes of work");
  // A run of another lab brings that lab; what was written stays.
  await page.getByText("Begin with a run of yours").click();
  await page.getByLabel("Link of a run").fill(`${server.url}#/lab/kcl?s=1.AAAA`);
  await page.getByLabel("Link of a run").press("Tab");
  await page.getByText("This is no link of a run", { exact: false }).waitFor();
  await page.getByRole("combobox", { name: "Lab", exact: true }).selectOption({ label: "KCL workers" });
  assert.equal(await page.getByLabel("Title", { exact: true }).inputValue(), "Ten minutes of work");
  assert.deepEqual(problems(), []);
  await close();
});

test("a start that meets the goals, a solution that doesn't, and one that isn't the learner's are told", async () => {
  const { page, problems, close } = await open("#/classroom/build?of=chatty-truck");
  await check(page).getByText("It can be played", { exact: false }).waitFor();
  await page.getByRole("checkbox", { name: "Readings packed" }).uncheck();
  await check(page).getByText("touches what learners mustn't", { exact: false }).waitFor();
  await page.getByRole("checkbox", { name: "Readings packed" }).check();
  await check(page).getByText("It can be played", { exact: false }).waitFor();
  // Nothing is asked for that isn't there from the beginning: one goal, and it holds.
  const goals = page.getByRole("region", { name: "What is to be reached" });
  while ((await goals.getByRole("button", { name: /^Remove/ }).count()) > 1) await goals.getByRole("button", { name: /^Remove/ }).last().click();
  await goals.getByLabel("Measure", { exact: true }).selectOption({ label: "Open shards" });
  await goals.getByLabel("must be").selectOption("≥");
  await goals.getByLabel("Value", { exact: true }).fill("1");
  await goals.getByLabel("Value", { exact: true }).press("Tab");
  await check(page).getByText("Its goals hold at the start", { exact: false }).waitFor();
  await goals.getByLabel("Measure", { exact: true }).selectOption({ label: "Throttled records" });
  await check(page).getByText("though nobody has done anything", { exact: false }).waitFor();
  await goals.getByLabel("Measure", { exact: true }).selectOption({ label: "Open shards" });
  await goals.getByLabel("Value", { exact: true }).fill("900");
  await goals.getByLabel("Value", { exact: true }).press("Tab");
  await check(page).getByText("Your own solution doesn't reach the goals.").waitFor();
  await goals.getByLabel("Value", { exact: true }).fill("many");
  await goals.getByLabel("Value", { exact: true }).press("Tab");
  await check(page).getByText("Mend it first", { exact: false }).waitFor();
  assert.equal(await link(page).count(), 0, "nothing is handed out that can't be what is shown");
  await put(page, "Title", "");
  await goals.getByLabel("Value", { exact: true }).fill("9");
  await goals.getByLabel("Value", { exact: true }).press("Tab");
  await check(page).getByText("It needs a title", { exact: false }).waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(problems(), []);
  await close();
});

test("a run becomes an exercise; tried, its run becomes the solution", async () => {
  const { page, lab, problems, close } = await open("#/lab/hot-shard");
  await lab.playUntil(20);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("link", { name: "Make this an exercise" }).click();
  await page.getByText(/^It begins at 0\d:\d\d/).waitFor();
  await check(page).getByText("No solution yet", { exact: false }).waitFor();
  await page.getByRole("link", { name: "Try it as a learner" }).click();
  await whole(page);
  assert.ok((await lab.seconds()) >= 20, "it begins where the run stood");
  await lab.button("Restart").click();
  assert.ok((await lab.seconds()) >= 20, "and goes back no further");
  await page.getByRole("radio", { name: "truck + sensor" }).check({ force: true });
  await lab.playUntil(80);
  await page.getByText("Goals reached at", { exact: false }).waitFor();
  await page.getByRole("button", { name: "Take this run as my solution" }).click();
  await page.getByRole("link", { name: "Back to the builder" }).click();
  await check(page).getByText("Solution: 1 request, at", { exact: false }).waitFor();
  await check(page).getByText("the solution reaches them", { exact: false }).waitFor();
  const file = await saved(page, () => page.getByRole("button", { name: "Save with notes and solution" }).click());
  assert.match(file.bytes.toString(), /^Shardlab exercise\n/);
  // Kept among one's own, and opened from the file by another teacher, with all that is in it.
  await page.goto(`${server.url}#/classroom`);
  await page.getByRole("heading", { name: "Yours, in this browser" }).waitFor();
  await page.locator(".exercise-open input[type=file]").setInputFiles({ name: file.name, mimeType: "text/plain", buffer: file.bytes });
  await page.getByRole("heading", { level: 1, name: "Build an exercise" }).waitFor();
  await check(page).getByText("Solution: 1 request, at", { exact: false }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("what is no run, no result and no exercise is refused beside its field, and the draft stays", async () => {
  const { page, problems, close } = await open("#/classroom/build?of=even-load");
  await put(page, "Title", "Kept");
  await page.getByText("Begin with a run of yours").click();
  await put(page, "Link of a run", "https://example.org/");
  await page.getByRole("alert").filter({ hasText: "This is no link of a run" }).waitFor();
  await page.getByText("Another solution").click();
  await put(page, "A result", "r1.AAAA");
  await page.getByRole("alert").filter({ hasText: "This is no result" }).waitFor();
  assert.equal(await page.getByLabel("Title", { exact: true }).inputValue(), "Kept");
  await page.goto(`${server.url}#/classroom/build?of=nowhere`);
  await page.getByRole("alert").filter({ hasText: "There is no exercise" }).waitFor();
  assert.equal(await page.getByLabel("Title", { exact: true }).inputValue(), "Kept");
  await page.goto(`${server.url}#/classroom`);
  await put(page, "You were given an exercise: its link, or its text", "noise ".repeat(1_000));
  await page.getByRole("alert").filter({ hasText: "This is no exercise of Shardlab's." }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("it fits 320 pixels, in both themes, and every field has a name", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, problems, close } = await open("#/classroom/build?of=poison", { colorScheme });
    await check(page).getByText("It can be played", { exact: false }).waitFor();
    assert.deepEqual(await violations(page), [], colorScheme);
    await page.setViewportSize({ width: 320, height: 800 });
    await wait(150);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    assert.deepEqual(problems(), []);
    await close();
  }
});
