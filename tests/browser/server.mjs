// Serves a built page to the tests as a plain static host would: files under a sub-path, nothing clever.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".txt": "text/plain; charset=utf-8",
};

/**
 * Serves `dir` on 127.0.0.1 at a free port, below `prefix` (such as "/some/path/") and nowhere else.
 * `types` replaces types by a file's ending, for hosts that don't know `.wasm`.
 *
 * Returns the page's `url`, `requests` (`{ method, path, status }` in order, growing) and `close()`.
 */
export async function serve(dir, { prefix = "/", types = {} } = {}) {
  const base = `/${prefix.split("/").filter(Boolean).join("/")}/`.replace("//", "/");
  const known = { ...TYPES, ...types };
  const requests = [];

  const server = createServer(async (request, response) => {
    const [status, headers, body] = await answer(request, dir, base, known);
    requests.push({ method: request.method, path: request.url, status });
    response.writeHead(status, { "Cache-Control": "no-cache", ...headers });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });

  // A test that failed before `close` must not leave the run hanging.
  server.unref();

  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    requests,
    close() {
      // A browser keeps its connections open; waiting for these would hang the test.
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(request, dir, base, types) {
  const plain = (status, headers = {}) => [status, { "Content-Type": TYPES[".txt"], ...headers }, `${status}\n`];
  if (request.method !== "GET" && request.method !== "HEAD") return plain(405, { Allow: "GET, HEAD" });
  const path = request.url.split("?")[0];
  if (`${path}/` === base) return plain(301, { Location: base });
  if (!path.startsWith(base)) return plain(404);
  try {
    const name = decodeURIComponent(path.slice(base.length));
    const file = join(dir, name === "" || name.endsWith("/") ? `${name}index.html` : name);
    if (!file.startsWith(normalize(dir + sep))) return plain(404);
    return [200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" }, await readFile(file)];
  } catch {
    return plain(404);
  }
}
