// What `createLab` takes, value by value: undefined means the default, a wrong type is a TypeError, a wrong value a
// RangeError, and both name the option.

export function knownKeys(name, value, known) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`${name} must be an object, not ${shown(value)}`);
  }
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new TypeError(`${name} has no ${unknown}; there are ${known.join(", ")}`);
}

export function profile(value) {
  // Which ids there are, the engine knows.
  return typed("profile", value, "string");
}

export function seed(value) {
  return whole("seed", value);
}

export function region(value) {
  return matching("region", value, /^[a-z]{2,}(-[a-z]+)+-\d+$/, "an AWS Region like us-east-1");
}

export function accountId(value) {
  return matching("accountId", value, /^\d{12}$/, "twelve digits");
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d))?$/;

/** Microseconds since 1970. */
export function startUs(value) {
  if (typed("startTime", value, "string") === undefined) return undefined;
  const wanted = `startTime must be an ISO 8601 time with its zone, like 2026-01-01T00:00:00.000Z, not ${shown(value)}`;
  const [, day, clock = "T00:00:00", fraction = "", zone = "Z"] = ISO.exec(value) ?? [];
  if (day === undefined) throw new RangeError(wanted);
  const [year, month, date] = day.split("-").map(Number);
  // Date takes the 30th of February for the 2nd of March.
  const exists = new Date(Date.UTC(year, month - 1, date)).getUTCDate() === date;
  const ms = Date.parse(day + clock + zone);
  if (!exists || Number.isNaN(ms)) throw new RangeError(wanted);
  if (ms < 0) throw new RangeError(`startTime must not lie before 1970, as ${shown(value)} does`);
  const us = ms * 1000 + Number(fraction.padEnd(6, "0"));
  if (us > Number.MAX_SAFE_INTEGER) throw new RangeError(`startTime must lie before 2255, not ${shown(value)}`);
  return us;
}

export function throttling(value) {
  return typed("throttling", value, "boolean");
}

const DURATIONS = ["createStreamMs", "deleteStreamMs", "updateStreamMs"];

export function durations(value) {
  if (value === undefined) return undefined;
  knownKeys("durations", value, DURATIONS);
  return Object.fromEntries(DURATIONS.map((key) => [key, duration(`durations.${key}`, value[key])]));
}

/** A century: what a lab's time has room for. */
const DURATION_MS_MAX = 100 * 366 * 86_400_000;

function duration(name, value) {
  const ms = whole(name, value);
  if (ms > DURATION_MS_MAX) throw new RangeError(`${name} must be at most ${DURATION_MS_MAX}, not ${ms}`);
  return ms;
}

export function shown(value) {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function typed(name, value, type) {
  if (value !== undefined && typeof value !== type) {
    throw new TypeError(`${name} must be a ${type}, not ${shown(value)}`);
  }
  return value;
}

function matching(name, value, pattern, what) {
  if (typed(name, value, "string") !== undefined && !pattern.test(value)) {
    throw new RangeError(`${name} must be ${what}, not ${shown(value)}`);
  }
  return value;
}

function whole(name, value) {
  if (typed(name, value, "number") !== undefined && !(Number.isSafeInteger(value) && value >= 0)) {
    throw new RangeError(`${name} must be a whole number of 0 or more, not ${value}`);
  }
  return value;
}
