/** Parts over a system in memory: the real engine, and pieces compared with what a test puts there. */
import {
  createMemory,
  type Memory,
  type MemoryWorld,
  memoryKinds,
} from "../../../../src/connectors/memory/index.ts";
import type { Piece } from "../../../../src/entry/terraform/resources/piece.ts";
import type { Attributes } from "../../../../src/entry/terraform/values/value.ts";
import { type ComparedPart, openParts, type Parts } from "../../../../src/index.ts";
import type { Guards } from "../../../../src/model/contract.ts";
import type { Kinds } from "../../../../src/model/kinds.ts";
import type { LiveAccess, LiveMember } from "../../../../src/model/live.ts";
import type { SecretSink } from "../../../../src/model/secret.ts";

/** The organization of these tests. */
export const ACME = "memory/acme";

/** An active member; the id is the name before the @. */
export function account(email: string, role: string, more: Partial<LiveMember> = {}): LiveMember {
  return {
    kind: "member",
    id: `user_${email.split("@")[0]}`,
    email,
    roles: [role],
    status: "active",
    ...more,
  };
}

/** Access of a live member to a workspace. */
export function access({ id, email }: LiveMember, workspace: string, level: string): LiveAccess {
  return {
    kind: "access",
    workspace,
    level,
    subject: { type: "person", id, ...(email === undefined ? {} : { email }) },
  };
}

/** What acme holds at the beginning. */
export interface Holding {
  readonly members?: readonly LiveMember[];
  readonly roles?: readonly string[];
  readonly workspaces?: readonly string[];
  readonly access?: readonly LiveAccess[];
  readonly kinds?: Kinds;
  readonly guards?: Guards;
  readonly secrets?: SecretSink;
}

/** A system with acme, and pieces asked about it. */
export interface Desk {
  readonly memory: Memory;
  readonly parts: Parts;
  compare(piece: Piece, attributes: Attributes): Promise<ComparedPart>;
  /** The state after a refresh. */
  refresh(piece: Piece, state: Attributes, whole?: boolean): Promise<Attributes | undefined>;
}

/** Workspaces have the id `ws_NAME`, roles `role_NAME`. */
export function desk(holding: Holding = {}): Desk {
  const { kinds = memoryKinds, guards = {}, secrets } = holding;
  const memory = createMemory(worldOf(holding), kinds);
  const unused = () => {
    throw new Error("a system in memory has no client");
  };
  const clientless = { get: unused, send: unused };
  const parts = openParts({
    project: {
      apiVersion: "orgwright/v1",
      kind: "Project",
      manifests: ["none.yaml"],
      connections: {
        memory: {
          system: "signalsmith",
          endpoint: "https://memory.test",
          token: { env: "NONE" },
          self: "robot@acme.test",
        },
      },
      guards,
    },
    connectors: { signalsmith: memory.connector },
    clients: { read: () => clientless, write: () => clientless },
    now: () => Date.parse("2026-03-10T12:00:00Z"),
    ...(secrets === undefined ? {} : { secrets }),
  });
  const compare = async (piece: Piece, attributes: Attributes) => {
    const part = piece.part(attributes, {});
    if (part === undefined) throw new Error("it says nothing");
    return await parts.compare(part);
  };
  return {
    memory,
    parts,
    compare,
    refresh: async (piece, state, whole = false) => {
      const compared = await compare(piece, state);
      if (compared.problems.length > 0) throw new Error(JSON.stringify(compared.problems));
      return piece.refresh(state, { compared, name: "acme", whole });
    },
  };
}

function worldOf({ members = [], roles = [], workspaces = [], access: grants = [] }: Holding): MemoryWorld {
  return {
    organizations: [
      {
        organization: { kind: "organization", id: "org_1", slug: "acme", attributes: { slug: "acme" } },
        roles: roles.map((name) => ({ kind: "role", id: `role_${name}`, name, attributes: {} })),
        members,
        access: grants,
      },
    ],
    workspaces: workspaces.map((name) => ({
      kind: "workspace",
      id: `ws_${name}`,
      name,
      organization: "org_1",
      attributes: { displayName: name },
    })),
  };
}
