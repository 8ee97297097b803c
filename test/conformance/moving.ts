/** What somebody else may move between a plan and its apply: one change of each kind, and how live can be neither before nor after. */
import type { Change, Kind } from "../../src/model/contract.ts";
import type { LiveState } from "../../src/model/live.ts";
import { acme, type Stage } from "./stage.ts";
import { type Chapter, type Person, story, workspaces } from "./story.ts";
import type { Words } from "./words.ts";

/** One change that a wish makes necessary. */
export interface Case {
  readonly what: string;
  readonly address: (words: Words) => string;
  readonly action: Change["action"];
  /** What is live before the wish. Default the story's beginning. */
  readonly base?: Chapter;
  /** Nobody has accepted an invitation yet. */
  readonly isPending?: true;
  /** Somebody may have to do something first, where a thing ends only once nobody has access. */
  readonly mayBeKept?: true;
  /** Whether the system knows such a change. */
  readonly isKnown: (words: Words) => boolean;
  readonly wish: (words: Words, live: LiveState) => Chapter;
  /** What somebody else makes of it; absent, or undefined where the system has no third value. */
  readonly theirs?: (words: Words, live: LiveState) => Chapter | undefined;
}

const { start } = story;

/** The beginning with one person otherwise. */
function having(email: string, change: Partial<Person>): Chapter {
  return {
    ...start,
    members: start.members.map((each) => (isFor(each, email) ? { ...each, ...change } : each)),
  };
}

function without(email: string): Chapter {
  return { ...start, members: start.members.filter((each) => !isFor(each, email)) };
}

function isFor(person: Person, email: string): boolean {
  return person.email.toLowerCase() === email;
}

const carol = (role: Person["role"]): Chapter => ({
  ...start,
  members: [...start.members, { email: "carol@acme.test", role, workspaces: {} }],
});

const can = (kind: Kind, action: "create" | "update" | "delete") => (words: Words) =>
  words.kinds[kind]?.[action] === "api";

const invitation = ({ kinds }: Words) => kinds.member?.invitation;

const people: readonly Case[] = [
  {
    what: "a member's role",
    address: () => "acme/member/bob@acme.test",
    action: "update",
    isKnown: can("member", "update"),
    wish: () => having("bob@acme.test", { role: "more" }),
    theirs: () => having("bob@acme.test", { role: "owner" }),
  },
  {
    what: "a member who leaves",
    address: () => "acme/member/alice@acme.test",
    action: "delete",
    isKnown: can("member", "delete"),
    wish: () => without("alice@acme.test"),
    theirs: () => having("alice@acme.test", { role: "more" }),
  },
  {
    what: "the role of an open invitation",
    address: () => "acme/member/bob@acme.test",
    action: "update",
    isPending: true,
    isKnown: (words) => invitation(words)?.change !== "none",
    wish: () => having("bob@acme.test", { role: "more" }),
    theirs: () => having("bob@acme.test", { role: "owner" }),
  },
  {
    what: "an open invitation that is taken back",
    address: () => "acme/member/dora@acme.test",
    action: "delete",
    isPending: true,
    isKnown: (words) => invitation(words)?.revoke === true,
    wish: () => without("dora@acme.test"),
    theirs: (words) =>
      invitation(words)?.change === "none" ? undefined : having("dora@acme.test", { role: "more" }),
  },
  {
    what: "an invitation of somebody who was invited otherwise",
    address: () => "acme/member/carol@acme.test",
    action: "create",
    isKnown: (words) => invitation(words)?.listed === true,
    wish: () => carol("less"),
    theirs: () => carol("more"),
  },
];

const access: readonly Case[] = [
  {
    what: "a level",
    address: () => "acme/access/production/bob@acme.test",
    action: "update",
    isKnown: ({ memberAccess }) => memberAccess,
    wish: () => having("bob@acme.test", { workspaces: { production: "high", staging: "mid" } }),
    theirs: () => having("bob@acme.test", { workspaces: { production: "mid", staging: "mid" } }),
  },
  {
    what: "access that ends",
    address: () => "acme/access/staging/bob@acme.test",
    action: "delete",
    isKnown: ({ memberAccess }) => memberAccess,
    wish: () => having("bob@acme.test", { workspaces: { production: "low" } }),
    theirs: () => having("bob@acme.test", { workspaces: { production: "low", staging: "low" } }),
  },
  {
    what: "access of somebody who got another level",
    address: () => "acme/access/staging/dora@acme.test",
    action: "create",
    isKnown: ({ memberAccess }) => memberAccess,
    wish: () => having("dora@acme.test", { workspaces: { staging: "low" } }),
    theirs: () => having("dora@acme.test", { workspaces: { staging: "mid" } }),
  },
  {
    what: "a role's level",
    address: ({ roles }) => `acme/access/production/role:${roles.less}`,
    action: "update",
    isKnown: hasOneLevel,
    wish: () => granting("mid"),
    theirs: () => granting("high"),
  },
  {
    what: "a role's access that ends",
    address: ({ roles }) => `acme/access/production/role:${roles.less}`,
    action: "delete",
    isKnown: hasOneLevel,
    wish: () => ({ ...start, access: [] }),
    theirs: () => granting("high"),
  },
];

