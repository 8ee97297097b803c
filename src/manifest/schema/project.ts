/** The project file's text to a project. */
import type { Connection, Diagnostic, Project } from "../../model/contract.ts";
import { hasErrors, type Parsed, sortDiagnostics } from "../../model/diagnostic.ts";
import { isLoopback } from "../../model/endpoint.ts";
import * as validators from "../compiled/documents.js";
import { type RawDocument, read } from "../syntax/read.ts";
import type { Located, Path, Source } from "../syntax/source.ts";
import { at, type Problem } from "../words/problem.ts";
import * as words from "../words/schema.ts";
import { check } from "./check.ts";
import { envelope } from "./envelope.ts";
import { hideSecrets, withoutSecrets } from "./secrets.ts";

/** What the keys of a connection may be on one system; connectors have the first three. */
export interface SystemSettings {
  readonly system: string;
  readonly title: string;
  readonly dialects: readonly string[];
  /** Those of `workspace`, `pendingMembers` and other keys of single systems that this one has; absent: not checked. */
  readonly settings?: readonly string[];
}

/** Keys that every connection may have. */
const COMMON: readonly string[] = ["system", "endpoint", "token", "self", "dialect", "pace"];

/**
 * Reads the project file: syntax, schema and meaning. Endpoints come back without trailing slashes. `systems` adds
 * what single systems take. Never throws for a text; a credential in it is reported and never repeated.
 */
export function parseProject(
  source: Source,
  systems: readonly SystemSettings[] = [],
): Parsed<Located<Project>> {
  const { documents, diagnostics } = read(source, hideSecrets);
  const [first, second] = documents;
  if (first === undefined) return failed(diagnostics.length > 0 ? diagnostics : [nothing(source)]);
  const opened = envelope(first, ["Project"]);
  if (typeof opened !== "string") return failed([...diagnostics, ...opened]);
  const several = second === undefined ? [] : [at(words.severalProjects(), second.locate([]))];
  const shape = withoutSecrets(first);
  const checked = check(shape.document, validators.Project);
  const found = [...diagnostics, ...several, ...shape.diagnostics, ...checked.diagnostics];
  if (checked.value === undefined) return failed(found);
  const all = sortDiagnostics([...found, ...meaning(checked.value, first, systems)]);
  if (hasErrors(all)) return { ok: false, diagnostics: all };
  return { ok: true, value: { value: tidied(checked.value), locate: first.locate }, diagnostics: all };
}

function failed(diagnostics: readonly Diagnostic[]): Parsed<never> {
  return { ok: false, diagnostics: sortDiagnostics(diagnostics) };
}

function nothing({ file, text }: Source): Diagnostic {
  const line = /^[^\r\n]*/.exec(hideSecrets(text, []))?.[0] ?? "";
  return at(words.emptyProject(), { file, line: 1, column: 1, endColumn: 1, text: line });
}

function tidied(project: Project): Project {
  const connections = Object.entries(project.connections).map(([name, connection]): [string, Connection] => [
    name,
    { ...connection, endpoint: connection.endpoint.replace(/\/+$/, "") },
  ]);
  return { ...project, connections: Object.fromEntries(connections) };
}

function meaning(
  project: Project,
  document: RawDocument,
  systems: readonly SystemSettings[],
): readonly Diagnostic[] {
  const connections = Object.entries(project.connections).flatMap(([name, connection]) =>
    connectionProblems(connection, systems).map(({ problem, path, part }) =>
      at(problem, document.locate(["connections", name, ...path], part)),
    ),
  );
  return [...connections, ...timezoneProblems(project, document), ...globProblems(project, document)];
}

interface Misfit {
  readonly problem: Problem;
  readonly path: Path;
  readonly part: "key" | "value";
}

function connectionProblems(connection: Connection, systems: readonly SystemSettings[]): readonly Misfit[] {
  const endpoint = endpointProblem(connection.endpoint);
  const misfits: readonly Misfit[] =
    endpoint === undefined ? [] : [{ problem: endpoint, path: ["endpoint"], part: "value" }];
  const system = systems.find((one) => one.system === connection.system);
  if (system === undefined) return misfits;
  return [...misfits, ...dialectProblems(connection, system), ...settingProblems(connection, system)];
}

function dialectProblems({ dialect }: Connection, { dialects, title }: SystemSettings): readonly Misfit[] {
  if (dialect === undefined || dialects.includes(dialect)) return [];
  return [{ problem: words.unknownDialect(dialect, title, dialects), path: ["dialect"], part: "value" }];
}

function settingProblems(connection: Connection, { settings, title }: SystemSettings): readonly Misfit[] {
  if (settings === undefined) return [];
  return Object.keys(connection)
    .filter((key) => !COMMON.includes(key) && !settings.includes(key))
    .map((key) => ({ problem: words.settingOfOtherSystem(key, title), path: [key], part: "key" }));
}

function endpointProblem(endpoint: string): Problem | undefined {
  if (!URL.canParse(endpoint))
    return words.badEndpoint("It is no URL.", "Write it like `https://acme.signalsmith.dev/api/v1`.");
  const { protocol, search, hash } = new URL(endpoint);
  if (protocol === "http:" && !isLoopback(endpoint)) {
    return words.badEndpoint(
      "Plain http would show the credential to everybody on the way.",
      "Write `https://`; plain http is for loopback addresses only.",
    );
  }
  if (search !== "" || hash !== "")
    return words.badEndpoint(
      "Paths are appended to it, so it cannot end in a query or a fragment.",
      "Remove everything from the `?` or `#` on.",
    );
  return undefined;
}

function timezoneProblems({ timezone }: Project, document: RawDocument): readonly Diagnostic[] {
  if (timezone === undefined || isTimezone(timezone)) return [];
  return [at(words.unknownTimezone(timezone), document.locate(["timezone"]))];
}

/** Offsets like `+01:00` are refused: they know no summer time. */
function isTimezone(timezone: string): boolean {
  if (timezone === "UTC") return true;
  if (!/^[A-Za-z]/.test(timezone)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: timezone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function globProblems({ manifests, approvals = [] }: Project, document: RawDocument): readonly Diagnostic[] {
  return approvals.flatMap((glob, index) =>
    manifests.includes(glob) ? [at(words.sharedGlob(glob), document.locate(["approvals", index]))] : [],
  );
}
