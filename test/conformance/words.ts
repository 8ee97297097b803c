/** The story's words in one system's own: roles, levels, and which sections its manifests have. */
import type { ConnectionSettings, Connector } from "../../src/model/connector.ts";
import type { Kinds, MemberKind } from "../../src/model/kinds.ts";
import type { Subject, Vocabulary } from "./subject.ts";

/** The three roles that people of the story have. */
export type RoleWord = "owner" | "more" | "less";
/** The three levels that they have on workspaces. */
export type LevelWord = "high" | "mid" | "low";

/** What the story is told in. */
export interface Words {
  readonly kinds: Kinds;
  readonly vocabulary: Vocabulary;
  /** Whether the system makes no organization, so that it is there from the start. */
  readonly exists: boolean;
  readonly roles: Readonly<Record<RoleWord, string>>;
  /** What somebody with such a role is wanted to hold: some systems give everybody a role beside. */
  readonly held: Readonly<Record<RoleWord, readonly string[]>>;
  /** Roles that the organization makes itself; none where roles are fixed. */
  readonly custom: readonly string[];
  readonly levels: Readonly<Record<LevelWord, string>>;
  /** Whether manifests have the section `workspaces`. */
  readonly workspaces: boolean;
  /** Who can be given access: a member by the entry's map, a role or an outsider by the section `access`. */
  readonly memberAccess: boolean;
  readonly roleAccess: boolean;
  readonly outsiders: boolean;
}

/** The words for a subject in the dialect of its settings, derived from its kinds where the vocabulary is silent. */
export function wordsOf(subject: Subject, settings: ConnectionSettings): Words {
  const { connector, vocabulary = {} } = subject;
  const kinds = connector.kinds(settings);
  const { access, workspace } = kinds;
  const custom = kinds.role === undefined ? [] : (vocabulary.custom ?? ["viewer", "editor", "auditor"]);
  const subjects = access?.subjects ?? [];
  const roles = { ...rolesOf(kinds.member, custom), ...vocabulary.roles };
  const held = (role: string) => heldWith(role, connector, settings);
  return {
    kinds,
    vocabulary,
    exists: kinds.organization.create !== "api",
    roles,
    held: { owner: held(roles.owner), more: held(roles.more), less: held(roles.less) },
    custom,
    levels: levelsOf(access?.rank ?? []),
    workspaces: workspace !== undefined && workspace.creation !== "granted",
    memberAccess: subjects.includes("member"),
    roleAccess: subjects.includes("role") && custom.length > 0,
    outsiders: subjects.includes("outsider"),
  };
}

function rolesOf(member: MemberKind | undefined, [less, more]: readonly string[]): Words["roles"] {
  const { rank = [], ownerRoles = [] } = member ?? {};
  return { owner: ownerRoles[0] ?? "", more: more ?? rank[1] ?? "", less: less ?? rank.at(-1) ?? "" };
}

/** The roles of a member for whom a manifest has one role, as the connector wants them. */
function heldWith(role: string, { desired }: Connector, settings: ConnectionSettings): readonly string[] {
  const email = "somebody@acme.test";
  const identity = { key: email, email, aliases: [] };
  const entry = { identity, roles: [role], ensure: "present", origins: [] } as const;
  const resources = desired(
    {
      name: "acme",
      connection: settings.name,
      key: { slug: "acme", previousSlugs: [] },
      previousNames: [],
      ensure: "present",
      attributes: {},
      members: { ownership: "exact", entries: [entry] },
      origins: [],
      people: [],
      manifest: null,
    },
    settings,
  );
  const wanted = resources.find(({ kind }) => kind === "member")?.attributes["roles"];
  return Array.isArray(wanted) ? [...wanted].sort() : [];
}

function levelsOf(rank: readonly string[]): Words["levels"] {
  return { high: rank[0] ?? "", mid: rank[1] ?? "", low: rank.at(-1) ?? "" };
}
