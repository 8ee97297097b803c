import { expect } from "vitest";
import type { Sandbox } from "../../../src/sandbox/index.ts";
import { createChecker } from "../../contract/checker.ts";

/** The fields these tests look into, of whatever kind of thing; the others are compared as a whole. */
interface Thing {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: string;
  readonly slug: string | null;
  readonly status: string;
  readonly etag: string;
  readonly expires_at: number;
  readonly state: string;
  readonly done: boolean;
  readonly organization_id: string | null;
  readonly management: object | null;
}

interface ErrorEntry {
  readonly code: number;
  readonly message: string;
  readonly path?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A body as JSON: a thing, a page or an error, which each test knows. */
type Body = Thing & {
  readonly data: readonly Thing[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
  readonly errors: readonly ErrorEntry[];
  readonly error: string;
};

/** A reply with its JSON read; without any, the body is undefined. */
export interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

type Headings = Readonly<Record<string, string>>;

/** The API of a running CNAP for one credential. */
export interface Client {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Headings): Promise<Answer>;
  patch(path: string, body: unknown, headers?: Headings): Promise<Answer>;
  delete(path: string, headers?: Headings): Promise<Answer>;
}

const checker = createChecker("cnap");

/** A client that sends this token; every reply must fit the contract, and every request that is not refused. */
export function as(sandbox: Sandbox, token: string, always: Headings = {}): Client {
  const send = async (method: string, path: string, body?: unknown, own: Headings = {}) => {
    const headers = { ...always, ...own };
    const answer = await request(
      sandbox.endpoints.cnap + path,
      { method, headers: { ...headers, Authorization: `Bearer ${token}` } },
      body,
    );
    const { pathname, searchParams: query } = new URL(path, "http://below");
    const exchange = {
      method,
      path: pathname,
      query,
      headers,
      body,
      status: answer.status,
      reply: answer.body,
    };
    // Who is refused here has mostly sent what is wrong on purpose.
    expect(answer.status < 400 ? checker.check(exchange) : checker.checkReply(exchange)).toEqual([]);
    return answer;
  };
  return {
    get: (path) => send("GET", path),
    post: (path, body, headers) => send("POST", path, body, headers),
    patch: (path, body, headers) => send("PATCH", path, body, headers),
    delete: (path, headers) => send("DELETE", path, undefined, headers),
  };
}

/** What only people can do: a control of the sandbox. */
export function control(sandbox: Sandbox, path: string, body: unknown): Promise<Answer> {
  return request(`${sandbox.url}/_sandbox/cnap${path}`, { method: "POST" }, body);
}

/** The header that names the version last read. */
export function match(etag: string): Headings {
  return { "if-match": etag };
}

/** The etag of the thing at this path. */
export async function etagOf(client: Client, path: string): Promise<string> {
  return (await client.get(path)).body.etag;
}

/** The etag of a membership. */
export async function memberEtag(client: Client, organization: string, user: string): Promise<string> {
  const { body } = await client.get(`/organizations/${organization}/members?limit=100`);
  return body.data.find(({ user_id }) => user_id === user)!.etag;
}

async function request(url: string, init: RequestInit, body: unknown): Promise<Answer> {
  const response = await fetch(url, body === undefined ? init : { ...init, body: JSON.stringify(body) });
  const text = await response.text();
  const read: unknown = text === "" ? undefined : JSON.parse(text);
  return { status: response.status, body: read as Body, headers: response.headers };
}
