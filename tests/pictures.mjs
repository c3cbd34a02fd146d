// Takes pictures of every page of the built page, light and dark, at three widths, into docs/pictures. `cargo xtask
// pictures` builds the page first. `node tests/pictures.mjs hot-shard facts` takes only these. Paused runs at fixed
// moments, reduced motion and no clock: the same page gives the same files.

import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launch, openPage } from "./browser/browser.mjs";
import { serve } from "./browser/server.mjs";
import { sheet } from "./pictures/sheet.mjs";
import { reworded, VIEWS, whole } from "./pictures/views.mjs";

const FOLDER = fileURLToPath(new URL("../docs/pictures/", import.meta.url));
const THEMES = ["light", "dark"];
const FILE_BYTES_MAX = 200 * 1024;
const WIDE = { width: 1440, height: 900 };
const TABLET = { width: 1024, height: 900 };
const PHONE = { width: 375, height: 812 };
const A4 = { width: 687, height: 1_000 };
// No lab is longer. Facts and fidelity are: what lies below is left out.
const WIDE_MAX = 2_000;
const NARROW_MAX = 2_400;
const SETTLED_WITHIN = 40;

const asked = process.argv.slice(2);
const views = VIEWS.filter(({ name }) => asked.length === 0 || asked.includes(name));
const unknown = asked.filter((name) => !views.some((view) => view.name === name));
if (unknown.length > 0) throw new Error(`no such picture: ${unknown.join(", ")}. There are ${VIEWS.map(({ name }) => name).join(", ")}`);

const server = await serve(fileURLToPath(new URL("../dist", import.meta.url)));
// Painted anew as a whole: what was there before would show through in some pixels.
const browser = await launch("--disable-partial-raster", "--disable-lcd-text");
const desk = await (await browser.newContext()).newPage();
const failed = [];
let files = 0;
let bytes = 0;
try {
  await mkdir(FOLDER, { recursive: true });
  if (asked.length === 0) {
    for (const file of await readdir(FOLDER)) if (file.endsWith(".png")) await rm(FOLDER + file);
  }
  for (const view of views) {
    for (const theme of THEMES) await (view.paper ? paper(view, theme) : screens(view, theme));
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(`${files} files, ${(bytes / 1e6).toFixed(1)} MB in ${FOLDER}`);
for (const problem of failed) console.error(problem);
process.exitCode = failed.length === 0 ? 0 : 1;

/** One file at 1440 px, and one with 1024 px and a phone beside each other. */
async function screens(view, theme) {
  const { page, close } = await opened(view, theme, WIDE);
  const wide = await shot(page, view.heightMax ?? WIDE_MAX);
  await page.setViewportSize(TABLET);
  const tablet = await shot(page, view.heightMax ?? NARROW_MAX);
  await page.setViewportSize(PHONE);
  const phone = await shot(page, 2 * (view.heightMax ?? NARROW_MAX));
  await close();
  await keep(`${view.name}-${theme}`, [{ png: wide, columns: 1 }]);
  await keep(`${view.name}-${theme}-narrow`, [{ png: tablet, columns: 1 }, { png: phone, columns: 2 }]);
}

/** As a printer gets it: as wide as A4 between its margins. */
async function paper(view, theme) {
  const { page, close } = await opened(view, theme, WIDE);
  // A browser that prints lays the page out anew, but lets no script measure it.
  await page.evaluate(() => {
    for (const part of document.querySelectorAll("main div")) {
      for (const name of ["clientWidth", "clientHeight"]) Object.defineProperty(part, name, { value: part[name] });
    }
    dispatchEvent(new Event("beforeprint"));
  });
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize(A4);
  await page.locator(".print-sheet").waitFor();
  // The server has another port each time.
  await reworded(page, "127\\.0\\.0\\.1:\\d+", "127.0.0.1:8080");
  const sheets = await shot(page, 2 * NARROW_MAX);
  await close();
  await keep(`${view.name}-${theme}`, [{ png: sheets, columns: 2 }]);
}

async function opened(view, theme, viewport) {
  const options = { viewport, colorScheme: theme, reducedMotion: "reduce", locale: "en-GB", timezoneId: "UTC" };
  const { page, problems, close } = await openPage(browser, server.url + view.route, options);
  await whole(page);
  await view.act?.(page);
  // Focus and pointer leave no trace.
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.blur());
  failed.push(...problems().map((problem) => `${view.name}, ${theme}: ${problem}`));
  return { page, close };
}

/** The whole page, down to so many pixels, once two pictures of it are the same. */
async function shot(page, heightMax) {
  await page.evaluate(() => scrollTo(0, 0));
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const { width } = page.viewportSize();
  const options = { fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, heightMax) }, animations: "disabled" };
  let last = Buffer.alloc(0);
  for (let time = 0; time < SETTLED_WITHIN; time += 1) {
    const now = await page.screenshot(options);
    if (now.equals(last)) return now;
    last = now;
    await page.waitForTimeout(100);
  }
  throw new Error(`${page.url()} at ${width} px doesn't stand still`);
}

async function keep(name, parts) {
  const picture = await sheet(desk, parts);
  await writeFile(`${FOLDER}${name}.png`, picture);
  files += 1;
  bytes += picture.length;
  console.log(`${name}.png  ${(picture.length / 1024).toFixed(0)} KB`);
  if (picture.length > FILE_BYTES_MAX) failed.push(`${name}.png has ${picture.length} bytes, allowed are ${FILE_BYTES_MAX}`);
}
