/** What one process knows of live organizations: read once, moved on by its own writes, forgotten when only the system can tell. */
import type { Connected } from "./connections.ts";
import type { Reader } from "./model/connector.ts";
import type { Change } from "./model/contract.ts";
import type { LiveOrganization, LiveState } from "./model/live.ts";
import { advance, isTold } from "./plan/advance.ts";

/** Told of a change's end: whether it was made, and what the system calls something new. */
export type EndWrite = (change: Change, wasMade: boolean, nativeId?: string) => void;

/** A connection whose reader asks for everything once. */
export interface RememberedConnection {
  readonly connected: Connected;
  /**
   * Changes that are about to be made. What is taken away counts as gone from now on, for what is read meanwhile too;
   * what cannot be told is read again at the next question.
   */
  begin(organization: LiveOrganization | undefined, changes: readonly Change[]): EndWrite;
  /** The next question goes to the system again. */
  forget(): void;
  /** Whether something is being changed of which nobody can say how it will leave the organization. */
  isUncertain(organization: LiveOrganization): boolean;
}

interface Memory {
  /** Readers keep lists of their own, failures among them: behind a failure a new one asks. */
  reader: Reader | undefined;
  readonly found: Map<string, Promise<readonly LiveOrganization[]>>;
  readonly states: Map<string, Promise<LiveState>>;
  readonly others: Map<string, Promise<unknown>>;
}

/** Changes that are being made, by the id of their organization; creations are known only by their end. */
type UnderWay = Map<string, Set<Change>>;

/** Wraps a connection; `open` gives a new reader, which knows nothing yet. */
export function remembered({ connector, settings }: Connected, open: () => Reader): RememberedConnection {
  const underWay: UnderWay = new Map();
  let memory: Memory | undefined;
  const current = (): Memory => {
    memory ??= { reader: undefined, found: new Map(), states: new Map(), others: new Map() };
    memory.reader ??= open();
    return memory;
  };
  const move = (id: string, step: (live: LiveState) => LiveState) => {
    const state = memory?.states.get(id);
    if (memory !== undefined && state !== undefined) void keep(memory.states, id, state.then(step));
  };
  const forget = () => {
    memory = undefined;
  };
  return {
    connected: { connector, settings, reader: () => remembering(current(), underWay, open) },
    forget,
    isUncertain: ({ id }) => ![...(underWay.get(id) ?? [])].every((change) => isTold(change)),
    begin: (organization, changes) => {
      if (organization === undefined) return forget;
      const { id } = organization;
      const taking = changes.filter(({ action }) => action !== "create");
      const all = underWay.get(id) ?? new Set();
      underWay.set(id, all);
      for (const change of taking) all.add(change);
      if (taking.every((change) => isTold(change))) move(id, (live) => movedBy(live, taking));
      else forget();
      return (change, wasMade, nativeId) => {
        all.delete(change);
        // What was read while it was made may lack it, whoever asks later.
        if (wasMade && isTold(change, nativeId)) move(id, (live) => advance(live, change, nativeId) ?? live);
        else forget();
      };
    },
  };
}

function movedBy(state: LiveState, changes: Iterable<Change>): LiveState {
  return [...changes].reduce((live, change) => advance(live, lessened(change)) ?? live, state);
}

/** Only what a change takes away: what it gives counts once it is made. */
function lessened(change: Change): Change {
  const { action, before = {}, after = {} } = change;
  const [had, has] = [before["roles"], after["roles"]];
  if (action !== "update" || !Array.isArray(had) || !Array.isArray(has)) return change;
  const { status, ...rest } = after;
  const kept = has.filter((role) => had.includes(role));
  return { ...change, after: { ...rest, roles: kept, ...(status === "suspended" ? { status } : {}) } };
}

function remembering(memory: Memory, underWay: UnderWay, open: () => Reader): Reader {
  const { found, states, others } = memory;
  const reader = memory.reader ?? open();
  const { inside, workspaces, accounts, ending, dialect, history } = reader;
  const careful = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      if (memory.reader === reader) memory.reader = undefined;
      throw error;
    }
  };
  const once = <T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>) =>
    answers.get(key) ?? keep(answers, key, careful(ask()));
  const other = <T>(key: string, ask: () => Promise<T>) => once(others, key, ask) as Promise<T>;
  const read = async (organization: LiveOrganization) => {
    const meanwhile = [...(underWay.get(organization.id) ?? [])];
    return movedBy(await reader.read(organization), meanwhile);
  };
  return {
    find: (key) => once(found, JSON.stringify(key), () => reader.find(key)),
    read: (organization) => once(states, organization.id, () => read(organization)),
    organizations: () => other("organizations", () => reader.organizations()),
    ...(workspaces && { workspaces: () => other("workspaces", () => workspaces.call(reader)) }),
    ...(inside && {
      inside: (workspace, state) =>
        other(`inside ${workspace.id}`, () => inside.call(reader, workspace, state)),
    }),
    ...(ending && {
      ending: (workspace) => other(`ending ${workspace.id}`, () => ending.call(reader, workspace)),
    }),
    ...(accounts && {
      accounts: (emails) => other(`accounts ${emails.join(" ")}`, () => accounts.call(reader, emails)),
    }),
    ...(dialect && { dialect: () => dialect.call(reader) }),
    ...(history && { history: (organization, since) => history.call(reader, organization, since) }),
  };
}

/** One question, one answer for all who ask; a failure is asked again. */
function keep<T>(answers: Map<string, Promise<T>>, key: string, answer: Promise<T>): Promise<T> {
  answers.set(key, answer);
  answer.catch(() => {
    if (answers.get(key) === answer) answers.delete(key);
  });
  return answer;
}
