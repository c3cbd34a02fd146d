// What a program does with AWS' SDK, over a lab. Each function is one scenario with its own checks; `sdk.test.mjs` runs
// them in Node, `browser.test.mjs` in Chromium.

import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  ListTagsForStreamCommand,
  MergeShardsCommand,
  ProvisionedThroughputExceededException,
  PutRecordCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  SplitShardCommand,
  SubscribeToShardCommand,
  UpdateShardCountCommand,
  paginateListStreams,
  waitUntilStreamExists,
  waitUntilStreamNotExists,
} from "@aws-sdk/client-kinesis";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SQSClient,
  SendMessageBatchCommand,
  SendMessageCommand,
  paginateListQueues,
} from "@aws-sdk/client-sqs";
import { clientOptions } from "./handler.mjs";

/** A waiter's pause in real seconds: the lab's clock moves with each of its questions, by `stepMs`. */
const PAUSE = { minDelay: 0.01, maxDelay: 0.01, maxWaitTime: 20 };

export const kinesisScenarios = { createPutIterate, reshard, fanOut, paginators, waiters, exceptions, retries, tags };
export const sqsScenarios = { fifoGroups, standardQueue, queuePaginator, queueExceptions };

async function createPutIterate(lab) {
  const client = new KinesisClient(clientOptions(lab));
  await stream(lab, client, "orders", 3);
  const Records = Array.from({ length: 50 }, (_, nth) => ({ PartitionKey: `customer-${nth}`, Data: bytes(`order ${nth}`) }));
  const put = await client.send(new PutRecordsCommand({ StreamName: "orders", Records }));
  equal(put.FailedRecordCount, 0, "failed records");
  equal(new Set(put.Records.map(({ ShardId }) => ShardId)).size, 3, "shards written to");
  const one = await client.send(new PutRecordCommand({ StreamName: "orders", PartitionKey: "x", Data: bytes("last") }));
  equal(one.SequenceNumber.length, 56, "digits of a sequence number");

  const read = [];
  const { Shards } = await client.send(new ListShardsCommand({ StreamName: "orders" }));
  for (const { ShardId } of Shards) read.push(...(await drain(lab, client, "orders", ShardId)));
  const sent = [...Records.map(({ Data }) => text(Data)), "last"];
  equal(read.map(({ Data }) => text(Data)).sort().join(), sent.sort().join(), "what was read");
  const times = read.map(({ ApproximateArrivalTimestamp }) => ApproximateArrivalTimestamp.getTime());
  ok(times.every((time) => Math.abs(time - lab.now()) < 600_000), "records arrive on the lab's clock");
}

async function reshard(lab) {
  const client = new KinesisClient(clientOptions(lab));
  await stream(lab, client, "s", 1);
  const put = (data) => client.send(new PutRecordCommand({ StreamName: "s", PartitionKey: "k", Data: bytes(data) }));
  await put("parent");
  const half = (2n ** 127n).toString();
  await client.send(new SplitShardCommand({ StreamName: "s", ShardToSplit: "shardId-000000000000", NewStartingHashKey: half }));
  await active(lab, client, "s");
  const { ShardId } = await put("child");
  ok(ShardId !== "shardId-000000000000", "the parent takes nothing more");
  const children = (await drain(lab, client, "s", "shardId-000000000000", true)).children;
  equal(children.map(({ ShardId }) => ShardId).join(), "shardId-000000000001,shardId-000000000002", "children");
  const [one, other] = children.map(({ ShardId }) => ShardId);
  await client.send(new MergeShardsCommand({ StreamName: "s", ShardToMerge: one, AdjacentShardToMerge: other }));
  await active(lab, client, "s");
  const count = { StreamName: "s", TargetShardCount: 2, ScalingType: "UNIFORM_SCALING" };
  const update = await client.send(new UpdateShardCountCommand(count));
  equal(update.CurrentShardCount, 1, "shards before");
  await active(lab, client, "s");
  const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName: "s" }));
  equal(StreamDescriptionSummary.OpenShardCount, 2, "open shards");
}

