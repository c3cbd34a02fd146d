// The byte budgets of a built page: `node tests/budget.mjs dist`. Program text (wasm and js) has limits that fail the
// run; all else is only shown. Sizes are those of brotli at its best, as a static host sends them. What belongs to the
// first load stands in index.html, what a lab needs beside it in boot.js; tests/browser/parts.test.mjs holds that the
// browser asks for exactly that. A part comes in several modules, since it shares some with others: what counts is
// all that a visitor needs for it beside the first load.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

// KiB. Ratchets: moved down when there is less, up only with a reason (docs/adr/0009-a-page-in-parts.md), the first
// load's never beyond its target: issue by issue a word and a route, last the classroom's
// (docs/adr/0025-classroom.md) and the shapes of pictures (docs/adr/0026-slow-machines.md).
const TARGET = 170;
const LIMITS = {
  "first load": 131,
  "small stage": 173,
  "direct visit of a lab": 761,
  "direct visit of a lab of more": 1476,
  terminal: 875,
  keys: 306,
  tools: 208,
  sharing: 902,
  quiz: 540,
  classroom: 1781,
};

const dir = process.argv[2] ?? "dist";
const files = readdirSync(dir, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => measured(join(entry.parentPath ?? entry.path, entry.name)))
  .sort((a, b) => b.brotli - a.brotli);
const page = files.find(({ name }) => name.endsWith("index.html"));
const boot = files.find(({ name }) => /boot-[0-9a-f]+\.js$/.test(name));
if (!page || !boot) {
  console.error(`${dir} holds no page: run \`cargo xtask dist\` first`);
  process.exit(1);
}

const program = files.filter(({ name }) => /\.(wasm|m?js)$/.test(name));
const first = program.filter((file) => names(page, file));
const parts = program.filter((file) => !first.includes(file));
const ofALab = parts.filter((file) => names(boot, file));
const part = (file) => file.name.slice(dir.length + 1).replace(/-[0-9a-f]{16}\..*$/, "");
const of = (name) => parts.filter((file) => part(file).split("-").includes(name));
const demo = of("demo");

for (const file of files) print(file.name, file);
print("everything", sum(files));
console.log("\nwasm + js");
const over = [
  budget("first load", first),
  budget("small stage", demo),
  budget("direct visit of a lab", [...first, ...ofALab]),
  budget("direct visit of a lab of more", [...new Set([...first, ...ofALab, ...of("whole")])]),
  ...["terminal", "keys", "tools", "sharing", "quiz", "classroom"].map((name) => budget(name, of(name))),
].filter(Boolean);
print("first page with its small stage", sum([...first, ...demo]));
print("first page, the labs fetched ahead", sum(program));
console.log(`target of the first load: ${TARGET} KiB`);
for (const name of over) console.log(`over budget: ${name}`);
process.exit(over.length > 0 ? 1 : 0);

/** Prints a figure beside its limit; returns its name if that is exceeded, or if it has none. */
function budget(name, some) {
  const { brotli, raw } = sum(some);
  const limit = LIMITS[name];
  print(name, { brotli, raw }, limit ? `, limit ${limit}` : ", no limit set");
  return limit && brotli <= limit * 1024 ? undefined : name;
}

/** Whether one file's text names the other. */
function names(text, { name }) {
  return text.content.includes(name.slice(dir.length + 1));
}

function measured(name) {
  const content = readFileSync(name);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  return { name, content, raw: content.length, brotli: brotliCompressSync(content, { params }).length };
}

function sum(some) {
  const add = (field) => some.reduce((bytes, file) => bytes + file[field], 0);
  return { raw: add("raw"), brotli: add("brotli") };
}

function print(label, { raw, brotli }, beside = "") {
  console.log(`${label.padEnd(48)}${kilobytes(raw).padStart(10)} raw${kilobytes(brotli).padStart(10)} brotli${beside}`);
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
