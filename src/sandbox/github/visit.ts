import { Refusal } from "../reply.ts";
import type { Account, FakeExchange } from "./options.ts";
import type { World } from "./world.ts";

/** A request with its parts taken apart. */
export interface Visit {
  readonly url: URL;
  readonly method: string;
  /** Below the root of the API. */
  readonly path: string;
  /** Whether it came as to GitHub Enterprise Server. */
  readonly enterprise: boolean;
  readonly headers: Headers;
  readonly text: string;
  readonly account: Account | undefined;
}

/** Reads a request, and finds the account that its token belongs to. */
export async function receive({ settings }: World, request: Request): Promise<Visit> {
  const url = new URL(request.url);
  const [, prefix, path = ""] = /^(\/api\/v3|\/api(?=\/graphql))?(\/.*)$/.exec(url.pathname) ?? [];
  const [, token] = /^(?:bearer|token) (.+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  return {
    url,
    method: request.method,
    path,
    enterprise: prefix !== undefined,
    headers: request.headers,
    text: await request.text(),
    account: settings.accounts.find((each) => each.token === token),
  };
}

/** The body as JSON, undefined for none; a 400 for what is not JSON. */
export function parse(text: string): unknown {
  if (text === "") {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
}

/** As JSON where it is JSON, else as it is: for the log. */
export function lenient(text: string | Uint8Array | undefined): unknown {
  const words = typeof text === "object" ? Buffer.from(text).toString("utf8") : (text ?? "");
  try {
    return parse(words);
  } catch {
    return words;
  }
}

/** The request's half of an exchange. */
export function asked(visit: Visit): Omit<FakeExchange, "status" | "reply" | "faulted"> {
  const { method, path, url, headers, text, enterprise } = visit;
  const given = Object.fromEntries(headers.entries());
  return { method, path, query: url.searchParams, headers: given, body: lenient(text), enterprise };
}
