/** Texts of manifest and approval files to typed documents. */
import type {
  AcknowledgementManifest,
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
import { envelope, MANIFEST_KINDS, OWNED_APART } from "./envelope.ts";

/** All documents of all files, by kind, in the order of the files. */
export interface Documents {
  readonly organizations: readonly Located<OrganizationManifest>[];
  readonly groups: readonly Located<GroupManifest>[];
  readonly persons: readonly Located<PersonManifest>[];
  readonly approvals: readonly Located<ApprovalManifest>[];
  readonly acknowledgements: readonly Located<AcknowledgementManifest>[];
}

/** Problems of one file that are shown; nobody reads more. */
const MAX_PROBLEMS = 200;

interface Sorted {
  readonly organizations: Located<OrganizationManifest>[];
  readonly groups: Located<GroupManifest>[];
  readonly persons: Located<PersonManifest>[];
  readonly approvals: Located<ApprovalManifest>[];
  readonly acknowledgements: Located<AcknowledgementManifest>[];
}

/** Reads manifest and approval files. Gives all problems of all files at once, sorted; never throws for a text. */
export function parseManifests(sources: readonly Source[]): Parsed<Documents> {
  const documents: Sorted = {
    organizations: [],
    groups: [],
    persons: [],
    approvals: [],
    acknowledgements: [],
  };
  const diagnostics = sortDiagnostics(sources.flatMap((source) => limited(parseFile(source, documents))));
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  return { ok: true, value: documents, diagnostics };
}

function parseFile(source: Source, into: Sorted): readonly Diagnostic[] {
  const { documents, diagnostics } = read(source);
  return [...diagnostics, ...documents.flatMap((document) => parseDocument(document, source, into))];
}

function parseDocument(document: RawDocument, { holds }: Source, into: Sorted): readonly Diagnostic[] {
  const opened = envelope(document, MANIFEST_KINDS);
  if (typeof opened !== "string") return opened;
  const home = OWNED_APART.includes(opened) ? "approvals" : "manifests";
  if (holds !== undefined && holds !== home) {
    return [at(misplacedKind(opened, `a file that \`${home}:\` names`), document.locate(["kind"]))];
  }
  switch (opened) {
    case "Organization":
      return take(document, validators.Organization, into.organizations);
    case "Group":
      return take(document, validators.Group, into.groups);
    case "Person":
      return take(document, validators.Person, into.persons);
    case "Approval":
      return take(document, validators.Approval, into.approvals);
    default:
      return take(document, validators.Acknowledgement, into.acknowledgements);
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
