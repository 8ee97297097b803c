/** Parts at a desk: a system in memory whose reads and writes a test can hold back, and sandboxes over HTTP. */
import { createMemory, type Memory, type MemoryWorld } from "../src/connectors/memory/index.ts";
import { openParts, type Part, type PartSpec, type Parts } from "../src/index.ts";
import type { Connector, Reader, Writer } from "../src/model/connector.ts";
import type { Connection, Guards, InvitationPolicy, MemberEntry, Project } from "../src/model/contract.ts";
import type { Kinds } from "../src/model/kinds.ts";
import type { World } from "./conformance/world.ts";
import { now, wide } from "./plan/desk.ts";

/** How a desk differs from a plain one. */
export interface DeskOptions {
  readonly guards?: Guards;
  readonly invitations?: InvitationPolicy;
  readonly kinds?: Kinds;
  readonly connections?: readonly string[];
  readonly now?: () => number;
}

/** Parts on a system in memory. */
export interface Desk {
  readonly memory: Memory;
  readonly parts: Parts;
  /** `find` and `read ID`, as they were asked. */
  readonly reads: readonly string[];
  /** Addresses of the writes that were begun, in order. */
  readonly begun: readonly string[];
  /** Holds the next writes of an address back until it is let go. */
  hold(address: string): () => void;
  /** Holds the answers of reads back until they are let go; they tell what was live when they were asked. */
  holdReads(): () => void;
  /** The next read of an organization fails once it is let go. */
  failNextRead(error: Error): void;
  /** Another run on the same system. */
  again(): Parts;
}

/** Opens a desk; its guards let everything pass unless told otherwise. */
export function openDesk(world: MemoryWorld, options: DeskOptions = {}): Desk {
  const memory = createMemory(world, options.kinds);
  const held = new Map<string, Promise<void>>();
  const reads: string[] = [];
  const begun: string[] = [];
  let gate: Promise<void> | undefined;
  let failing: Error | undefined;
  const answer = async <T>(what: string, ask: () => Promise<T>): Promise<T> => {
    reads.push(what);
    const told = await ask();
    if (what === "find") return told;
    const error = failing;
    failing = undefined;
    await gate;
    if (error !== undefined) throw error;
    return told;
  };
  const readerOf = (reader: Reader): Reader => ({
    ...reader,
    find: async (key) => await answer("find", () => reader.find(key)),
    read: async (found) => await answer(`read ${found.id}`, () => reader.read(found)),
  });
  const writerOf = (writer: Writer): Writer => ({
    write: async (change, context) => {
      begun.push(change.address);
      await held.get(change.address);
      return await writer.write(change, context);
    },
  });
  const connector: Connector = {
    ...memory.connector,
    reader: (settings, client) => readerOf(memory.connector.reader(settings, client)),
    writer: (settings, client) => writerOf(memory.connector.writer(settings, client)),
  };
  const again = () => partsOn(connector, options);
  return {
    memory,
    parts: again(),
    reads,
    begun,
    hold: (address) => {
      const { promise, resolve } = gateOf();
      held.set(address, promise);
      return resolve;
    },
    holdReads: () => {
      const { promise, resolve } = gateOf();
      gate = promise;
      return () => {
        gate = undefined;
        resolve();
      };
    },
    failNextRead: (error) => {
      failing = error;
    },
    again,
  };
}

function gateOf(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, resolve: () => open() };
}

/** What parts read and write with in memory: nothing is ever sent. */
const silent = {
  get: () => Promise.reject(new Error("memory sends nothing")),
  send: () => Promise.reject(new Error("memory sends nothing")),
};

function partsOn(connector: Connector, options: DeskOptions): Parts {
  const { connections = ["memory"], guards = wide, invitations = {} } = options;
  const connection: Connection = {
    system: "signalsmith",
    endpoint: "http://127.0.0.1:1/",
    self: "robot@acme.test",
    token: { env: "X" },
  };
  const project = projectOf(
    Object.fromEntries(connections.map((name) => [name, connection])),
    guards,
    invitations,
  );
  return openParts({
    project,
    connectors: { signalsmith: connector },
    clients: { read: () => silent, write: () => silent },
    now: options.now ?? (() => now),
  });
}

/** Parts on a running system; `main` is the connection. Each call is a run of its own. */
export function partsIn(
  world: Pick<World, "connection" | "readClient" | "writeClient">,
  connector: Connector,
  options: Pick<DeskOptions, "guards" | "invitations" | "now"> = {},
): Parts {
  const { guards = wide, invitations = {} } = options;
  return openParts({
    project: projectOf({ main: { ...world.connection, token: { env: "X" } } }, guards, invitations),
    connectors: { [connector.system]: connector },
    clients: { read: () => world.readClient(), write: () => world.writeClient() },
    now: options.now ?? Date.now,
    secrets: { put: () => Promise.resolve() },
  });
}

function projectOf(
  connections: Readonly<Record<string, Connection>>,
  guards: Guards,
  invitations: InvitationPolicy,
): Project {
  return { apiVersion: "orgwright/v1", kind: "Project", manifests: [], connections, guards, invitations };
}

/** A part of acme. */
export function partOf(spec: PartSpec, more: Partial<Part> = {}): Part {
  return { name: "acme", connection: "memory", key: { slug: "acme" }, spec, ...more };
}

/** One member of acme. */
export function memberPart(entry: MemberEntry, more: Partial<Part> = {}): Part {
  return partOf({ members: [entry], ownership: { members: "additive" } }, more);
}

/** One member of acme who is to go. */
export function removalOf(email: string, more: Partial<Part> = {}): Part {
  return memberPart({ email, ensure: "absent" }, more);
}

/** A judge who lets everything pass. */
export const yes = (): [] => [];

/** The codes of problems. */
export function codes(problems: readonly { readonly code: string }[]): readonly string[] {
  return problems.map(({ code }) => code);
}

/** Lets everything that can go on without a gate go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
