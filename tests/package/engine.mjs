// The built package, and short calls on it. `cargo xtask test` builds it first; `cargo xtask package` does it by hand.

import { readFileSync } from "node:fs";

export const FOLDER = new URL("../../target/npm/shardlab-engine/", import.meta.url);
export const { createLab } = await import(new URL("index.js", FOLDER));

const PREFIXES = { kinesis: "Kinesis_20131202", sqs: "AmazonSQS", dynamodb: "DynamoDB_20120810" };

/** A lab with calls that must succeed: `lab.kinesis("CreateStream", { … })` gives the answer's JSON. */
export async function open(options) {
  const lab = await createLab(options);
  for (const service of Object.keys(PREFIXES)) {
    lab[service] = (operation, input) => {
      const answer = ask(lab, service, operation, input);
      if (answer.status !== 200) throw new Error(`${operation}: ${answer.status} ${JSON.stringify(answer.json)}`);
      return answer.json;
    };
  }
  return lab;
}

/** One call, whatever comes of it: `{ status, headers, json }`. */
export function ask(lab, service, operation, input) {
  const { status, headers, body } = lab.call(`${PREFIXES[service]}.${operation}`, JSON.stringify(input));
  return { status, headers, json: body === "" ? {} : JSON.parse(body) };
}

/** A stream that is ACTIVE. */
export function stream(lab, name, shards) {
  lab.kinesis("CreateStream", { StreamName: name, ShardCount: shards });
  settle(lab, name);
}

/** Lets time pass until the stream is ACTIVE. */
export function settle(lab, name) {
  for (let second = 0; second < 600; second += 1) {
    const { StreamDescriptionSummary } = lab.kinesis("DescribeStreamSummary", { StreamName: name });
    if (StreamDescriptionSummary.StreamStatus === "ACTIVE") return;
    lab.advance(1000);
  }
  throw new Error(`${name} doesn't become ACTIVE within 10 minutes`);
}

/** One of the engine's data files. */
export function data(name) {
  const file = new URL(`../../crates/stream-engine/tests/data/${name}`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8"));
}
