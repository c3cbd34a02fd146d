// The byte budget of a built page: `node tests/budget.mjs dist`. Program text (wasm and js) has a limit that fails the
// run; the sum of everything is only shown. Sizes are those of brotli at its best, as a static host sends them.

import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

// What the first load should come to, and what it must not exceed meanwhile: a ratchet, moved down only. See
// docs/adr/0008-size-of-the-first-load.md.
const TARGET_BYTES = 120 * 1024;
const LIMIT_BYTES = 320 * 1024;

const dir = process.argv[2] ?? "dist";
const files = readdirSync(dir, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => measured(join(entry.parentPath ?? entry.path, entry.name)))
  .sort((a, b) => b.brotli - a.brotli);
const program = files.filter(({ name }) => [".wasm", ".js", ".mjs"].includes(extname(name)));
if (!program.some(({ name }) => extname(name) === ".wasm")) {
  console.error(`${dir} holds no page: run \`cargo xtask dist\` first`);
  process.exit(1);
}

for (const file of files) print(file.name, file);
const total = sum(program);
print("wasm + js", total);
print("everything", sum(files));

const share = `${total.brotli} of ${LIMIT_BYTES} bytes (${kilobytes(total.brotli)} of ${kilobytes(LIMIT_BYTES)})`;
console.log(`budget: ${share}, ${((100 * total.brotli) / LIMIT_BYTES).toFixed(0)} %`);
if (total.brotli > TARGET_BYTES) console.log(`target missed: ${kilobytes(TARGET_BYTES)}`);
process.exit(total.brotli > LIMIT_BYTES ? 1 : 0);

function measured(name) {
  const content = readFileSync(name);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  return { name, raw: content.length, brotli: brotliCompressSync(content, { params }).length };
}

function sum(some) {
  const add = (field) => some.reduce((bytes, file) => bytes + file[field], 0);
  return { raw: add("raw"), brotli: add("brotli") };
}

function print(label, { raw, brotli }) {
  console.log(`${label.padEnd(48)}${kilobytes(raw).padStart(10)} raw${kilobytes(brotli).padStart(10)} brotli`);
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
