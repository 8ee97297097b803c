/** Texts of manifest and approval files to typed documents. */
import type {
  ApprovalManifest,
  Diagnostic,
  GroupManifest,
  OrganizationManifest,
  PersonManifest,
} from "../../model/contract.ts";
import { hasErrors, type Parsed, sortDiagnostics } from "../../model/diagnostic.ts";
import * as validators from "../compiled/documents.js";
import { type RawDocument, read } from "../syntax/read.ts";
import type { Located, Source } from "../syntax/source.ts";
import { at } from "../words/problem.ts";
import { misplacedKind } from "../words/schema.ts";
import { tooManyProblems } from "../words/syntax.ts";
import { check, type Validate } from "./check.ts";
import { envelope } from "./envelope.ts";

/** All documents of all files, by kind, in the order of the files. */
export interface Documents {
  readonly organizations: readonly Located<OrganizationManifest>[];
  readonly groups: readonly Located<GroupManifest>[];
  readonly persons: readonly Located<PersonManifest>[];
  readonly approvals: readonly Located<ApprovalManifest>[];
}

/** Problems of one file that are shown; nobody reads more. */
const MAX_PROBLEMS = 200;

const KINDS: readonly string[] = ["Organization", "Group", "Person", "Approval"];

interface Sorted {
  readonly organizations: Located<OrganizationManifest>[];
  readonly groups: Located<GroupManifest>[];
  readonly persons: Located<PersonManifest>[];
  readonly approvals: Located<ApprovalManifest>[];
}

/** Reads manifest and approval files. Gives all problems of all files at once, sorted; never throws for a text. */
export function parseManifests(sources: readonly Source[]): Parsed<Documents> {
  const documents: Sorted = { organizations: [], groups: [], persons: [], approvals: [] };
  const diagnostics = sortDiagnostics(sources.flatMap((source) => limited(parseFile(source, documents))));
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  return { ok: true, value: documents, diagnostics };
}

function parseFile(source: Source, into: Sorted): readonly Diagnostic[] {
  const { documents, diagnostics } = read(source);
  return [...diagnostics, ...documents.flatMap((document) => parseDocument(document, source, into))];
}

function parseDocument(document: RawDocument, { holds }: Source, into: Sorted): readonly Diagnostic[] {
  const opened = envelope(document, KINDS);
  if (typeof opened !== "string") return opened;
  const misplaced = (opened === "Approval") === (holds === "manifests") && holds !== undefined;
  if (misplaced) {
    const where = opened === "Approval" ? "a file that `approvals:` names" : "a file that `manifests:` names";
    return [at(misplacedKind(opened, where), document.locate(["kind"]))];
  }
  switch (opened) {
    case "Organization":
      return take(document, validators.Organization, into.organizations);
    case "Group":
      return take(document, validators.Group, into.groups);
    case "Person":
      return take(document, validators.Person, into.persons);
    default:
      return take(document, validators.Approval, into.approvals);
  }
}

function take<T extends object>(
  document: RawDocument,
  validate: Validate<T>,
  into: Located<T>[],
): readonly Diagnostic[] {
  const { value, diagnostics } = check(document, validate);
  if (value !== undefined) into.push({ value, locate: document.locate });
  return diagnostics;
}

function limited(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= MAX_PROBLEMS) return diagnostics;
  const sorted = sortDiagnostics(diagnostics);
  const shown = sorted.slice(0, MAX_PROBLEMS);
  const location = shown.at(-1)?.location;
  const last = tooManyProblems(sorted.length - shown.length);
  return [...shown, location === undefined ? last : at(last, location)];
}
