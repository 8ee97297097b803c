import { decode, encode } from "../../../../src/entry/terraform/values/msgpack.ts";
import type { Attributes, Type, Value } from "../../../../src/entry/terraform/values/value.ts";
import { GRPCControllerService as controller } from "../../../../src/entry/terraform/wire/generated/plugin.ts";
import {
  type Dynamic,
  type Problem as ProblemMessage,
  ProviderService as provider,
  type SchemasReply,
  Severity,
} from "../../../../src/entry/terraform/wire/generated/provider.ts";
import { type Connection, connect, type Handshake, readHandshake } from "./connection.ts";
import { type ClientIdentity, clientIdentity } from "./identity.ts";
import { type Process, type Start, startProcess, terraformVariables } from "./process.ts";
import { type Types, typesOf } from "./types.ts";

/** A problem, with its path as plain parts. */
export interface Shown {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly path: readonly (string | number)[];
}

/** A state and what goes with it. */
export interface State {
  readonly state: Attributes | null;
  readonly private: Buffer;
  readonly problems: readonly Shown[];
}

/** A plan. */
export interface Plan {
  readonly planned: Attributes | null;
  readonly replace: readonly (readonly (string | number)[])[];
  readonly private: Buffer;
  readonly problems: readonly Shown[];
}

/** What a plan or an apply is asked for; what is left out is null, and attributes that are left out are null too. */
export interface Asked {
  readonly prior?: Attributes | null;
  readonly config?: Attributes | null;
  /** Left out: the configuration, and for what it leaves open the prior state. */
  readonly proposed?: Attributes | null;
  readonly planned?: Attributes | null;
  readonly private?: Buffer;
}

/** A provider's process, spoken to as Terraform speaks. */
export interface TestClient extends Process {
  readonly handshake: Handshake;
  readonly identity: ClientIdentity;
  readonly connection: Connection;
  schema(): Promise<SchemasReply>;
  validateProvider(config: Attributes): Promise<readonly Shown[]>;
  configure(config: Attributes): Promise<readonly Shown[]>;
  validate(type: string, config: Attributes): Promise<readonly Shown[]>;
  validateData(type: string, config: Attributes): Promise<readonly Shown[]>;
  upgrade(type: string, version: number, state: unknown): Promise<Omit<State, "private">>;
  read(type: string, state: Attributes, data?: Buffer): Promise<State>;
  plan(type: string, asked: Asked): Promise<Plan>;
  apply(type: string, asked: Asked): Promise<State>;
  importState(type: string, id: string): Promise<State>;
  readData(type: string, config: Attributes): Promise<Omit<State, "private">>;
  stop(): Promise<string>;
  /** Asks it to end, and says how it did. */
  close(): Promise<number | string | null>;
}

/** Starts a provider with TLS on both sides, reads its handshake and connects. */
export async function startProvider(start: Start): Promise<TestClient> {
  const identity = await clientIdentity();
  const env = { ...terraformVariables, PLUGIN_CLIENT_CERT: identity.cert, ...start.env };
  const process = startProcess({ ...start, env });
  const [, line = ""] = await process.said(/^(.*)\n/);
  const handshake = readHandshake(line);
  const connection = connect(handshake, identity);
  return { ...process, handshake, identity, connection, ...conversation(process, connection) };
}

type Conversation = Omit<TestClient, keyof Process | "handshake" | "identity" | "connection">;

function conversation(process: Process, connection: Connection): Conversation {
  let known: Promise<Types> | undefined;
  const schema = async () => await connection.call(provider.getProviderSchema, {});
  const types = async () => {
    known ??= schema().then(typesOf);
    return await known;
  };
  return {
    schema,
    ...wholeCalls(connection, types),
    ...resourceCalls(connection, types),
    stop: async () => (await connection.call(provider.stopProvider, {})).error,
    close: async () => {
      await connection.call(controller.shutdown, {});
      connection.close();
      return await process.ended();
    },
  };
}

