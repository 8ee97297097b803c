/** What the catalogue of this folder's neighbours is made of: problems in words, not yet tied to a place. */
import { closest, distance } from "fastest-levenshtein";
import type { Diagnostic, Location, Severity } from "../../model/contract.ts";

/** A diagnostic without its place; each says what, why and what to do. */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

/** What, why, what to do. */
export type Words = readonly [message: string, why: string, fix: string];

/** A problem that makes the text unusable. */
export function error(code: string, [message, why, fix]: Words): Problem {
  return { code: `manifest/${code}`, severity: "error", message, why, fix };
}

/** A problem that somebody should look at. */
export function warning(code: string, words: Words): Problem {
  return { ...error(code, words), severity: "warning" };
}

/** Something that may be tidied up. */
export function note(code: string, words: Words): Problem {
  return { ...error(code, words), severity: "note" };
}

/** The problem at its place; `related` are the other places that have to do with it. */
export function at(problem: Problem, location: Location, related: readonly Location[] = []): Diagnostic {
  return { ...problem, location, ...(related.length === 0 ? {} : { related }) };
}

/** A value of the user's in a message: in backticks, cut when long, without control characters. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const plain = text.replace(/\p{Cc}/gu, "·");
  return `\`${plain.length > 60 ? `${plain.slice(0, 57)}…` : plain}\``;
}

/** "`a`, `b` or `c`"; a long list is cut. */
export function listed(values: readonly string[], word = "or"): string {
  const names = values.slice(0, 12).map(shown);
  if (values.length > names.length) return `${names.join(", ")} and ${values.length - names.length} others`;
  const last = names.pop() ?? "nothing";
  return names.length === 0 ? last : `${names.join(", ")} ${word} ${last}`;
}

/** The candidate that was probably meant, when one is near enough; swapped letters count as one slip. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0 || word.length > 64) return undefined;
  const plain = word.toLowerCase();
  const byPlain = new Map(candidates.map((candidate) => [candidate.toLowerCase(), candidate]));
  const near = closest(plain, [...byPlain.keys()]);
  const slips = lettersOf(plain) === lettersOf(near) ? 1 : distance(plain, near);
  const allowed = Math.max(1, Math.floor(Math.max(plain.length, near.length) / 3));
  return slips <= allowed ? byPlain.get(near) : undefined;
}

function lettersOf(word: string): string {
  return [...word].sort().join("");
}

/** "Did you mean `x`?" when something is near, else `otherwise`. */
export function didYouMean(word: string, candidates: readonly string[], otherwise: string): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? otherwise : `Did you mean ${shown(meant)}?`;
}

/** A path as people write it: `spec.members[3].role`; "The document" for the top. */
export function pathText(path: readonly (string | number)[]): string {
  if (path.length === 0) return "The document";
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return shown(text.replace(/^\./, ""));
}
