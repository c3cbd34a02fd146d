// The vectors of the engine's native tests, through the package.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { ask, data, open, settle, stream } from "./engine.mjs";

const SHARD_0 = "shardId-000000000000";

for (const shards of [1, 2, 3, 4, 5, 7, 10, 100]) {
  test(`keys land in the right one of ${shards} shards`, async () => {
    const lab = await open({ throttling: false });
    stream(lab, "s", shards);
    for (const { id, key, shard } of data("placement.json").cases) {
      if (shard[shards] === undefined) continue;
      const { ShardId } = lab.kinesis("PutRecord", { StreamName: "s", PartitionKey: key, Data: "" });
      assert.equal(ShardId, `shardId-${String(shard[shards]).padStart(12, "0")}`, id);
    }
  });
}

test("fresh streams have the right ranges", async () => {
  for (const { id, shards, ranges } of data("ranges.json").cases) {
    const lab = await open();
    stream(lab, "s", shards);
    const found = list(lab).map(({ HashKeyRange }) => [HashKeyRange.StartingHashKey, HashKeyRange.EndingHashKey]);
    assert.deepEqual(found, ranges, id);
  }
});

test("resharding gives the right shards", async () => {
  const { cases, probeKeys } = data("reshard.json");
  for (const { id, shards, steps, rangeToleranceUnits = 0 } of cases) {
    const lab = await open({ throttling: false });
    stream(lab, "s", shards);
    for (const { op, shards: expected, probePlacement } of steps) {
      reshard(lab, op);
      if (!Array.isArray(expected)) continue;
      const found = list(lab);
      assert.deepEqual(found.map(({ ShardId }) => ShardId), expected.map(({ id }) => id), id);
      found.forEach((shard, nth) => sameShard(shard, expected[nth], rangeToleranceUnits, id));
      (probePlacement ?? []).forEach((shard, nth) => {
        const record = { StreamName: "s", PartitionKey: probeKeys[nth], Data: "" };
        assert.equal(lab.kinesis("PutRecord", record).ShardId, shard, `${id} ${probeKeys[nth]}`);
      });
    }
  }
});

function reshard(lab, { op, shard, at, adjacent, target }) {
  const calls = {
    SplitShard: () => ["SplitShard", { ShardToSplit: shard, NewStartingHashKey: at }],
    MergeShards: () => ["MergeShards", { ShardToMerge: shard, AdjacentShardToMerge: adjacent }],
    UpdateShardCount: () => ["UpdateShardCount", { TargetShardCount: target, ScalingType: "UNIFORM_SCALING" }],
  };
  calls.split = calls.SplitShard;
  calls.merge = calls.MergeShards;
  const [operation, input] = calls[op]();
  lab.kinesis(operation, { StreamName: "s", ...input });
  settle(lab, "s");
}

function sameShard(found, expected, tolerance, id) {
  const near = (one, other) => {
    const distance = BigInt(one) - BigInt(other);
    assert.ok(distance <= BigInt(tolerance) && -distance <= BigInt(tolerance), `${id} ${expected.id}: ${one}, ${other}`);
  };
  near(found.HashKeyRange.StartingHashKey, expected.start);
  near(found.HashKeyRange.EndingHashKey, expected.end);
  assert.equal(found.ParentShardId ?? null, expected.parent, `${id} ${expected.id}`);
  assert.equal(found.AdjacentParentShardId ?? null, expected.adjacentParent, `${id} ${expected.id}`);
  assert.equal("EndingSequenceNumber" in found.SequenceNumberRange, expected.closed, `${id} ${expected.id}`);
}

function list(lab) {
  return lab.kinesis("ListShards", { StreamName: "s" }).Shards;
}

test("reads give the right records", async () => {
  for (const { id, shards, steps } of data("read.json").cases) {
    const lab = await open();
    stream(lab, "s", shards);
    const reading = { lab, id, numbers: new Map(), iterators: new Map(), marked: 0 };
    for (const step of steps) read(reading, step);
  }
});

