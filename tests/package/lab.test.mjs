// The package's own promises: options, time, keeping and going back, independence, answers for whatever is sent.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, createLab, open, stream } from "./engine.mjs";

const PUT = "Kinesis_20131202.PutRecord";
const EPOCH_MS = Date.parse("2026-01-01T00:00:00.000Z");
const record = (StreamName, data) => ({ StreamName, PartitionKey: "key", Data: btoa(data) });

test("without options a lab begins at a fixed time in a fixed account", async () => {
  const lab = await open();
  assert.equal(lab.now(), EPOCH_MS);
  stream(lab, "s", 1);
  const { StreamDescriptionSummary } = lab.kinesis("DescribeStreamSummary", { StreamName: "s" });
  assert.equal(StreamDescriptionSummary.StreamARN, "arn:aws:kinesis:us-east-1:123456789012:stream/s");
});

test("region, account and time are as asked for", async () => {
  const lab = await open({ region: "eu-central-1", accountId: "000000000001", startTime: "2001-02-03T04:05:06.789+01:00" });
  assert.equal(lab.now(), Date.parse("2001-02-03T03:05:06.789Z"));
  stream(lab, "s", 1);
  const { StreamDescriptionSummary } = lab.kinesis("DescribeStreamSummary", { StreamName: "s" });
  assert.equal(StreamDescriptionSummary.StreamARN, "arn:aws:kinesis:eu-central-1:000000000001:stream/s");
});

test("now() begins at exactly the start time", async () => {
  const check = async (startTime, expected) => {
    const lab = await createLab({ startTime });
    assert.equal(lab.now(), expected, startTime);
    lab.free();
  };
  await check("1970-01-01T00:00:00Z", 0);
  await check("1970-01-01T00:00:00.001Z", 1);
  await check("2026-11-25T10:20:30.456Z", Date.parse("2026-11-25T10:20:30.456Z"));
  await check("2026-11-25T10:20:30.456789Z", Date.parse("2026-11-25T10:20:30.456Z") + 0.789);
  await check("2026-11-25", Date.parse("2026-11-25T00:00:00Z"));
  await check(new Date(EPOCH_MS).toISOString(), EPOCH_MS);
  await check("2255-01-01T00:00:00Z", Date.parse("2255-01-01T00:00:00Z"));
});

test("a stream can live in 1970", async () => {
  const lab = await open({ startTime: "1970-01-01T00:00:00Z" });
  stream(lab, "s", 1);
  assert.match(lab.kinesis("PutRecord", record("s", "x")).SequenceNumber, /^\d{56}$/);
});

test("options that make no sense are refused by name", async () => {
  const check = async (options, type, words) => {
    await assert.rejects(createLab(options), (problem) => {
      assert.ok(problem instanceof type && problem.message.includes(words), `${problem} for ${JSON.stringify(options)}`);
      return true;
    });
  };
  await check(null, TypeError, "options");
  await check("aws-2026", TypeError, "options");
  await check({ profiel: "aws-2026" }, TypeError, "profiel");
  await check({ profile: "aws-1999" }, RangeError, 'profile must be one of "exam-2022", "aws-2025", "aws-2026"');
  await check({ profile: 1 }, TypeError, "profile");
  await check({ seed: -1 }, RangeError, "seed");
  await check({ seed: 1.5 }, RangeError, "seed");
  await check({ seed: NaN }, RangeError, "seed");
  await check({ seed: "1" }, TypeError, "seed");
  for (const region of ["", "US-EAST-1", "us east 1", "nowhere"]) await check({ region }, RangeError, "region");
  for (const accountId of ["", "12345678901", "1234567890123", "12345678901x"]) {
    await check({ accountId }, RangeError, "accountId must be twelve digits");
  }
  await check({ accountId: 123456789012 }, TypeError, "accountId");
  const times = ["", "now", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "1969-12-31T23:59:59Z",
    "2256-01-01T00:00:00Z", "2026-01-01T25:00:00Z"];
  for (const startTime of times) await check({ startTime }, RangeError, "startTime");
  await check({ startTime: new Date(0) }, TypeError, "startTime");
  await check({ throttling: "no" }, TypeError, "throttling");
  await check({ durations: 5 }, TypeError, "durations");
  await check({ durations: { createStream: 5 } }, TypeError, "createStream");
  await check({ durations: { createStreamMs: -1 } }, RangeError, "durations.createStreamMs");
  await check({ durations: { deleteStreamMs: Infinity } }, RangeError, "durations.deleteStreamMs");
  await check({ durations: { updateStreamMs: "1" } }, TypeError, "durations.updateStreamMs");
});

