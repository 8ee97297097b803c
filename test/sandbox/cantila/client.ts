import { expect, onTestFinished } from "vitest";
import type { CantilaOptions } from "../../../src/sandbox/cantila/index.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../../src/sandbox/index.ts";
import { createChecker, type Exchange } from "../../contract/checker.ts";
import { AGENCY, START } from "./agency.ts";

/** The fields these tests look into, of whatever kind of reply; the others are compared as a whole. */
interface Body {
  readonly id: string;
  readonly role: string;
  readonly status: string;
  readonly expiresAt: string;
  readonly token: string;
  readonly rawKey: string;
  readonly invite: Body;
  readonly account: Record<string, unknown>;
  readonly accounts: readonly { readonly handle: string }[];
  readonly members: readonly { readonly id: string; readonly email: string; readonly role: string }[];
  readonly invites: readonly Body[];
  readonly orgs: readonly Record<string, unknown>[];
  readonly events: readonly Record<string, unknown>[];
  readonly error: unknown;
  readonly problems: readonly string[];
}

/** A reply with its body read. */
export interface Answer {
  readonly status: number;
  readonly body: Body;
}

/** The API of a running Cantila for one credential. */
export interface Client {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  patch(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
}

/** Served for realism only: no client of the contract asks for these. */
const OUTSIDE = [
  "GET /accounts",
  "GET /accounts/ID/branding",
  "PATCH /accounts/ID/branding",
  "POST /accounts",
  "GET /invites/ID",
  "GET /invites/by-token/ID",
  "POST /invites/accept",
  "GET /me/orgs",
  "POST /me/orgs/switch",
  "POST /me/orgs/leave",
  "POST /team/members",
];

const checker = createChecker("cantila");

/** A sandbox with the Agency that ends with the test; its clock stands still. */
export async function open(cantila: CantilaOptions = {}, options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ seed: AGENCY, now: () => START, cantila, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/**
 * A client that sends this token and acts as this account. Every exchange is held against the contract; of requests
 * without an account, of refused ones and of those in `unlike` only the reply is.
 */
export function as(sandbox: Sandbox, token: string, account?: string): Client {
  return client(sandbox, { token, account, wrong: false });
}

/** As `as`, for requests that are not as the contract wants them. */
export function unlike(sandbox: Sandbox, token: string, account?: string): Client {
  return client(sandbox, { token, account, wrong: true });
}

/** The controls of a sandbox. */
export async function control(sandbox: Sandbox, path: string, body: unknown): Promise<Answer> {
  const url = `${sandbox.url}/_sandbox/cantila${path}`;
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Body };
}

interface Manner {
  readonly token: string;
  readonly account: string | undefined;
  readonly wrong: boolean;
}

function client(sandbox: Sandbox, manner: Manner): Client {
  const send = async (method: string, target: string, body?: unknown): Promise<Answer> => {
    const headers = headersOf(manner, body);
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(sandbox.endpoints.cantila + target, { method, headers, ...sent });
    const text = await response.text();
    const reply = text === "" ? undefined : JSON.parse(text);
    const [path = "", query = ""] = target.split("?");
    const asked = { method, path, query: new URLSearchParams(query), headers };
    hold({ ...asked, ...(body === undefined ? {} : { body }), status: response.status, reply }, manner);
    return { status: response.status, body: reply };
  };
  return {
    get: (path) => send("GET", path),
    post: (path, body) => send("POST", path, body),
    put: (path, body) => send("PUT", path, body),
    patch: (path, body) => send("PATCH", path, body),
    delete: (path) => send("DELETE", path),
  };
}

function headersOf({ token, account }: Manner, body: unknown): Record<string, string> {
  return {
    Authorization: `Bearer ${token}`,
    ...(account === undefined ? {} : { "X-Cantila-Act-As": account }),
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
  };
}

function hold(exchange: Exchange, { account, wrong }: Manner): void {
  if (OUTSIDE.includes(`${exchange.method} ${shape(exchange.path)}`)) {
    return;
  }
  const loose = wrong || account === undefined || exchange.status >= 400;
  expect(loose ? checker.checkReply(exchange) : checker.check(exchange)).toEqual([]);
}

function shape(path: string): string {
  return path.replace(/\/(?:acc_\w+|inv_\d+|cti_\w+|acme)(?=\/|$)/, "/ID");
}
