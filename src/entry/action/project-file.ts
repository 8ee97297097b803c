/** A pull request's own project file: not trusted before the merge, but compared, so that reviewers see what will hold. */
import { isDeepStrictEqual } from "node:util";
import type { Connection, Project } from "../../model/contract.ts";

/** What a project file would change. */
export interface ProjectMoves {
  /** In words, for reviewers. */
  readonly lines: readonly string[];
  /** Connections that are new, gone or different. */
  readonly connections: ReadonlySet<string>;
  /** Organizations with guards of their own that differ. */
  readonly guarded: ReadonlySet<string>;
  /** What holds for every organization is different, in words. */
  readonly everything: readonly string[];
}

const general = ["approvals", "timezone", "invitations"] as const;
const listed = ["manifests", "secrets"] as const;

/** Compares the trusted project file with the one that a pull request would bring. */
export function projectMoves(base: Project, head: Project): ProjectMoves {
  const connections = moved(base.connections, head.connections);
  const guarded = moved(base.guards?.organizations ?? {}, head.guards?.organizations ?? {});
  const guards = isDeepStrictEqual(withoutOrganizations(base), withoutOrganizations(head)) ? [] : ["guards"];
  const everything = [...guards, ...general.filter((key) => !isDeepStrictEqual(base[key], head[key]))];
  const others = listed.filter((key) => !isDeepStrictEqual(base[key], head[key]));
  return {
    lines: [
      ...connections.map((name) => connectionLine(name, base.connections[name], head.connections[name])),
      ...[...everything, ...others].map((key) => `\`${key}\` is different`),
      ...guarded.map((name) => `the guards of organization \`${name}\` are different`),
    ],
    connections: new Set(connections),
    guarded: new Set(guarded),
    everything,
  };
}

function connectionLine(name: string, base: Connection | undefined, head: Connection | undefined): string {
  if (base === undefined) return `connection \`${name}\` is new: ${head?.system} at \`${head?.endpoint}\``;
  if (head === undefined) return `connection \`${name}\` is gone`;
  const keys = moved({ ...base }, { ...head });
  const endpoint = keys.includes("endpoint")
    ? `: endpoint \`${base.endpoint}\` becomes \`${head.endpoint}\``
    : "";
  return `connection \`${name}\` has another ${keys.join(", ")}${endpoint}`;
}

function withoutOrganizations({ guards = {} }: Project): unknown {
  const { organizations: _organizations, ...rest } = guards;
  return rest;
}

function moved(
  base: Readonly<Record<string, unknown>>,
  head: Readonly<Record<string, unknown>>,
): readonly string[] {
  const keys = [...new Set([...Object.keys(base), ...Object.keys(head)])].sort();
  return keys.filter((key) => !isDeepStrictEqual(base[key], head[key]));
}
