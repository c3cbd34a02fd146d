// Two ways to work a lab: with the mouse, and with the keyboard alone. Both know controls by role and name.

import assert from "node:assert/strict";
import { named, tabTo } from "./lab.mjs";

/** What a person presses at most to set one control; more is nothing that one would do. */
const PRESSES_MAX = 25;
/** Width of a slider's handle. */
const HANDLE = 16;

const radio = (page, group, option) =>
  page.getByRole("group", { name: group, exact: true }).getByRole("radio", { name: option, exact: true });

/** A slider's numbers. */
const numbers = (slider) =>
  slider.evaluate(({ min, max, step, value }) => ({ min: Number(min), max: Number(max), step: Number(step), value: Number(value) }));

/** Works a page with the mouse; only letters are typed. */
export function mouse(page) {
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  return {
    press,
    play: () => press("Play"),
    pause: () => press("Pause"),
    /** The radio itself is too small to be hit; its label is what a person sees. */
    choose: (group, option) => radio(page, group, option).locator("..").click(),
    pick: (name, option) => page.getByRole("combobox", { name, exact: true }).selectOption({ label: option }),
    unfold: (name) => page.locator("summary").filter({ hasText: name }).click(),
    /** As near as a pixel goes. */
    async slide(name, value) {
      const slider = page.getByRole("slider", { name, exact: true });
      const { min, max, step } = await numbers(slider);
      const { width, height } = await slider.boundingBox();
      // The handle's middle goes from half of its width to as much before the end.
      const pixels = width - HANDLE;
      await slider.click({ position: { x: HANDLE / 2 + ((value - min) / (max - min)) * pixels, y: height / 2 } });
      const missed = Math.abs((await numbers(slider)).value - value);
      assert.ok(missed <= Math.max(step, (max - min) / pixels), `${name} is ${missed} beside ${value}`);
    },
    async enter(name, text) {
      await page.getByRole("textbox", { name, exact: true }).fill(text);
      await page.keyboard.press("Tab");
    },
    /** Writes below the line of a text that is the `nth` to begin so. */
    async insert(name, below, text, nth = 0) {
      const area = page.getByRole("textbox", { name, exact: true });
      const lines = (await area.inputValue()).split("\n");
      lines.splice(place(lines, below, nth) + 1, 0, text);
      await area.fill(lines.join("\n"));
    },
  };
}

/** Works a page with Tab, arrows, Enter and letters, from wherever the focus is; what is done must not lose it. */
export function keyboard(page) {
  const keys = page.keyboard;
  const keepsFocus = async (what) => assert.ok(await page.evaluate(() => document.activeElement !== document.body), `${what} loses the focus`);
  const playOrPause = async (now, then) => {
    await page.getByRole("button", { name: now, exact: true }).waitFor();
    await keys.press("Alt+k");
    await page.getByRole("button", { name: then, exact: true }).waitFor();
  };
  /** Presses a key until this holds. */
  const pressUntil = async (key, holds, what) => {
    for (let press = 0; press < PRESSES_MAX; press += 1) {
      if (await holds()) return;
      await keys.press(key);
    }
    assert.fail(`${PRESSES_MAX} times ${key} don't lead to ${what}`);
  };
  return {
    async press(name) {
      await tabTo(page, named, name);
      await keys.press("Enter");
      await keepsFocus(name);
    },
    play: () => playOrPause("Play", "Pause"),
    pause: () => playOrPause("Pause", "Play"),
    /** By the shorter way round, so that few others are chosen meanwhile. */
    async choose(group, option) {
      const wanted = radio(page, group, option);
      await tabTo(page, inGroup, group);
      const [at, to, count] = await wanted.evaluate((element) => {
        const all = [...element.closest("fieldset").querySelectorAll("input")];
        return [all.indexOf(document.activeElement), all.indexOf(element), all.length];
      });
      const key = (to - at + count) % count <= count / 2 ? "ArrowRight" : "ArrowLeft";
      await pressUntil(key, () => wanted.isChecked(), `${group}: ${option}`);
      await keepsFocus(group);
    },
    async pick(name, option) {
      await tabTo(page, named, name);
      await keys.type(option);
      assert.equal(await page.getByRole("combobox", { name, exact: true }).locator("option:checked").textContent(), option);
    },
    async unfold(name) {
      await tabTo(page, (name) => document.activeElement.matches("summary") && document.activeElement.textContent.startsWith(name), name);
      await keys.press("Enter");
    },
    async slide(name, value) {
      const slider = page.getByRole("slider", { name, exact: true });
      await tabTo(page, named, name);
      for (let press = 0; ; press += 1) {
        const { min, max, step, value: now } = await numbers(slider);
        if (now === value) return;
        assert.ok(press < PRESSES_MAX, `${PRESSES_MAX} keys don't lead ${name} to ${value}`);
        const [small, large, end, furthest] = value > now ? ["ArrowRight", "PageUp", "End", max] : ["ArrowLeft", "PageDown", "Home", min];
        const [away, back] = [Math.abs(value - now), Math.abs(value - furthest)];
        const page = Math.max(step, (max - min) / 10);
        await keys.press(back < away && back <= 10 * step ? end : away > 0.6 * page ? large : small);
      }
    },
    async enter(name, text) {
      await tabTo(page, named, name);
      await keys.press("Control+a");
      await keys.type(text);
      await keys.press("Tab");
    },
    async insert(name, below, text, nth = 0) {
      const area = page.getByRole("textbox", { name, exact: true });
      await tabTo(page, named, name);
      await keys.press("Control+Home");
      const line = place((await area.inputValue()).split("\n"), below, nth);
      for (let down = 0; down < line; down += 1) await keys.press("ArrowDown");
      await keys.press("End");
      await keys.type(`\n${text}`);
    },
  };
}

/** For `tabTo`: whether the focus is on a radio of the group. */
const inGroup = (name) => {
  const legend = document.activeElement.closest("fieldset")?.querySelector("legend");
  return document.activeElement.matches("[type=radio]") && legend?.textContent === name;
};

/** The place of the `nth` line that begins so. */
function place(lines, below, nth) {
  const found = lines.flatMap((line, at) => (line.trim().startsWith(below) ? [at] : []))[nth];
  assert.ok(found !== undefined, `no line begins with ${below}`);
  return found;
}
