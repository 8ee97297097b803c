import type { FakeGitHub, GitHubOptions } from "../../../src/sandbox/github/index.ts";
import { checkedGitHub } from "../../contract/github.ts";

/** When the fake's clock stands, unless a test moves it. */
export const START = Date.parse("2026-11-21T12:00:00Z");

/** A reply of the fake: its body is whatever the test knows it to be. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the body it asks for, and the contract holds it.
  readonly body: any;
}

/** Requests with one token, below the repository for paths that begin with a slash. */
export interface Client {
  get(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  delete(path: string, body?: unknown): Promise<Answer>;
}

/** A fake whose clock stands still; requests that are refused may be wrong on purpose. */
export function open(options: GitHubOptions = {}): Promise<FakeGitHub> {
  return checkedGitHub(
    { now: () => START, ...options, limits: { writesPerMinute: 0, ...options.limits } },
    "free",
  );
}

/** A client with this token; with `""`, none. */
export function as(fake: FakeGitHub, token = "github-token", api: string = fake.apiUrl): Client {
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const url =
      path === "" || path.startsWith("/") ? `${api}/repos/${fake.repository}${path}` : `${api}/${path}`;
    const authorization = token === "" ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(url, {
      method,
      headers: { ...authorization, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: read(await response.text()) };
  };
  return {
    get: (path, body, headers) => send("GET", path, body, headers),
    post: (path, body) => send("POST", path, body),
    patch: (path, body) => send("PATCH", path, body),
    delete: (path, body) => send("DELETE", path, body),
  };
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
