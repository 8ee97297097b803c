/** Stamps: what something was made from, so that it is made again only where that is something else. Plain Node: it is used before anything is installed. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * The stamp of the files at and below these paths of the repository, and of some texts. Files that are made from others
 * (in folders `compiled` and `generated`) do not count. Throws where a path is not there.
 */
export function stampOf(paths, texts = []) {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${text}\n`);
  for (const file of paths.flatMap((path) => filesOf(join(root, path)))) {
    hash.update(`${relative(root, file)}\n`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Whether a folder was made from just what the stamp is of. */
export function isStamped(folder, stamp) {
  const file = join(folder, ".stamp");
  return existsSync(file) && readFileSync(file, "utf8") === stamp;
}

/** Says in a folder what it was made from: the last thing to be done to it. */
export function putStamp(folder, stamp) {
  writeFileSync(join(folder, ".stamp"), stamp);
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[\\/](?:compiled|generated)(?:[\\/]|$)/.test(entry.parentPath))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}
