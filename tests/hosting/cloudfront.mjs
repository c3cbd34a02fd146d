// Tries the function in docs/hosting/cloudfront.yaml that leads folders to their index.html, as CloudFront would call
// it: `node tests/hosting/cloudfront.mjs`. Its code is taken from the template, so that there is only one.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const template = readFileSync("docs/hosting/cloudfront.yaml", "utf8");
const [, indented] = /FunctionCode: \|\n((?: {8}.*\n)+)/.exec(template);
const handler = new Function(`${indented.replaceAll(/^ {8}/gm, "")}; return handler;`)();

/** What a URI is fetched as, or where it leads to. */
const CASES = [
  ["/", "/index.html"],
  ["/kinesis/", "/kinesis/index.html"],
  ["/index.html", "/index.html"],
  ["/kinesis/shardlab-0123456789abcdef.wasm", "/kinesis/shardlab-0123456789abcdef.wasm"],
  ["/oembed/hot-shard.json", "/oembed/hot-shard.json"],
  ["/kinesis", { to: "/kinesis/" }],
  ["//elsewhere", { to: "/elsewhere/" }],
  ["/\\elsewhere", { to: "/elsewhere/" }],
];

for (const [uri, expected] of CASES) {
  const answer = handler({ request: { uri } });
  const found = answer.statusCode ? { to: answer.headers.location.value } : answer.uri;
  assert.deepEqual(found, expected, uri);
  assert.ok(!answer.statusCode || answer.statusCode === 308, uri);
}
console.log(`${CASES.length} passed, 0 failed`);