function read(reading, step) {
  const { lab, id, numbers, iterators } = reading;
  const get = (Limit) => {
    lab.advance(250);
    return lab.kinesis("GetRecords", { ShardIterator: iterators.get(step.use), Limit });
  };
  const steps = {
    put() {
      const input = { StreamName: "s", PartitionKey: step.key, ExplicitHashKey: step.explicitHashKey, Data: btoa(step.data) };
      numbers.set(step.data, lab.kinesis("PutRecord", input).SequenceNumber);
    },
    split: () => reshard(lab, step),
    merge: () => reshard(lab, step),
    advance: () => lab.advance(step.seconds * 1_000),
    mark: () => (reading.marked = lab.now()),
    iterator() {
      const input = { StreamName: "s", ShardId: step.shard, ShardIteratorType: step.type };
      if (step.seqOf === "shard-start") input.StartingSequenceNumber = list(lab)[0].SequenceNumberRange.StartingSequenceNumber;
      else if (step.seqOf) input.StartingSequenceNumber = numbers.get(step.seqOf);
      if (step.type === "AT_TIMESTAMP") input.Timestamp = reading.marked / 1_000;
      iterators.set(step.as, lab.kinesis("GetShardIterator", input).ShardIterator);
    },
    get() {
      const { Records, NextShardIterator } = get(step.limit);
      assert.deepEqual(Records.map(({ Data }) => atob(Data)), step.expect, id);
      iterators.set(step.as, NextShardIterator);
    },
    drain() {
      const all = [];
      let answer;
      do {
        answer = get();
        all.push(...answer.Records.map(({ Data }) => atob(Data)));
        iterators.set(step.use, answer.NextShardIterator);
      } while (answer.NextShardIterator);
      assert.deepEqual(all, step.expect, id);
      const children = (answer.ChildShards ?? []).map(({ ShardId, ParentShards }) => [ShardId, ParentShards]);
      const expected = step.childShards ?? [];
      assert.deepEqual(children, expected, id);
    },
  };
  steps[step.op]();
}

test("bad requests get the right errors", async () => {
  for (const { id, action, body, expect, message, messageBinding } of data("errors.json").cases) {
    const lab = await open();
    stream(lab, "gold", 3);
    stream(lab, "reshard", 2);
    const split = { StreamName: "reshard", ShardToSplit: SHARD_0, NewStartingHashKey: (2n ** 126n).toString() };
    lab.kinesis("SplitShard", split);
    settle(lab, "reshard");
    lab.advance(10_000);
    const { status, json } = ask(lab, "kinesis", action, expanded(lab, body));
    assert.equal(status, expect === null ? 200 : 400, `${id}: ${JSON.stringify(json)}`);
    if (expect === null) continue;
    assert.ok((expect.oneOf ?? [expect.type]).includes(json.__type), `${id}: ${json.__type}`);
    if (!messageBinding) continue;
    const text = message.replace("<account>", "123456789012").replace("<now>", String(lab.now()));
    assert.equal(json.message ?? json.Message, text, id);
  }
});

/** Puts in what the file writes short, or can't know. */
function expanded(lab, body) {
  const iterator = () => lab.kinesis("GetShardIterator", { StreamName: "gold", ShardId: SHARD_0, ShardIteratorType: "TRIM_HORIZON" });
  const start = () => lab.kinesis("ListShards", { StreamName: "gold" }).Shards[0].SequenceNumberRange.StartingSequenceNumber;
  const value = (value) => {
    if (value?.$repeat) return value.$repeat.repeat(value.count);
    if (typeof value !== "string") return value;
    if (value.startsWith("<TRIM_HORIZON")) return iterator().ShardIterator;
    return value.startsWith("<StartingSequenceNumber") ? start() : value;
  };
  return Object.fromEntries(Object.entries(body).map(([name, given]) => [name, value(given)]));
}

