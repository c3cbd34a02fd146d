// Lets AWS' own SDK talk to a lab instead of a host: a request handler as its clients take one. Runs in Node and in
// browsers.

import { frame } from "./eventstream.mjs";

const SUBSCRIPTION_MS = 5 * 60 * 1000;
const PUSH_MS = 100;

/**
 * Options for an SDK client of this lab. `stepMs` passes before each call: a client that waits for something asks
 * again and again, and its waiting must move the lab's clock, since its own moves nothing.
 */
export function clientOptions(lab, { stepMs = 0 } = {}) {
  const requests = [];
  const requestHandler = {
    requests,
    metadata: { handlerProtocol: "http/1.1" },
    async handle(request) {
      const target = request.headers["x-amz-target"];
      requests.push(target);
      lab.advance(stepMs);
      const answer = lab.call(target, text(request.body));
      const headers = {};
      for (const [name, value] of Object.entries(answer.headers)) headers[name.toLowerCase()] = value;
      let body = new TextEncoder().encode(answer.body);
      if (target.endsWith(".SubscribeToShard") && answer.status === 200) {
        headers["content-type"] = "application/vnd.amazon.eventstream";
        body = events(lab, JSON.parse(answer.body).SubscriptionId);
      }
      return { response: { statusCode: answer.status, reason: "", headers, body } };
    },
    httpHandlerConfigs: () => ({}),
    updateHttpClientConfig() {},
    destroy() {},
  };
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "anything" };
  return { region: "us-east-1", credentials, requestHandler };
}

function text(body) {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}

/** The events of a subscription while its five minutes last. Waiting for one lets the lab's time pass. */
async function* events(lab, subscription) {
  const end = lab.now() + SUBSCRIPTION_MS;
  yield frame("initial-response", {});
  for (;;) {
    for (const event of JSON.parse(lab.events(subscription))) yield frame("SubscribeToShardEvent", event);
    if (lab.now() >= end) return;
    lab.advance(PUSH_MS);
  }
}
