/** Leaves whose code is loaded with their first question, not with the program: start-up counts. */
import type { Reader, Writer } from "../model/connector.ts";

type Required = "find" | "read" | "organizations";

/** A reader that `load` gives at the first question. `verbs` names the optional ones that it has. */
export function lazyReader(
  load: () => Promise<Reader>,
  verbs: readonly Exclude<keyof Reader, Required>[] = [],
): Reader {
  const open = once(load);
  const optional = verbs.map((verb) => [verb, (...question: unknown[]) => ask(open, verb, question)]);
  return {
    find: async (key) => await (await open()).find(key),
    read: async (organization) => await (await open()).read(organization),
    organizations: async () => await (await open()).organizations(),
    ...(Object.fromEntries(optional) as Omit<Reader, Required>),
  };
}

async function ask(open: () => Promise<Reader>, verb: keyof Reader, question: unknown[]): Promise<unknown> {
  const reader = await open();
  const answer = reader[verb] as (...question: unknown[]) => Promise<unknown>;
  return await answer(...question);
}

/** A writer that `load` gives at the first change. */
export function lazyWriter(load: () => Promise<Writer>): Writer {
  const open = once(load);
  return { write: async (change, context) => await (await open()).write(change, context) };
}

/** Asks once, however often it is called. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}
