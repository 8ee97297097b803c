/** Problems of the configuration, each at its attribute. */
import type { Diagnostic } from "../../model/contract.ts";
import { renderDiagnostics } from "../../report/index.ts";
import type { Given } from "./configuration-inline.ts";
import type { AttributePath, Problem } from "./provider.ts";
import { isGiven, objectIn } from "./reading-attributes.ts";
import { pathWords } from "./values/path.ts";
import { type Attributes, ExactNumber, Unknown, type Value } from "./values/value.ts";

/** A diagnostic about a file: where it is, its line with a mark, why, and what to do. */
export function diagnosedProblem(diagnostic: Diagnostic, path: AttributePath): Problem {
  const rendered = renderDiagnostics([diagnostic], { color: false, width: 100 });
  // Its first words are the summary already, its last line counts what is one.
  const detail = rendered.trimEnd().split("\n").slice(1, -1).join("\n").trimEnd();
  return { severity: severityOf(diagnostic), summary: diagnostic.message, detail, path };
}

/** Keys of a project file in messages, as the provider calls them. */
const attributeNames: Readonly<Record<string, string>> = {
  pendingMembers: "pending_members",
  maxRemovals: "max_removals",
  minOwners: "min_owners",
  protectSelf: "protect_self",
  approveGains: "approve_gains",
  perMinute: "per_minute",
  perSecond: "per_second",
  maxPerPerson: "max_per_person",
  quietDays: "quiet_days",
  "secrets.recipients": "secrets_recipients",
};

/** A diagnostic about attributes, in their own words and at their place. */
export function inlineProblem(diagnostic: Diagnostic, { places }: Given): Problem {
  const { message, why, fix, location } = diagnostic;
  const path = places[(location?.line ?? 0) - 1] ?? [];
  const detail = [why, fix].filter((each) => each !== undefined).map(inAttributes);
  return {
    severity: severityOf(diagnostic),
    summary: inAttributes(message),
    ...(detail.length === 0 ? {} : { detail: detail.join("\n\n") }),
    ...(path.length === 0 ? {} : { path }),
  };
}

function inAttributes(words: string): string {
  return Object.entries(attributeNames).reduce(
    (text, [key, attribute]) => text.replaceAll(key, attribute),
    words,
  );
}

function severityOf({ severity }: Diagnostic): Problem["severity"] {
  return severity === "error" ? "error" : "warning";
}

/** A configuration without a connection can do nothing. Unknown ones count. */
export function connectionProblems({ project = null, connections = null }: Attributes): readonly Problem[] {
  const map = objectIn(connections);
  const isNamed = isGiven(connections) && (map === undefined || Object.keys(map).length > 0);
  if (isGiven(project) || isNamed) return [];
  return [
    {
      severity: "error",
      summary: "The provider has no connection",
      detail:
        "Say which systems it speaks to: by `connections`, or by `project`, the path of an `orgwright.yaml` that has them.",
    },
  ];
}

/** What has to be known before anything can be read, and is not. */
export function unknownProblems(config: Attributes): readonly Problem[] {
  return unknownPaths(config, []).map((path) => ({
    severity: "error",
    summary: `${pathWords(path)} is not known yet`,
    detail:
      "The provider needs its whole configuration before it reads anything. This value comes from something that is not made yet: apply that first (`terraform apply -target=…`), or give the value by a variable.",
    path,
  }));
}

function unknownPaths(value: Value, path: AttributePath): readonly AttributePath[] {
  if (value instanceof Unknown) return [path];
  if (value === null || typeof value !== "object" || value instanceof ExactNumber) return [];
  const inner: readonly (readonly [string | number, Value])[] = Array.isArray(value)
    ? value.map((each: Value, index) => [index, each] as const)
    : Object.entries(value);
  return inner.flatMap(([key, each]) => unknownPaths(each, [...path, key]));
}
