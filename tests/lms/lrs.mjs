// A stand-in for a learning-management system that launches by cmi5: gives the token once, keeps documents, takes statements,
// and notes whatever breaks a rule of the specification. On an origin of its own, so that the browser asks before it sends.

import { createServer } from "node:http";
import { randomUUID } from "node:crypto";

const VERBS = "http://adlnet.gov/expapi/verbs/";
const CONTEXT = "https://w3id.org/xapi/cmi5/context/";
const DURATION = /^PT[\d.]+S$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Serves on loopback. `launch` gives the query of a launch; what was learned stays from one launch to the next. A silent one
 * takes the launch and never answers. */
export async function system({ masteryScore, returnURL, launchMode = "Normal", silent = false } = {}) {
  const registration = randomUUID();
  const activityId = "https://lms.example/course/1/unit/2";
  const actor = { objectType: "Agent", account: { homePage: "https://lms.example", name: "learner-7" } };
  const statements = [];
  const broken = [];
  const documents = new Map();
  const asked = [];
  let session;
  let token;
  let refuses = 0;
  let refusal;
  let lost;
  const rule = (holds, text) => holds || broken.push(text);

  const launchData = () => ({
    contextTemplate: {
      contextActivities: { grouping: [{ id: "https://lms.example/course/1" }] },
      extensions: { [`${CONTEXT}extensions/sessionid`]: session },
    },
    launchMode,
    moveOn: "Passed",
    ...(masteryScore && { masteryScore }),
    ...(returnURL && { returnURL }),
  });

  const server = createServer(async (request, response) => {
    const cors = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET, PUT, POST", "Access-Control-Allow-Headers": "authorization, content-type, x-experience-api-version" };
    const answer = (status, body) => {
      response.writeHead(status, { ...cors, "Content-Type": "application/json" });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    if (request.method === "OPTIONS") return answer(204);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const url = new URL(request.url, "http://127.0.0.1");
    asked.push(`${request.method} ${url.pathname} ${url.searchParams.get("stateId") ?? url.searchParams.get("profileId") ?? ""}`.trim());
    if (silent) return;
    if (url.pathname === "/fetch") {
      rule(request.method === "POST", "the token is fetched by POST");
      if (!token) return answer(200, { "error-code": "1", "error-text": "the token was fetched before" });
      const given = token;
      token = undefined;
      return answer(200, { "auth-token": given });
    }
    rule(request.headers.authorization === `Basic ${session}-token`, `${url.pathname}: authorization`);
    rule(request.headers["x-experience-api-version"] === "1.0.3", `${url.pathname}: version`);
    if (url.pathname === "/xapi/activities/state") {
      const { stateId, activityId: activity, agent, registration: of } = Object.fromEntries(url.searchParams);
      rule(activity === activityId && of === registration && agent === JSON.stringify(actor), "a document is the learner's own");
      if (request.method === "PUT") {
        rule(stateId !== "LMS.LaunchData", "launch data is the system's");
        if (lost && body.includes(lost)) return (lost = undefined);
        documents.set(stateId, body);
        return answer(204);
      }
      if (stateId === "LMS.LaunchData") return answer(200, launchData());
      return documents.has(stateId) ? answer(200, JSON.parse(documents.get(stateId))) : answer(404);
    }
    if (url.pathname === "/xapi/agents/profile") return answer(404);
    if (url.pathname === "/xapi/statements") {
      if (refuses > 0) {
        refuses -= 1;
        return answer(refusal);
      }
      const taken = [JSON.parse(body)].flat();
      taken.forEach(take);
      return answer(200, taken.map(({ id }) => id));
    }
    return answer(404);
  });

  function take(statement) {
    const verb = statement.verb.id.replace(VERBS, "");
    const inSession = statements.filter((other) => other.session === session).map((other) => other.verb);
    const before = statements.map((other) => other.verb);
    const { context, result = {}, object } = statement;
    rule(UUID.test(statement.id) && !statements.some(({ id }) => id === statement.id), `${verb}: an id of its own`);
    rule(!Number.isNaN(Date.parse(statement.timestamp)) && statement.timestamp.endsWith("Z"), `${verb}: a time in UTC`);
    rule(JSON.stringify(statement.actor) === JSON.stringify(actor), `${verb}: the launch's actor`);
    rule(context.registration === registration, `${verb}: registration`);
    rule(context.extensions[`${CONTEXT}extensions/sessionid`] === session, `${verb}: session id`);
    rule(context.contextActivities.grouping?.[0].id === "https://lms.example/course/1", `${verb}: the template's grouping`);
    const categories = (context.contextActivities.category ?? []).map(({ id }) => id.replace(`${CONTEXT}categories/`, ""));
    const defined = { initialized: ["cmi5"], completed: ["cmi5", "moveon"], passed: ["cmi5", "moveon"], failed: ["cmi5", "moveon"], terminated: ["cmi5"], answered: [] };
    rule(JSON.stringify(categories) === JSON.stringify(defined[verb]), `${verb}: categories ${categories}`);
    rule((verb === "initialized") === (inSession.length === 0), `${verb}: initialized is first, and once`);
    rule(!inSession.includes("terminated"), `${verb}: nothing after terminated`);
    rule((object.id === activityId) === (verb !== "answered"), `${verb}: the launched activity`);
    rule(verb === "initialized" ? result.duration === undefined : DURATION.test(result.duration), `${verb}: duration`);
    rule(["passed", "failed"].includes(verb) === (result.score !== undefined), `${verb}: a score`);
    if (["completed", "passed"].includes(verb)) rule(!before.includes(verb), `${verb}: once in a registration`);
    if (verb === "completed") rule(result.completion === true && result.success === undefined, "completed: completion alone");
    if (["passed", "failed"].includes(verb)) {
      rule(result.success === (verb === "passed") && result.completion === undefined, `${verb}: success alone`);
      rule(context.extensions[`${CONTEXT}extensions/masteryscore`] === masteryScore, `${verb}: the mastery score`);
      rule(masteryScore === undefined || result.score.scaled >= masteryScore === (verb === "passed"), `${verb}: by the mastery score`);
      rule(!before.includes("passed"), `${verb}: not behind a pass`);
    }
    if (verb === "answered") {
      const { type, interactionType, correctResponsesPattern } = object.definition;
      rule(type === "http://adlnet.gov/expapi/activities/cmi.interaction", "answered: an interaction");
      rule(["choice", "numeric", "sequencing", "matching"].includes(interactionType), `answered: ${interactionType}`);
      rule(correctResponsesPattern.length === 1 && typeof result.response === "string" && typeof result.success === "boolean", "answered: response and key");
    }
    if (launchMode !== "Normal") rule(["initialized", "terminated"].includes(verb), `${verb}: not in ${launchMode}`);
    statements.push({ ...statement, verb, session });
  }

  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    statements,
    broken,
    documents,
    asked,
    verbs: () => statements.filter((statement) => statement.session === session).map(({ verb }) => verb),
    /** Refuses so many requests to take statements. */
    refuse: (count, status = 503) => ([refuses, refusal] = [count, status]),
    /** Loses the next document with this text in it, without an answer. */
    lose: (text) => (lost = text),
    isLost: () => !lost,
    launch() {
      session = randomUUID();
      token = `${session}-token`;
      const query = { endpoint: `${url}/xapi`, fetch: `${url}/fetch`, registration, activityId, actor: JSON.stringify(actor) };
      return `?${new URLSearchParams(query)}`;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
