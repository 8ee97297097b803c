/** A system with somebody's project on it, as one run has it: a sandbox, a clock, and a folder for records and journal. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../../src/model/contract.ts";
import { type Sandbox, type SandboxState, startSandbox } from "../../src/sandbox/index.ts";
import type { Words } from "../conformance/words.ts";
import type { Holdings } from "./holdings.ts";
import type { Ground } from "./systems.ts";
import { type Clock, createClock } from "./theatre.ts";

/** When every run begins. */
export const START: number = Date.parse("2031-03-04T10:00:00Z");

/** Where a run plays. */
export interface World {
  readonly ground: Ground;
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  /** Of records and journal. */
  readonly folder: string;
  readonly connection: Omit<Connection, "token">;
  readonly words: Words;
  holdings(): Holdings;
  /** Whether time alone has ended nothing yet: invitations last for days. */
  isStill(): boolean;
  accept(email: string): Promise<void>;
  /** All texts under the folder. */
  texts(): Promise<string>;
  close(): Promise<void>;
}

/** What a world starts from: what was held then, and the folder of that time. */
export interface Kept {
  readonly state: SandboxState;
  readonly folder: string;
}

/** How a world is opened. */
export interface Opening {
  readonly from?: Kept;
  readonly limited: boolean;
  /** The fetch that nothing disturbs. */
  readonly real: typeof fetch;
  /** Another clock for the system than the run's own. */
  readonly now?: () => number;
}

/** Opens a world, with a copy of what it starts from. */
export async function openWorld(ground: Ground, { from, limited, real, now }: Opening): Promise<World> {
  const clock = createClock(START);
  const sandbox = await startSandbox({
    ...ground.sandbox,
    ...(from === undefined ? {} : { seed: { [ground.system]: from.state[ground.system] } }),
    ...(limited ? {} : { requestsPerMinute: 0 }),
    now: now ?? clock.now,
  });
  const folder = await mkdtemp(join(tmpdir(), "orgwright-chaos-"));
  if (from !== undefined) await copied(from.folder, folder);
  const connection = {
    ...ground.connection,
    system: ground.system,
    endpoint: sandbox.endpoints[ground.system],
  };
  return {
    ground,
    sandbox,
    clock,
    folder,
    connection,
    words: ground.words(connection),
    holdings: () => ground.view(sandbox.state()),
    isStill: () => clock.now() - START < 5 * 86_400_000,
    accept: async (email) => {
      const reply = await real(`${sandbox.url}/_sandbox/${ground.system}/invitations/accept`, {
        method: "POST",
        body: JSON.stringify({ email }),
      });
      const text = await reply.text();
      if (!reply.ok && ![404, 409, 410].includes(reply.status)) throw new Error(`${reply.status} ${text}`);
    },
    texts: async () =>
      (await Promise.all((await filesIn(folder)).map((file) => readFile(file, "utf8")))).join("\n"),
    close: async () => {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Copies records and journal. */
export async function copied(from: string, to: string): Promise<void> {
  for (const file of await filesIn(from)) {
    const target = join(to, file.slice(from.length));
    await mkdir(join(target, ".."), { recursive: true });
    await copyFile(file, target);
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
