// Around the built page in a package for learning-management systems: shows it in a frame, hears what it tells
// (docs/embedding.md) and has it reported by report.js, which is scorm12.js or cmi5.js.
import { connect } from "./report.js";

/** What is kept of a run: a parameter of the page's address. Another system's text isn't put into one. */
const KEPT = /^[a-z]=[\w.-]+$/;
/** What of a fragment's query says what is asked there; all else is about looks, or was kept. */
const ASKS = ["e", "mode", "area", "topic", "lab", "item", "own", "count", "seed"];
/** Lines that are shown at once. */
const LINES_MAX = 4;

const frame = document.querySelector("iframe");
const { kind, fragment, mastery } = frame.dataset;

/** The page of a fragment as its messages name it. */
function pageOf(fragment) {
  const [path, query = ""] = fragment.replace(/^#\//, "").split("?");
  const asked = query.split("&").filter((pair) => ASKS.includes(pair.split("=")[0]));
  return asked.length > 0 ? `${path}?${asked.join("&")}` : path;
}

const said = new Set();
function say(text) {
  said.add(text);
  document.getElementById("says").textContent = [...said].slice(-LINES_MAX).join("\n");
}

const report = await connect(say);
const needed = report.mastery ?? Number(mastery || 100);
let best = report.score ?? -1;

/** The page's address: where the learner was, if that is known. */
function address() {
  // A sandboxed page has no origin to be named.
  const origin = location.origin === "null" ? "" : `&origin=${location.origin}`;
  if (!KEPT.test(report.kept)) return `page/index.html?embed=1${origin}${fragment}`;
  const [path, query = ""] = fragment.split("?");
  // What a kept run says itself: the run, its beginning, its moment.
  const replaced = [report.kept.split("=")[0], "run", "t"];
  const rest = query.split("&").filter((pair) => pair && !replaced.includes(pair.split("=")[0]));
  return `page/index.html?embed=1${origin}${path}?${[...rest, report.kept].join("&")}`;
}

function scored(score) {
  if (score <= best) return;
  best = score;
  report.scored(score);
}

const hears = {
  "shardlab:goals"({ score, solved }) {
    scored(score);
    if (solved) report.done(true, score);
  },
  "shardlab:score"({ right, of, over }) {
    const score = Math.round((right * 100) / Math.max(of, 1));
    scored(score);
    // An exercise without goals is done once all in it is answered.
    if (over) report.done(kind === "exercise" || score >= needed, score);
  },
  "shardlab:answer"(told) {
    report.answered(told);
  },
  "shardlab:state"({ name, text }) {
    const kept = `${name}=${text}`;
    if (!KEPT.test(kept)) return;
    if (!report.keep(kept)) {
      say("The run has become too long for this learning-management system. It keeps the run as it was before; goals and score are reported on.");
    }
  },
};

// Another page that the learner went to within the frame doesn't count, nor what isn't declared.
addEventListener("message", ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== location.origin || !Object.hasOwn(hears, data?.type)) return;
  if (data.page === pageOf(fragment)) hears[data.type](data);
});
// An unload that the browser only froze: what was ended can't go on.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
addEventListener("pagehide", () => report.end());
const end = document.getElementById("end");
end.hidden = !report.back;
end.onclick = async () => {
  await report.end();
  location.assign(report.back);
};
frame.src = address();
