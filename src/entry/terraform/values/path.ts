/** Where a value stands, in words; and the error that says so. */
import type { AttributePath } from "../provider.ts";
import { UNKNOWN } from "./value.ts";

/** The step to a member of a set that has not been read yet. */
export const SOME_MEMBER: AttributePath[number] = { member: UNKNOWN };

const WORD = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

/** A path as Terraform would write it: `members[…].role`, `tags["a b"]`, `list[2]`. Members of sets are not shown. */
export function pathWords(path: AttributePath): string {
  return path.map(stepWords).join("");
}

function stepWords(step: AttributePath[number], index: number): string {
  if (typeof step === "number") return `[${step}]`;
  if (typeof step !== "string") return "[…]";
  if (!WORD.test(step)) return `[${JSON.stringify(step)}]`;
  return index === 0 ? step : `.${step}`;
}

/** A value that does not fit its type, or cannot be read. The message names the place, and never a value. */
export class ValueError extends Error {
  override readonly name = "ValueError";
  readonly path: AttributePath;

  constructor(path: AttributePath, problem: string, options?: { readonly cause?: unknown }) {
    super(path.length === 0 ? `The value ${problem}.` : `${pathWords(path)} ${problem}.`, options);
    this.path = path;
  }
}