function granting(level: "mid" | "high"): Chapter {
  return { ...start, access: [{ role: "less", workspace: "production", level }] };
}

/** Where several levels are held at once, each of them is there or is not. */
function hasOneLevel({ roleAccess, kinds }: Words): boolean {
  return roleAccess && !kinds.access?.severalLevels.includes("role");
}

const named: readonly Case[] = [
  {
    what: "what a role is called",
    address: ({ custom }) => `acme/role/${custom[2]}`,
    action: "update",
    isKnown: can("role", "update"),
    wish: (words) => lastRole(words, "What it is wished to be"),
    theirs: (words) => lastRole(words, "What somebody else made of it"),
  },
  {
    what: "a role that ends",
    address: ({ custom }) => `acme/role/${custom[2]}`,
    action: "delete",
    isKnown: can("role", "delete"),
    wish: () => ({ ...start, roles: 2 }),
    theirs: (words) =>
      can("role", "update")(words) ? lastRole(words, "What somebody else made of it") : undefined,
  },
  {
    what: "a role that somebody else made otherwise",
    address: ({ custom }) => `acme/role/${custom[2]}`,
    action: "create",
    base: { ...start, roles: 2 },
    isKnown: can("role", "create"),
    wish: () => start,
    theirs: (words) => lastRole(words, "What somebody else made of it"),
  },
  {
    what: "a workspace's name",
    address: () => "acme/workspace/staging",
    action: "update",
    isKnown: (words) => words.workspaces && can("workspace", "update")(words),
    wish: (_, live) => staging(live, { displayName: "Staging EU" }),
    theirs: (_, live) => staging(live, { displayName: "Staging US" }),
  },
  {
    what: "a workspace that ends",
    mayBeKept: true,
    address: () => "acme/workspace/staging",
    action: "delete",
    base: { ...start, members: start.members.map((each) => ({ ...each, workspaces: {} })) },
    isKnown: (words) => words.workspaces && can("workspace", "delete")(words),
    wish: (_, live) => emptied(staging(live, { ensure: "absent" })),
    theirs: (words, live) =>
      can("workspace", "update")(words) ? emptied(staging(live, { displayName: "Staging US" })) : undefined,
  },
  {
    what: "what the organization is called",
    address: () => "acme/organization",
    action: "update",
    isKnown: can("organization", "update"),
    wish: (words) => called(words, "As it is wished"),
    theirs: (words) => called(words, "As somebody else wished"),
  },
  {
    what: "an organization that ends",
    address: () => "acme/organization",
    action: "delete",
    isPending: true,
    isKnown: can("organization", "delete"),
    wish: () => story.deleted,
    theirs: (words) => called(words, "As somebody else wished"),
  },
];

/** Whether a wish is for a person to fulfil. */
export async function isKept(
  { project, manifest, words }: Stage,
  told: Case,
  wish: Chapter,
): Promise<boolean> {
  const { forPerson } = acme(await project.plan(manifest(wish)));
  return forPerson.some(({ address }) => address === told.address(words));
}

function emptied(chapter: Chapter): Chapter {
  return { ...chapter, members: start.members.map((each) => ({ ...each, workspaces: {} })) };
}

/** All roles, of which the last one, which nobody holds, says something else. */
function lastRole({ custom, kinds }: Words, text: string): Chapter {
  const known = Object.keys(kinds.role?.attributes ?? {});
  const path = known.includes("description") ? "description" : "displayName";
  const roles = custom.map((name, at) => ({
    name,
    ...(known.includes("displayName") ? { displayName: `The ${name}` } : {}),
    ...(known.includes("description") ? { description: `What a ${name} does` } : {}),
    ...(at === 2 ? { [path]: text } : {}),
  }));
  return { ...start, spec: { roles } };
}

/** Both workspaces, by their ids; the second one otherwise. */
function staging(live: LiveState, change: object): Chapter {
  const entries = Object.entries(workspaces).map(([name, displayName]) => ({
    name,
    id: live.workspaces.find((each) => each.name === displayName)?.id,
    displayName,
    ...(name === "staging" ? change : {}),
  }));
  return { ...start, spec: { workspaces: entries } };
}

/** The beginning with another name shown, where a system can change that. */
function called({ kinds }: Words, name: string): Chapter {
  const { displayName } = kinds.organization.attributes;
  if (displayName?.mode === "managed") return { ...start, spec: { displayName: name } };
  return { ...start, spec: { branding: { displayName: name } } };
}

/** Every change that takes something away, and those that make what somebody else may have made. */
export const cases: readonly Case[] = [...people, ...access, ...named];