test("an option that is undefined has its default", async () => {
  const lab = await createLab({ profile: undefined, seed: undefined, startTime: undefined, durations: { createStreamMs: undefined } });
  assert.equal(lab.now(), EPOCH_MS);
});

test("time moves by advance only, to the microsecond", async () => {
  const lab = await createLab();
  lab.call(PUT, "{}");
  assert.equal(lab.now(), EPOCH_MS);
  lab.advance(0);
  assert.equal(lab.now(), EPOCH_MS);
  lab.advance(0.5);
  lab.advance(0.001);
  assert.equal(lab.now(), EPOCH_MS + 0.501);
  for (let nth = 0; nth < 1_000; nth += 1) lab.advance(0.1);
  assert.equal(lab.now(), EPOCH_MS + 100.501);
  lab.advance(24 * 3_600_000);
  assert.equal(lab.now(), EPOCH_MS + 100.501 + 86_400_000);
});

test("a time that makes no sense is refused and moves nothing", async () => {
  const lab = await createLab();
  for (const ms of [-1, -0.001, NaN, Infinity, -Infinity, 1e300]) {
    assert.throws(() => lab.advance(ms), { name: "RangeError", message: /advance: ms/ });
  }
  for (const ms of [undefined, null, "5", 5n, {}]) {
    assert.throws(() => lab.advance(ms), { name: "TypeError", message: /advance: ms/ });
  }
  assert.throws(() => lab.advance(250 * 366 * 86_400_000), { name: "RangeError", message: /2255/ });
  assert.equal(lab.now(), EPOCH_MS);
});

test("durations say when a stream is ACTIVE and when it is gone", async () => {
  const lab = await open({ durations: { createStreamMs: 1_000, deleteStreamMs: 2_000, updateStreamMs: 3_000 } });
  const status = () => {
    const { status, json } = ask(lab, "kinesis", "DescribeStreamSummary", { StreamName: "s" });
    return status === 200 ? json.StreamDescriptionSummary.StreamStatus : json.__type;
  };
  const lasts = (during, ms, then) => {
    assert.equal(status(), during);
    lab.advance(ms - 0.001);
    assert.equal(status(), during);
    lab.advance(0.001);
    assert.equal(status(), then);
  };
  lab.kinesis("CreateStream", { StreamName: "s", ShardCount: 1 });
  lasts("CREATING", 1_000, "ACTIVE");
  const split = { StreamName: "s", ShardToSplit: "shardId-000000000000", NewStartingHashKey: (2n ** 127n).toString() };
  lab.kinesis("SplitShard", split);
  lasts("UPDATING", 3_000, "ACTIVE");
  lab.kinesis("DeleteStream", { StreamName: "s" });
  lasts("DELETING", 2_000, "ResourceNotFoundException");
});

test("throttling: false takes away rates and leaves sizes and quotas", async () => {
  const lab = await open({ throttling: false });
  stream(lab, "s", 1);
  for (let nth = 0; nth < 5_000; nth += 1) lab.kinesis("PutRecord", record("s", "x"));
  const start = { StreamName: "s", ShardId: "0", ShardIteratorType: "TRIM_HORIZON" };
  for (let nth = 0; nth < 100; nth += 1) {
    const { ShardIterator } = lab.kinesis("GetShardIterator", start);
    assert.equal(lab.kinesis("GetRecords", { ShardIterator }).Records.length, 5_000);
    lab.kinesis("DescribeStreamSummary", { StreamName: "s" });
    lab.kinesis("ListStreams", {});
  }
  const tooMany = { StreamName: "huge", ShardCount: 100_000 };
  assert.equal(ask(lab, "kinesis", "CreateStream", tooMany).json.__type, "LimitExceededException");
  const tooLarge = { StreamName: "s", PartitionKey: "k", Data: btoa("x".repeat(11 << 20)) };
  assert.equal(ask(lab, "kinesis", "PutRecord", tooLarge).json.__type, "ValidationException");
});

test("with throttling a shard takes a thousand records a second", async () => {
  const lab = await open();
  stream(lab, "s", 1);
  const put = () => ask(lab, "kinesis", "PutRecord", record("s", "x"));
  const answers = Array.from({ length: 5_000 }, put);
  const refused = answers.find(({ status }) => status !== 200);
  assert.equal(refused?.json.__type, "ProvisionedThroughputExceededException");
  lab.advance(10_000);
  assert.equal(put().status, 200);
});

