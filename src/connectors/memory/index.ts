/**
 * The reference connector: a system that is a value in memory. The smallest correct leaf, read it first.
 * In: a world to begin with. Out: a Connector, and what a test wants to see and break. It sends nothing.
 */
import type { Address } from "../../model/address.ts";
import type { Connector, Reader, WriteContext, Written } from "../../model/connector.ts";
import type { Change } from "../../model/contract.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Kinds } from "../../model/kinds.ts";
import { resourcesOf } from "../../model/resource.ts";
import { memoryKinds } from "./kinds.ts";
import { limits, requests } from "./pace.ts";
import { memoryReader } from "./reader.ts";
import { emptyWorld, type MemoryWorld } from "./world.ts";
import { rewrite } from "./writer.ts";

export { memoryKinds } from "./kinds.ts";
export { accepted, emptyWorld, type MemoryOrganization, type MemoryWorld } from "./world.ts";

/** A memory system: its connector and the handles on it that a test needs. */
export interface Memory {
  readonly connector: Connector;
  /** What the system holds now. */
  state(): MemoryWorld;
  /** Every change that was written, in order; those that failed or were done already left out. */
  writes(): readonly Change[];
  /** Changes what the system holds behind the engine's back: drift, an acceptance. */
  edit(change: (world: MemoryWorld) => MemoryWorld): void;
  /** The next write of this address throws the error, before anything is done. */
  fail(address: Address, error?: Error): void;
  /** Every read of this organization (its id) throws the error from now on. */
  failReads(organization: string, error?: Error): void;
}

/** Makes a memory system; other `kinds` than `memoryKinds` let it stand in for systems that can less or other things. */
export function createMemory(initial: MemoryWorld = emptyWorld, kinds: Kinds = memoryKinds): Memory {
  let world = initial;
  const written: Change[] = [];
  const failures = new Map<string, Error>();

  function write(change: Change, context: WriteContext): Written {
    const failure = failures.get(change.address);
    failures.delete(change.address);
    if (failure !== undefined) throw failure;
    const { world: next, ...answer } = rewrite({ world, change, context, kinds });
    if (next === world) return answer;
    world = next;
    written.push(change);
    return change.secret === undefined ? answer : { ...answer, secret: `secret of ${change.address}` };
  }
  const readers = (self: string | undefined, own: string | undefined): Reader =>
    memoryReader({ world: () => world, kinds, failures, self, own });

  return {
    connector: {
      system: "signalsmith",
      title: "Memory",
      dialects: ["memory"],
      credential: "Bearer",
      settings: [],
      example: () => ({ endpoint: "https://memory.test", connection: [], spec: ["slug: example"] }),
      kinds: () => kinds,
      desired: (organization) => resourcesOf(organization, kinds.access?.severalLevels),
      check: () => [],
      limits,
      requests,
      reader: ({ self, workspace }) => readers(self, workspace),
      writer: () => ({ write: async (change, context) => await Promise.resolve(write(change, context)) }),
    },
    state: () => world,
    writes: () => [...written],
    edit: (change) => {
      world = change(world);
    },
    fail: (address, error = refusal(address)) => {
      failures.set(address, error);
    },
    failReads: (organization, error = refusal(organization)) => {
      failures.set(`read ${organization}`, error);
    },
  };
}

function refusal(what: string): ConnectorError {
  return new ConnectorError(`The memory system refuses ${what}, as the test asked`, {
    status: 500,
    retryable: false,
    requestId: "memory",
  });
}
