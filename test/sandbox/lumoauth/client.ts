import type { Sandbox } from "../../../src/sandbox/index.ts";
import { createChecker } from "../../contract/checker.ts";

/** The fields these tests look into, of whatever kind of thing; the others are compared as a whole. */
interface Thing {
  readonly id: string & number;
  readonly slug: string;
  readonly name: string;
  readonly email: string;
  readonly status: string;
  readonly action: string;
  readonly expiresAt: string;
  readonly updatedAt: string;
  readonly memberCount: number;
  readonly isDefault: boolean;
  readonly user: Thing;
  readonly role: Thing | null;
}

/** A body as JSON: one thing, a page, an error. */
interface Body {
  readonly data: Thing & readonly Thing[];
  readonly meta: { readonly total: number; readonly limit: number; readonly hasNextPage: boolean };
  readonly message: string;
  readonly code: string;
}

/** A reply with its body read. */
export interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** The admin API of one tenant. */
export interface Api {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
}

/** A client whose requests and replies are all in the contract; `wrong` is for requests that are not, on purpose. */
export interface Client extends Api {
  readonly wrong: Api;
}

/** Where a client goes, and with which headers. */
export interface Door {
  readonly prefix?: string;
  readonly tenant?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const checker = createChecker("lumoauth");

/** A client with this token at Acme's tenant below `/t`, unless the door is another. */
export function as(sandbox: Sandbox, token: string, door: Door = {}): Client {
  const { prefix = "t", tenant = "acme-corp", headers = { "X-API-Key": token } } = door;
  const base = `/${prefix}/${tenant}/api/v1/admin`;
  return {
    ...api(sandbox, base, headers, "check"),
    wrong: api(sandbox, base, headers, "checkReply"),
  };
}

function api(
  sandbox: Sandbox,
  base: string,
  headers: Readonly<Record<string, string>>,
  check: "check" | "checkReply",
): Api {
  const send = async (method: string, target: string, body?: unknown): Promise<Answer> => {
    const url = new URL(sandbox.endpoints.lumoauth + base + target);
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(url, init);
    const reply = (await response.json()) as Body;
    const problems = checker[check]({
      method,
      path: url.pathname.slice("/lumoauth".length),
      query: url.searchParams,
      headers,
      body,
      status: response.status,
      reply,
    });
    if (problems.length > 0) {
      throw new Error(`Not in the contract:\n${problems.join("\n")}`);
    }
    return { status: response.status, body: reply, headers: response.headers };
  };
  return {
    get: (path) => send("GET", path),
    post: (path, body) => send("POST", path, body),
    put: (path, body) => send("PUT", path, body),
    patch: (path, body) => send("PATCH", path, body),
    delete: (path) => send("DELETE", path),
  };
}
