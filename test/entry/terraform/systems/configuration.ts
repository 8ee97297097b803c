/** The chapters of the conformance suite's story as Terraform configurations, in JSON. */
import { type Chapter, type Grant, type Person, sampleOf, workspaces } from "../../../conformance/story.ts";
import type { Words } from "../../../conformance/words.ts";

/** A block's content. */
export type Json = Readonly<Record<string, unknown>>;

/** A configuration: blocks by kind. */
export type Configuration = Readonly<Record<string, Json | readonly Json[]>>;

/** The resource that everything of the story belongs to. */
export const organization: string = from("orgwright_organization.acme.id");

/** A reference in the configuration. */
export function from(what: string): string {
  return `\${${what}}`;
}

/** The name that Terraform's schemas give to a name of manifests. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The resource name of a person. */
export function labelOf(email: string): string {
  return email.toLowerCase().replace(/@.*$/, "");
}

/** A chapter with a resource for each thing. */
export function singles(chapter: Chapter, words: Words): Configuration {
  return {
    resource: {
      ...fundament(chapter, words),
      orgwright_member: byName(chapter.members, (person) => [
        labelOf(person.email),
        { organization, ...memberOf(person, words), ...owned(person), ...after(words) },
      ]),
      ...grants(chapter, words),
    },
    ...sources,
  };
}

/** A chapter with all members as one resource, and nothing beside what is said of roles, workspaces and access. */
export function whole(chapter: Chapter, words: Words): Configuration {
  const { members, access = [], workspaces: names = Object.keys(workspaces) } = chapter;
  const grantsOfRoles = words.roleAccess ? access.map((each) => grantOf(each, words)) : undefined;
  const sections = {
    ...(words.custom.length > 0 ? { roles: rolesOf(chapter, words) } : {}),
    ...(words.workspaces ? { workspaces: names.map((name) => workspaces[name]) } : {}),
    ...(grantsOfRoles === undefined ? {} : { access: grantsOfRoles }),
  };
  const empty = Object.entries(sections).flatMap(([name, entries]) => (entries.length === 0 ? [name] : []));
  const ownership = { organization, ...sections, ...(empty.length > 0 ? { confirm_empty: empty } : {}) };
  const first = [
    "orgwright_members.acme",
    ...(words.custom.length > 0 ? ["orgwright_role.all"] : []),
    ...(words.workspaces ? ["orgwright_workspace.all"] : []),
    ...(words.roleAccess ? ["orgwright_access.all"] : []),
  ];
  return {
    resource: {
      ...fundament(chapter, words, "all"),
      orgwright_members: {
        acme: {
          organization,
          members: Object.fromEntries(members.map((person) => elementOf(person, words))),
          ...after(words, "all"),
        },
      },
      ...(words.roleAccess ? { orgwright_access: { all: grantsForEach(chapter, words) } } : {}),
      ...(Object.keys(sections).length > 0
        ? { orgwright_ownership: { acme: { ...ownership, depends_on: first } } }
        : {}),
    },
    ...sources,
  };
}

const sources: Configuration = {
  data: {
    orgwright_organization: {
      acme: { connection_name: "main", slug: "acme", depends_on: ["orgwright_organization.acme"] },
    },
    orgwright_organizations: {
      all: { connection_name: "main", depends_on: ["orgwright_organization.acme"] },
    },
    orgwright_members: { acme: { organization } },
  },
};

/** The organization of the story. Where nothing deletes it, it is left as it is. */
export function organizationOf(words: Words): Json {
  const { kinds, vocabulary } = words;
  const parent = vocabulary.spec?.["parent"];
  return {
    connection_name: "main",
    slug: "acme",
    display_name: "Acme",
    ...(parent === undefined ? {} : { parent: `main/${String(parent)}` }),
    ...samples("organization", kinds.organization.attributes, words),
    ...(kinds.organization.delete === "api" ? { deletion_protection: false } : { on_destroy: "release" }),
  };
}

/** Organization, roles and workspaces; `each` makes one block for all of a kind. */
function fundament(chapter: Chapter, words: Words, each?: string): Json {
  const { workspaces: names = Object.keys(workspaces) } = chapter;
  const roles = rolesOf(chapter, words);
  return {
    orgwright_organization: { acme: organizationOf(words) },
    ...(words.custom.length === 0 ? {} : { orgwright_role: blocks(roles, roleOf(words), each) }),
    ...(words.workspaces
      ? {
          orgwright_workspace: blocks(
            names.map((name) => workspaces[name] ?? name),
            (name) => ({
              organization,
              name,
              ...samples("workspace", words.kinds.workspace?.attributes ?? {}, words),
              ...(words.kinds.workspace?.delete === "api" ? {} : { on_destroy: "release" }),
            }),
            each,
          ),
        }
      : {}),
  };
}

