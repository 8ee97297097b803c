import { isAbsolute, relative, sep } from "node:path";
import type { Command } from "./command.ts";

/** How much an annotation matters. */
export type AnnotationLevel = "error" | "warning" | "notice";

/** What GitHub shows beside the lines of a file, or on the run's page when there is no file. */
export interface Annotation {
  readonly level: AnnotationLevel;
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly column?: number;
  readonly endColumn?: number;
}

/** GitHub keeps so many annotations of each level for a step; the others are in the log alone. */
export const ANNOTATIONS_PER_LEVEL = 10;

/** GitHub cuts an annotation's message to so many characters. */
export const ANNOTATION_LENGTH = 4096;

type Place = Pick<Annotation, "line" | "endLine" | "column" | "endColumn">;

/** The annotation of an `error`, `warning` or `notice` command, lines and columns put right as the runner does it. */
export function annotationOf(level: AnnotationLevel, command: Command, workspace: string): Annotation {
  const { file, title } = command.properties;
  return {
    level,
    message: command.data,
    ...(title === undefined ? {} : { title }),
    ...(file === undefined ? {} : { file: withinWorkspace(file, workspace) }),
    ...placeOf(command.properties),
  };
}

function withinWorkspace(file: string, workspace: string): string {
  if (!isAbsolute(file)) return file;
  const path = relative(workspace, file);
  return path.startsWith("..") ? file : path.replaceAll(sep, "/");
}

function placeOf(properties: Command["properties"]): Place {
  const endLine = numberIn(properties["endLine"]);
  const line = numberIn(properties["line"]) ?? endLine;
  const endColumn = numberIn(properties["endColumn"]);
  const column = numberIn(properties["col"]) ?? endColumn;
  const lines = backwards(line, endLine) ? {} : given({ line, endLine });
  const severalLines = endLine !== undefined && endLine !== line;
  const noColumns = line === undefined || severalLines || backwards(column, endColumn);
  return { ...lines, ...(noColumns ? {} : given({ column, endColumn })) };
}

function backwards(start: number | undefined, end: number | undefined): boolean {
  return start !== undefined && end !== undefined && end < start;
}

function given(place: { readonly [Key in keyof Place]: number | undefined }): Place {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : undefined;
}