async function fanOut(lab) {
  const client = new KinesisClient(clientOptions(lab));
  await stream(lab, client, "s", 1);
  const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName: "s" }));
  const register = { StreamARN: StreamDescriptionSummary.StreamARN, ConsumerName: "app" };
  const { Consumer } = await client.send(new RegisterStreamConsumerCommand(register));
  lab.advance(60_000);
  const subscribe = {
    ConsumerARN: Consumer.ConsumerARN,
    ShardId: "shardId-000000000000",
    StartingPosition: { Type: "TRIM_HORIZON" },
  };
  const put = (data) => client.send(new PutRecordCommand({ StreamName: "s", PartitionKey: "k", Data: bytes(data) }));
  await put("before");
  const { EventStream } = await client.send(new SubscribeToShardCommand(subscribe));
  const read = [];
  for await (const { SubscribeToShardEvent } of EventStream) {
    read.push(...SubscribeToShardEvent.Records.map(({ Data }) => text(Data)));
    ok(/^\d{56}$/.test(SubscribeToShardEvent.ContinuationSequenceNumber), "each event says where to go on");
    if (read.length === 1 && read[0] === "before") await put("after");
    if (read.length >= 2) break;
  }
  equal(read.join(), "before,after", "what was pushed");
  // The subscription still stands, and another within five seconds is refused.
  await refused(client.send(new SubscribeToShardCommand(subscribe)), ResourceInUseException);
}

async function paginators(lab) {
  const client = new KinesisClient(clientOptions(lab, { stepMs: 1_000 }));
  const names = Array.from({ length: 7 }, (_, nth) => `stream-${nth}`);
  for (const StreamName of names) {
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    await active(lab, client, StreamName);
  }
  const found = [];
  let pages = 0;
  for await (const page of paginateListStreams({ client, pageSize: 3 }, {})) {
    found.push(...page.StreamNames);
    pages += 1;
  }
  equal(found.join(), names.join(), "streams");
  equal(pages, 3, "pages");

  const shards = [];
  await client.send(new CreateStreamCommand({ StreamName: "wide", ShardCount: 10 }));
  await active(lab, client, "wide");
  for (let input = { StreamName: "wide", MaxResults: 4 }; input !== undefined; ) {
    const page = await client.send(new ListShardsCommand(input));
    shards.push(...page.Shards.map(({ ShardId }) => ShardId));
    input = page.NextToken && { NextToken: page.NextToken, MaxResults: 4 };
  }
  equal(new Set(shards).size, 10, "shards over three pages");
}

async function waiters(lab) {
  const client = new KinesisClient(clientOptions(lab, { stepMs: 1_000 }));
  await client.send(new CreateStreamCommand({ StreamName: "slow", ShardCount: 2 }));
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName: "slow" }));
  equal(StreamDescription.StreamStatus, "CREATING", "at first");
  const exists = await waitUntilStreamExists({ client, ...PAUSE }, { StreamName: "slow" });
  equal(exists.state, "SUCCESS", "waited for the stream");
  await client.send(new DeleteStreamCommand({ StreamName: "slow" }));
  const gone = await waitUntilStreamNotExists({ client, ...PAUSE }, { StreamName: "slow" });
  equal(gone.state, "SUCCESS", "waited for its end");
}

async function exceptions(lab) {
  const client = new KinesisClient(clientOptions(lab));
  const problem = await refused(client.send(new DescribeStreamCommand({ StreamName: "none" })), ResourceNotFoundException);
  equal(problem.$metadata.httpStatusCode, 400, "status");
  ok(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(problem.$metadata.requestId), "a request id");
  await stream(lab, client, "s", 1);
  await refused(client.send(new CreateStreamCommand({ StreamName: "s", ShardCount: 1 })), ResourceInUseException);
  const bad = client.send(new PutRecordCommand({ StreamName: "s", PartitionKey: "", Data: bytes("x") }));
  const validation = await refused(bad);
  equal(validation.name, "ValidationException", "an empty key");
}

async function retries(lab) {
  const patient = new KinesisClient(clientOptions(lab, { stepMs: 400 }));
  const hasty = new KinesisClient({ ...clientOptions(lab), maxAttempts: 1 });
  await stream(lab, patient, "s", 1);
  const Data = new Uint8Array(900_000);
  const fill = () => hasty.send(new PutRecordCommand({ StreamName: "s", PartitionKey: "k", Data }));
  const full = async () => {
    for (let nth = 0; nth < 5; nth += 1) await fill();
  };
  await refused(full(), ProvisionedThroughputExceededException);
  // The client tries again by itself; the lab's clock moves with each of its calls.
  const put = await patient.send(new PutRecordCommand({ StreamName: "s", PartitionKey: "k", Data }));
  ok(put.$metadata.attempts > 1, `attempts: ${put.$metadata.attempts}`);
}

async function tags(lab) {
  const client = new KinesisClient(clientOptions(lab, { stepMs: 1_000 }));
  await stream(lab, client, "s", 1);
  await client.send(new AddTagsToStreamCommand({ StreamName: "s", Tags: { team: "data", stage: "test" } }));
  const { Tags, HasMoreTags } = await client.send(new ListTagsForStreamCommand({ StreamName: "s" }));
  equal(Tags.map(({ Key, Value }) => `${Key}=${Value}`).join(), "stage=test,team=data", "tags");
  equal(HasMoreTags, false, "more tags");
}

