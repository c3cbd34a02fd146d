// Results and exercises as `crates/classroom/tests/fixtures.rs` makes them.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

const lines = (await readFile(new URL("results.txt", import.meta.url), "utf8")).trim().split("\n");

/** Texts by their names. */
export const TEXTS = Object.fromEntries(lines.map((line) => line.split(" ")));

/** The proven result under another nickname of four letters: a result that nobody has handed in yet. */
export function renamed(nickname) {
  const value = Buffer.from(TEXTS.proven.slice("r1.".length), "base64url").subarray(0, -4);
  value.write(nickname, value.indexOf("Mina"));
  const check = createHash("md5").update(value).digest().subarray(0, 4);
  return `r1.${Buffer.concat([value, check]).toString("base64url")}`;
}
