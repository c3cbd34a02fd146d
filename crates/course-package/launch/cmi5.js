// Reports to cmi5: xAPI statements, sent to the endpoint that the launch names, in their order. After the cmi5 specification
// 1.0 ("Quartz"): launch 8.1, token 8.2, statements 9, launch data 10.2.

const VERSION = "1.0.3";
const VERBS = "http://adlnet.gov/expapi/verbs/";
const INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction";
const CMI5 = "https://w3id.org/xapi/cmi5/context/";
const CATEGORIES = { cmi5: { id: `${CMI5}categories/cmi5` }, moveOn: { id: `${CMI5}categories/moveon` } };
/** This unit's own document, beside the system's. */
const STATE_ID = "shardlab";
/** Characters of it, and of statements that arrive though the page is left: a browser sends no more than 64 KiB then. */
const KEPT_MAX = 32_000;
const STAYS_MAX = 16_000;
/** Milliseconds after which a change of it is sent. */
const KEEP_MS = 3000;
/** Milliseconds that the system may take for an answer. */
const ANSWER_MS = 15_000;
/** Of 4xx, those that ask for another try. */
const LATER = [408, 429];
const NONE = { kept: "", keep: () => true, scored() {}, done() {}, answered() {}, end: async () => {} };

export async function connect(say) {
  const asked = new URLSearchParams(location.search);
  const given = (name) => asked.get(name) ?? "";
  if (!["endpoint", "fetch", "registration", "activityId", "actor"].every(given)) {
    say("This page wasn't launched by a learning-management system (cmi5). Everything works, and nothing is reported.");
    return NONE;
  }
  try {
    return await start(say, given);
  } catch (error) {
    say(`The learning-management system couldn't be reached: ${why(error)}. Nothing is reported. To begin again, launch it from your course.`);
    return NONE;
  }
}

