import { afterEach, expect } from "vitest";
import { cnap } from "../../../src/connectors/cnap/index.ts";
import { type ClientOptions, readClient, writeClient } from "../../../src/io/http.ts";
import type {
  ConnectionSettings,
  ReadClient,
  Reader,
  WriteClient,
  WriteContext,
  Writer,
} from "../../../src/model/connector.ts";
import type { Change } from "../../../src/model/contract.ts";
import { ConnectorError } from "../../../src/model/errors.ts";
import type { LiveState } from "../../../src/model/live.ts";
import {
  type CnapOptions,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from "../../../src/sandbox/index.ts";
import { type WiredWorld, type World, worldOf } from "../../conformance/world.ts";
import { contracted } from "../../contract/clients.ts";
import { type Alter, startProxy } from "./proxy.ts";
import { acmeSeed } from "./seed.ts";

export { change } from "../../model/change.ts";
export { acmeSeed, ahead, past } from "./seed.ts";

/** What a test of the connector holds: the server, and the connector on it over HTTP. */
export interface Opened {
  readonly sandbox: Sandbox;
  readonly settings: ConnectionSettings;
  readClient(): ReadClient;
  writeClient(): WriteClient;
  reader(): Reader;
  writer(): Writer;
}

/** Somebody other than the sandbox's account at the other end, other answers, another credential. */
export interface WorldOptions extends Omit<SandboxOptions, "cnap">, CnapOptions {
  readonly alter?: Alter;
  readonly self?: string;
  readonly token?: string;
  readonly timeoutMs?: number;
}

/** Starts a CNAP and the connector on it; faults and altered answers are not held against the contract. */
export async function openCnap({
  alter,
  self,
  token = "secret-token",
  timeoutMs,
  faults,
  seed = { cnap: acmeSeed },
  now,
  latencyMs,
  ...cnapOptions
}: WorldOptions = {}): Promise<Opened> {
  const sandbox = await startSandbox({
    requestsPerMinute: 0,
    seed,
    cnap: cnapOptions,
    ...(faults === undefined ? {} : { faults }),
    ...(now === undefined ? {} : { now }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
  });
  const { cnap: real } = sandbox.endpoints;
  const endpoint = alter === undefined ? real : await startProxy(real, alter);
  const settings: ConnectionSettings = {
    name: "main",
    system: "cnap",
    endpoint,
    ...(self === undefined ? {} : { self }),
  };
  const options: ClientOptions = {
    endpoint,
    token,
    random: () => 0,
    sleep: () => Promise.resolve(),
    userAgent: "orgwright/test",
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
  const held = <Client extends ReadClient>(client: Client): Client =>
    alter === undefined ? contracted("cnap", client) : client;
  return {
    sandbox,
    settings,
    readClient: () => held(readClient(options)),
    writeClient: () => held(writeClient(options)),
    reader: () => cnap.reader(settings, held(readClient(options))),
    writer: () => cnap.writer(settings, held(writeClient(options))),
  };
}

/** The organization `acme` as it is now, read by a new reader. */
export async function readAcme(world: Opened): Promise<LiveState> {
  const reader = world.reader();
  const [acme] = await reader.find({ id: "org_acme", previousSlugs: [] });
  if (acme === undefined) throw new Error("acme was not found");
  return await reader.read(acme);
}

/** Who is in `acme`, as `e-mail role status`. */
export async function people(world: Opened): Promise<readonly string[]> {
  const { members } = await readAcme(world);
  return members.map(({ email, roles, status }) => `${email} ${roles.join()} ${status}`);
}

/** The requests so far that could have changed something, as `METHOD path`. */
export function writes({ sandbox }: Pick<Opened, "sandbox">): readonly string[] {
  return sandbox
    .requests()
    .filter(({ method, path }) => method !== "GET" && !path.endsWith(":wait"))
    .map(({ method, path }) => `${method} ${path}`);
}

/** What only a person can do: accepts invitations, lets an organization manage a workspace. */
export async function control(
  { sandbox }: Pick<Opened, "sandbox">,
  what: string,
  body: object,
): Promise<void> {
  const response = await fetch(`${sandbox.url}/_sandbox/cnap/${what}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  if (!response.ok && response.status !== 404) throw new Error(await response.text());
}

/** The error of something that has to fail as a connector does. */
export async function failureOf(act: Promise<unknown>): Promise<ConnectorError> {
  const error = await act.then(
    () => new Error("it did not fail"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ConnectorError) return error;
  throw error;
}

/** A world with its server. */
export interface CnapWorld extends WiredWorld, Pick<World, "isWaiting"> {
  readonly sandbox: Sandbox;
}

/** A world for the conformance suite: an account, somebody known, and workspaces that could come to be managed. */
export async function startWorld(options: WorldOptions = {}): Promise<CnapWorld> {
  const { sandbox, settings } = await openCnap({
    seed: {
      cnap: {
        users: [
          { id: "user_ops", email: "ops@acme.test" },
          { id: "user_eve", email: "eve@acme.test" },
        ],
        tokens: [{ token: "secret-token", user: "user_ops" }],
        workspaces: [
          { id: "ws_production", name: "Production", owner: "carl@customer.test" },
          { id: "ws_staging", name: "Staging", owner: "carl@customer.test" },
        ],
      },
    },
    self: "ops@acme.test",
    ...options,
  });
  const { name: _, ...connection } = settings;
  const world = worldOf(sandbox, {
    system: "cnap",
    token: "secret-token",
    connection,
    onlyReads: ({ path }) => path.endsWith(":wait"),
  });
  return {
    ...world,
    sandbox,
    isWaiting: ({ path }: { readonly path: string }) => path.startsWith("/operations/"),
  };
}

/** The ids that a plan on the acme seed would know. */
export const context: WriteContext = {
  id: (address) => {
    const id = ids[address];
    if (id === undefined) throw new Error(`nobody knows ${address}`);
    return id;
  },
};

const ids: Readonly<Record<string, string>> = {
  "acme/organization": "org_acme",
  "acme/workspace/production": "ws_prod",
  "acme/workspace/own": "ws_own",
};

/** Every write twice, the second time by another writer: the second changes nothing and succeeds (law 1). */
export async function twice(world: Opened, ...changes: readonly Change[]): Promise<void> {
  const writer = world.writer();
  for (const each of changes) await writer.write(each, context);
  const state = JSON.stringify(world.sandbox.state().cnap.organizations);
  const before = writes(world).length;
  for (const each of changes) await world.writer().write(each, context);
  expect(JSON.stringify(world.sandbox.state().cnap.organizations)).toBe(state);
  expect(writes(world)).toHaveLength(before);
}

/** Opens worlds that end with their test. */
export function openings(): (options?: WorldOptions) => Promise<Opened> {
  const opened: Opened[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
  });
  return async (options) => {
    const world = await openCnap(options);
    opened.push(world);
    return world;
  };
}
