// The same programs in Chromium: package and SDK bundled into one script, as a page would ship them.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { launch, openPage } from "../browser/browser.mjs";
import { serve } from "../browser/server.mjs";
import { FOLDER } from "./engine.mjs";
import { kinesisScenarios, sqsScenarios } from "./scenarios.mjs";

let folder, server, opened;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "shardlab-"));
  const contents = `
    import { createLab } from ${JSON.stringify(fileURLToPath(new URL("index.js", FOLDER)))};
    import { kinesisScenarios, sqsScenarios } from "./scenarios.mjs";
    const all = { ...kinesisScenarios, ...sqsScenarios };
    window.run = async (name) => {
      const lab = await createLab();
      await all[name](lab);
      lab.free();
    };
    window.createLab = createLab;
    document.title = "ready";
  `;
  const stdin = { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "js" };
  await build({ stdin, bundle: true, format: "esm", platform: "browser", outfile: join(folder, "bundle.js"), logLevel: "error" });
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";
  await writeFile(
    join(folder, "index.html"),
    `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
     <meta http-equiv="Content-Security-Policy" content="${policy}; img-src data:">
     <title>loading</title><script type="module" src="bundle.js"></script></html>`,
  );
  server = await serve(folder);
  opened = await openPage(await launch(), server.url);
  await opened.page.waitForFunction(() => document.title === "ready");
});

after(async () => {
  await opened?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

for (const name of Object.keys({ ...kinesisScenarios, ...sqsScenarios })) {
  test(name, () => opened.page.evaluate((name) => window.run(name), name));
}

test("the package asks for nothing, under a policy that would refuse it", async () => {
  const paths = server.requests.map(({ path }) => path);
  assert.deepEqual(paths, ["/", "/bundle.js"]);
  assert.deepEqual(opened.problems(), []);
});

test("a hundred labs live side by side, and more one after another", async () => {
  const sum = await opened.page.evaluate(async () => {
    const labs = await Promise.all(Array.from({ length: 100 }, (_, seed) => window.createLab({ seed })));
    labs.forEach((lab, nth) => lab.advance(nth));
    const start = labs[0].now();
    const sum = labs.reduce((sum, lab) => sum + lab.now() - start, 0);
    labs.forEach((lab) => lab.free());
    for (let seed = 0; seed < 300; seed += 1) (await window.createLab({ seed })).free();
    // Also those that nobody frees go, once nobody has them.
    for (let seed = 0; seed < 300; seed += 1) await window.createLab({ seed });
    return sum;
  });
  assert.equal(sum, (100 * 99) / 2);
});
