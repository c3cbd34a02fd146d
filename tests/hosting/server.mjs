// Debian's nginx on loopback with docs/hosting/nginx.conf: what that file leaves to a host (names, ports, certificate,
// folder) is filled in for the trial, everything else stays as it is written.

import { spawn, spawnSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CONFIG = "docs/hosting/nginx.conf";
export const HOST = "127.0.0.1";

/** Files that a page may have beside today's; a trial tries their kinds in any case. */
const STAND_INS = {
  "sw.js": "self.addEventListener('fetch', () => {});\n",
  "shard-lab.js": "globalThis.shardLabLoaded = true;\n",
  "manifest.webmanifest": '{ "name": "Shardlab" }\n',
  "oembed/hot-shard.json": '{ "version": "1.0" }\n',
};
export const HIDDEN = ".hidden";

/**
 * Starts nginx on the page in `dist`, at the root or below `subPath` (that of the file: `/kinesis/`), framed by nobody
 * or by everybody. Returns `{ base, ports, files, certificate, spki, ask, close }`: `files` are the names of all that is
 * served with their content.
 */
export async function start(dist, { subPath = false, embeddable = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "shardlab-nginx-"));
  chmodSync(folder, 0o755);
  const base = subPath ? "/kinesis/" : "/";
  const root = join(folder, "www");
  const page = join(root, base);
  cpSync(dist, page, { recursive: true });
  for (const [name, content] of Object.entries({ ...STAND_INS, [HIDDEN]: "secret\n" })) {
    mkdirSync(join(page, name, ".."), { recursive: true });
    try {
      writeFileSync(join(page, name), content, { flag: "wx" });
    } catch (error) {
      // The page has one of its own.
      if (error.code !== "EEXIST") throw error;
    }
  }

  const { key, certificate } = selfSigned(folder);
  const ports = { http: await freePort(), https: await freePort() };
  writeFileSync(join(folder, "site.conf"), site({ ports, root, key, certificate, subPath, embeddable }));
  writeFileSync(join(folder, "nginx.conf"), main(folder));
  const arguments_ = ["-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")];
  const tested = spawnSync("nginx", ["-t", ...arguments_], { encoding: "utf8" });
  if (tested.status !== 0) throw new Error(`nginx refuses the file:\n${tested.stderr}`);
  const nginx = spawn("nginx", arguments_, { stdio: "inherit" });
  const ended = new Promise((resolve) => nginx.once("exit", resolve));

  const pem = readFileSync(certificate);
  const ask = (path, options) => answer(ports.https, path, pem, options);
  ask.plainly = (path) => answer(ports.http, path, undefined, {});
  await ready(ask, base);
  const spki = new X509Certificate(pem).publicKey.export({ type: "spki", format: "der" });
  return {
    base,
    page,
    ports,
    certificate,
    url: `https://${HOST}:${ports.https}${base}`,
    spki: createHash("sha256").update(spki).digest("base64"),
    ask,
    async close() {
      nginx.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** The site's file for this trial. Each change must find its place, or the trial would be of something else. */
function site({ ports, root, key, certificate, subPath, embeddable }) {
  const changes = [
    ["    listen [::]:80;\n", ""],
    ["    listen [::]:443 ssl http2;\n", ""],
    ["listen 80;", `listen ${HOST}:${ports.http};`],
    ["listen 443 ssl", `listen ${HOST}:${ports.https} ssl`],
    ["https://$host$request_uri", `https://$host:${ports.https}$request_uri`],
    ["/etc/ssl/shardlab/fullchain.pem", certificate],
    ["/etc/ssl/shardlab/privkey.pem", key],
    ["root /srv/shardlab;", `root ${root};`],
  ];
  if (subPath) changes.push(["    location / {\n", ""], ["#sub-path location =", "location ="], ["#sub-path location ^~", "location ^~"]);
  if (embeddable) changes.push(['frames  "\'none\'"', 'frames  "*"'], ['readers "same-origin"', 'readers "cross-origin"']);
  return changes.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`${CONFIG} must have \`${from.trim()}\` once`);
    return text.replace(from, () => to);
  }, readFileSync(CONFIG, "utf8"));
}

/** As Debian's /etc/nginx/nginx.conf, but one process in the foreground that writes nothing outside of the folder. */
function main(folder) {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder}/${kind};`);
  return `include /etc/nginx/modules-enabled/*.conf;
daemon off;
master_process off;
pid ${folder}/nginx.pid;
events {}
http {
  access_log off;
  sendfile on;
  ${temporary.join("\n  ")}
  include ${folder}/site.conf;
}
`;
}

function selfSigned(folder) {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const names = ["-subj", "/CN=shardlab.example", "-addext", `subjectAltName=IP:${HOST}`];
  const made = spawnSync("openssl", ["req", "-x509", ...curve, ...names, "-days", "2", "-keyout", key, "-out", certificate]);
  if (made.status !== 0) throw new Error(`openssl: ${made.error ?? made.stderr}`);
  return { key, certificate };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, HOST, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** One request, its path sent as it is; `{ status, headers, body }`. */
function answer(port, path, ca, { method = "GET", headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const request = (ca ? overHttps : overHttp)({ host: HOST, port, path, method, headers, ca, agent: false }, (response) => {
      const pieces = [];
      response.on("data", (piece) => pieces.push(piece)).on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces) }));
    });
    request.once("error", reject).end();
  });
}

async function ready(ask, path) {
  const end = Date.now() + 5000;
  for (;;) {
    try {
      return await ask(path);
    } catch (error) {
      if (error.code !== "ECONNREFUSED" || Date.now() > end) throw error;
    }
  }
}
