// Serves one lab over HTTP on this machine, on the real clock: to run other people's programs and test suites against
// the engine by hand. Not part of the package, and no test of ours: a server that waits for real time is what the
// package is there to avoid.
//
//   cargo xtask package
//   node tests/package/loopback.mjs --port 4567 --profile aws-2026 --no-throttling --create-ms 500
//
// Any credentials will do; signatures aren't checked. HTTP/1.1 and, as AWS' SDK for JavaScript wants it for Kinesis,
// HTTP/2 without TLS.

import { createServer as createHttp } from "node:http";
import { createServer as createHttp2 } from "node:http2";
import { createServer } from "node:net";
import { parseArgs } from "node:util";
import { createLab } from "./engine.mjs";
import { frame } from "./eventstream.mjs";

const SUBSCRIPTION_MS = 5 * 60 * 1000;
const PUSH_MS = 50;
const HTTP2_PREFACE = "PRI * HTTP/2.0";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4567" },
    profile: { type: "string" },
    region: { type: "string" },
    account: { type: "string" },
    "no-throttling": { type: "boolean", default: false },
    "create-ms": { type: "string" },
    "delete-ms": { type: "string" },
    "update-ms": { type: "string" },
  },
});
const ms = (text) => (text === undefined ? undefined : Number(text));
const lab = await createLab({
  profile: values.profile,
  region: values.region,
  accountId: values.account,
  startTime: new Date().toISOString(),
  throttling: !values["no-throttling"],
  durations: {
    createStreamMs: ms(values["create-ms"]),
    deleteStreamMs: ms(values["delete-ms"]),
    updateStreamMs: ms(values["update-ms"]),
  },
});

const http = createHttp(answer);
const http2 = createHttp2(answer);
const server = createServer((socket) => {
  socket.once("data", (bytes) => {
    socket.pause();
    socket.unshift(bytes);
    const speaks = bytes.subarray(0, HTTP2_PREFACE.length).toString("latin1") === HTTP2_PREFACE ? http2 : http;
    speaks.emit("connection", socket);
    socket.resume();
  });
  socket.on("error", () => socket.destroy());
});
server.listen(Number(values.port), "127.0.0.1", () => {
  const { port } = server.address();
  process.stdout.write(`http://127.0.0.1:${port}, on the real clock; end it with Ctrl+C\n`);
});

/** Lets the lab's clock catch up with the real one. */
function catchUp() {
  lab.advance(Math.max(0, Date.now() - lab.now()));
}

async function answer(request, response) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  catchUp();
  const target = request.headers["x-amz-target"] ?? "";
  const { status, headers, body } = lab.call(target, Buffer.concat(pieces).toString("utf8"));
  if (target.endsWith(".SubscribeToShard") && status === 200) {
    stream(response, headers, JSON.parse(body).SubscriptionId);
    return;
  }
  response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}

function stream(response, headers, subscription) {
  const end = lab.now() + SUBSCRIPTION_MS;
  response.writeHead(200, { ...headers, "Content-Type": "application/vnd.amazon.eventstream" });
  response.write(frame("initial-response", {}));
  const timer = setInterval(() => {
    catchUp();
    for (const event of JSON.parse(lab.events(subscription))) response.write(frame("SubscribeToShardEvent", event));
    if (lab.now() >= end) response.end();
  }, PUSH_MS);
  response.on("close", () => clearInterval(timer));
}
