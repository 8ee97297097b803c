/** The files of a story. Only `manifests.yaml` and `live.yaml` are needed; README.md beside this folder says what each holds. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** Reads the files of one folder. */
export interface Files {
  /** The text, or undefined when there is no such file. */
  text(name: string): string | undefined;
  /** What the YAML says; the fallback when there is no such file. */
  value<T>(name: string, fallback: T): T;
}

/** The files of the story in the folder. */
export function filesOf(folder: string): Files {
  const text = (name: string) => optional(join(folder, name));
  return {
    text,
    value: (name, fallback) => parse(text(name) ?? "null") ?? fallback,
  };
}

/** The instant of a manifest's first line, `# now: INSTANT`. */
export function clockOf(manifests: string): number {
  const instant = Date.parse(/^# now: (\S+)/.exec(manifests)?.[1] ?? "");
  if (Number.isNaN(instant))
    throw new TypeError("The first line says when the story happens: # now: INSTANT");
  return instant;
}

function optional(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
