/** The story that every connector is led through: chapters of one organization, `acme`, and what is live after each. */
import type { Ownership, Value } from "../../src/model/contract.ts";
import { comparedEmail } from "../../src/model/identity.ts";
import type { LevelWord, RoleWord, Words } from "./words.ts";

/** Name in the manifest and on the system of the workspaces. */
export const workspaces: Readonly<Record<string, string>> = { production: "Production", staging: "Staging" };

/** One entry of the members. */
export interface Person {
  readonly email: string;
  readonly role: RoleWord;
  /** Said only where the system suspends people. */
  readonly status?: "active" | "suspended";
  /** Said only where a member's entry gives access. */
  readonly workspaces?: Readonly<Record<string, LevelWord>>;
}

/** One entry of the section `access`: a role's, or somebody's who is no member. */
export interface Grant {
  readonly role?: RoleWord;
  readonly email?: string;
  readonly workspace: string;
  readonly level: LevelWord;
}

/** One manifest, in the story's words; what a system does not know is left out of its manifest. */
export interface Chapter {
  readonly members: readonly Person[];
  readonly access?: readonly Grant[];
  /** How many of the system's three custom roles there are. Default all. */
  readonly roles?: number;
  /** Names of the workspaces. Default both. */
  readonly workspaces?: readonly string[];
  readonly ownership?: Ownership;
  /** Further keys of the spec, or others for those that are there. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

const olga: Person = { email: "olga@acme.test", role: "owner", workspaces: {} };
const bob: Person = {
  email: "Bob@acme.test",
  role: "less",
  workspaces: { production: "low", staging: "mid" },
};
const dora: Person = { email: "dora@acme.test", role: "less", workspaces: {} };

const start: Chapter = {
  members: [olga, { email: "alice@acme.test", role: "owner", workspaces: { production: "mid" } }, bob, dora],
  access: [{ role: "less", workspace: "production", level: "low" }],
};

const changed: Chapter = {
  roles: 2,
  members: [
    olga,
    { email: "bob@acme.test", role: "more", workspaces: { production: "high" } },
    { email: "carol@acme.test", role: "less", workspaces: { production: "low" } },
    { ...dora, status: "suspended", workspaces: { staging: "low" } },
  ],
  access: [{ role: "less", workspace: "production", level: "mid" }],
};

/** Its chapters. */
export const story = {
  start,
  changed,
  /** All that can go goes, and the last owner stays. */
  emptied: { members: [{ email: "olga@acme.test", role: "owner" }], access: [], roles: 0, workspaces: [] },
  deleted: { members: [], spec: { ensure: "absent" } },
  renamed: { ...start, spec: { slug: "acme-new", previously: { slugs: ["acme"] } } },
} as const satisfies Readonly<Record<string, Chapter>>;

/** A chapter's manifest, in JSON, which is YAML; `more` documents stand behind it. */
export function manifestOf(chapter: Chapter, words: Words, more: readonly object[] = []): string {
  const document = { apiVersion: "orgwright/v1", kind: "Organization", metadata: { name: "acme" } };
  const absent = chapter.spec?.["ensure"] === "absent";
  const spec = {
    connection: "main",
    slug: "acme",
    displayName: "Acme",
    ...words.vocabulary.spec,
    ...(absent ? {} : sectionsOf(chapter, words)),
    ...chapter.spec,
  };
  const { documents } = words.vocabulary;
  const own = [{ ...document, spec }, ...more].map((each) => JSON.stringify(each, null, 2));
  return [...(documents === undefined ? [] : [documents.trim().replace(/^---\n/, "")]), ...own].join(
    "\n---\n",
  );
}

function sectionsOf(chapter: Chapter, words: Words): object {
  const { members, ownership } = chapter;
  const sections = {
    ...(words.custom.length === 0 ? {} : { roles: rolesOf(chapter, words) }),
    ...(words.workspaces ? { workspaces: workspacesOf(chapter) } : {}),
    members: members.map((person) => memberOf(person, words)),
    ...(words.roleAccess || words.outsiders ? { access: grantsOf(chapter, words) } : {}),
  };
  const empty = Object.entries(sections).flatMap(([name, entries]) => (entries.length === 0 ? [name] : []));
  return {
    ...sections,
    ...(empty.length === 0 ? {} : { confirmEmpty: empty }),
    ...(ownership === undefined
      ? {}
      : { ownership: Object.fromEntries(Object.keys(sections).map((name) => [name, ownership])) }),
  };
}

function rolesOf({ roles = 3 }: Chapter, { custom, kinds }: Words): readonly object[] {
  const known = kinds.role?.attributes ?? {};
  return custom.slice(0, roles).map((name) => ({
    name,
    ...("displayName" in known ? { displayName: `The ${name}` } : {}),
    ...("description" in known ? { description: `What a ${name} does` } : {}),
  }));
}

function workspacesOf({ workspaces: names = Object.keys(workspaces) }: Chapter): readonly object[] {
  return names.map((name) => ({ name, displayName: workspaces[name] ?? name }));
}

function memberOf({ email, role, status, workspaces: access }: Person, words: Words): object {
  const { kinds, roles, levels } = words;
  const name = roles[role];
  return {
    email,
    ...(kinds.member?.severalRoles ? { roles: [name] } : { role: name }),
    ...(kinds.member?.suspend && status !== undefined ? { status } : {}),
    ...(words.memberAccess && access !== undefined ? { workspaces: inWords(access, levels) } : {}),
  };
}

function inWords(access: Readonly<Record<string, LevelWord>>, levels: Words["levels"]) {
  return Object.fromEntries(Object.entries(access).map(([name, level]) => [name, levels[level]]));
}

function grantsOf({ access = [] }: Chapter, words: Words): readonly object[] {
  return access
    .filter(({ role }) => (role === undefined ? words.outsiders : words.roleAccess))
    .map(({ role, level, ...rest }) => ({
      ...rest,
      ...(role === undefined ? {} : { role: words.roles[role] }),
      level: words.levels[level],
    }));
}

/** What of a chapter is live once everybody accepted, in the words of `LiveView`. */
export function expectedOf({ members, access = [] }: Chapter, words: Words) {
  const { kinds, held, roles, levels } = words;
  const people = members.map(({ email, role, status = "active" }) => {
    const shown = kinds.member?.suspend ? status : "active";
    return `${comparedEmail(email)} ${held[role].join("+")} ${shown}`;
  });
  const own = members.flatMap(({ email, workspaces: map = {} }) =>
    Object.entries(map).map(
      ([name, level]) => `${workspaces[name]} ${comparedEmail(email)} ${levels[level]}`,
    ),
  );
  const roleGrants = access.flatMap(({ role, workspace, level }) =>
    role === undefined ? [] : [`${workspaces[workspace]} role:${roles[role]} ${levels[level]}`],
  );
  return {
    members: people,
    access: [...(words.memberAccess ? own : []), ...(words.roleAccess ? roleGrants : [])],
  };
}

const samples: Readonly<Record<string, Value>> = {
  displayName: "Acme Incorporated",
  description: "Makes everything",
  "branding.displayName": "Acme Cloud",
  "branding.primaryColor": "#00bb55",
  "branding.accentColor": "#113355",
  "branding.logoUrl": "https://acme.test/logo.png",
  "settings.requireTwoFactor": true,
  "settings.passwordExpiryDays": 90,
  "settings.tags": ["blue", "gold"],
  "settings.email": "room@acme.test",
};

/** A value to set an attribute to: the vocabulary's, else the suite's own. */
export function sampleOf(kind: string, name: string, { vocabulary }: Words): Value {
  const value = vocabulary.samples?.[`${kind}.${name}`] ?? samples[name];
  if (value === undefined) throw new Error(`give a value for ${kind}.${name} in vocabulary.samples`);
  return value;
}

/** An attribute as a manifest has it: `settings.tags` is `{settings: {tags: …}}`. */
export function written(name: string, value: Value): Readonly<Record<string, unknown>> {
  const [section = name, key] = name.split(".");
  return key === undefined ? { [section]: value } : { [section]: { [key]: value } };
}
