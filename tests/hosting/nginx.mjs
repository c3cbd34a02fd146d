// Tries docs/hosting/nginx.conf on a built page: `node tests/hosting/nginx.mjs [dist] [--no-browser] [--scan FOLDER]`.
// Needs nginx with brotli_static, openssl, and for the browser what README asks for. No lane of CI: nginx isn't
// something that everybody has. docs/hosting.md says when this was run last, and what `--scan` is.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { connect } from "node:tls";
import { parseArgs } from "node:util";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { scan } from "./scan.mjs";
import { HIDDEN, HOST, start } from "./server.mjs";

const TYPES = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  png: "image/png",
  svg: "image/svg+xml; charset=utf-8",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json; charset=utf-8",
};
const HASHED = /-[0-9a-f]{16}\.[a-z0-9]+$/;
const FOR_A_YEAR = "public, max-age=31536000, immutable";
const DECODE = { br: brotliDecompressSync, gzip: gunzipSync };
const ENDING = { br: ".br", gzip: ".gz" };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { "no-browser": { type: "boolean" }, scan: { type: "string" } },
});
const dist = positionals[0] ?? "dist";
const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(readFileSync(join(dist, "index.html"), "utf8"))[1];
if (!readdirSync(dist).includes("index.html.br")) throw new Error(`${dist} has no index.html.br: \`cargo xtask dist --precompressed\``);

