// The page through nginx in a browser, under all of its headers: a lab runs, a question is answered, nothing shows on
// the console; and who may put it into a frame.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { launch, openPage } from "../browser/browser.mjs";
import { whole } from "../browser/course.mjs";
import { HOST } from "./server.mjs";

/** Looks at the page and adds to the checks. */
export async function look({ url, spki }, { embeddable = false }, check) {
  // This one certificate is trusted, so that the page is as secure a context as on a real host.
  const browser = await launch(`--ignore-certificate-errors-spki-list=${spki}`);
  // As on a real host the page is kept by its worker, whose script and files come under the same headers.
  const open = (address) => openPage(browser, address, { ignoreHTTPSErrors: false, serviceWorkers: "allow" });
  const clean = ({ problems, consoleWarnings }) => assert.deepEqual([...problems(), ...consoleWarnings], []);
  try {
    await check("a lab runs", async () => {
      const opened = await open(`${url}#/lab/hot-shard`);
      const { page } = opened;
      await whole(page);
      const moment = page.getByRole("slider", { name: "Moment of the run" });
      const before = await moment.inputValue();
      await page.getByRole("button", { name: "Play", exact: true }).click();
      await page.waitForFunction(([element, before]) => element.value !== before, [await moment.elementHandle(), before]);
      assert.ok(await page.evaluate(() => isSecureContext && crossOriginIsolated));
      const types = await page.evaluate(() =>
        performance.getEntriesByType("resource").map(({ name, responseStatus }) => [name, responseStatus]),
      );
      assert.deepEqual(types.filter(([, status]) => status !== 200), []);
      clean(opened);
      await opened.close();
      return `${types.length} files, nothing on the console, isolated`;
    });
    await check("a question is asked, answered and proven", async () => {
      const opened = await open(`${url}#/quiz?mode=practice&item=lease-one-owner&seed=7`);
      const { page } = opened;
      await page.getByRole("radio").last().check();
      await page.getByRole("button", { name: "Check answer", exact: true }).click();
      await page.getByRole("region", { name: "Proof, run just now by the engine" }).getByRole("button", { name: /^(Play|Pause)$/ }).waitFor();
      clean(opened);
      await opened.close();
    });
    await check(embeddable ? "another site may show it" : "no other site may show it", async () => {
      const other = await otherSite(`<iframe src="${url}#/lab/hot-shard"></iframe><script src="${url}shard-lab.js"></script>`);
      const opened = await open(other.url);
      const { page, consoleErrors } = opened;
      if (embeddable) {
        await page.frameLocator("iframe").getByRole("heading", { level: 1 }).waitFor();
        await page.waitForFunction(() => globalThis.shardLabLoaded === true || customElements.get("shard-lab"));
        assert.deepEqual(consoleErrors, []);
      } else {
        await page.waitForLoadState("networkidle");
        assert.equal(page.frames()[1].url(), "chrome-error://chromewebdata/");
        assert.ok(consoleErrors.some((text) => text.includes("frame-ancestors 'none'")), consoleErrors.join("\n"));
        assert.ok(consoleErrors.some((text) => text.includes("ERR_BLOCKED_BY_RESPONSE")), consoleErrors.join("\n"));
      }
      await opened.close();
      await other.close();
    });
  } finally {
    await browser.close();
  }
}

/** A page of another origin. */
async function otherSite(html) {
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/" ? 200 : 204, { "Content-Type": "text/html" });
    response.end(request.url === "/" ? `<!doctype html><title>Other</title>${html}` : "");
  });
  await new Promise((resolve) => server.listen(0, HOST, resolve));
  return {
    url: `http://${HOST}:${server.address().port}/`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
