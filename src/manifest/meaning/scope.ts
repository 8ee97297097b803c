/** What everybody who works on one organization needs to see. */
import type { CheckProblem } from "../../model/connector.ts";
import type {
  Diagnostic,
  GroupManifest,
  Location,
  OrganizationManifest,
  OrganizationSpec,
} from "../../model/contract.ts";
import type { Kinds } from "../../model/kinds.ts";
import type { Organization } from "../../model/organization.ts";
import type { Located, Path } from "../syntax/source.ts";
import { at, type Problem } from "../words/problem.ts";
import type { People } from "./people.ts";

/** What a connection's system is and can do, as data; made from connectors by whoever calls `resolve`. */
export interface SystemFacts {
  /** The system's name as people write it. */
  readonly title: string;
  readonly system: string;
  readonly kinds: Kinds;
  /** What the system cannot express beyond what `kinds` says. */
  readonly check: (organization: Organization) => readonly CheckProblem[];
}

/** A Group, each of its people with the line that names them: looked up once, used in many organizations. */
export interface Group {
  readonly manifest: Located<GroupManifest>;
  readonly people: readonly { readonly email: string; readonly line: Location }[];
}

/** One organization's manifest and what surrounds it. */
export interface Scope {
  readonly manifest: Located<OrganizationManifest>;
  readonly spec: OrganizationSpec;
  /** The manifest of the organization that this one is a sub-account of. */
  readonly parent?: OrganizationManifest;
  readonly facts: SystemFacts;
  readonly people: People;
  readonly groups: ReadonlyMap<string, Group>;
  readonly now: number;
  readonly timezone: string;
}

/** A result and what was found on the way. */
export interface Found<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** The problem at a place inside the manifest's `spec`. */
export function inSpec(
  { manifest }: Scope,
  problem: Problem,
  path: Path,
  part: "key" | "value" = "value",
): Diagnostic {
  return at(problem, manifest.locate(["spec", ...path], part));
}
