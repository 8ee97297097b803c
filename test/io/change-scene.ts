/** A client in virtual time, over real HTTP. */
import { inspect } from "node:util";
import { writeClient } from "../../src/io/http.ts";
import { createPace, type Pace } from "../../src/io/pace.ts";
import { type Budget, createBudget } from "../../src/io/pace-budget.ts";
import type { WriteClient } from "../../src/model/connector.ts";
import { ConnectorError } from "../../src/model/errors.ts";
import type { Window } from "../../src/model/pace.ts";
import { type Answer, json, type ScriptedServer, startServer } from "./http-server.ts";
import { type VirtualTime, virtualTime } from "./virtual-time.ts";

const servers: ScriptedServer[] = [];
export const ok: Answer = json(200, { fine: true });

/** Closes the servers of all scenes. */
export async function closeScenes(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => server.close()));
}

/** What bounds a scene's requests. */
export interface SceneLimits {
  readonly most?: number;
  readonly all?: readonly Window[];
  readonly concurrency?: number;
  /** What chance gives. */
  readonly random?: number;
}

/** What a test sees and moves. */
export interface Scene {
  readonly client: WriteClient;
  readonly pace: Pace;
  readonly time: VirtualTime;
  readonly stop: AbortController;
  readonly budget: Budget;
  /** What was answered well, and when. */
  readonly sent: readonly { readonly what: string; readonly at: number }[];
  received(): readonly string[];
  /** How often it was told that the budget is spent. */
  refusals(): number;
}

/** A client in virtual time that stands still while a request is under way. */
export async function scene(
  script: readonly Answer[] = [ok],
  { most = 999, all = [], concurrency = 8, random = 0 }: SceneLimits = {},
): Promise<Scene> {
  const server = await startServer(...script);
  servers.push(server);
  let open = 0;
  const sent: { readonly what: string; readonly at: number }[] = [];
  const time: VirtualTime = virtualTime(0, () => open > 0);
  const stop = new AbortController();
  let refusals = 0;
  const budget = createBudget(most, () => {
    refusals += 1;
  });
  const windows = { all, reads: [], writes: [], leave: 0 };
  const pace = createPace({ time, random: () => random, windows, concurrency, stop: stop.signal, budget });
  const counted = {
    ...pace,
    run: <T>(work: () => Promise<T>, turn: Parameters<typeof pace.run>[1]): Promise<T> =>
      pace.run(async () => {
        open += 1;
        try {
          return await work();
        } finally {
          open -= 1;
        }
      }, turn),
  };
  const plain = writeClient({ endpoint: server.url, token: "t", userAgent: "test", pace: counted });
  const noting = (what: string) => sent.push({ what, at: time.passed() });
  const client: WriteClient = {
    get: async (path, request) => {
      const reply = await plain.get(path, request);
      noting(`GET ${path}`);
      return reply;
    },
    send: async (method, path, request) => {
      const reply = await plain.send(method, path, request);
      noting(`${method} ${path}`);
      return reply;
    },
  };
  const received = () => server.received.map(({ method, url }) => `${method} ${url}`);
  return { client, pace, time, stop, budget, sent, received, refusals: () => refusals };
}

/** What it fails with, which must be a ConnectorError. */
export async function caught(promise: Promise<unknown>): Promise<ConnectorError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConnectorError)) throw new TypeError(`no ConnectorError: ${inspect(error)}`);
  return error;
}