test("FIFO queues do what they should, step by step", async () => {
  for (const { id, createQueue, expect, queueAttributes, steps } of data("sqs-fifo.json").cases) {
    const lab = await open();
    if (createQueue) {
      const input = { QueueName: createQueue.name, Attributes: createQueue.attributes };
      outcome(ask(lab, "sqs", "CreateQueue", input), expect, id);
      continue;
    }
    const { QueueUrl } = lab.sqs("CreateQueue", { QueueName: "gold.fifo", Attributes: queueAttributes });
    const queue = { lab, QueueUrl, handles: new Map(), numbers: new Map() };
    steps.forEach((step, nth) => fifoStep(queue, step, `${id}, step ${nth + 1}`));
  }
});

function fifoStep({ lab, QueueUrl, handles, numbers }, step, id) {
  const call = (operation, input) => ask(lab, "sqs", operation, { QueueUrl, ...input });
  const text = (value) => (value?.$repeat ? value.$repeat.repeat(value.count) : value);
  const ReceiptHandle = handles.get(step.ref);
  const attribute = ([name, StringValue]) => [name, { DataType: "String", StringValue }];
  const steps = {
    send() {
      const MessageAttributes = step.attrs && Object.fromEntries(Object.entries(step.attrs).map(attribute));
      const message = { MessageBody: text(step.body), MessageGroupId: text(step.group), MessageDeduplicationId: text(step.dedup) };
      const answer = call("SendMessage", { ...message, DelaySeconds: step.delay, MessageAttributes });
      outcome(answer, step.expect, id);
      if (answer.status === 200) numbers.set(step.group, [...(numbers.get(step.group) ?? []), BigInt(answer.json.SequenceNumber)]);
    },
    sendBatch: () => outcome(call("SendMessageBatch", { Entries: step.entries }), step.expect, id),
    receive() {
      const input = { MaxNumberOfMessages: step.max, VisibilityTimeout: step.visibilityTimeout, ReceiveRequestAttemptId: step.attemptId };
      const answer = call("ReceiveMessage", input);
      if (!Array.isArray(step.expect)) return outcome(answer, step.expect, id);
      assert.equal(answer.status, 200, `${id}: ${JSON.stringify(answer.json)}`);
      const messages = answer.json.Messages ?? [];
      const order = step.groupOrderAdvisory ? byGroup : (bodies) => bodies;
      assert.deepEqual(order(messages.map(({ Body }) => Body)), order(step.expect), id);
      for (const { Body, ReceiptHandle } of messages) handles.set(Body, ReceiptHandle);
    },
    delete: () => outcome(call("DeleteMessage", { ReceiptHandle }), step.expect, id),
    changeVisibility: () => {
      outcome(call("ChangeMessageVisibility", { ReceiptHandle, VisibilityTimeout: step.timeout }), step.expect, id);
    },
    purge: () => outcome(call("PurgeQueue", {}), step.expect, id),
    advance: () => lab.advance(step.seconds * 1_000),
    checkSequence() {
      for (const all of numbers.values()) assert.ok(all.every((number, nth) => nth === 0 || all[nth - 1] < number), id);
    },
  };
  steps[step.op]();
}

/** Order inside each group, whatever the order of the groups. */
function byGroup(bodies) {
  return bodies.toSorted((one, other) => groupOf(one).localeCompare(groupOf(other)));
}

function groupOf(body) {
  return body.split("-")[0];
}

/** `ok`, or a code, after its last dot, and perhaps a text. */
function outcome({ status, headers, json }, expected, id) {
  if (expected === "ok") return assert.equal(status, 200, `${id}: ${JSON.stringify(json)}`);
  assert.equal(status, 400, id);
  // The older code, which SQS sends beside the JSON one.
  const code = headers["x-amzn-query-error"]?.split(";")[0] ?? json.__type;
  assert.equal(code.split(".").at(-1), expected.error.split(".").at(-1), `${id}: ${json.message}`);
  if (expected.message) {
    const parts = expected.message.split("<handle>");
    assert.ok(json.message.startsWith(parts[0]) && json.message.endsWith(parts.at(-1)), `${id}: ${json.message}`);
  }
}
