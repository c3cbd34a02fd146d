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
