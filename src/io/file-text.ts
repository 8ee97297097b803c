/** What a file's bytes are as text, and what is wrong with one that gives none. */
import type { Diagnostic } from "../model/contract.ts";

/** A file's text; `file` is relative to the project, with forward slashes. */
export interface TextFile {
  readonly file: string;
  readonly text: string;
}

/** What could be read, and what is wrong with the rest. */
export interface ReadFiles {
  readonly files: readonly TextFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Bytes that one file may have. */
export const MAX_BYTES: number = 4 * 1024 * 1024;

/** Bytes as text; anything but UTF-8 is a diagnostic at its line. */
export function decode(file: string, bytes: Uint8Array): TextFile | Diagnostic {
  if (bytes.byteLength > MAX_BYTES) return tooLarge(file);
  try {
    return { file, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return notUtf8(file, bytes);
  }
}

/** Texts apart from diagnostics. */
export function parted(results: readonly (TextFile | Diagnostic)[]): ReadFiles {
  return {
    files: results.filter((result): result is TextFile => "text" in result),
    diagnostics: results.filter((result): result is Diagnostic => "code" in result),
  };
}

/** Of a file that stands outside the project, behind a link. */
export function outside(file: string): Diagnostic {
  return problem(file, {
    code: "file/outside",
    message: "This is a link to a file outside the project.",
    why: "What is applied has to stand in the project, where it is reviewed.",
    fix: "Put the file itself here.",
  });
}

/** Of a file that cannot be read, for a reason in words. */
export function unreadable(file: string, reason: string): Diagnostic {
  return problem(file, {
    code: "file/unreadable",
    message: `This file cannot be read: ${reason}.`,
    why: "Half of the manifests would be taken for all of them.",
    fix: "Make it readable, or leave it out of the globs in orgwright.yaml.",
  });
}

/** Of a file with more than MAX_BYTES. */
export function tooLarge(file: string): Diagnostic {
  return problem(file, {
    code: "file/too-large",
    message: `This file has more than ${MAX_BYTES / 1024 / 1024} MiB.`,
    why: "A manifest that no person can read is probably not meant.",
    fix: "Split it into several files.",
  });
}

function notUtf8(file: string, bytes: Uint8Array): Diagnostic {
  const lines = new TextDecoder("utf-8").decode(bytes).split("\n");
  const line = lines.findIndex((text) => text.includes("\ufffd"));
  const text = (lines[line] ?? "").replace(/\r$/, "").slice(0, 500);
  return problem(
    file,
    {
      code: "file/encoding",
      message: "This file is not UTF-8.",
      why: "Names and addresses in it could be read in more than one way.",
      fix: "Save it as UTF-8 in your editor.",
    },
    { line: line + 1, column: text.indexOf("\ufffd") + 1, text },
  );
}

function problem(
  file: string,
  { code, message, why, fix }: Pick<Diagnostic, "code" | "message" | "why" | "fix">,
  place: { readonly line: number; readonly column: number; readonly text: string } = {
    line: 1,
    column: 1,
    text: "",
  },
): Diagnostic {
  return {
    code,
    severity: "error",
    message,
    ...(why === undefined ? {} : { why }),
    ...(fix === undefined ? {} : { fix }),
    location: { file, endColumn: place.column, ...place },
  };
}