/** Blocks of their own by lower-case name, or one for all. */
function blocks(names: readonly string[], of: (name: string) => Json, each: string | undefined): Json {
  if (each === undefined) return byName(names, (name) => [name.toLowerCase(), of(name)]);
  return { [each]: { for_each: `\${toset(${JSON.stringify(names)})}`, ...of(from("each.key")) } };
}

function byName<T>(all: readonly T[], make: (each: T) => readonly [string, Json]): Json {
  return Object.fromEntries(all.map(make));
}

function rolesOf({ roles = 3 }: Chapter, { custom }: Words): readonly string[] {
  return custom.slice(0, roles);
}

function roleOf({ kinds }: Words): (name: string) => Json {
  const known = kinds.role?.attributes ?? {};
  return (name) => ({
    organization,
    name,
    ...("displayName" in known ? { display_name: `The ${name}` } : {}),
    ...("description" in known ? { description: `What a ${name} does` } : {}),
  });
}

/** A person in the system's words. */
export function memberOf({ email, role, status, workspaces: access }: Person, words: Words): Json {
  const { kinds, roles, levels } = words;
  const levelsBy = Object.entries(access ?? {}).map(([name, level]) => [workspaces[name], levels[level]]);
  return {
    email,
    ...(kinds.member?.severalRoles ? { roles: [roles[role]] } : { role: roles[role] }),
    ...(kinds.member?.suspend && status !== undefined ? { status } : {}),
    ...(words.memberAccess && access !== undefined ? { workspaces: Object.fromEntries(levelsBy) } : {}),
  };
}

/** The same in the map of all members, by address. */
function elementOf(person: Person, words: Words): readonly [string, Json] {
  const { email, ...rest } = memberOf(person, words);
  return [String(email), rest];
}

/** Nobody destroys the last owner. */
function owned({ role }: Person): Json {
  return role === "owner" ? { on_destroy: "release" } : {};
}

/** What has to be there before members are. */
export function after(words: Words, each?: string): Json {
  const roles = words.custom.map((name) => name.toLowerCase());
  const first = [
    ...(words.custom.length === 0 ? [] : ["orgwright_role"]),
    ...(words.workspaces ? ["orgwright_workspace"] : []),
  ];
  if (each !== undefined) return { depends_on: first.map((type) => `${type}.${each}`) };
  return {
    depends_on: [
      ...roles.slice(0, 2).map((name) => `orgwright_role.${name}`),
      ...(words.workspaces ? ["production", "staging"].map((name) => `orgwright_workspace.${name}`) : []),
    ],
  };
}

function grantOf({ role, email, workspace, level }: Grant, words: Words): Json {
  return {
    ...(role === undefined ? { email } : { role: words.roles[role] }),
    workspace: workspaces[workspace],
    level: words.levels[level],
  };
}

function grants({ access = [] }: Chapter, words: Words): Json {
  const known = access.filter(({ role }) => (role === undefined ? words.outsiders : words.roleAccess));
  if (known.length === 0) return {};
  return {
    orgwright_access: byName(known, (grant) => [
      `${grant.role ?? labelOf(grant.email ?? "")}-${grant.workspace}`,
      { organization, ...grantOf(grant, words), ...after(words) },
    ]),
  };
}

function grantsForEach({ access = [] }: Chapter, words: Words): Json {
  const all = access.map((grant) => grantOf(grant, words));
  const named = Object.fromEntries(all.map((each, index) => [String(index), each]));
  const value = (name: string) => from(`each.value.${name}`);
  return {
    for_each: named,
    organization,
    role: value("role"),
    workspace: value("workspace"),
    level: value("level"),
    ...after(words, "all"),
  };
}

/** Values for all settings and looks that a kind manages. */
function samples(kind: string, attributes: Readonly<Record<string, unknown>>, words: Words): Json {
  const all = Object.keys(attributes).filter((name) => name.includes("."));
  const groups = [...new Set(all.map((name) => name.split(".")[0] ?? ""))];
  return Object.fromEntries(
    groups.map((group) => [
      group,
      Object.fromEntries(
        all
          .filter((name) => name.startsWith(`${group}.`))
          .map((name) => [snake(name.slice(group.length + 1)), sampleOf(kind, name, words)]),
      ),
    ]),
  );
}
