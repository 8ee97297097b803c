/** The files in which a step leaves what the runner takes over: outputs, environment, state. */

/** `NAME=VALUE` lines and `NAME<<DELIMITER` blocks, as GITHUB_OUTPUT, GITHUB_ENV and GITHUB_STATE hold them. */
export type Pairs = Readonly<Record<string, string>>;

/** What a file of pairs says; the last of two values for a name counts. */
export interface PairsRead {
  readonly pairs: Pairs;
  /** The first thing that is wrong; what stands before it counts, what comes after it is lost. */
  readonly problem: string | undefined;
}

/** Reads a file of pairs as the runner does. */
export function pairsOf(text: string): PairsRead {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const pairs = new Map<string, string>();
  let at = 0;
  while (at < lines.length) {
    const entry = entryAt(lines, at);
    if (typeof entry === "string") return { pairs: Object.fromEntries(pairs), problem: entry };
    if (entry.name !== undefined) pairs.set(entry.name, entry.value);
    at = entry.next;
  }
  return { pairs: Object.fromEntries(pairs), problem: undefined };
}

interface Entry {
  /** Absent for an empty line. */
  readonly name?: string;
  readonly value: string;
  readonly next: number;
}

function entryAt(lines: readonly string[], at: number): Entry | string {
  const line = lines[at] ?? "";
  if (line === "") return { value: "", next: at + 1 };
  const equals = line.indexOf("=");
  const block = line.indexOf("<<");
  if (block >= 0 && (equals < 0 || block < equals)) return blockAt(lines, at, block);
  if (equals < 0) return `Invalid format '${line}'`;
  if (equals === 0) return `Invalid format '${line}'. Name must not be empty`;
  return { name: line.slice(0, equals), value: line.slice(equals + 1), next: at + 1 };
}

function blockAt(lines: readonly string[], at: number, mark: number): Entry | string {
  const line = lines[at] ?? "";
  const [name, delimiter] = [line.slice(0, mark), line.slice(mark + 2)];
  if (name === "" || delimiter === "") {
    return `Invalid format '${line}'. Name must not be empty and delimiter must not be empty`;
  }
  const end = lines.indexOf(delimiter, at + 1);
  if (end < 0) return `Invalid value. Matching delimiter not found '${delimiter}'`;
  return { name, value: lines.slice(at + 1, end).join("\n"), next: end + 1 };
}
