// Keeps every file of the page in this browser, so that it works without the network. `offline::worker` puts the files
// in with their sums. docs/adr/0018-offline.md tells what was decided and why.

const EDITION = "edition";
// Name → sum of the content: what the first page needs, then all else.
const FIRST = { "index.html": 0 };
const REST = { "lab.wasm": 0 };
const SUMS = { ...FIRST, ...REST };

const SCOPE = new URL(registration.scope);
// Another page of the same host has caches of its own, and may be another Shardlab.
const CACHES = `shardlab ${SCOPE.pathname} `;
const CACHE = CACHES + EDITION;
const HASHED = /-[0-9a-f]{16}\.\w+$/;
const AT_ONCE = 6;

addEventListener("install", (event) => event.waitUntil(bringAll(Object.keys(SUMS))));
addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));
addEventListener("message", (event) => {
  if (event.data === "use") event.waitUntil(skipWaiting());
});
addEventListener("fetch", (event) => {
  const name = asked(event.request);
  if (name === "index.html") event.respondWith(page(event));
  else if (Object.hasOwn(SUMS, name)) event.respondWith(file(name, event.request));
  else if (HASHED.test(name)) event.respondWith(ofAnotherEdition(name, event.request));
});

/** The file below the scope that is asked for; what isn't one is none of this worker's business. */
function asked({ method, url }) {
  const { origin, pathname } = new URL(url);
  const ours = method === "GET" && origin === SCOPE.origin && pathname.startsWith(SCOPE.pathname);
  return ours ? pathname.slice(SCOPE.pathname.length) || "index.html" : "";
}

/** A file's address. Some hosts lead from index.html to its folder, and a page that was led elsewhere can't be kept. */
function at(name) {
  return new URL(name === "index.html" ? "./" : name, SCOPE).href;
}

/** index.html of this edition, if what it loads first can be had; else the host's. */
async function page(event) {
  const cache = await caches.open(CACHE);
  const there = new Set((await cache.keys()).map(({ url }) => url));
  const lost = (names) => Object.keys(names).filter((name) => !there.has(at(name)));
  // Nothing is lost but for a browser that clears up. What can't be had now may come with the next visit.
  await bringAll(lost(FIRST)).catch(() => {});
  event.waitUntil(bringAll(lost(REST)).catch(() => {}));
  return file("index.html", event.request);
}

/** A file of this edition: as it is kept, else from the host, and then it is put back. */
async function file(name, request) {
  const held = await kept(name);
  if (held) return held;
  const response = await fetch(request, { cache: "reload" });
  // What isn't of this edition, or has no room, is given and not kept.
  await keep(name, response.clone()).catch(() => {});
  return response;
}

/** What a window still asks for that shows another edition. */
async function ofAnotherEdition(name, request) {
  return (await caches.match(at(name))) ?? fetch(request);
}

/** Brings files here, a few at a time; ends with the first that can't be had. What an attempt brought, the next finds. */
async function bringAll(names) {
  const inTurn = async () => {
    while (names.length > 0) await bring(names.shift());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, inTurn)).finally(() => names.splice(0));
}

/** Brings a file here; fails if it can't be had. */
async function bring(name) {
  const held = await kept(name);
  if (held) return keep(name, held);
  const from = async (cache) => keep(name, await fetch(at(name), { cache, priority: "low" }));
  // What bears a hash may come from where the browser put it a moment ago for the page itself.
  return HASHED.test(name) ? from("default").catch(() => from("reload")) : from("reload");
}

/** Puts what came into the cache; fails if it isn't this edition's file. */
async function keep(name, response) {
  const cache = await caches.open(CACHE);
  // A page that names a file that is gone is of no use: the next visit asks the host for its page.
  if ([404, 410].includes(response.status)) await cache.delete(at("index.html"));
  const whole = await checked(name, response);
  if (!whole) throw new Error(`${name} isn't the one of this edition`);
  await cache.put(at(name), whole);
}

/** A file as it is kept: in this edition's cache, or in another one's if it is the same there. */
async function kept(name) {
  const cache = await caches.open(CACHE);
  return (await checked(name, await cache.match(at(name)))) ?? checked(name, await caches.match(at(name)));
}

/** The answer, if it holds the file with all that belongs to it. */
async function checked(name, response) {
  if (!response?.ok) return undefined;
  // A body that can't be read is as good as none.
  const content = await response.arrayBuffer().catch(() => new ArrayBuffer(0));
  return sum(content) === SUMS[name] ? new Response(content, { headers: response.headers }) : undefined;
}

/** FNV-1a of 32 bits, as in `squeeze::digest`. By numbers: `for … of` takes six times as long. */
function sum(content) {
  const bytes = new Uint8Array(content);
  let state = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at += 1) state = Math.imul(state ^ bytes[at], 0x01000193);
  return state >>> 0;
}

/** Removes the caches of other editions, unless a second window may show one. */
async function tidy() {
  if ((await clients.matchAll({ type: "window" })).length > 1) return;
  const others = (await caches.keys()).filter((name) => name.startsWith(CACHES) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}