function wholeCalls(
  connection: Connection,
  types: () => Promise<Types>,
): Pick<Conversation, "validateProvider" | "configure" | "validateData" | "readData"> {
  return {
    validateProvider: async (config) => {
      const request = { config: packed(config, (await types()).provider) };
      return (await connection.call(provider.validateProviderConfig, request)).problems.map(shown);
    },
    configure: async (config) => {
      const request = { terraformVersion: "1.11.4", config: packed(config, (await types()).provider) };
      return (await connection.call(provider.configureProvider, request)).problems.map(shown);
    },
    validateData: async (type, config) => {
      const request = { type, config: packed(config, (await types()).dataSource(type)) };
      return (await connection.call(provider.validateDataResourceConfig, request)).problems.map(shown);
    },
    readData: async (name, config) => {
      const type = (await types()).dataSource(name);
      const request = { type: name, config: packed(config, type) };
      const reply = await connection.call(provider.readDataSource, request);
      return { state: unpacked(reply.state, type), problems: reply.problems.map(shown) };
    },
  };
}

function resourceCalls(
  connection: Connection,
  types: () => Promise<Types>,
): Pick<Conversation, "validate" | "upgrade" | "read" | "plan" | "apply" | "importState"> {
  const typeOf = async (name: string) => (await types()).resource(name);
  return {
    validate: async (name, config) => {
      const request = { type: name, config: packed(config, await typeOf(name)) };
      return (await connection.call(provider.validateResourceConfig, request)).problems.map(shown);
    },
    upgrade: async (name, version, state) => {
      const request = {
        type: name,
        version,
        state: { json: Buffer.from(JSON.stringify(state)), flatmap: {} },
      };
      const reply = await connection.call(provider.upgradeResourceState, request);
      return { state: unpacked(reply.state, await typeOf(name)), problems: reply.problems.map(shown) };
    },
    read: async (name, state, data = Buffer.alloc(0)) => {
      const type = await typeOf(name);
      const request = { type: name, state: packed(state, type), private: data };
      const reply = await connection.call(provider.readResource, request);
      return stateOf(reply, type);
    },
    plan: async (name, { prior = null, config = null, proposed, private: data = Buffer.alloc(0) }) => {
      const type = await typeOf(name);
      const wanted = proposed === undefined ? proposal(prior, config) : proposed;
      const reply = await connection.call(provider.planResourceChange, {
        type: name,
        prior: packed(prior, type),
        proposed: packed(wanted, type),
        config: packed(config, type),
        private: data,
      });
      return {
        planned: unpacked(reply.planned, type),
        replace: reply.replace.map(({ steps }) => steps.map(({ to }) => to?.value ?? "")),
        private: reply.private,
        problems: reply.problems.map(shown),
      };
    },
    apply: async (name, { prior = null, config = null, planned = null, private: data = Buffer.alloc(0) }) => {
      const type = await typeOf(name);
      const reply = await connection.call(provider.applyResourceChange, {
        type: name,
        prior: packed(prior, type),
        planned: packed(planned, type),
        config: packed(config, type),
        private: data,
      });
      return stateOf(reply, type);
    },
    importState: async (name, id) => {
      const reply = await connection.call(provider.importResourceState, { type: name, id });
      const [imported] = reply.resources;
      const state = unpacked(imported?.state, await typeOf(name));
      return { state, private: imported?.private ?? Buffer.alloc(0), problems: reply.problems.map(shown) };
    },
  };
}

/** What Terraform proposes: the configuration, and for what it leaves open the prior state. */
function proposal(prior: Attributes | null, config: Attributes | null): Attributes | null {
  if (config === null || prior === null) return config;
  const names = [...new Set([...Object.keys(prior), ...Object.keys(config)])];
  return Object.fromEntries(names.map((name) => [name, config[name] ?? prior[name] ?? null]));
}

interface StateReply {
  readonly state?: Dynamic | undefined;
  readonly private: Buffer;
  readonly problems: readonly ProblemMessage[];
}

function stateOf({ state, private: data, problems }: StateReply, type: Type): State {
  return { state: unpacked(state, type), private: data, problems: problems.map(shown) };
}

function packed(attributes: Attributes | null, type: Type): Dynamic {
  return { msgpack: Buffer.from(encode(attributes, type)), json: Buffer.alloc(0) };
}

function unpacked(dynamic: Dynamic | undefined, type: Type): Attributes | null {
  if (dynamic === undefined) return null;
  const value: Value = decode(dynamic.msgpack, type);
  return value as Attributes | null;
}

function shown({ severity, summary, detail, attribute }: ProblemMessage): Shown {
  return {
    severity: severity === Severity.ERROR ? "error" : "warning",
    summary,
    detail,
    path: attribute?.steps.map(({ to }) => to?.value ?? "") ?? [],
  };
}
