// The rules of MDN's HTTP Observatory, judged by its own code on the nginx of the trial. `folder` holds the files of
// its repository with their packages installed, and `conf/hsts-preload.json`; it needs Node 22 or newer.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import { HOST } from "./server.mjs";

/** Scans as the public page does: both ports, redirects followed. Fails below A+; tells score and rules. */
export async function scan(folder, { base, ports, certificate }) {
  const module = (name) => JSON.stringify(pathToFileURL(resolve(folder, "src", name)).href);
  const program = `
    const { scan } = await import(${module("scanner/index.js")});
    const { Site } = await import(${module("site.js")});
    const result = await scan(Site.fromSiteString(${JSON.stringify(HOST + base)}), ${JSON.stringify({ httpPort: ports.http, httpsPort: ports.https })});
    console.log(JSON.stringify(result));`;
  // An authority more, so that the certificate made for the trial holds; read by Node at its start only.
  const { scan, tests } = JSON.parse(await output(["--input-type=module", "--eval", program], { NODE_EXTRA_CA_CERTS: certificate }));
  const rules = Object.entries(tests).map(([name, { result, scoreModifier }]) => `\n          ${name}: ${result}, ${scoreModifier}`);
  assert.equal(scan.grade, "A+", rules.join(""));
  assert.equal(scan.testsFailed, 0, rules.join(""));
  return `${scan.grade}, ${scan.score}, version ${scan.algorithmVersion} of the rules${rules.join("")}`;
}

function output(arguments_, environment) {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, arguments_, { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "inherit"] });
    const pieces = [];
    child.stdout.on("data", (piece) => pieces.push(piece));
    child.once("error", failed);
    child.once("close", (code) => (code === 0 ? done(Buffer.concat(pieces).toString()) : failed(new Error(`the checker ended with ${code}`))));
  });
}
