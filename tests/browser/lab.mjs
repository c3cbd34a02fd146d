// What the tests of a lab share: the built page on a server, a browser, and the handles of a lab by role and name.

import assert from "node:assert/strict";
import { after } from "node:test";
import { launch, openPage } from "./browser.mjs";
import { COURSE, whole } from "./course.mjs";
import { serve } from "./server.mjs";

export const server = await serve("dist");
export const browser = await launch();
after(() => server.close());

export { COURSE, LABS, whole } from "./course.mjs";

/** Opens a route and waits until all of it is there. */
export async function open(route, options = {}) {
  const opened = await openPage(browser, server.url + route, options);
  await whole(opened.page);
  return { ...opened, lab: handles(opened.page) };
}

/** Leads an open page on to a lab, as a link would; quicker than a page of its own. */
export async function goTo(page, id) {
  await page.goto(`${server.url}#/lab/${id}`);
  await page.getByRole("heading", { level: 1, name: COURSE.find((lab) => lab.id === id).title, exact: true }).waitFor();
  await whole(page);
}

/** A lab's parts as a person finds them. */
export function handles(page) {
  const button = (name) => page.getByRole("button", { name, exact: true });
  return {
    play: () => button("Play").click(),
    async pause() {
      await button("Pause").click();
      await settled(page);
    },
    playButton: page.getByRole("button", { name: /^(Play|Pause)$/ }),
    button,
    moment: page.getByRole("slider", { name: "Moment of the run" }),
    /** Goes to a moment by the timeline. */
    async goTo(ms) {
      await page.getByRole("slider", { name: "Moment of the run" }).fill(String(ms));
      await settled(page);
    },
    async speed(label) {
      await page.getByRole("radio", { name: label, exact: true }).check({ force: true });
    },
    async seconds() {
      await settled(page);
      return Number(await page.getByRole("slider", { name: "Moment of the run" }).inputValue()) / 1000;
    },
    /** Plays at the highest speed until the run has passed this second, then pauses. */
    async playUntil(second) {
      await this.speed("100×");
      await this.play();
      await passes(page, second);
      await this.pause();
    },
    /** All text of the page and what the stage's canvas shows: equal means that nothing has changed. */
    async snapshot() {
      await settled(page);
      return page.evaluate(() => {
        const canvas = document.querySelector(".picture canvas");
        // Not every picture has squares that move on a canvas, or is a drawing.
        const drawn = document.querySelector(".picture > svg")?.outerHTML ?? "";
        return document.body.innerText + drawn + (canvas?.toDataURL() ?? "");
      });
    },
  };
}

/** Waits until the run stands where it was led to, and all its views show that: they follow a frame after the other. */
async function settled(page) {
  await page.waitForFunction(() => !document.querySelector('.transport[aria-busy="true"]'));
  await page.evaluate(async () => {
    for (let frame = 0; frame < 8; frame += 1) await new Promise(requestAnimationFrame);
  });
}

/** Whether an input is checked, once the controls have followed what was pressed. */
export async function isChecked(input) {
  await settled(input.page());
  return input.isChecked();
}

/** Waits for the banner of the challenge. */
export const solved = (page) => page.getByRole("heading", { name: /^Solved/ }).waitFor({ timeout: 60_000 });

/** Waits until the run has passed this second. */
export const passes = (page, second) =>
  page.waitForFunction((ms) => Number(document.querySelector(".scrubber input").value) >= ms, second * 1000, { timeout: 60_000 });

/** Moves the focus with Tab, as far as the whole page goes, until `is` holds for the focused element. */
export async function tabTo(page, is, argument) {
  for (let press = 0; press < 150; press += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(is, argument)) return;
  }
  assert.fail(`Tab doesn't lead to ${JSON.stringify(argument)}`);
}

/** For `tabTo`: whether the focused element has this name. */
export const named = (name) => {
  const element = document.activeElement;
  const label = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
  return label.trim() === name;
};

/** What an input holds, whether it is marked, and the messages that it names as its description. */
export const state = (input) =>
  input.evaluate((element) => {
    const lines = (element.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id));
    const said = lines.filter((line) => line?.matches(".error")).map((line) => line.textContent);
    return { text: element.value, invalid: element.getAttribute("aria-invalid") === "true", said: said.join(" ") };
  });

/** Types what is no such number, and looks that it is said beside and stays to be mended. */
export async function refuses(input, text, name) {
  await input.fill(text);
  await input.press("Tab");
  const { said, ...left } = await state(input);
  assert.ok(said.startsWith(`“${text}” can't be set. Allowed are whole numbers from `), `${name}: ${said}`);
  assert.deepEqual(left, { text, invalid: true }, name);
}

/** Drops a file with this text anywhere on the page, as a person would from their desktop. */
export async function drop(page, name, text) {
  await page.evaluate(
    ([name, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name));
      for (const type of ["dragover", "drop"]) {
        document.querySelector("main").dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    },
    [name, text],
  );
}

/** What the browser saves when `act` is done: the file's name and its bytes. */
export async function saved(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
}

export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