async function start(say, given) {
  const began = performance.now();
  const endpoint = given("endpoint").replace(/\/?$/, "/");
  const [actor, registration, activityId] = [JSON.parse(given("actor")), given("registration"), given("activityId")];
  const token = await read(await fetch(given("fetch"), { method: "POST", signal: AbortSignal.timeout(ANSWER_MS) }));
  if (!token["auth-token"]) throw new Error(token["error-text"] ?? "it gave no token");
  const headers = { Authorization: `Basic ${token["auth-token"]}`, "X-Experience-API-Version": VERSION };
  const ask = (path, query, options = {}) => {
    const url = new URL(endpoint + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), ...options, headers: { ...headers, ...options.headers } });
  };
  const json = (value) => ({ headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });
  const stateOf = (stateId) => ["activities/state", { stateId, activityId, agent: given("actor"), registration }];

  const launched = await read(await ask(...stateOf("LMS.LaunchData")));
  // Asked for by the standard. There is nothing in them that this page knows how to follow.
  await ask("agents/profile", { profileId: "cmi5LearnerPreferences", agent: given("actor") });
  const found = await ask(...stateOf(STATE_ID));
  const state = { kept: "", completed: false, passed: false, ...(found.status === 404 ? {} : await read(found)) };
  const isJudged = (launched.launchMode ?? "Normal") === "Normal";
  const { masteryScore } = launched;

  const statement = (verb, more = {}) => {
    const context = structuredClone(launched.contextTemplate ?? {});
    context.registration = registration;
    context.extensions = { ...context.extensions, ...more.extensions };
    context.contextActivities = { ...context.contextActivities };
    const category = [...(context.contextActivities.category ?? []), ...(more.categories ?? [CATEGORIES.cmi5])];
    if (category.length > 0) context.contextActivities.category = category;
    return {
      id: crypto.randomUUID?.() ?? uuid(),
      timestamp: new Date().toISOString(),
      actor,
      verb: { id: VERBS + verb, display: { en: verb } },
      object: more.object ?? { objectType: "Activity", id: activityId },
      ...(more.result && { result: more.result }),
      context,
    };
  };
  const duration = () => `PT${((performance.now() - began) / 1000).toFixed(2)}S`;

  // One request at a time, so that statements arrive in their order. What wasn't taken waits for the next turn, but what was
  // refused would be refused again. Several are refused as one: then each goes by itself.
  const waiting = [];
  let onTheirWay = 0;
  let sending = Promise.resolve();
  const post = (statements, options) => {
    const sent = json(statements);
    return ask("statements", {}, { method: "POST", keepalive: sent.body.length <= STAYS_MAX, ...sent, ...options });
  };
  const send = async (most = waiting.length) => {
    const sent = waiting.slice(0, most);
    onTheirWay = sent.length;
    if (onTheirWay === 0) return;
    try {
      taken(await post(sent));
      waiting.splice(0, onTheirWay);
    } catch (error) {
      if (!isRefused(error)) {
        say(`The learning-management system didn't take a statement: ${why(error)}. It is sent again with the next one.`);
      } else if (onTheirWay > 1) {
        for (const _ of sent) await send(1);
      } else {
        waiting.shift();
        say(`The learning-management system refused a statement: ${why(error)}.`);
      }
    }
    onTheirWay = 0;
  };
  const tell = (...statements) => {
    waiting.push(...statements);
    sending = sending.then(() => send());
    return sending;
  };

  // The state as the system has it. Leaving the page breaks off what is on its way: what differs then is sent once more.
  let theirs = JSON.stringify(state);
  let timer;
  const keepNow = async (options = {}) => {
    clearTimeout(timer);
    timer = undefined;
    const ours = JSON.stringify(state);
    try {
      taken(await ask(...stateOf(STATE_ID), { method: "PUT", ...json(state), ...options }));
      theirs = ours;
    } catch (error) {
      say(`The learning-management system didn't keep the run: ${why(error)}.`);
    }
  };
  let ended;
  let failed = false;
  await tell(statement("initialized"));

  return {
    kept: state.kept,
    mastery: masteryScore === undefined ? undefined : Math.round(masteryScore * 1e4) / 100,
    back: /^https?:/.test(launched.returnURL ?? "") ? launched.returnURL : undefined,
    // Only the end has a score in cmi5.
    scored() {},
    done(passed, score) {
      // Each of the two once in a registration; a failure once in a session, and none behind a pass.
      if (!isJudged || ended || state.passed || (failed && !passed)) return;
      const categories = [CATEGORIES.cmi5, CATEGORIES.moveOn];
      const extensions = masteryScore === undefined ? {} : { [`${CMI5}extensions/masteryscore`]: masteryScore };
      const result = { success: passed, score: { scaled: score / 100, raw: score, min: 0, max: 100 }, duration: duration() };
      const statements = [];
      if (!state.completed) statements.push(statement("completed", { categories, result: { completion: true, duration: duration() } }));
      statements.push(statement(passed ? "passed" : "failed", { categories, extensions, result }));
      state.completed = true;
      state.passed ||= passed;
      failed ||= !passed;
      tell(...statements);
      keepNow();
    },
    keep(kept) {
      if (kept.length > KEPT_MAX) return false;
      state.kept = kept;
      timer ??= setTimeout(keepNow, KEEP_MS);
      return true;
    },
    answered(told) {
      if (!isJudged || ended) return;
      const object = { objectType: "Activity", id: `${activityId}#${encodeURIComponent(told.id)}`, definition: definition(told) };
      const result = { success: told.right, response: response(told.response), duration: duration() };
      tell(statement("answered", { categories: [], object, result }));
    },
    /** While the page is left there is no time to wait: what is on its way stays, all else goes with the last statement. */
    end() {
      if (ended) return ended;
      const rest = [...waiting.slice(onTheirWay), statement("terminated", { result: { duration: duration() } })];
      waiting.length = onTheirWay;
      const keeping = theirs === JSON.stringify(state) ? undefined : keepNow({ keepalive: true });
      ended = Promise.allSettled([post(rest, { keepalive: true }), keeping, sending]);
      return ended;
    },
  };
}

function taken(response) {
  const { ok, status, statusText } = response;
  if (!ok) throw Object.assign(new Error(`${status} ${statusText}`), { status });
  return response;
}

async function read(response) {
  return taken(response).status === 204 ? {} : response.json();
}

/** Whether it is of no use to send the same again. */
function isRefused({ status }) {
  return status >= 400 && status < 500 && !LATER.includes(status);
}

function why({ name, message }) {
  return name === "TimeoutError" ? `it gave no answer within ${ANSWER_MS / 1000} seconds` : message;
}

/** A question as xAPI's interaction activities have it. */
function definition({ kind, question, correct, tolerance, options, targets }) {
  const named = (list) => list.map(({ id, text }) => ({ id, description: { en: text } }));
  const parts = { choice: { choices: named(options) }, sequencing: { choices: named(options) }, numeric: {} };
  parts.matching = { source: named(options), target: named(targets) };
  const around = () => [-tolerance, tolerance].map((by) => Number(correct[0]) + by).join("[:]");
  const pattern = kind === "numeric" && tolerance > 0 ? around() : response(correct);
  return { type: INTERACTION, description: { en: question }, interactionType: kind, correctResponsesPattern: [pattern], ...parts[kind] };
}

/** `a.1` of a pair is `a[.]1` in xAPI; a number has its point. */
function response(parts) {
  return parts.map((part) => part.replace(/^([a-z])\./, "$1[.]")).join("[,]");
}

/** Version 4, for pages without HTTPS, whose browser makes none. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
