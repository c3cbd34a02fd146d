// The page without the network: kept by its worker, mended, replaced by a new edition when somebody says so; and as it
// was where there is no worker. Each test has a host of its own, whose files it may change.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { openPage } from "./browser.mjs";
import { browser, handles, named, server, tabTo, whole } from "./lab.mjs";
import { serve } from "./server.mjs";

const HOME = "See where every record goes.";
const allowed = { serviceWorkers: "allow" };
const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
const notice = (page) => page.getByRole("status").filter({ hasText: "A new edition of Shardlab is ready." });
const isSecond = (page) => page.evaluate(() => document.querySelector("meta[name=edition]") !== null);

/** A visitor of a copy of the page, whose browser has kept it. */
async function visit(options) {
  const dir = await mkdtemp(join(tmpdir(), "shardlab-"));
  await cp("dist", dir, { recursive: true });
  const host = await serve(dir, options);
  const opened = await openPage(browser, host.url, allowed);
  await whole(opened.page);
  await opened.page.waitForFunction(() => navigator.serviceWorker.controller);
  const close = async () => {
    await opened.close();
    await host.close();
    await rm(dir, { recursive: true });
  };
  return { ...opened, host, dir, close };
}

/** Names of the files that the page's one cache holds. */
const kept = (page) =>
  page.evaluate(async () => {
    const [name, ...others] = await caches.keys();
    if (others.length > 0) throw new Error(`more than one cache: ${others}`);
    const requests = await (await caches.open(name)).keys();
    return requests.map(({ url }) => url.slice(new URL("./", location).href.length) || "index.html").sort();
  });

/** Files of a built page that a browser should keep: all but the worker itself. */
const files = async (dir) => (await readdir(dir)).filter((name) => name !== "sw.js").sort();

/** Puts a second edition in the place of the first. Its index.html says what it is and loads a style by another name. */
async function publish(dir) {
  const read = (name) => readFile(join(dir, name), "utf8");
  const style = (await readdir(dir)).find((name) => name.startsWith("style-"));
  const html = (await read("index.html")).replace("<title>", '<meta name="edition" content="second"><title>').replace(style, "style-0123456789abcdef.css");
  const sum = [...Buffer.from(html)].reduce((state, byte) => Math.imul(state ^ byte, 0x01000193), 0x811c9dc5) >>> 0;
  const worker = (await read("sw.js")).replace(/"index.html": \d+/, `"index.html": ${sum}`).replace(/EDITION = ".+"/, 'EDITION = "second"').replace(style, "style-0123456789abcdef.css");
  await rename(join(dir, style), join(dir, "style-0123456789abcdef.css"));
  await writeFile(join(dir, "index.html"), html);
  await writeFile(join(dir, "sw.js"), worker);
  return style;
}

test("after one visit the page, a lab, the quiz and the search work without the network", async () => {
  const { page, host, dir, problems, close } = await visit();
  assert.deepEqual(await kept(page), await files(dir));
  await host.close();
  await page.reload();
  await heading(page, HOME).waitFor();
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: /^Search labs/ }).fill("hot shard");
  await page.getByRole("listbox", { name: "Results" }).getByRole("option").first().waitFor();
  // What stands before the fragment makes it another address for the browser, and the same page.
  await page.goto(`${host.url}?theme=dark#/lab/hot-shard`);
  await handles(page).playUntil(2);
  await page.goto(`${host.url}index.html#/quiz?mode=practice&item=lease-one-owner&seed=7`);
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Check answer", exact: true }).click();
  await page.getByRole("region", { name: /^Proof/ }).waitFor();
  assert.deepEqual(problems(), []);
  await close();
});

test("a new edition waits until somebody says so, and only their window begins anew", async () => {
  const { page, context, dir, problems, close } = await visit();
  const other = await context.newPage();
  await other.goto(page.url());
  await heading(other, HOME).waitFor();
  await publish(dir);
  await page.reload();
  await notice(page).waitFor();
  assert.equal(await isSecond(page), false);
  assert.deepEqual(await violations(page), []);
  await notice(page).getByRole("button", { name: "Close" }).click();
  assert.equal(await page.getByRole("button", { name: "Use it" }).count(), 0);

  await page.reload();
  await notice(page).waitFor();
  assert.equal(await isSecond(page), false, "a reload isn't a yes");
  await other.evaluate(() => (window.isTheSame = true));
  await tabTo(page, named, "Use it");
  await page.keyboard.press("Enter");
  await page.locator("meta[name=edition]").waitFor({ state: "attached" });
  await heading(page, HOME).waitFor();
  assert.equal(await notice(page).count(), 0);

  assert.ok(await other.evaluate(() => window.isTheSame));
  assert.equal(await page.evaluate(async () => (await caches.keys()).length), 2, "the other window still has its files");
  await notice(other).getByRole("button", { name: "Use it" }).click();
  await other.locator("meta[name=edition]").waitFor({ state: "attached" });
  assert.deepEqual(problems(), []);
  await close();
});

test("with one window, nothing of the edition before is left, and the new one works without the network", async () => {
  const { page, dir, host, problems, close } = await visit();
  await publish(dir);
  await page.reload();
  await notice(page).getByRole("button", { name: "Use it" }).click();
  await page.locator("meta[name=edition]").waitFor({ state: "attached" });
  await page.waitForFunction(async () => (await caches.keys()).length === 1);
  assert.deepEqual(await kept(page), await files(dir));
  await host.close();
  await page.reload();
  await heading(page, HOME).waitFor();
  assert.ok(await isSecond(page));
  assert.deepEqual(problems(), []);
  await close();
});

