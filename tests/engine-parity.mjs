// The engine compiled to WebAssembly does what the native one does, bit by bit: its golden trace is the one that the
// native tests wrote down. `cargo xtask test` builds the module first.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

const engine = createRequire(import.meta.url)("../target/engine-js/stream_engine_js.js");
const written = new URL("../crates/stream-engine/tests/data/golden-trace.txt", import.meta.url);

test("the golden trace of WebAssembly is that of the native engine", () => {
  const native = readFileSync(written, "utf8");
  const wasm = engine.golden_trace();
  assert.notEqual(native.trim(), "", "the file is empty: it would prove nothing");
  // The first line that differs says more than two long texts.
  const [nativeLines, wasmLines] = [native.split("\n"), wasm.split("\n")];
  const differs = nativeLines.findIndex((line, at) => line !== wasmLines[at]);
  assert.equal(wasmLines[differs], nativeLines[differs], `line ${differs + 1}`);
  assert.ok(wasm === native, `the trace goes on after line ${nativeLines.length}`);
});
