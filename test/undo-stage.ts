/** One organization on the memory system, applied commit by commit, and what its undo says. */
import { accepted, createMemory, type Memory, type MemoryWorld } from "../src/connectors/memory/index.ts";
import type { LiveMember } from "../src/model/live.ts";
import type { World } from "./conformance/world.ts";
import { type AppliedCommit, type UndoDesk, undoDesk } from "./undo-desk.ts";

/** What a manifest says of acme, beside the boss. */
export interface Wish {
  readonly members?: readonly object[];
  readonly workspaces?: readonly object[];
  readonly roles?: readonly object[];
  readonly access?: readonly object[];
  readonly [key: string]: unknown;
}

/** The only entry of a manifest that names no members. */
export const boss: { readonly email: string; readonly role: string } = {
  email: "boss@acme.test",
  role: "owner",
};

/** A manifest of the organization acme. */
export function acme(wish: Wish = {}, name = "acme"): string {
  return JSON.stringify({
    apiVersion: "orgwright/v1",
    kind: "Organization",
    metadata: { name },
    spec: { connection: "main", slug: name, members: [boss], ...wish },
  });
}

/** An active member. */
export function member(email: string, role: string): LiveMember {
  return { kind: "member", id: `user_${email}`, email, roles: [role], status: "active" };
}

/** A system whose only member of acme is the boss. */
export function start(members: readonly LiveMember[] = [member("boss@acme.test", "owner")]): MemoryWorld {
  const organization = {
    kind: "organization",
    id: "org_acme",
    slug: "acme",
    attributes: { slug: "acme" },
  } as const;
  return { organizations: [{ organization, roles: [], members, access: [] }], workspaces: [] };
}

/** The project and the system below it. */
export interface Stage extends UndoDesk {
  readonly memory: Memory;
}

/** Opens the project on a memory system; `commits` are manifests by name. */
export function open(commits: Readonly<Record<string, string>>, memory = createMemory(start())): Stage {
  const silent = () => Promise.reject(new Error("memory sends nothing"));
  const world: World = {
    connection: { system: "signalsmith", endpoint: "http://127.0.0.1", self: "robot@acme.test" },
    readClient: () => ({ get: silent }),
    writeClient: () => ({ get: silent, send: silent }),
    writes: () => memory.writes().length,
    accept: async (email) => {
      memory.edit((state) => accepted(state, email));
      await Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  return { ...undoDesk(memory.connector, world, commits), memory };
}

/** The changes of an undo, in words. */
export function changesOf({ undo }: Pick<AppliedCommit, "undo">): readonly string[] {
  return (undo?.plan.organizations ?? []).flatMap(({ changes }) =>
    changes.map(({ action, address }) => `${action} ${address}`),
  );
}

/** All remarks of an undo, with their codes. */
export function remarksOf({ undo }: Pick<AppliedCommit, "undo">): readonly string[] {
  return (undo?.diagnostics ?? []).map(({ code, message }) => `${code} ${message}`);
}

/** The message of the one remark with this code. */
export function remark({ undo }: Pick<AppliedCommit, "undo">, code: string): string | undefined {
  return undo?.diagnostics.find((each) => each.code === code)?.message;
}
