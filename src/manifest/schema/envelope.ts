/** The first look at a document: is it ours, and of which kind. */
import type { Diagnostic } from "../../model/contract.ts";
import type { RawDocument } from "../syntax/read.ts";
import { at, nearest } from "../words/problem.ts";
import { misplacedKind, notMapping, unknownKey, unknownKind, wrongVersion } from "../words/schema.ts";

/** What has owners of its own: it stands only in files that `approvals:` names. */
export const OWNED_APART: readonly string[] = ["Approval", "Acknowledgement"];

/** The kinds of documents beside the project file. */
export const MANIFEST_KINDS: readonly string[] = ["Organization", "Group", "Person", ...OWNED_APART];

/** The version of the format that this release reads. */
export const API_VERSION = "orgwright/v1";

const KEYS: readonly string[] = ["apiVersion", "kind"];

/** The document's kind, one of `kinds`; else what is wrong with its first two keys, which says it all. */
export function envelope(document: RawDocument, kinds: readonly string[]): string | readonly Diagnostic[] {
  const { value } = document;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [at(notMapping(value), document.locate([]))];
  }
  const entries = new Map<string, unknown>(Object.entries(value));
  const misspelt = KEYS.flatMap((key) => misspeltKey(key, entries, document));
  if (misspelt.length > 0) return misspelt;
  const version = entries.get("apiVersion");
  const kind = entries.get("kind");
  const problems =
    version === API_VERSION ? [] : [at(wrongVersion(version), document.locate(["apiVersion"]))];
  if (typeof kind === "string" && kinds.includes(kind)) return problems.length === 0 ? kind : problems;
  return [...problems, at(kindProblem(kind, kinds), document.locate(["kind"]))];
}

function misspeltKey(
  key: string,
  entries: ReadonlyMap<string, unknown>,
  document: RawDocument,
): readonly Diagnostic[] {
  if (entries.has(key)) return [];
  const written = [...entries.keys()].find((candidate) => nearest(candidate, KEYS) === key);
  return written === undefined ? [] : [at(unknownKey(written, [], [key]), document.locate([written], "key"))];
}

function kindProblem(kind: unknown, kinds: readonly string[]): ReturnType<typeof unknownKind> {
  if (kind === "Project") return misplacedKind("Project", "`orgwright.yaml`");
  if (kinds.includes("Project") && MANIFEST_KINDS.includes(String(kind))) {
    return misplacedKind(String(kind), "a file that `manifests:` or `approvals:` names");
  }
  return unknownKind(kind, kinds);
}