let passed = 0;
let failed = 0;
for (const variant of [{}, { subPath: true }, { embeddable: true }]) {
  const server = await start(dist, variant);
  console.log(`${variant.subPath ? "sub-path" : variant.embeddable ? "embeddable" : "root"}: ${server.url}`);
  try {
    await overHttp(server, variant);
    if (!options["no-browser"]) {
      const { look } = await import("./browser.mjs");
      await look(server, variant, check);
    }
    if (options.scan) await check("the checker's grade", () => scan(options.scan, server));
  } finally {
    await server.close();
  }
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** Runs one check and prints a line: what was found, or what is wrong. */
async function check(what, run) {
  try {
    const says = await run();
    passed += 1;
    console.log(`  ok    ${what}${says ? `: ${says}` : ""}`);
  } catch (error) {
    failed += 1;
    console.log(`  FAIL  ${what}: ${error.stack ?? error}`);
  }
}

async function overHttp({ ask, base, page, ports }, { subPath = false, embeddable = false }) {
  const secure = (headers, status) => {
    const expected = {
      "content-security-policy": `${policy}; frame-ancestors ${embeddable ? "*" : "'none'"}`,
      "strict-transport-security": "max-age=63072000",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": embeddable ? "cross-origin" : "same-origin",
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(headers[name], value, `${name} with ${status}`);
    assert.match(headers["permissions-policy"], /^accelerometer=\(\), .*usb=\(\)$/);
    assert.equal(headers.server, "nginx");
  };
  /** Asks, and holds status and headers, which are the same whatever comes of it. */
  const expect = async (status, path, request) => {
    const answer = await ask(path, request);
    assert.equal(answer.status, status, `${request?.method ?? "GET"} ${path}`);
    secure(answer.headers, status);
    return answer;
  };
  const all = readdirSync(page, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== HIDDEN)
    .map((entry) => relative(page, join(entry.parentPath ?? entry.path, entry.name)));
  const names = all.filter((name) => !/\.(br|gz)$/.test(name));
  const ofAKind = (hashed) => names.filter((name) => HASHED.test(name) === hashed);

  for (const [encoding, accepted] of [["none", "identity"], ["br", "gzip, deflate, br"], ["gzip", "gzip"]]) {
    await check(`every file, encoding ${encoding}: type, content, cache, headers`, async () => {
      const sent = names.filter((name) => encoding === "none" || all.includes(name + ENDING[encoding]));
      let bytes = 0;
      for (const name of sent) {
        const { headers, body } = await expect(200, base + name, { headers: { "Accept-Encoding": accepted } });
        assert.equal(headers["content-type"], TYPES[name.split(".").pop()], name);
        assert.equal(headers["content-encoding"], encoding === "none" ? undefined : encoding, name);
        assert.equal(headers["cache-control"], HASHED.test(name) ? FOR_A_YEAR : "no-cache", name);
        if (encoding !== "none") assert.equal(headers.vary, "Accept-Encoding", name);
        assert.ok((DECODE[encoding]?.(body) ?? body).equals(readFileSync(join(page, name))), name);
        bytes += body.length;
      }
      return `${sent.length} files, ${Math.round(bytes / 1024)} KiB`;
    });
  }
  await check("hashed and unhashed", () => `${ofAKind(true).length} for a year, ${ofAKind(false).length} asked for again each time`);
  await check("the folder is its index.html", async () => {
    const { headers, body } = await expect(200, base);
    assert.ok(body.equals(readFileSync(join(page, "index.html"))));
    assert.equal(headers["cache-control"], "no-cache");
  });
  await check("304", async () => {
    for (const name of [ofAKind(true)[0], "index.html", "sw.js"]) {
      const { etag, "cache-control": cache } = (await ask(base + name)).headers;
      const { headers, body } = await expect(304, base + name, { headers: { "If-None-Match": etag } });
      assert.equal(headers["cache-control"], cache);
      assert.equal(body.length, 0);
    }
  });
  await check("404 for what isn't there, hidden or compressed; not to be kept", async () => {
    for (const name of ["nothing.js", "nothing-0123456789abcdef.js", HIDDEN, ".git/config", "index.html.br", "index.html.gz"]) {
      const { headers } = await expect(404, base + name);
      assert.equal(headers["cache-control"], "no-cache");
    }
  });
  await check("no listing of a folder", () => expect(403, `${base}oembed/`).then(() => "403"));
  await check("nothing above the folder", async () => {
    const path = ["../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc/passwd", "%2e%2e/site.conf"];
    const found = await Promise.all(path.map(async (path) => (await ask(base + path)).status));
    assert.ok(found.every((status) => status === 400 || status === 404), String(found));
    return found.join(", ");
  });
  await check("HEAD without a body", async () => {
    const { headers, body } = await expect(200, base, { method: "HEAD" });
    assert.equal(body.length, 0);
    assert.equal(Number(headers["content-length"]), readFileSync(join(page, "index.html")).length);
  });
  await check("405 for all but GET and HEAD", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
      const { headers } = await expect(405, base, { method });
      assert.equal(headers.allow, "GET, HEAD");
    }
  });
  await check("http leads to https", async () => {
    const { status, headers } = await ask.plainly(`${base}?theme=dark`);
    assert.deepEqual([status, headers.location], [301, `https://${HOST}:${ports.https}${base}?theme=dark`]);
  });
  await check("TLS", async () => {
    const session = await handshake(ports.https, { ALPNProtocols: ["h2", "http/1.1"] });
    assert.equal(session.protocol, "h2");
    await assert.rejects(handshake(ports.https, { maxVersion: "TLSv1.1", minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" }));
    return `${session.version}, ${session.protocol}; 1.1 refused`;
  });
  if (!subPath) return;
  await check("the sub-path without its slash", async () => {
    const { status, headers } = await ask("/kinesis");
    assert.deepEqual([status, headers.location], [308, "/kinesis/"]);
  });
  await check("nothing of the page beside the sub-path", async () => {
    const { headers } = await ask("/index.html");
    assert.equal(headers["content-security-policy"], undefined);
    assert.equal((await ask("/index.html")).status, 404);
  });
}

function handshake(port, options) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: HOST, port, rejectUnauthorized: false, ...options }, () => {
      resolve({ version: socket.getProtocol(), protocol: socket.alpnProtocol });
      socket.end();
    });
    socket.once("error", reject);
  });
}
