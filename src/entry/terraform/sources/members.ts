/** `data.orgwright_members`: who is in an organization. */
import { compareText } from "../../../model/diagnostic.ts";
import type { LiveMember, LiveState } from "../../../model/live.ts";
import type { Problem } from "../provider.ts";
import { textIn } from "../reading-attributes.ts";
import { parseReference } from "../references.ts";
import { membersDataSchema } from "../schemas/data-sources.ts";
import type { Attributes, Value } from "../values/value.ts";
import { liveOrganization, Refused, type Source } from "./source.ts";

/** The members of one organization, invitations among them. */
export const membersSource: Source = {
  schema: membersDataSchema,
  validate: ({ organization = null }): readonly Problem[] =>
    typeof organization !== "string" || parseReference(organization) !== undefined
      ? []
      : [noReference(organization).problem],
  look: async (config, parts) => {
    const organization = textIn(config["organization"]) ?? "";
    const reference = parseReference(organization);
    if (reference === undefined) throw noReference(organization);
    const live = await liveOrganization(reference, parts, ["organization"]);
    const hasAccess = parts.kinds(reference.connection)?.access !== undefined;
    const levels = hasAccess ? levelsOf(live) : undefined;
    return {
      id: `${organization}/members`,
      organization,
      members: [...live.members]
        .filter(({ past }) => past !== true)
        .sort(byAddress)
        .map((member) => memberOf(member, levels)),
    };
  },
};

function noReference(text: string): Refused {
  return new Refused(
    `\`${text}\` names no organization`,
    "Write the `id` of an `orgwright_organization`, or `CONNECTION/SLUG`, or `CONNECTION/id:ID`.",
    ["organization"],
  );
}

function byAddress(a: LiveMember, b: LiveMember): number {
  return compareText(a.email ?? "", b.email ?? "") || compareText(a.id, b.id);
}

type Levels = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** Levels by workspace for each account. */
function levelsOf({ access, workspaces }: LiveState): Levels {
  const names = new Map(workspaces.map(({ id, name }) => [id, name]));
  const people = new Map<string, Map<string, readonly string[]>>();
  for (const { subject, workspace, level } of access) {
    if (subject.type === "role") continue;
    const own = people.get(subject.id) ?? new Map<string, readonly string[]>();
    const name = nameIn(names, workspace);
    own.set(name, [...(own.get(name) ?? []), level]);
    people.set(subject.id, own);
  }
  return people;
}

function nameIn(names: ReadonlyMap<string, string>, id: string): string {
  return names.get(id) ?? id;
}

function memberOf(member: LiveMember, levels: Levels | undefined): Attributes {
  const { id, email, roles, status, accessUnknown } = member;
  const isAccount = status === "active" || status === "suspended";
  return {
    email: email ?? null,
    user_id: isAccount ? id : null,
    roles: [...roles].sort(compareText),
    status,
    workspaces: levels === undefined || accessUnknown === true ? null : workspacesOf(levels.get(id)),
  };
}

/** Where somebody has several levels on one workspace, all of them, in order. */
function workspacesOf(own: ReadonlyMap<string, readonly string[]> = new Map()): Value {
  const sorted = [...own].sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(sorted.map(([name, levels]) => [name, [...levels].sort(compareText).join(",")]));
}
