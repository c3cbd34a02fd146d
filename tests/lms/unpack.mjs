// Takes packages apart, with a reader of zip archives that isn't ours but Node's inflate and the archive's own directory.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { crc32, inflateRawSync } from "node:zlib";

/** The files of an archive by name. */
export function files(archive) {
  const end = archive.lastIndexOf("PK\x05\x06", undefined, "latin1");
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  const found = new Map();
  for (let nth = 0; nth < count; nth += 1) {
    assert.equal(archive.toString("latin1", at, at + 4), "PK\x01\x02");
    const [method, sum] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 16)];
    const [held, size, named] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24), archive.readUInt16LE(at + 28)];
    const name = archive.toString("utf8", at + 46, at + 46 + named);
    const local = archive.readUInt32LE(at + 42);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(from, from + held);
    const content = method === 8 ? inflateRawSync(bytes) : bytes;
    assert.equal(content.length, size, name);
    // Node before 20.15 has no checksum of its own.
    if (crc32) assert.equal(crc32(content), sum, name);
    assert.ok(!found.has(name), `${name} is there twice`);
    found.set(name, content);
    at += 46 + named + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return found;
}

/** A package that `cargo xtask dist --scorm` wrote. */
export const written = (name) => readFile(new URL(`../../target/packages/${name}`, import.meta.url));

/**
 * Unpacks into a folder of its own, below `course/`, as a system would; `change` gets each text of the launch page. Returns the
 * folder.
 */
export async function unpacked(archive, change = (text) => text) {
  const folder = await mkdtemp(join(tmpdir(), "shardlab-lms-"));
  for (const [name, content] of files(archive)) {
    const file = join(folder, "course", name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, name === "launch.html" ? change(content.toString()) : content);
  }
  return folder;
}
