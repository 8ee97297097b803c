/** One start of the command in a world: the whole engine, with its records and its journal in real files. */
import { AsyncLocalStorage } from "node:async_hooks";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { type Clients, clients } from "../../src/clients.ts";
import { readClient, writeClient } from "../../src/io/http.ts";
import { JOURNAL_FILE, openJournal, readJournal } from "../../src/io/journal.ts";
import { fileRecords } from "../../src/io/records.ts";
import type { Connector } from "../../src/model/connector.ts";
import type { Change, Guards, Plan, Project } from "../../src/model/contract.ts";
import type { Journal, JournaledChange } from "../../src/model/journal.ts";
import { shownOf } from "../../src/model/review.ts";
import type { ToldSecret } from "../../src/model/secret.ts";
import { type Reconciliation, reconcile } from "../../src/reconcile.ts";
import { places } from "../../src/recovering.ts";
import type { Writing } from "../../src/request.ts";
import { documentsOf } from "../conformance/project.ts";
import { CANARY } from "./systems.ts";
import type { Theatre } from "./theatre.ts";
import type { Watch } from "./watch.ts";
import { CHANGE_HEADER } from "./wire.ts";
import type { World } from "./world.ts";

/** What one start of the command is given. */
export interface Starting {
  readonly command: "apply" | "plan" | "drift";
  readonly manifests: string;
  readonly approvals?: string;
  /** Only what it shows may be done. */
  readonly reviewed?: Plan;
  readonly concurrency: number;
  readonly strict: boolean;
  /** How many requests it may send. */
  readonly budget?: number;
  readonly random: () => number;
  readonly stop: AbortSignal;
  readonly theatre: Theatre;
  readonly watch: Watch;
  /** Told of each line of the log. */
  readonly said: (what: unknown) => void;
  readonly secrets: ToldSecret[];
}

/** The project of a world. */
export function projectOf({ connection }: World, guards: Guards, concurrency = 8): Project {
  return {
    apiVersion: "orgwright/v1",
    kind: "Project",
    manifests: ["*.yaml"],
    connections: { main: { ...connection, token: { env: "TOKEN" }, pace: { concurrency } } },
    guards,
    invitations: { quietDays: 0, maxPerPerson: 100 },
  };
}

/** Guards under which anything goes but what only an approval may let pass. */
export const lenient: Guards = { maxRemovals: { count: 1000, percent: 100, total: 1000 } };

/** Guards that hold much of what a tale wishes, until it is approved. */
const strict: Guards = { maxRemovals: { count: 1, percent: 10, total: 2 }, approveGains: ["owner"] };

/** Ends what a run that was cut off has left open in this process, where it would be gone with its process. */
export type Burial = () => Promise<void>;

/** Prepares a start; gives the act for the theatre, and what is to be done when it is over or cut off. */
export async function start(
  world: World,
  starting: Starting,
): Promise<{ readonly act: () => Promise<Reconciliation>; readonly bury: Burial }> {
  const project = projectOf(world, starting.strict ? strict : lenient, starting.concurrency);
  const records = fileRecords(world.folder);
  const path = join(world.folder, JOURNAL_FILE);
  const isWriting = starting.command === "apply";
  const known = places(project);
  const journal = isWriting ? await openJournal(path, known) : undefined;
  const unended = journal?.unended ?? (await readJournal(path, known));
  const { ground } = world;
  const marked = { ...ground.connector, writer: marking(ground.connector, starting.watch) };
  const opened = clientsOf(world, project, starting);
  const request = {
    project,
    documents: documentsOf(starting.manifests, starting.approvals),
    connectors: { [ground.system]: marked },
    readClient: opened.read,
    records: await records.all(),
    earlier: unended.writes,
    now: world.clock.client(),
    history: starting.command === "drift",
    ...reviewing(starting.reviewed),
    ...(journal === undefined
      ? {}
      : { writing: writingOf(world, starting, { journal, write: opened.write }) }),
  };
  return { act: () => reconcile(request), bury: async () => await journal?.close() };
}

function reviewing(plan: Plan | undefined) {
  if (plan === undefined) return {};
  return {
    only: plan.organizations.map(({ name }) => name),
    review: () => Promise.resolve({ shown: shownOf(plan) }),
  };
}

