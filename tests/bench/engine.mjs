// Measures the engine as WebAssembly in Node: throughput, memory, seeking. Prints `measure<tab>target<tab>value` for
// `cargo xtask bench`. What a figure means: docs of the exports in crates/stream-engine-js.

import { createRequire } from "node:module";

const MODULE = "../../target/engine-js/stream_engine_js.js";
const SHARDS = 64;
const RECORDS = 400_000;
const ROUNDS = 7;
const RATE_PER_S = 20_000;
const RUN_S = 600;
const SEEKS = 40;

const require = createRequire(import.meta.url);
let missing = false;

measure(["bench_put", "bench_md5_lookup"], throughput);
measure(["BenchRun", "memory_bytes"], longRun);
measure(["bench_race", "bench_on_demand"], actors);
process.exit(missing ? 1 : 0);

/** Records per second through the whole of a put, and what that costs over the digest that it can't do without. */
function throughput({ bench_put, bench_md5_lookup }) {
  const [put, lookup] = bestOfBoth(() => bench_put(RECORDS, SHARDS), () => bench_md5_lookup(RECORDS, SHARDS));
  const rate = (ms) => `${(RECORDS / ms / 1000).toFixed(2)} M/s`;
  row(`put, ${SHARDS} shards`, ">= 4 M/s", rate(put));
  row(`md5 + lookup, ${SHARDS} shards`, "", rate(lookup));
  row("put / (md5 + lookup)", "<= 1.6", (put / lookup).toFixed(2));
}

/** One stream at 20,000 records a second, for ten and for twenty minutes of its own time. */
function longRun({ BenchRun, memory_bytes }) {
  const run = new BenchRun(RATE_PER_S, 32);
  const simulated = timed(() => run.run_until_s(RUN_S));
  row("simulated s per s, 20,000 rec/s", "", `${((RUN_S * 1000) / simulated).toFixed(0)}`);
  row("memory after 10 min", "<= 64 MB", megabytes(memory_bytes()));
  run.run_until_s(2 * RUN_S);
  row("memory after 20 min", "as after 10", megabytes(memory_bytes()));
  run.free();

  const seeker = new BenchRun(RATE_PER_S, 32);
  seeker.run_until_s(RUN_S);
  const times = moments().map((second) => timed(() => seeker.seek_s(second)));
  times.sort((a, b) => a - b);
  row(`seek in 10 min, p95 of ${SEEKS}`, "<= 100 ms", `${times[Math.ceil(0.95 * SEEKS) - 1].toFixed(1)} ms`);
  row(`seek in 10 min, max of ${SEEKS}`, "<= 100 ms", `${times[SEEKS - 1].toFixed(1)} ms`);
  seeker.free();
}

/** What actors cost without any JSON. */
function actors({ bench_race, bench_on_demand }) {
  bench_race(60);
  row("1 h of 100 trucks at 1,000 rec/s, KCL and FIFO", "<= 3 s", seconds(timed(() => bench_race(3600))));
  row("30 days of an on-demand stream, mostly idle", "<= 1 s", seconds(timed(() => bench_on_demand(30))));
}

/** Runs one part on a fresh module with a memory of its own, or says what the module doesn't have. */
function measure(names, part) {
  delete require.cache[require.resolve(MODULE)];
  const engine = require(MODULE);
  const absent = names.filter((name) => engine[name] === undefined);
  if (absent.length > 0) {
    missing = true;
    row(part.name, "", `not measured: the engine has no ${absent.join(", ")}`);
    return;
  }
  part(engine);
}

/** The best times of two functions in ms, measured in turns so that a busy machine slows both. */
function bestOfBoth(one, other) {
  one();
  other();
  const best = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round += 1) {
    best[0] = Math.min(best[0], timed(one));
    best[1] = Math.min(best[1], timed(other));
  }
  return best;
}

/** The same pseudo-random moments of the run in every run: far jumps both ways. */
function moments() {
  let state = 1;
  return Array.from({ length: SEEKS }, () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * RUN_S;
  });
}

function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function row(name, target, value) {
  console.log(`${name}\t${target}\t${value}`);
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}
