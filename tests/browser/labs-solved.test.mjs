// The other labs solved as a learner would, twice each: with the mouse, and with the keyboard alone from load to solved.

import assert from "node:assert/strict";
import { test } from "node:test";
import { keyboard, mouse } from "./hands.mjs";
import { open, passes, solved } from "./lab.mjs";

const ONLY_BY_THE_ENDPOINT = ',"Condition": {"StringEquals": {"aws:SourceVpce": "vpce-033ae0424fd9c4756"}}';

/** How each lab is solved: what is built, what is done before Play, and what once the run has passed a second. */
const WAYS = {
  producers: {
    way: "aggregation and a buffer of 70 ms",
    async begin(hand) {
      await hand.choose("KPL packs events into records", "yes (aggregation)");
      await hand.slide("KPL RecordMaxBufferedTime", 70);
    },
  },
  "fan-out": {
    way: "enhanced fan-out",
    begin: (hand) => hand.choose("Read mode", "enhanced"),
  },
  kcl: {
    way: "a short fail-over time, a checkpoint every two seconds, then a crash",
    async begin(hand) {
      await hand.slide("Checkpoint every", 2);
      await hand.slide("Fail-over time", 3);
    },
    at: 60,
    then: (hand) => hand.press("Crash worker-b"),
  },
  lambda: {
    way: "two retries, bisect, a queue and four lanes once there is a backlog",
    fastest: "1 000×",
    at: 1_800,
    async then(hand) {
      await hand.choose("Retry attempts", "2");
      await hand.choose("When a batch fails", "bisect it");
      await hand.choose("On-failure destination", "SQS queue");
      await hand.slide("Parallelization factor", 4);
    },
  },
  delivery: {
    way: "an interval of 110 s",
    begin: (hand) => hand.slide("Firehose buffer interval", 110),
  },
  security: {
    way: "two narrow roles, the endpoint as a condition, a key of one's own",
    async begin(hand) {
      for (const [role, preset] of [["Writer's role", "put only, and use the key"], ["Reader's role", "read only, and use the key"]]) {
        await hand.pick("Policy of", role);
        await hand.pick("Begin with", preset);
        await hand.insert("Text of the policy, JSON", '"Resource": "arn:aws:kinesis:', ONLY_BY_THE_ENDPOINT);
        await hand.press("Put in place");
      }
      await hand.choose("Writer's way", "VPC endpoint");
      await hand.choose("Reader's way", "VPC endpoint");
      await hand.choose("Encryption at rest", "your key");
    },
  },
  "fifo-race": {
    way: "25 consumers on the queue",
    begin: (hand) => hand.slide("SQS consumers", 25),
  },
  sandbox: {
    way: "a second shard and more queue workers",
    async build(hand) {
      await hand.unfold("Queue workers");
      await hand.enter("Workers", "100");
      await hand.press("Begin a run with this");
    },
    begin: (hand) => hand.press("Split shard 0"),
  },
};

const HANDS = { "with the mouse": mouse, "with the keyboard alone": keyboard };

for (const [by, handOf] of Object.entries(HANDS)) {
  for (const [id, { way, build, begin, at, then, fastest = "100×" }] of Object.entries(WAYS)) {
    test(`${id} is solved ${by}: ${way}`, async () => {
      const { page, problems, close } = await open(`#/lab/${id}`);
      const hand = handOf(page);
      await build?.(hand);
      await hand.choose("Speed", fastest);
      await begin?.(hand);
      await hand.play();
      if (then) {
        await passes(page, at);
        await hand.pause();
        await then(hand);
        await hand.play();
      }
      await solved(page);
      assert.deepEqual(problems(), []);
      await close();
    });
  }
}

for (const [by, handOf] of Object.entries(HANDS)) {
  test(`capacity-modes earns gold ${by}: on the timeline to the morning and the evening, four shards between`, async () => {
    const { page, problems, close } = await open("#/lab/capacity-modes");
    const hand = handOf(page);
    for (const [hour, shards] of [[7, "4"], [20.5, "2"]]) {
      await hand.slide("Moment of the run", hour * 3_600_000);
      await hand.enter("TargetShardCount", shards);
      await hand.press("UpdateShardCount");
    }
    await hand.slide("Moment of the run", 30 * 3_600_000);
    await page.getByRole("heading", { name: "Solved, with gold" }).waitFor();
    assert.deepEqual(problems(), []);
    await close();
  });
}

test("fifo-race: shards for one side, groups and batches for the other solve the second challenge, too", async () => {
  const { page, lab, problems, close } = await open("#/lab/fifo-race");
  const hand = mouse(page);
  const enter = (label, number) => hand.enter(`${label}, exact number`, String(number));
  for (const [label, number] of [["Trucks (groups)", 300], ["Work per message", 1], ["SQS consumers", 300], ["Kinesis consumers", 40]]) await enter(label, number);
  await hand.choose("SQS calls", "10 of one truck");
  await hand.choose("SQS throughput", "high throughput");
  for (const [second, shards] of [[0, 10], [31, 20], [62, 40], [93, 80]]) {
    await lab.goTo(second * 1_000);
    await enter("Shards", shards);
  }
  await lab.playUntil(125);
  await enter("Messages a second", 20_000);
  await hand.press("600 000 more");
  await lab.speed("10×");
  await hand.play();
  await page.getByRole("region", { name: /^Challenge B/ }).getByRole("heading", { name: "Solved" }).waitFor({ timeout: 60_000 });
  assert.deepEqual(problems(), []);
  await close();
});
