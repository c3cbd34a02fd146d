// Measures PutRecords through the npm package in Node, and what a call is made of. Prints `measure<tab>target<tab>value`
// for `cargo xtask bench`. Without it: `node tests/bench/package.mjs`, after `cargo xtask bench` has built the package
// with the names of its functions.

import { Session } from "node:inspector/promises";

const FOLDER = process.env.SHARDLAB_PACKAGE ?? "../../target/npm/shardlab-engine-named/";
const { createLab } = await import(new URL(FOLDER + "index.js", import.meta.url));

const RECORDS = 500;
const DATA_BYTES = 100;
const SHARDS = 4;
// Short rounds and many: the best of them is one that nothing else on the machine came between.
const CALLS = 10;
const ROUNDS = 400;
const SINGLES = 500;
const TARGET = "Kinesis_20131202.PutRecords";

/** Where a function's time belongs. Names are those of the program, its small parts inlined into them. */
const PARTS = [
  ["border: text in, text out", /^(encodeInto|decode|write|encode|output\w*|headers|call|input|.*TextDecoder.*|.*TextEncoder.*)$/],
  ["JSON and Base64, one pass", /quick_put.*Scan|str.*from_utf8|run_utf8_validation|serde_json|base64/],
  ["MD5 of the keys", /md5|Md5|Incoming.*new|hash_key|compress/],
  ["storing: route, limits, log", /put_incoming|put_with_bytes|put_at|count_put|Stream|Series|Log|sort/],
  ["answer: numbers, JSON", /quick_put.*write|NumberWriter|sequence_number|pieces/],
  ["memory", /alloc|malloc|realloc|free|memcpy|memmove|memset|dlmalloc|drop/],
];

const lab = await ready();
const body = request();
const rounds = Array.from({ length: ROUNDS }, () => timed(() => put(CALLS)));
const best = Math.min(...rounds);
row(`PutRecords ${RECORDS} x ${DATA_BYTES} B by call, ${SHARDS} shards`, ">= 1 M/s", `${((CALLS * RECORDS) / best / 1000).toFixed(2)} M/s`);
await attribute(await profiled(() => put(100 * CALLS)));
const one = JSON.stringify({ StreamName: "s", PartitionKey: "key", Data: btoa("x".repeat(DATA_BYTES)) });
const single = Math.min(...Array.from({ length: ROUNDS }, () => timed(() => repeat(SINGLES, "Kinesis_20131202.PutRecord", one))));
row("PutRecord of 100 B by call", "", `${(SINGLES / single).toFixed(0)} thousand/s`);
await reads();
row("createLab, first and next", "", `${await loads()}`);

async function ready() {
  const lab = await createLab({ throttling: false });
  lab.call("Kinesis_20131202.CreateStream", JSON.stringify({ StreamName: "s", ShardCount: SHARDS }));
  lab.advance(60_000);
  return lab;
}

/** Keys as they come: 16 hex digits, no two alike. */
function request() {
  let state = 1;
  const next = () => (state = (state * 48271) % 2147483647);
  const hex = () => next().toString(16).padStart(8, "0");
  const data = () => btoa(Array.from({ length: DATA_BYTES }, () => String.fromCharCode(next() & 255)).join(""));
  const Records = Array.from({ length: RECORDS }, () => ({ Data: data(), PartitionKey: hex() + hex() }));
  return JSON.stringify({ Records, StreamName: "s" });
}

function put(calls) {
  for (let nth = 0; nth < calls; nth += 1) {
    const { status, body: answer } = lab.call(TARGET, body);
    if (status !== 200 || !answer.startsWith('{"FailedRecordCount":0')) throw new Error(answer.slice(0, 300));
    lab.advance(1);
  }
}

function repeat(times, target, body) {
  for (let nth = 0; nth < times; nth += 1) lab.call(target, body);
}

async function reads() {
  const start = { StreamName: "s", ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" };
  const { ShardIterator } = JSON.parse(lab.call("Kinesis_20131202.GetShardIterator", JSON.stringify(start)).body);
  const get = JSON.stringify({ ShardIterator, Limit: 10_000 });
  let answer;
  const ms = Math.min(...Array.from({ length: 5 }, () => timed(() => (answer = lab.call("Kinesis_20131202.GetRecords", get)))));
  const { length } = JSON.parse(answer.body).Records;
  row(`GetRecords of ${length}`, "", `${ms.toFixed(1)} ms`);
}

async function loads() {
  const code = `
    const start = performance.now();
    const { createLab } = await import(${JSON.stringify(new URL(FOLDER + "index.js", import.meta.url).href)});
    await createLab();
    const first = performance.now();
    await createLab();
    console.log((first - start).toFixed(1) + " ms, " + (performance.now() - first).toFixed(2) + " ms");
  `;
  const { execFileSync } = await import("node:child_process");
  return execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" }).trim();
}

/** Self time by function while the work is done, in µs. */
async function profiled(work) {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 100 });
  await session.post("Profiler.start");
  work();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  const names = new Map(profile.nodes.map((node) => [node.id, node.callFrame.functionName || "(no name)"]));
  const times = new Map();
  profile.samples.forEach((id, nth) => {
    const name = names.get(id);
    times.set(name, (times.get(name) ?? 0) + profile.timeDeltas[nth]);
  });
  return times;
}

function attribute(times) {
  const shares = new Map(PARTS.map(([part]) => [part, 0]));
  let total = 0;
  const rest = [];
  for (const [name, us] of times) {
    if (name === "(idle)" || name === "(program)") continue;
    total += us;
    const part = PARTS.find(([, pattern]) => pattern.test(name))?.[0];
    if (part === undefined) rest.push([name, us]);
    else shares.set(part, shares.get(part) + us);
  }
  shares.set("all else", rest.reduce((sum, [, us]) => sum + us, 0));
  const perRecord = best / CALLS / RECORDS;
  for (const [part, us] of shares) {
    row(`  ${part}`, "", `${((100 * us) / total).toFixed(0)} %, ${((1e6 * perRecord * us) / total).toFixed(0)} ns a record`);
  }
  if (process.env.SHARDLAB_PROFILE) {
    for (const [name, us] of [...times].sort((a, b) => b[1] - a[1]).slice(0, 40)) console.error((us / total).toFixed(3), name);
  }
}

function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function row(name, target, value) {
  console.log(`${name}\t${target}\t${value}`);
}