async function fifoGroups(lab) {
  const client = new SQSClient(clientOptions(lab));
  const Attributes = { FifoQueue: "true", ContentBasedDeduplication: "true" };
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "orders.fifo", Attributes }));
  const send = (MessageBody, MessageGroupId) => client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId }));
  const receive = async (most = 10) => {
    const input = { QueueUrl, MaxNumberOfMessages: most, MessageSystemAttributeNames: ["All"] };
    return (await client.send(new ReceiveMessageCommand(input))).Messages ?? [];
  };
  for (const body of ["a1", "a2", "a3"]) await send(body, "a");
  const first = await send("b1", "b");
  const again = await send("b1", "b");
  equal(again.MessageId, first.MessageId, "a repeated message is the first one");

  const [head] = await receive(1);
  equal(head.Body, "a1", "the group's head");
  equal(head.Attributes.MessageGroupId, "a", "its group");
  equal((await receive()).map(({ Body }) => Body).join(), "b1", "a locked group gives nothing");
  await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: head.ReceiptHandle, VisibilityTimeout: 0 }));
  const [back] = await receive(1);
  equal(back.Body, "a1", "given back, it is the head again");
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: back.ReceiptHandle }));
  equal((await receive()).map(({ Body }) => Body).join(), "a2,a3", "deleted, it opens the group");
  // A lock ends with its visibility timeout.
  lab.advance(31_000);
  equal((await receive()).map(({ Body }) => Body).join(), "a2,a3,b1", "after the timeout");
}

async function standardQueue(lab) {
  const client = new SQSClient(clientOptions(lab));
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "work" }));
  equal((await client.send(new GetQueueUrlCommand({ QueueName: "work" }))).QueueUrl, QueueUrl, "the queue's URL");
  const Entries = Array.from({ length: 10 }, (_, nth) => ({ Id: `m${nth}`, MessageBody: `job ${nth}` }));
  const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  equal(sent.Successful.length, 10, "sent");
  const got = new Set();
  for (let round = 0; round < 20 && got.size < 10; round += 1) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { Body, ReceiptHandle } of Messages) {
      got.add(Body);
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
  equal(got.size, 10, "received");
  const AttributeNames = ["ApproximateNumberOfMessages"];
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  equal(Attributes.ApproximateNumberOfMessages, "0", "left");
}

async function queuePaginator(lab) {
  const client = new SQSClient(clientOptions(lab));
  for (let nth = 0; nth < 5; nth += 1) await client.send(new CreateQueueCommand({ QueueName: `queue-${nth}` }));
  const found = [];
  for await (const page of paginateListQueues({ client, pageSize: 2 }, {})) found.push(...(page.QueueUrls ?? []));
  equal(found.length, 5, "queues over three pages");
}

async function queueExceptions(lab) {
  const client = new SQSClient(clientOptions(lab));
  await refused(client.send(new GetQueueUrlCommand({ QueueName: "none" })), QueueDoesNotExist);
}

/** A stream that is ACTIVE. */
async function stream(lab, client, StreamName, ShardCount) {
  await client.send(new CreateStreamCommand({ StreamName, ShardCount }));
  await active(lab, client, StreamName);
}

async function active(lab, client, StreamName) {
  for (let second = 0; second < 600; second += 1) {
    const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
    if (StreamDescriptionSummary.StreamStatus === "ACTIVE") return;
    lab.advance(1_000);
  }
  throw new Error(`${StreamName} doesn't become ACTIVE`);
}

/** All records of a shard; to the end of a closed one, or until two reads in a row give nothing. */
async function drain(lab, client, StreamName, ShardId) {
  const start = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" };
  let { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
  const records = [];
  for (let empty = 0; ShardIterator && empty < 2; ) {
    lab.advance(250);
    const page = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 20 }));
    records.push(...page.Records);
    records.children = page.ChildShards ?? [];
    empty = page.Records.length === 0 ? empty + 1 : 0;
    ShardIterator = page.NextShardIterator;
  }
  return records;
}

/** The problem that a call ends with, of this class if one is named. */
async function refused(call, expected = Error) {
  const problem = await call.then(
    () => undefined,
    (problem) => problem,
  );
  ok(problem !== undefined, `a refusal, ${expected.name}`);
  ok(problem instanceof expected, `${expected.name}, not ${problem}`);
  return problem;
}

function bytes(value) {
  return new TextEncoder().encode(value);
}

function text(value) {
  return new TextDecoder().decode(value);
}

function equal(found, expected, what) {
  ok(found === expected, `${what}: ${found} instead of ${expected}`);
}

function ok(holds, what) {
  if (!holds) throw new Error(what);
}
