/** A running system as the suite sees it, and how to have one from a sandbox in few lines. */
import { type ClientOptions, readClient, writeClient } from "../../src/io/http.ts";
import type { ReadClient, WriteClient } from "../../src/model/connector.ts";
import type { Connection } from "../../src/model/contract.ts";
import type { Sandbox, SandboxRequest, SystemName } from "../../src/sandbox/index.ts";
import { contracted } from "../contract/clients.ts";

/** How a client of a world is unlike the usual one. */
export interface Tuning {
  readonly timeoutMs?: number;
  /** Whether requests and replies are held against the system's contract. Default true. */
  readonly contract?: boolean;
}

/** A running system with an account on it, and what a law needs to see of it. */
export interface World {
  readonly connection: Omit<Connection, "token">;
  readClient(tuning?: Tuning): ReadClient;
  writeClient(tuning?: Tuning): WriteClient;
  /** Requests so far that could have changed something. */
  writes(): number;
  /** The person accepts what they are invited to. */
  accept(email: string): Promise<void>;
  close(): Promise<void>;
  /** The credential, which nobody may ever see again. */
  readonly token?: string;
  /** Every request so far, in order of arrival. */
  requests?(): readonly SandboxRequest[];
  /** Whether a request only waits for work that the system does in its own time: how many there are nobody tells beforehand. */
  isWaiting?(request: SandboxRequest): boolean;
  /** Injects faults, as src/sandbox/README.md has them; an empty text ends them. */
  faults?(spec: string): Promise<void>;
  /** Moves the system's clock ahead. */
  advance?(ms: number): void;
  /** Addresses of the open invitations as the system holds them, each as often as it is there and was mailed, sorted. */
  invitations?(): readonly string[];
}

/** A world whose requests go over HTTP. */
export type WiredWorld = Required<Omit<World, "isWaiting">>;

/** The world with all verbs; throws where it has not all of them. */
export function wired(world: World): WiredWorld {
  const { requests, faults, advance, invitations, token } = world;
  if (!requests || !faults || !advance || !invitations || token === undefined)
    throw new Error(
      "this world lacks verbs of the wire; make it with worldOf, or say `wireless` of its subject",
    );
  return { ...world, requests, faults, advance, invitations, token };
}

/** What a sandbox does not tell of its world. */
export interface Given {
  readonly system: SystemName;
  readonly token: string;
  readonly credential?: ClientOptions["credential"];
  /** Keys of the connection beside system and endpoint. */
  readonly connection?: Partial<Omit<Connection, "token">>;
  /** Whether a request that is no GET only reads. Default: none does. */
  readonly onlyReads?: (request: SandboxRequest) => boolean;
}

/** A world on a running sandbox; its clients wait for nothing and are held against the system's contract. */
export function worldOf(sandbox: Sandbox, given: Given): WiredWorld {
  const { system, token, credential = "Bearer", connection = {}, onlyReads = () => false } = given;
  const endpoint = connection.endpoint ?? sandbox.endpoints[system];
  const options: ClientOptions = {
    endpoint,
    token,
    credential,
    userAgent: "orgwright/test",
    random: () => 0,
    sleep: () => Promise.resolve(),
  };
  const tuned = <Client extends ReadClient>(
    open: (options: ClientOptions) => Client,
    tuning: Tuning = {},
  ) => {
    const { contract = true, timeoutMs } = tuning;
    const client = open({ ...options, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
    return contract ? contracted(system, client) : client;
  };
  const requests = () => sandbox.requests().filter((request) => request.system === system);
  return {
    connection: { ...connection, system, endpoint },
    token,
    readClient: (tuning) => tuned(readClient, tuning),
    writeClient: (tuning) => tuned(writeClient, tuning),
    requests,
    writes: () => requests().filter((request) => request.method !== "GET" && !onlyReads(request)).length,
    accept: async (email) => {
      await control(sandbox, `${system}/invitations/accept`, { email }, [404]);
    },
    faults: (spec) => control(sandbox, "faults", { spec }),
    advance: sandbox.advance,
    invitations: () => openInvitations(sandbox.state()[system]).sort(),
    close: () => sandbox.close(),
  };
}

async function control({ url }: Sandbox, what: string, body: object, allowed: readonly number[] = []) {
  const response = await fetch(`${url}/_sandbox/${what}`, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok && !allowed.includes(response.status)) throw new Error(await response.text());
}

/** Every system keeps them in lists called invites or invitations, with an `email`, and a `status` where they stay. */
function openInvitations(state: unknown): string[] {
  if (typeof state !== "object" || state === null) return [];
  return Object.entries(state).flatMap(([key, value]) =>
    /^invit(e|ation)s$/.test(key) && Array.isArray(value) ? value.flatMap(openEmail) : openInvitations(value),
  );
}

interface Invitation {
  readonly email: string;
  readonly status?: string;
  /** How many mails went out; 0 where a person delivers them. */
  readonly sends?: number;
  /** An instant, or Unix seconds. */
  readonly expiresAt?: string;
  readonly expires_at?: string | number;
}

/** Some systems go on calling those pending that are past their time. */
function openEmail({ email, status = "pending", sends = 1, ...invitation }: Invitation): readonly string[] {
  const end = invitation.expiresAt ?? invitation.expires_at;
  const isOver = end !== undefined && (typeof end === "number" ? end * 1000 : Date.parse(end)) <= Date.now();
  const isOpen = status === "pending" && !isOver;
  return isOpen ? Array.from({ length: Math.max(1, sends) }, () => email.toLowerCase()) : [];
}
