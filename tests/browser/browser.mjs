// Starts Chromium for the tests and opens pages that remember everything that went wrong on them.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

// No sandbox: CI runs as root in a container. The rest keeps the browser itself silent, so that a request to another
// host can only be the page's.
const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const launched = [];
// A failed test that doesn't come to its `close` would leave the run hanging on the browser. On loading, so that it
// means the end of the file; in a `before` it would mean the end of that hook. Benchmarks have no test runner.
if (process.env.NODE_TEST_CONTEXT) after(() => Promise.all(launched.map((browser) => browser.close())));

/**
 * Starts the Chromium that `CHROMIUM` names, else the first on PATH, with a fresh profile. `more` are further arguments.
 * Closed after the last test.
 */
export async function launch(...more) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || findChromium(), args: [...ARGS, ...more] });
  launched.push(browser);
  return browser;
}

/**
 * Opens `url` in a context of its own. `options` are those of Playwright's `newContext`: viewport, colorScheme,
 * reducedMotion, locale and so on. Service workers are blocked unless `serviceWorkers: "allow"` is among them: a worker
 * would fetch the whole page beside each test, and answer what a test wants to hold back, refuse or count.
 *
 * Returns `{ page, context, consoleErrors, consoleWarnings, pageErrors, foreignRequests, problems, close }`: the four
 * lists grow as things happen, `problems()` is all but the warnings in one list, to be compared with `[]`.
 */
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: "block", ...options });
  const page = await context.newPage();
  const seen = { consoleErrors: [], consoleWarnings: [], pageErrors: [], foreignRequests: [] };
  const own = new URL(url);
  // A page opened from disk may ask for nothing but itself.
  const isForeign = ({ protocol, host, pathname }) => {
    if (protocol === "data:" || protocol === "blob:") return false;
    return own.protocol === "file:" ? protocol !== "file:" || pathname !== own.pathname : host !== own.host;
  };

  page.on("console", (message) => {
    const text = `${message.text()} (${message.location().url})`;
    if (message.type() === "error") seen.consoleErrors.push(text);
    if (message.type() === "warning") seen.consoleWarnings.push(text);
  });
  page.on("pageerror", (error) => seen.pageErrors.push(error.stack ?? String(error)));
  // Of the context, not the page: workers and pages that it opens count too.
  context.on("request", (request) => {
    if (isForeign(new URL(request.url()))) seen.foreignRequests.push(request.url());
  });

  await page.goto(url);
  return {
    page,
    context,
    ...seen,
    problems: () => [...seen.consoleErrors, ...seen.pageErrors, ...seen.foreignRequests],
    close: () => context.close(),
  };
}

function findChromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const name of NAMES) {
    for (const folder of folders) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here; the next folder may have it.
      }
    }
  }
  throw new Error(`Chromium is missing: put one of ${NAMES.join(", ")} on PATH or name one in CHROMIUM`);
}
