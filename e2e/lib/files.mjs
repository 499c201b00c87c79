// What lies on the disk: which files, with which bytes, and whether a secret can be read in them.

import { createHash } from "node:crypto";
import { lstat, readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";

/** Every file below `folder` with a digest of its bytes, as one text to compare. */
export async function fingerprint(folder) {
  const lines = [];
  for (const file of await filesBelow(folder)) {
    const digest = createHash("sha256").update(await readFile(file)).digest("hex");
    lines.push(`${digest.slice(0, 16)} ${relative(folder, file)}`);
  }
  return lines.join("\n");
}

/** The files below `folder`, in order. Sockets and links are left out. */
export async function filesBelow(folder) {
  const found = [];
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    const seen = await lstat(path);
    if (seen.isDirectory()) found.push(...(await filesBelow(path)));
    else if (seen.isFile()) found.push(path);
  }
  return found;
}

/** The files in which one of the words can be read, in the usual encodings, as `file: word`. */
export async function findInFiles(folder, words) {
  const found = [];
  for (const file of await filesBelow(folder)) {
    const bytes = await readFile(file);
    for (const word of words) {
      if (["utf8", "utf16le"].some((encoding) => bytes.includes(Buffer.from(word, encoding)))) {
        found.push(`${relative(folder, file)}: ${word}`);
      }
    }
  }
  return found;
}
