/** Live access as manifests say it: by the workspaces' keys, grouped by who holds it. */
import type { LiveAccess, LiveSubject, Protection } from "../../model/live.ts";
import type { Importing } from "./context.ts";
import { isAccount } from "./people.ts";
import { isSayable } from "./text.ts";

/** The levels that somebody holds on one workspace. */
export interface Holding {
  readonly workspace: string;
  readonly levels: readonly string[];
}

/** All that one subject holds; undefined where some of it cannot be said. */
export type Holdings = readonly Holding[] | undefined;

/** Access by the person's id or the role's name. What the system itself gives is not in it, but for what an invitation carries: that is compared as a whole. */
export interface Grants {
  readonly people: ReadonlyMap<string, Holdings>;
  readonly roles: ReadonlyMap<string, Holdings>;
}

/** Groups live access; `keys` are the workspaces' names by their ids. */
export function grantsOf(importing: Importing, keys: ReadonlyMap<string, string>): Grants {
  const { access, members } = importing.state;
  const invitations = new Set(members.flatMap((member) => (isAccount(member) ? [] : [member.id])));
  const own = access.filter(
    ({ protection, subject }) =>
      !isSystems(protection) || (subject.type === "person" && invitations.has(subject.id)),
  );
  const of = (type: LiveSubject["type"]) => {
    const bySubject = new Map<string, LiveAccess[]>();
    for (const grant of own) {
      if (grant.subject.type !== type) continue;
      const key = grant.subject.type === "role" ? grant.subject.role : grant.subject.id;
      const theirs = bySubject.get(key);
      if (theirs === undefined) bySubject.set(key, [grant]);
      else theirs.push(grant);
    }
    return new Map([...bySubject].map(([key, grants]) => [key, holdings(grants, importing, keys)] as const));
  };
  return { people: of("person"), roles: of("role") };
}

/** Whether the system keeps it there itself, so that nobody declares it. */
export function isSystems(protection: Protection | undefined): boolean {
  return protection === "system" || protection === "service-account" || protection === "inherited";
}

/** A level by workspace, in the order of the keys; undefined where a workspace has several. */
export function asLevels(holdings: Holdings): ReadonlyMap<string, string> | undefined {
  const levels = (holdings ?? []).flatMap(({ workspace, levels: [level, ...more] }) =>
    level === undefined || more.length > 0 ? [] : [[workspace, level] as const],
  );
  return holdings === undefined || levels.length < holdings.length ? undefined : new Map(levels);
}

function holdings(
  grants: readonly LiveAccess[],
  importing: Importing,
  keys: ReadonlyMap<string, string>,
): Holdings {
  const byWorkspace = new Map<string, string[]>();
  for (const grant of grants) {
    const workspace = keys.get(grant.workspace);
    if (workspace === undefined || !isKnown(grant, importing)) return undefined;
    byWorkspace.set(workspace, [...(byWorkspace.get(workspace) ?? []), grant.level]);
  }
  const [first] = grants;
  const several = importing.kinds.access?.severalLevels.includes(first?.subject.type ?? "person") === true;
  const all = [...byWorkspace].map(([workspace, levels]) => ({
    workspace,
    levels: inOrder(levels, importing),
  }));
  const isPossible = all.every(
    ({ levels }) => levels.length === 1 || (several && new Set(levels).size === levels.length),
  );
  return isPossible ? all.sort((a, b) => (a.workspace < b.workspace ? -1 : 1)) : undefined;
}

/** Whether validation and plan take the level for one that the workspace has. */
function isKnown({ level, workspace }: LiveAccess, { kinds, state }: Importing): boolean {
  const { rank = [], customLevels = false } = kinds.access ?? {};
  if (!isSayable(level)) return false;
  if (rank.includes(level)) return true;
  const levels = state.workspaces.find(({ id }) => id === workspace)?.levels;
  return customLevels && (levels === undefined || levels.includes(level));
}

function inOrder(levels: readonly string[], { kinds }: Importing): readonly string[] {
  const rank = kinds.access?.rank ?? [];
  const place = (level: string) => (rank.includes(level) ? rank.indexOf(level) : rank.length);
  return [...levels].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}
