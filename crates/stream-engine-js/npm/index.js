// A lab is one instance of the WebAssembly module: it has memory of its own, and what happens to it reaches no other.
// Here texts are copied in and out, and what a caller (not a client of the services) gets wrong is named.

import { accountId, durations, knownKeys, profile, region, seed, shown, startUs, throttling } from "./options.js";
import wasm from "./wasm.js";

/** Milliseconds: the furthest that one `advance` can lead, 285 years. */
const ADVANCE_MS_MAX = Number.MAX_SAFE_INTEGER / 1000;

// wasm-bindgen's start-up wants it for JavaScript objects on the other side. There are none: only numbers cross.
const IMPORTS = { "./stream_engine_js_bg.js": { __wbindgen_init_externref_table() {} } };

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
let compiled;

export async function createLab(options = {}) {
  const settings = JSON.stringify(read(options));
  compiled ??= WebAssembly.compile(bytesOf(wasm));
  const module = await compiled;
  const instance = new Instance(module);
  if (!instance.exports.create(instance.write("", settings)[1])) throw new RangeError(instance.output());
  return new Lab(module, instance);
}

/** One instance of the module, and the copying in and out. */
class Instance {
  constructor(module) {
    this.exports = new WebAssembly.Instance(module, IMPORTS).exports;
  }

  /** Writes two texts into the input, one behind the other; gives their lengths in bytes. */
  write(first, second) {
    // Most texts take a byte a letter; room for the worst is asked for only if that isn't enough.
    const written = this.encode(first, second, first.length + second.length);
    return written ?? this.encode(first, second, 3 * (first.length + second.length));
  }

  encode(first, second, bytes) {
    const at = this.exports.input(bytes);
    const room = new Uint8Array(this.exports.memory.buffer, at, bytes);
    const one = encoder.encodeInto(first, room);
    const two = encoder.encodeInto(second, room.subarray(one.written));
    const whole = one.read === first.length && two.read === second.length;
    return whole ? [one.written, two.written] : undefined;
  }

  writeBytes(bytes) {
    const at = this.exports.input(bytes.length);
    new Uint8Array(this.exports.memory.buffer, at, bytes.length).set(bytes);
  }

  outputBytes() {
    const { memory, output, output_bytes } = this.exports;
    return new Uint8Array(memory.buffer, output(), output_bytes());
  }

  output() {
    return decoder.decode(this.outputBytes());
  }

  headers() {
    const { memory, headers, headers_bytes } = this.exports;
    const lines = decoder.decode(new Uint8Array(memory.buffer, headers(), headers_bytes())).split("\n");
    const entry = (line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)];
    return Object.fromEntries(lines.map(entry));
  }
}

class Lab {
  #module;
  #instance;

  constructor(module, instance) {
    this.#module = module;
    this.#instance = instance;
  }

  get #live() {
    if (this.#instance === undefined) throw new Error("the lab has been freed");
    return this.#instance;
  }

  call(target, body) {
    const instance = this.#live;
    // What isn't a text can't come over the wire. The services answer it as a target or a body that they can't read.
    const name = typeof target === "string" ? target : "";
    const text = typeof body === "string" ? body : "null";
    try {
      const status = instance.exports.call(...instance.write(name, text));
      return { status, headers: instance.headers(), body: instance.output() };
    } catch (problem) {
      if (!(problem instanceof WebAssembly.RuntimeError)) throw problem;
      // A mistake of the engine, or no memory left. The lab is lost; a saved one can be restored into it.
      return { status: 500, headers: {}, body: '{"__type":"InternalFailure"}' };
    }
  }

  advance(ms) {
    const instance = this.#live;
    if (typeof ms !== "number") throw new TypeError(`advance: ms must be a number, not ${shown(ms)}`);
    if (!(ms >= 0 && ms <= ADVANCE_MS_MAX)) {
      throw new RangeError(`advance: ms must be a number from 0 to ${ADVANCE_MS_MAX}, not ${ms}`);
    }
    if (!instance.exports.advance(Math.round(ms * 1000))) {
      throw new RangeError(`advance: ${ms} ms from now lies beyond the year 2255, where the lab's time ends`);
    }
  }

  now() {
    return this.#live.exports.now() / 1000;
  }

  save() {
    const instance = this.#live;
    instance.exports.save();
    return instance.outputBytes().slice();
  }

  restore(bytes) {
    void this.#live;
    if (!(bytes instanceof Uint8Array)) throw new TypeError(`restore: bytes must be a Uint8Array, not ${shown(bytes)}`);
    const fresh = new Instance(this.#module);
    fresh.writeBytes(bytes);
    let restored;
    try {
      restored = fresh.exports.restore(bytes.length);
    } catch {
      // Made by hand so that reading it breaks the module. Only the fresh instance is lost.
      throw new Error("restore: the saved lab is damaged: its state can't be read");
    }
    if (!restored) throw new Error(`restore: ${fresh.output()}`);
    this.#instance = fresh;
  }

  events(subscriptionId) {
    const instance = this.#live;
    if (typeof subscriptionId !== "string") {
      throw new TypeError(`events: subscriptionId must be a string, not ${shown(subscriptionId)}`);
    }
    instance.exports.events(instance.write("", subscriptionId)[1]);
    return instance.output();
  }

  free() {
    this.#instance = undefined;
  }
}

/** The options as the engine takes them; what is absent stays absent. */
function read(options) {
  knownKeys("options", options, ["profile", "seed", "region", "accountId", "startTime", "throttling", "durations"]);
  return {
    profile: profile(options.profile),
    seed: seed(options.seed),
    region: region(options.region),
    accountId: accountId(options.accountId),
    startUs: startUs(options.startTime),
    throttling: throttling(options.throttling),
    durations: durations(options.durations),
  };
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}