test("whatever a client sends gets an answer", async () => {
  const lab = await createLab();
  const targets = [PUT, "Kinesis_20131202.Nothing", "AmazonSQS.SendMessage", "Nobody.Nothing", "", ".", "\u0000", "é".repeat(500),
    undefined, null, 5, {}, []];
  const bodies = ["", "{", "null", "[]", '"text"', "5", "1e999", '{"StreamName":1e999}', "[".repeat(100_000), '{"a":'.repeat(50_000),
    "\ud800", "\u0000", '{"StreamName":"\\ud800"}', `{"StreamName":${"9".repeat(5_000)}}`, undefined, null, 5, {}, new Uint8Array(4)];
  for (const target of targets) {
    for (const body of bodies) {
      const answer = lab.call(target, body);
      assert.equal(answer.status, 400, `${String(target)} ${String(body).slice(0, 30)}`);
      assert.equal(typeof JSON.parse(answer.body).__type, "string");
      assert.equal(Object.getPrototypeOf(answer.headers), Object.prototype);
      assert.match(answer.headers["Content-Type"], /^application\/x-amz-json-1\.[01]$/);
      assert.match(answer.headers["x-amzn-RequestId"], /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
  }
});

test("texts cross the border whole, whatever letters they have", async () => {
  const lab = await open();
  for (const StreamName of ["é", "漢字", "😀", "\ufeffa", "a\u0000b"]) {
    const { json } = ask(lab, "kinesis", "DescribeStreamSummary", { StreamName });
    assert.equal(json.__type, "ValidationException");
    assert.ok(json.message.includes(`'${StreamName}'`), json.message);
  }
});

test("the same options and calls give the same bytes", async () => {
  const run = async (seed) => {
    const lab = await createLab({ seed });
    const answers = [];
    const call = (operation, input) => answers.push(lab.call(`Kinesis_20131202.${operation}`, JSON.stringify(input)));
    call("CreateStream", { StreamName: "s", ShardCount: 2 });
    lab.advance(60_000);
    for (let nth = 0; nth < 20; nth += 1) call("PutRecord", { StreamName: "s", PartitionKey: `k${nth}`, Data: "eA==" });
    call("GetShardIterator", { StreamName: "s", ShardId: "shardId-000000000001", ShardIteratorType: "LATEST" });
    const saved = lab.save();
    lab.free();
    return { answers, saved };
  };
  const [one, same, other] = [await run(7), await run(7), await run(8)];
  assert.deepEqual(one, same);
  assert.notDeepEqual(one.saved, other.saved);
  const ids = new Set(one.answers.map(({ headers }) => headers["x-amzn-RequestId"]));
  assert.equal(ids.size, one.answers.length, "each call has a request id of its own");
});

test("labs don't know of each other", async () => {
  const [one, other] = [await open(), await open()];
  stream(one, "s", 1);
  assert.equal(ask(other, "kinesis", "DescribeStreamSummary", { StreamName: "s" }).json.__type, "ResourceNotFoundException");
  assert.equal(other.now(), EPOCH_MS);
});

test("a restored lab goes on as the saved one, options included", async () => {
  const lab = await open({ region: "eu-west-1", throttling: false });
  stream(lab, "s", 2);
  for (let nth = 0; nth < 3_000; nth += 1) lab.kinesis("PutRecord", record("s", `record ${nth}`));
  const saved = lab.save();
  const other = await open({ profile: "exam-2022", seed: 99, startTime: "1999-01-01T00:00:00Z" });
  other.restore(saved);
  assert.deepEqual(other.save(), saved);
  const goOn = (lab) => {
    const first = lab.call(PUT, JSON.stringify(record("s", "next")));
    lab.advance(86_400_000);
    return [first, lab.call(PUT, JSON.stringify(record("s", "a day later"))), lab.now(), lab.save()];
  };
  assert.deepEqual(goOn(other), goOn(lab));
  lab.restore(saved);
  lab.restore(saved);
  assert.deepEqual(lab.save(), saved);
});

test("bytes that are no saved lab are refused with what is wrong, and change nothing", async () => {
  const lab = await open();
  stream(lab, "s", 1);
  lab.kinesis("PutRecord", record("s", "x"));
  const saved = lab.save();
  const altered = (at, value) => saved.map((byte, nth) => (nth === at ? value : byte));
  const check = (bytes, words) => {
    assert.throws(() => lab.restore(bytes), { name: "Error", message: words });
    assert.deepEqual(lab.save(), saved);
  };
  check(new Uint8Array(0), /no bytes/);
  check(new TextEncoder().encode("PK a zip file, say"), /no saved lab/);
  check(saved.subarray(0, 5), /cut off/);
  check(saved.subarray(0, saved.length - 1), /cut off: \d+ of \d+ bytes/);
  check(new Uint8Array([...saved, 0]), /1 bytes follow/);
  check(altered(8, 2), /format 2; this version reads up to format 1/);
  check(altered(11, 57), /version "9\./);
  check(altered(saved.length - 1, saved.at(-1) ^ 1), /digest/);
  for (let at = 0; at < saved.length; at += 7) check(altered(at, saved[at] ^ 0x40), /./);
  for (const bytes of [undefined, null, "text", [1, 2], new ArrayBuffer(8)]) {
    assert.throws(() => lab.restore(bytes), { name: "TypeError", message: /Uint8Array/ });
  }
  lab.kinesis("PutRecord", record("s", "goes on"));
});

test("a state made up under a right digest breaks nothing but itself", async () => {
  const { createHash } = await import("node:crypto");
  const lab = await open();
  stream(lab, "s", 3);
  for (let nth = 0; nth < 30; nth += 1) lab.kinesis("PutRecord", { StreamName: "s", PartitionKey: `k${nth}`, Data: "eA==" });
  const saved = lab.save();
  const head = 8 + 2 + 1 + saved[10] + 8;
  let taken = 0;
  for (let at = head + 16; at < saved.length; at += 1) {
    const forged = Uint8Array.from(saved);
    forged[at] = at % 3 === 0 ? 0xff : forged[at] ^ (1 << at % 7);
    forged.set(createHash("md5").update(forged.subarray(head + 16)).digest(), head);
    const trial = await createLab();
    try {
      trial.restore(forged);
      taken += 1;
    } catch (problem) {
      assert.match(problem.message, /^restore: the saved lab is damaged/);
    }
    // Taken or not, a lab answers.
    const answer = trial.call(PUT, JSON.stringify(record("s", "x")));
    assert.ok([200, 400, 500].includes(answer.status), `byte ${at}: ${answer.status}`);
    trial.free();
  }
  assert.ok(taken > 0, "some forgeries are states, too");
  assert.deepEqual(lab.save(), saved);
});

test("a freed lab says so, and a second free is none", async () => {
  const lab = await createLab();
  lab.free();
  lab.free();
  for (const use of [() => lab.call(PUT, "{}"), () => lab.advance(1), () => lab.now(), () => lab.save(), () => lab.events("1"),
    () => lab.restore(new Uint8Array(1))]) {
    assert.throws(use, /freed/);
  }
});

test("free gives the memory back", async () => {
  const big = { StreamName: "s", PartitionKey: "k", Data: btoa("x".repeat(1_000_000)) };
  // Sixteen times 100 MB at once would be more than such a machine lends to one process of tests.
  for (let round = 0; round < 16; round += 1) {
    const lab = await open({ throttling: false });
    stream(lab, "s", 1);
    for (let nth = 0; nth < 100; nth += 1) lab.kinesis("PutRecord", big);
    lab.free();
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
  globalThis.gc?.();
  assert.ok(process.memoryUsage.rss() < 1_500_000_000, `${process.memoryUsage.rss()} bytes are in use`);
});

test("events of a subscription come as JSON, each once", async () => {
  const lab = await open();
  stream(lab, "s", 1);
  const { StreamARN } = lab.kinesis("DescribeStreamSummary", { StreamName: "s" }).StreamDescriptionSummary;
  const { Consumer } = lab.kinesis("RegisterStreamConsumer", { StreamARN, ConsumerName: "app" });
  lab.advance(60_000);
  const subscribe = { ConsumerARN: Consumer.ConsumerARN, ShardId: "shardId-000000000000", StartingPosition: { Type: "LATEST" } };
  const { SubscriptionId } = lab.kinesis("SubscribeToShard", subscribe);
  const { SequenceNumber } = lab.kinesis("PutRecord", record("s", "hello"));
  lab.advance(1_000);
  const read = () => JSON.parse(lab.events(SubscriptionId)).flatMap(({ Records }) => Records);
  const records = read();
  assert.equal(records.length, 1);
  assert.deepEqual([records[0].SequenceNumber, atob(records[0].Data)], [SequenceNumber, "hello"]);
  assert.deepEqual(read(), []);
  assert.equal(lab.events("no such thing"), "[]");
  assert.throws(() => lab.events(5), { name: "TypeError", message: /subscriptionId/ });
});

test("operations newer than the profile are unknown to it", async () => {
  const input = { StreamARN: "arn:aws:kinesis:us-east-1:123456789012:stream/s", MaxRecordSizeInKiB: 2_048 };
  const type = async (profile) => ask(await open({ profile }), "kinesis", "UpdateMaxRecordSize", input).json.__type;
  assert.equal(await type("exam-2022"), "UnknownOperationException");
  assert.equal(await type("aws-2026"), "ResourceNotFoundException");
});