test("files that were lost or damaged come again", async () => {
  const { page, dir, host, problems, close } = await visit();
  await page.evaluate(async () => {
    const cache = await caches.open((await caches.keys())[0]);
    for (const [at, { url }] of (await cache.keys()).entries()) {
      const damaged = new Response("damaged", { headers: { "Content-Type": "text/plain" } });
      await [() => cache.delete(url), () => cache.put(url, damaged), () => {}][at % 3]();
    }
  });
  await page.goto(`${host.url}?#/lab/hot-shard`);
  await handles(page).playUntil(2);
  const all = await files(dir);
  await page.waitForFunction(async (count) => (await (await caches.open((await caches.keys())[0])).keys()).length === count, all.length);
  assert.deepEqual(await kept(page), all);
  await host.close();
  await page.reload();
  await handles(page).playUntil(2);
  assert.deepEqual(problems(), []);
  await close();
});

test("a kept page whose files the host has no more gives way to the host's", async () => {
  const { page, dir, problems, close } = await visit();
  const style = await publish(dir);
  await page.evaluate(async (style) => (await caches.open((await caches.keys())[0])).delete(style), style);
  await page.reload();
  await heading(page, HOME).waitFor();
  assert.ok(await isSecond(page));
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".top")).display), "flex");
  assert.deepEqual(problems(), []);
  await close();
});

test("below a sub-path the worker keeps to it, and to the page's files", async () => {
  const { page, host, problems, close } = await visit({ prefix: "/some/path/" });
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.ready).scope), host.url);
  assert.ok(host.requests.every(({ path }) => path.startsWith("/some/path/")));
  assert.deepEqual(problems(), []);
  const before = host.requests.length;
  const status = (path, method) => page.evaluate(async ([path, method]) => (await fetch(path, { method })).status, [path, method]);
  assert.equal(await status("./", "POST"), 405);
  assert.equal(await status("nothing.js", "GET"), 404);
  assert.equal(await status("/", "GET"), 404);
  assert.equal(host.requests.length, before + 3);
  await host.close();
  await page.reload();
  await heading(page, HOME).waitFor();
  await close();
});

test("in a frame no worker is registered", async () => {
  const { page, context, problems, close } = await openPage(browser, `${server.url}#/nowhere`);
  await context.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () => {
      window.asked = true;
      return new Promise(() => {});
    };
  });
  // The page's own callback for an idle moment comes before one that is asked for later.
  const asks = async (frame) => {
    await frame.getByRole("heading", { level: 1, name: HOME }).waitFor();
    await frame.waitForFunction(() => document.readyState === "complete");
    return frame.evaluate(() => new Promise((resolve) => requestIdleCallback(() => resolve(window.asked === true))));
  };
  await page.route("**/guest.html", (route) => route.fulfill({ contentType: "text/html", body: '<link rel="icon" href="icon.svg"><iframe src="./" width="900" height="600"></iframe>' }));
  await page.goto(`${server.url}guest.html`);
  await page.locator("iframe").waitFor();
  assert.equal(await asks(page.frames()[1]), false);
  await page.goto(server.url);
  assert.equal(await asks(page.mainFrame()), true);
  assert.deepEqual(problems(), []);
  await close();
});

test("where workers are blocked, refused or unknown the page is as before", async () => {
  const refuse = () => (ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException("no", "SecurityError")));
  const forget = () => delete Navigator.prototype.serviceWorker;
  const leaveBlocked = () => {};
  for (const script of [leaveBlocked, refuse, forget]) {
    const { page, context, problems, close } = await openPage(browser, `${server.url}#/nowhere`);
    await context.addInitScript(script);
    await page.goto(`${server.url}?#/lab/hot-shard`);
    await handles(page).playUntil(1);
    assert.equal(await page.getByRole("button", { name: "Use it" }).count(), 0);
    assert.deepEqual(problems(), []);
    await close();
  }
});

test("the manifest is one that browsers take, and its icons are what it says", async () => {
  const { page, context, close } = await openPage(browser, server.url);
  const session = await context.newCDPSession(page);
  const { url, data, errors } = await session.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  const manifest = JSON.parse(data);
  const [start, scope] = [manifest.start_url, manifest.scope].map((address) => new URL(address, url).href);
  assert.deepEqual([start, scope], [server.url, server.url]);
  assert.equal(manifest.display, "standalone");
  for (const { src, sizes, type } of manifest.icons.filter(({ sizes }) => sizes !== "any")) {
    const icon = await readFile(join("dist", src));
    assert.equal(icon.subarray(1, 4).toString(), "PNG");
    assert.equal(`${icon.readUInt32BE(16)}x${icon.readUInt32BE(20)}`, sizes, src);
    assert.equal(type, "image/png");
  }
  const sizes = manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose ?? "any"}`);
  for (const wanted of ["192x192 any", "512x512 any", "512x512 maskable"]) assert.ok(sizes.includes(wanted), wanted);
  await close();
});

test("the browser's frame has the colour of the header, light and dark", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await openPage(browser, server.url, { colorScheme });
    await heading(page, HOME).waitFor();
    const [wanted, header] = await page.evaluate(() => {
      const meta = [...document.querySelectorAll("meta[name=theme-color]")].find(({ media }) => matchMedia(media).matches);
      const probe = document.body.appendChild(Object.assign(document.createElement("p"), { hidden: true }));
      probe.style.color = meta.content;
      return [getComputedStyle(probe).color, getComputedStyle(document.querySelector(".top")).backgroundColor];
    });
    assert.equal(wanted, header, colorScheme);
    await close();
  }
});