function clientsOf({ clock }: World, project: Project, starting: Starting): Clients {
  const { theatre, random, stop, said, budget } = starting;
  return clients(project, {
    credential: () => CANARY,
    userAgent: "orgwright/chaos",
    now: clock.client,
    sleep: theatre.sleep,
    random,
    stop,
    onRequest: (_, line) => said(line),
    ...(budget === undefined ? {} : { maxRequests: budget }),
  });
}

interface Means {
  readonly journal: Journal;
  readonly write: Clients["write"];
}

function writingOf(
  { folder }: World,
  { theatre, watch, stop, secrets, said }: Starting,
  { journal, write }: Means,
): Writing {
  const records = fileRecords(folder);
  const announced = new Map<string, JournaledChange>();
  return {
    writeClient: write,
    records: {
      put: (record) => theatre.effect(`record ${record.organization}`, () => records.put(record)),
      remove: (name) => theatre.effect(`forget ${name}`, () => records.remove(name)),
    },
    journal: {
      begin: (run) =>
        theatre.effect("journal begin", async () => {
          await journal.begin(run);
          watch.turn();
        }),
      announce: (change) => {
        announced.set(change.id, change);
        return theatre.effect(`journal announce ${change.address}`, () => journal.announce(change));
      },
      settle: (result) =>
        theatre.effect(`journal settle ${result.status} ${announced.get(result.id)?.address}`, async () => {
          const { address, secret } = announced.get(result.id) ?? {};
          const isKept = secrets.some((told) => told.address === address);
          if (result.status === "applied" && secret?.need === "needed" && !isKept) {
            watch.breach(
              "what is told once is kept",
              `${address} counts as done before its ${secret.name} is`,
            );
          }
          await journal.settle(result);
          if (result.status === "applied") watch.settled(result.id);
          watch.turn();
        }),
      end: () => theatre.effect("journal end", () => journal.end()),
    },
    secrets: {
      put: (secret) =>
        theatre.effect(`secret of ${secret.address}`, () => {
          secrets.push(secret);
          return Promise.resolve();
        }),
    },
    stop,
    confirm: (plan) => {
      watch.obey(plan);
      said(plan);
      return Promise.resolve(true);
    },
    onChange: said,
  };
}

/** For which change something is done. One for all runs: each more is paid for at every promise of the process. */
const current = new AsyncLocalStorage<Change>();

/** The connector's writer, whose requests say for which change they are. */
function marking(connector: Connector, watch: Watch): Connector["writer"] {
  const stamped = <Options extends { readonly headers?: Readonly<Record<string, string>> }>(
    options: Options | undefined,
  ) => {
    const change = current.getStore();
    return change === undefined
      ? options
      : { ...options, headers: { ...options?.headers, [CHANGE_HEADER]: change.id } };
  };
  return (settings, client) => {
    const writer = connector.writer(settings, {
      get: (path, options) => client.get(path, stamped(options)),
      send: (method, path, options) => client.send(method, path, { ...options, ...stamped(options) }),
    });
    return {
      write: (change, context) => {
        watch.begin(change);
        return current.run(change, () => writer.write(change, context));
      },
    };
  };
}

/** What a crash in the middle of a line leaves: half of it. */
export async function tear({ folder }: World): Promise<void> {
  await appendFile(join(folder, JOURNAL_FILE), '{"announced":{"id":"00');
}

/** Somebody else's engine: it has its own memory, nothing disturbs it, and its guards let everything pass. */
export async function elsewhere(world: World, manifests: string): Promise<void> {
  const { connection, clock, ground } = world;
  const options = {
    endpoint: connection.endpoint,
    token: CANARY,
    credential: ground.connector.credential,
    userAgent: "somebody-else",
    now: clock.now,
    sleep: (ms: number) => Promise.resolve(clock.pass(ms)),
    random: () => 0,
  };
  const nowhere = () => Promise.resolve();
  await reconcile({
    project: projectOf(world, { ...lenient, minOwners: 0 }),
    documents: documentsOf(manifests),
    connectors: { [ground.system]: ground.connector },
    readClient: () => readClient(options),
    records: [],
    now: clock.client(),
    writing: {
      writeClient: () => writeClient(options),
      records: { put: nowhere, remove: nowhere },
      secrets: { put: nowhere },
      confirm: () => Promise.resolve(true),
    },
  });
}
