import { expect } from "vitest";
import type { Sandbox, SandboxOptions } from "../../../src/sandbox/index.ts";
import { createChecker } from "../../contract/checker.ts";
import { open } from "../client.ts";
import { ACME, START } from "./acme.ts";

/** The fields these tests look into, of whatever kind of thing; the others are compared as a whole. */
interface Thing {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly org_id: string;
  readonly account_id: string;
  readonly role_id: string;
  readonly access_level: string;
  readonly project: string;
  readonly project_id: string | null;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly app_metadata?: { readonly org_roles: Readonly<Record<string, readonly string[]>> };
  readonly meta: { readonly account_id: string; readonly invites: readonly Thing[] };
  readonly action: string;
}

/** A body as JSON: a thing, a list or an error, which each test knows. */
interface Body extends Thing {
  readonly meta: Thing["meta"] & { readonly more: boolean; readonly next_cursor: string | number | null };
  readonly results: readonly Thing[];
  readonly projects: readonly Thing[];
  readonly organizations: Readonly<Record<string, Thing>>;
  readonly error: { readonly message: string; readonly code: string };
  readonly error_msg: string;
  readonly detail: readonly { readonly loc: readonly (string | number)[]; readonly msg: string }[];
}

/** A reply with its body read. */
export interface Answer {
  readonly status: number;
  readonly body: Body;
}

/** The API for one credential. Paths under `/api/2/projects/` carry their project in the header. */
export interface Client {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
}

const checker = createChecker("apimetrics");

/** Acme's sandbox, without its options as the documents have it. */
export function acme(options: SandboxOptions["apimetrics"] = {}): Promise<Sandbox> {
  return open({ seed: ACME, now: () => START, apimetrics: options });
}

/** A client that sends this token, and fails the test when a request or a reply is not in the contract. */
export function as(sandbox: Sandbox, token: string): Client {
  const send = async (method: string, path: string, body?: unknown, extra = scoped(path)) => {
    const headers = { Authorization: `Bearer ${token}`, ...extra };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(sandbox.endpoints.apimetrics + path, init);
    const { status } = response;
    const reply: Body = JSON.parse(await response.text());
    const { pathname, searchParams: query } = new URL(path, "http://below");
    const exchange = { method, path: pathname, query, headers: extra, body, status, reply };
    // A request that the server finds malformed was made so on purpose.
    const malformed = status === 400 || status === 422;
    expect(malformed ? checker.checkReply(exchange) : checker.check(exchange)).toEqual([]);
    return { status, body: reply };
  };
  return {
    get: (path, headers) => send("GET", path, undefined, headers),
    post: (path, body) => send("POST", path, body),
    delete: (path) => send("DELETE", path),
  };
}

/** The statuses of several answers. */
export function statuses(...answers: readonly Answer[]): readonly number[] {
  return answers.map(({ status }) => status);
}

/** An account's id as paths have it. */
export function encoded(account: string): string {
  return encodeURIComponent(account);
}

function scoped(path: string): Readonly<Record<string, string>> {
  const project = /^\/api\/2\/projects\/([^/]+)\//.exec(path)?.[1];
  return project === undefined ? {} : { "Apimetrics-Project-Id": project };
}
