// The package as files: what it holds, that its example runs, that its types fit.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, mkdir, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { FOLDER } from "./engine.mjs";

const run = promisify(execFile);
const PACKAGE = fileURLToPath(FOLDER);
const TSC = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
let project;

/** A project of somebody's that has the package among its modules. */
before(async () => {
  project = await mkdtemp(join(tmpdir(), "shardlab-"));
  await mkdir(join(project, "node_modules"));
  await symlink(PACKAGE, join(project, "node_modules/shardlab-engine"));
  await writeFile(join(project, "package.json"), '{ "type": "module" }');
});
after(() => rm(project, { recursive: true, force: true }));

test("the package is what its manifest says, and nothing else", async () => {
  const manifest = JSON.parse(await readFile(join(PACKAGE, "package.json"), "utf8"));
  const workspace = await readFile(new URL("../../Cargo.toml", import.meta.url), "utf8");
  assert.equal(manifest.version, /^version = "(.+)"$/m.exec(workspace)[1]);
  assert.deepEqual([manifest.dependencies, manifest.scripts, manifest.bin], [undefined, undefined, undefined]);
  assert.equal(manifest.engines.node, ">=20");
  const names = (await readdir(PACKAGE)).sort();
  const expected = ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "index.d.ts", "index.js", "options.js", "package.json", "wasm.js"];
  assert.deepEqual(names, expected);
});

test("nothing in the code asks anybody for anything", async () => {
  for (const name of (await readdir(PACKAGE)).filter((name) => name.endsWith(".js"))) {
    const code = await readFile(join(PACKAGE, name), "utf8");
    assert.doesNotMatch(code, /fetch\(|XMLHttpRequest|https?:|import\(|node:/, name);
  }
});

test("the README's example runs as it stands", async () => {
  const readme = await readFile(join(PACKAGE, "README.md"), "utf8");
  const [, example] = /```js\n(import \{ createLab \}[^]*?)```/.exec(readme);
  await writeFile(join(project, "example.js"), example);
  const { stdout } = await run(process.execPath, ["example.js"], { cwd: project });
  assert.match(stdout, /^shardId-00000000000[01] \d{56} hello\n$/);
});

test("its types say what it does", async () => {
  const program = `
    import { createLab, type Lab, type LabOptions, type LabResponse } from "shardlab-engine";
    const options: LabOptions = { profile: "exam-2022", seed: 1, throttling: false, durations: { createStreamMs: 0 } };
    const lab: Lab = await createLab(options);
    const answer: LabResponse = lab.call("Kinesis_20131202.ListStreams", "{}");
    const type: string | undefined = answer.headers["Content-Type"];
    lab.advance(answer.status);
    const saved: Uint8Array = lab.save();
    lab.restore(saved);
    const text: string = lab.events(type ?? String(lab.now()));
    lab.free();
    // @ts-expect-error
    await createLab({ profile: "aws-1999" });
    // @ts-expect-error
    lab.call("Kinesis_20131202.ListStreams", {});
    export { text };
  `;
  await writeFile(join(project, "program.ts"), program);
  const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "program.ts"];
  await run(process.execPath, [TSC, ...options], { cwd: project }).catch(({ stdout }) => assert.fail(stdout));
});
