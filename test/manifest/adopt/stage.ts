/** Manifests applied to a system in memory, live moved by hand, and what an adoption makes of the texts. */
import { type AdoptRequest, adoptDrift } from "../../../src/adopting.ts";
import {
  accepted,
  createMemory,
  type MemoryOrganization,
  type MemoryWorld,
  memoryKinds,
} from "../../../src/connectors/memory/index.ts";
import type { Adoption } from "../../../src/manifest/adopt/adopt.ts";
import { type Documents, parseManifests, type Source } from "../../../src/manifest/index.ts";
import type { Change, Plan, Project } from "../../../src/model/contract.ts";
import type { Kinds } from "../../../src/model/kinds.ts";
import type { LiveAccess, LiveMember } from "../../../src/model/live.ts";
import type { OrganizationRecord } from "../../../src/model/record.ts";
import { reconcile } from "../../../src/reconcile.ts";

/** Noon of the day of all adoptions. */
export const now: number = Date.parse("2026-03-10T12:00:00Z");

/** Texts by file. */
export type Texts = Readonly<Record<string, string>>;

/** What an adoption made of the texts, before and after seen by a plan. */
export interface Adopted extends Adoption {
  readonly before: Plan;
  readonly texts: Texts;
}

/** A system on which the texts were applied. */
export interface Stage {
  /** Moves live by hand. */
  edit(change: (world: MemoryWorld) => MemoryWorld): void;
  plan(texts?: Texts): Promise<Plan>;
  /** What every story on the stage is asked with. */
  request(texts: Texts): Pick<AdoptRequest, "project" | "connectors" | "documents" | "now">;
  adopt(texts?: Texts, asked?: Pick<AdoptRequest, "only" | "except">): Promise<Adopted>;
}

const project: Project = {
  apiVersion: "orgwright/v1",
  kind: "Project",
  manifests: ["*.yaml"],
  connections: { main: { system: "signalsmith", endpoint: "https://memory.test", token: { env: "X" } } },
  guards: { maxRemovals: { count: 1000, percent: 100, total: 1000 }, minOwners: 0 },
};
const silent = {
  get: () => Promise.reject(new Error("memory sends nothing")),
  send: () => Promise.reject(new Error("memory sends nothing")),
};

/** Applies the texts, everybody who is invited accepts, and what waited for that is applied. */
export async function staged(
  texts: Texts,
  { kinds = memoryKinds, recorded = true }: { readonly kinds?: Kinds; readonly recorded?: boolean } = {},
): Promise<Stage> {
  const memory = createMemory(undefined, kinds);
  const records = new Map<string, OrganizationRecord>();
  const base = { project, connectors: { signalsmith: memory.connector }, readClient: () => silent, now };
  const writing = {
    writeClient: () => silent,
    confirm: () => Promise.resolve(true),
    records: {
      put: async (record: OrganizationRecord) =>
        void (await Promise.resolve(records.set(record.organization, record))),
      remove: async (name: string) => void (await Promise.resolve(records.delete(name))),
    },
  };
  const run = async (all: Texts, isWriting: boolean) => {
    const result = await reconcile({
      ...base,
      documents: documentsOf(all),
      records: recorded ? [...records.values()] : [],
      ...(isWriting ? { writing } : {}),
    });
    if (!result.valid)
      throw new Error(
        JSON.stringify(result.diagnostics.map(({ message, location }) => `${location?.line} ${message}`)),
      );
    return result;
  };
  await run(texts, true);
  for (const { members } of memory.state().organizations)
    for (const { email = "" } of members) memory.edit((world) => accepted(world, email));
  await run(texts, true);
  const plan = async (all: Texts = texts) => (await run(all, false)).plan;
  return {
    edit: memory.edit,
    request: (all) => ({ ...base, documents: documentsOf(all) }),
    plan,
    adopt: async (all = texts, asked = {}) => {
      const before = await plan(all);
      const given = { ...base, documents: documentsOf(all), sources: sourcesOf(all), plan: before };
      const adoption = adoptDrift({ ...given, ...asked });
      const edited = Object.fromEntries(adoption.files.map(({ file, text }) => [file, text]));
      return { ...adoption, before, texts: { ...all, ...edited } };
    },
  };
}

function sourcesOf(texts: Texts): readonly Source[] {
  return Object.entries(texts).map(([file, text]) => ({ file, text }));
}

function documentsOf(texts: Texts): Documents {
  const parsed = parseManifests(sourcesOf(texts));
  if (!parsed.ok)
    throw new Error(
      JSON.stringify(parsed.diagnostics.map(({ message, location }) => `${location?.line} ${message}`)),
    );
  return parsed.value;
}

/** `update acme/member/bob@acme.test` of all changes. */
export function changesIn({ organizations }: Plan): readonly string[] {
  return organizations.flatMap(({ changes }) => changes.map(({ action, address }) => `${action} ${address}`));
}

/** All changes of a plan. */
export function all({ organizations }: Plan): readonly Change[] {
  return organizations.flatMap(({ changes }) => changes);
}

/** The world with the first organization changed. */
export function inside(
  world: MemoryWorld,
  change: (organization: MemoryOrganization) => Partial<MemoryOrganization>,
): MemoryWorld {
  const [first, ...others] = world.organizations;
  return first === undefined
    ? world
    : { ...world, organizations: [{ ...first, ...change(first) }, ...others] };
}

