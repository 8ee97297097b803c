/** A piece before the real engine: a system in memory that can do what `kinds` says, and parts compared and written through it. */
import {
  createMemory,
  emptyWorld,
  type Memory,
  type MemoryWorld,
  memoryKinds,
} from "../../../../src/connectors/memory/index.ts";
import type { Known, Piece } from "../../../../src/entry/terraform/resources/piece.ts";
import type { Attributes } from "../../../../src/entry/terraform/values/value.ts";
import { type ComparedPart, openParts, type Part, type PartProblem } from "../../../../src/index.ts";
import type { Kinds } from "../../../../src/model/kinds.ts";

const now = Date.parse("2026-03-10T12:00:00Z");

/** What a test asks of a piece. */
export interface Stage {
  readonly memory: Memory;
  /** The state after a refresh; undefined when it is gone. Throws what the engine finds wrong. */
  refreshed(
    state: Attributes,
    more?: { readonly whole?: boolean; readonly known?: Known },
  ): Promise<Attributes | undefined>;
  /** `action address` of what would be done. */
  steps(attributes: Attributes, known?: Known): Promise<readonly string[]>;
  /** What the engine finds wrong, at places of the configuration. */
  problems(attributes: Attributes): Promise<readonly string[]>;
  /** Writes what attributes say, and tells the state behind it. */
  applied(attributes: Attributes): Promise<Attributes | undefined>;
  /** Writes the end. */
  ended(attributes: Attributes, known?: Known): Promise<void>;
  compared(attributes: Attributes, known?: Known): Promise<ComparedPart>;
}

/** Sets up a system; each question reads it anew. */
export function stageOf(piece: Piece, world: MemoryWorld = emptyWorld, kinds: Kinds = memoryKinds): Stage {
  const memory = createMemory(world, kinds);
  const parts = () => {
    const client = {
      get: () => Promise.reject(new Error("memory sends nothing")),
      send: () => Promise.reject(new Error("memory sends nothing")),
    };
    return openParts({
      project: {
        apiVersion: "orgwright/v1",
        kind: "Project",
        manifests: ["none"],
        connections: {
          main: { system: "signalsmith", endpoint: "http://127.0.0.1:1/", token: { env: "X" } },
        },
        guards: { minOwners: 0 },
      },
      connectors: { signalsmith: memory.connector },
      clients: { read: () => client, write: () => client },
      now: () => now,
    });
  };
  const compared = (attributes: Attributes, known: Known = {}) =>
    parts().compare(needed(piece.part(filled(piece, attributes), known)));
  const refreshed: Stage["refreshed"] = async (state, { whole = false, known = {} } = {}) => {
    const part = needed(piece.part(filled(piece, state), known));
    const found = await parts().compare(part);
    refuse(found.problems);
    return piece.refresh(filled(piece, state), { compared: found, name: part.name, whole });
  };
  return {
    memory,
    compared,
    refreshed,
    steps: async (attributes, known) => {
      const { plan, problems } = await compared(attributes, known);
      refuse(problems);
      return (plan?.changes ?? []).map(({ action, address }) => `${action} ${address}`);
    },
    problems: async (attributes) => {
      const { problems } = await compared(attributes);
      return problems.map(
        ({ code, path = [] }) => `${code} at ${piece.place(path, filled(piece, attributes)).join(".")}`,
      );
    },
    applied: async (attributes) => {
      const { problems } = await parts().apply(needed(piece.part(filled(piece, attributes), {})), () => []);
      refuse(problems);
      return await refreshed(attributes);
    },
    ended: async (attributes, known = {}) => {
      const part = needed(piece.ending(filled(piece, attributes), known));
      refuse((await parts().apply(part, () => [])).problems);
    },
  };
}

/** The attributes with null for all others of the schema, as Terraform sends them. */
export function filled({ schema }: Piece, attributes: Attributes): Attributes {
  return {
    ...Object.fromEntries(Object.keys(schema.attributes).map((name) => [name, null])),
    ...attributes,
  };
}

function needed(part: Part | undefined): Part {
  if (part === undefined) throw new Error("These attributes say no part");
  return part;
}

function refuse(problems: readonly PartProblem[]): void {
  const [first] = problems.filter(({ severity }) => severity === "error");
  if (first !== undefined) throw new Error(`${first.code}: ${first.message}`);
}
