// What the one-file edition is made of, what other ways of squeezing come to, and how long it takes to start:
// `cargo xtask dist --single-file && node tests/bench/single-file.mjs`. Other figures than those of its own are only
// printed; xz is left out where there is none.

import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { launch } from "../browser/browser.mjs";
import { whole } from "../browser/course.mjs";

const file = fileURLToPath(new URL("../../target/single-file/shardlab.html", import.meta.url));
const page = await readFile(file);
const say = (what, value) => console.log(`${what.padEnd(48)}${value}`);
const thousands = (bytes) => Math.round(bytes).toLocaleString("en").replaceAll(",", " ");

/** The bytes behind the letters of a data block; see xtask/src/single/text.rs. */
function read(id) {
  const from = page.indexOf(">", page.indexOf(`id="${id}"`)) + 1;
  const letters = page.subarray(from, page.indexOf("<", from));
  const bytes = [];
  for (let at = 0; at < letters.length; at += 1) bytes.push(letters[at] === 0x3d ? letters[(at += 1)] - 0x40 : letters[at]);
  return Buffer.from(bytes);
}

const [restorer, squeezed] = [read("restorer"), read("program")];
const imports = { "./squeeze_bg.js": { __wbindgen_init_externref_table() {} } };
const { exports } = (await WebAssembly.instantiate(restorer, imports)).instance;
const began = performance.now();
const place = exports.input(squeezed.length);
new Uint8Array(exports.memory.buffer, place, squeezed.length).set(squeezed);
const length = exports.begin();
exports.go_on(length);
const restored = Buffer.from(exports.memory.buffer, exports.output(), length);
const inNode = performance.now() - began;

say("the file", `${thousands(page.length)} bytes`);
say("  HTML and script that starts it", thousands(page.length - page.toString("latin1").match(/[^<]{9999,}/g).join("").length));
say("  the restorer", thousands(restorer.length));
say("  the squeezed program, before it is letters", thousands(squeezed.length));
const parts = page.toString("latin1").match(/data-lengths="(\d+) (\d+) (\d+)"/).slice(1).map(Number);
say("style, script and program in full", parts.map(thousands).join(" + "));
const whole11 = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
say("the three by gzip 9", thousands(gzipSync(restored, { level: 9 }).length));
say("the three by brotli 11", thousands(brotliCompressSync(restored, { params: whole11 }).length));
const lzma = ["--format=raw", "--lzma1=preset=9e,lc=4,pb=0", "-c"];
const xz = spawnSync("xz", lzma, { input: restored, maxBuffer: restored.length });
if (xz.status === 0) say("the three by LZMA (xz 9e, lc=4, pb=0)", thousands(xz.stdout.length));
say("restored in Node", `${(inNode / 1000).toFixed(1)} s`);

const browser = await launch();
const times = [];
for (let run = 0; run < 3; run += 1) {
  const opened = await browser.newPage();
  const start = performance.now();
  await opened.goto(pathToFileURL(file).href);
  await opened.locator("#starting").waitFor({ state: "detached", timeout: 120_000 });
  await whole(opened);
  times.push(performance.now() - start);
  await opened.close();
}
say("opened in Chromium until its first page is there", times.map((time) => `${(time / 1000).toFixed(1)} s`).join(", "));
await browser.close();
