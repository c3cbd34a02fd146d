// Reports to SCORM 1.2: the run-time environment is an object `API` in a window around this one, called within the browser.

/** Windows that are looked through. */
const WINDOWS_MAX = 20;
/** Characters of cmi.suspend_data, by the standard. */
const KEPT_MAX = 4096;
/** Milliseconds after which a change is committed. */
const COMMIT_MS = 2000;
const NONE = { kept: "", keep: () => true, scored() {}, done() {}, answered() {}, end() {} };

/** The system's object; none where there is no such system, or where it can't be reached. */
function find() {
  const around = (from) => {
    let target = from;
    for (let nth = 0; target && nth < WINDOWS_MAX; nth += 1) {
      if (target.API) return target.API;
      if (target === target.parent) return undefined;
      target = target.parent;
    }
    return undefined;
  };
  for (const from of [window, window.opener, window.top?.opener]) {
    try {
      const api = from && around(from);
      if (api) return api;
    } catch {
      // A window of another origin: what is behind it can't be seen.
    }
  }
  return undefined;
}

export async function connect(say) {
  const api = find();
  if (!api) {
    say("No learning-management system was found here (SCORM 1.2). Everything works, and nothing is reported.");
    return NONE;
  }
  /** One call, and what the system says of it. Quiet where the standard lets a system go without. */
  const call = (name, first, more, quiet = false) => {
    let result = "";
    let error = "0";
    try {
      result = String(more === undefined ? api[name](first) : api[name](first, more));
      error = String(api.LMSGetLastError());
      if (error === "0" && result === "false") error = "101";
      if (error !== "0" && !quiet) say(`The learning-management system refused ${name}(${first}): ${error} ${api.LMSGetErrorString(error)}`);
    } catch (thrown) {
      error = "101";
      say(`The learning-management system failed at ${name}(${first}): ${thrown}`);
    }
    return { result, fine: error === "0" };
  };
  const get = (name, quiet) => {
    const { result, fine } = call("LMSGetValue", name, undefined, quiet);
    return fine ? result : "";
  };
  const set = (name, value) => call("LMSSetValue", name, String(value)).fine;

  if (!call("LMSInitialize", "").fine) {
    say("Nothing is reported.");
    return NONE;
  }
  const began = performance.now();
  const mode = get("cmi.core.lesson_mode", true);
  let status = get("cmi.core.lesson_status");
  const kept = get("cmi.suspend_data");
  const raw = get("cmi.core.score.raw", true);
  const mastery = get("cmi.student_data.mastery_score", true);
  let interactions = Number(get("cmi.interactions._count", true)) || 0;
  // To look at something again isn't to be judged again.
  const isJudged = mode !== "browse" && mode !== "review";
  let timer;
  let ended = false;
  const commit = () => {
    clearTimeout(timer);
    timer = undefined;
    call("LMSCommit", "");
  };
  const commitSoon = () => (timer ??= setTimeout(commit, COMMIT_MS));
  const stands = (next) => {
    // What has been passed stays passed.
    if (!isJudged || status === "passed" || status === next) return;
    if (set("cmi.core.lesson_status", next)) status = next;
    commit();
  };
  if (["", "not attempted", "browsed"].includes(status)) stands("incomplete");
  // A page that isn't left by its end goes on where it was, too.
  set("cmi.core.exit", "suspend");

  return {
    kept,
    score: raw === "" ? undefined : Number(raw),
    mastery: mastery === "" ? undefined : Number(mastery),
    scored(score) {
      if (!isJudged) return;
      set("cmi.core.score.min", 0);
      set("cmi.core.score.max", 100);
      set("cmi.core.score.raw", score);
      commitSoon();
    },
    done(passed) {
      stands(passed ? "passed" : "failed");
    },
    keep(text) {
      if (text.length > KEPT_MAX) return false;
      set("cmi.suspend_data", text);
      commitSoon();
      return true;
    },
    answered({ id, kind, response, correct, right }) {
      if (!isJudged) return;
      const field = (name) => `cmi.interactions.${interactions}.${name}`;
      // Where a key must be whole, it stands in braces.
      const pattern = kind === "numeric" ? correct[0] : correct.length > 1 ? `{${correct.join(",")}}` : correct.join(",");
      const values = [["id", id], ["type", kind], ["time", clock()], ["correct_responses.0.pattern", pattern]];
      values.push(["student_response", response.join(",")], ["result", right ? "correct" : "wrong"]);
      if (values.every(([name, value]) => set(field(name), value))) interactions += 1;
      commitSoon();
    },
    end() {
      if (ended) return;
      ended = true;
      set("cmi.core.session_time", duration(performance.now() - began));
      commit();
      call("LMSFinish", "");
    },
  };
}

const two = (number) => String(number).padStart(2, "0");

/** The time of day as CMITime. */
function clock() {
  const now = new Date();
  return `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
}

/** Milliseconds as CMITimespan. */
function duration(ms) {
  const hundredths = Math.floor(ms / 10);
  const seconds = Math.floor(hundredths / 100);
  const hours = String(Math.min(Math.floor(seconds / 3600), 9999)).padStart(4, "0");
  return `${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${two(hundredths % 100)}`;
}
