// What the tests of the teacher's rooms share.

import { open } from "./lab.mjs";

export { TEXTS, renamed } from "./handed-in.mjs";

/** Opens a room of the classroom and waits for what stands in it. */
export async function openRoom(room, options = {}) {
  const opened = await open(`#/classroom/${room}`, options);
  await opened.page.locator(".classroom-head ~ *").first().waitFor();
  return opened;
}

/** Pastes a text, and waits until all in it is taken and checked. */
export async function paste(page, text) {
  await page.getByRole("textbox", { name: /^Links or texts/ }).fill(text);
  await page.getByRole("button", { name: "Take", exact: true }).click();
  await page.getByRole("progressbar").waitFor({ state: "detached", timeout: 60_000 });
}

/** How much wider than the window the page is. */
export const tooWide = (page) => page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
