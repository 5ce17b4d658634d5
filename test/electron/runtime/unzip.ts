import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inflateRawSync } from "node:zlib";

interface Entry {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly packed: Buffer;
  readonly isExecutable: boolean;
}

/**
 * Unpacks a plain zip archive (no zip64, no encryption).
 *
 * @param place  where a file of the archive goes; null leaves it out
 */
export function unzip(archive: string, place: (name: string) => string | null): void {
  const bytes = readFileSync(archive);
  for (const entry of entriesOf(bytes)) {
    const path = entry.name.endsWith("/") ? null : place(entry.name);
    if (path === null) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, entry.isDeflated ? inflateRawSync(entry.packed) : entry.packed);
    if (entry.isExecutable) chmodSync(path, 0o755);
  }
}

/** By the directory at the end of the archive, which alone is sure to know the sizes. */
function* entriesOf(bytes: Buffer): Generator<Entry> {
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end < 0) throw new Error("not a zip archive");
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    const nameBytes = bytes.readUInt16LE(at + 28);
    const packedBytes = bytes.readUInt32LE(at + 20);
    const local = bytes.readUInt32LE(at + 42);
    // The local header has a name and an extra field of its own, of its own lengths.
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    yield {
      name: bytes.toString("utf8", at + 46, at + 46 + nameBytes),
      isDeflated: bytes.readUInt16LE(at + 10) === 8,
      packed: bytes.subarray(from, from + packedBytes),
      isExecutable: ((bytes.readUInt32LE(at + 38) >>> 16) & 0o111) !== 0,
    };
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}