/** One member changed, by e-mail. */
export function member(email: string, change: Partial<LiveMember>) {
  return (world: MemoryWorld): MemoryWorld =>
    inside(world, ({ members }) => ({
      members: members.map((each) => (each.email === email ? { ...each, ...change } : each)),
    }));
}

/** Somebody who joins without a manifest. */
export function joins(email: string, role = "member", more: Partial<LiveMember> = {}) {
  return (world: MemoryWorld): MemoryWorld =>
    inside(world, ({ members }) => ({
      members: [
        ...members,
        { kind: "member", id: `user_${email}`, email, roles: [role], status: "active", ...more },
      ],
    }));
}

/** Somebody who leaves, with all access. */
export function leaves(email: string) {
  return (world: MemoryWorld): MemoryWorld =>
    inside(world, ({ members, access }) => ({
      members: members.filter((each) => each.email !== email),
      access: access.filter(({ subject }) => subject.type === "role" || subject.email !== email),
    }));
}

/** A person's or a role's level on a workspace (by live name); undefined takes it away. */
export function holds(who: string, workspace: string, level: string | undefined) {
  return (world: MemoryWorld): MemoryWorld => {
    const id = workspaceId(world, workspace);
    const isTheirs = ({ subject, workspace: on }: LiveAccess) =>
      on === id && (subject.type === "role" ? `role:${subject.role}` === who : subject.email === who);
    const subject: LiveAccess["subject"] = who.startsWith("role:")
      ? { type: "role", role: who.slice(5) }
      : { type: "person", id: `user_${who}`, email: who };
    const more: readonly LiveAccess[] =
      level === undefined ? [] : [{ kind: "access", workspace: id, subject, level }];
    return inside(world, ({ access }) => ({
      access: [...access.filter((each) => !isTheirs(each)), ...more],
    }));
  };
}

/** A role that is made by hand. */
export function role(name: string, attributes: Readonly<Record<string, string>> = {}) {
  return (world: MemoryWorld): MemoryWorld =>
    inside(world, ({ roles }) => ({
      roles: [...roles, { kind: "role", id: `role_${name}`, name, attributes }],
    }));
}

/** A workspace that is made by hand. */
export function workspace(name: string) {
  return (world: MemoryWorld): MemoryWorld => ({
    ...world,
    workspaces: [
      ...world.workspaces,
      {
        kind: "workspace",
        id: `ws_${name}`,
        name,
        organization: world.organizations[0]?.organization.id ?? "",
        attributes: {},
      },
    ],
  });
}

/** A workspace that is gone, with all access to it. */
export function withoutWorkspace(name: string) {
  return (world: MemoryWorld): MemoryWorld => {
    const id = workspaceId(world, name);
    const rest = inside(world, ({ access }) => ({ access: access.filter(({ workspace: on }) => on !== id) }));
    return { ...rest, workspaces: rest.workspaces.filter((each) => each.id !== id) };
  };
}

function workspaceId({ workspaces, organizations: [first] }: MemoryWorld, name: string): string {
  const own = workspaces.filter(({ organization }) => organization === first?.organization.id);
  return own.find((each) => each.name === name)?.id ?? "";
}

/** A role that is gone, with all that it was granted. */
export function withoutRole(name: string) {
  return (world: MemoryWorld): MemoryWorld =>
    inside(world, ({ roles, access }) => ({
      roles: roles.filter((each) => each.name !== name),
      access: access.filter(({ subject }) => subject.type === "person" || subject.role !== name),
    }));
}

/** An edit of the organization at a position. */
export function at(position: number, edit: (world: MemoryWorld) => MemoryWorld) {
  return (world: MemoryWorld): MemoryWorld => {
    const chosen = world.organizations[position];
    if (chosen === undefined) return world;
    const others = world.organizations.filter((each) => each !== chosen);
    const [first = chosen, ...rest] = edit({ ...world, organizations: [chosen, ...others] }).organizations;
    const { workspaces } = edit({ ...world, organizations: [chosen, ...others] });
    return {
      ...world,
      workspaces,
      organizations: [...rest.slice(0, position), first, ...rest.slice(position)],
    };
  };
}

/** Lines that went and lines that came, in order, as `-` and `+`. */
export function changedLines(before: string, after: string): readonly string[] {
  const [old, young] = [before.split("\n"), after.split("\n")];
  const kept = commonLines(old, young);
  return hunks(old, young, kept);
}

/** What stands between the lines that both have: the old ones, then the new ones. */
function hunks(old: readonly string[], young: readonly string[], kept: readonly string[]): readonly string[] {
  const [line, ...rest] = kept;
  const [i, j] = line === undefined ? [old.length, young.length] : [old.indexOf(line), young.indexOf(line)];
  const hunk = [...old.slice(0, i).map((each) => `-${each}`), ...young.slice(0, j).map((each) => `+${each}`)];
  return line === undefined ? hunk : [...hunk, ...hunks(old.slice(i + 1), young.slice(j + 1), rest)];
}

/** The longest lines in common, in order. */
function commonLines(a: readonly string[], b: readonly string[]): readonly string[] {
  let above: readonly (readonly string[])[] = b.map(() => []);
  for (const line of a) {
    const row: (readonly string[])[] = [];
    for (const [j, other] of b.entries()) {
      const [left = [], up = []] = [row[j - 1], above[j]];
      const longer = left.length > up.length ? left : up;
      row.push(line === other ? [...(above[j - 1] ?? []), line] : longer);
    }
    above = row;
  }
  return above.at(-1) ?? [];
}
