/**
 * HTTP to one connection: bounded concurrency, patience with rate limits, repetition only where it is safe.
 * In: a path below the endpoint. Out: parsed JSON, or a ConnectorError that never holds the credential.
 */
import type { ReadClient, Reply, RequestOptions, WriteClient } from "../model/connector.ts";
import { ConfigurationError, InternalError } from "../model/errors.ts";
import type { Request } from "./http-attempt.ts";
import { exchangePatiently, type Patience, type RequestLine } from "./http-patience.ts";
import { type Scrub, scrubber } from "./http-scrub.ts";
import { createPace, type Pace } from "./pace.ts";
import { machineTime } from "./pace-clock.ts";

export { path } from "./http-path.ts";
export type { RequestLine } from "./http-patience.ts";

/** How a client reaches its connection. */
export interface ClientOptions {
  /** Base address; a slash at its end does not matter. */
  readonly endpoint: string;
  readonly token: string;
  /** How the credential is sent: behind Bearer in Authorization (the default), or alone in a header of this name. */
  readonly credential?: "Bearer" | "X-API-Key";
  readonly userAgent: string;
  /** For one attempt, from the first byte sent to the last received. Default 30 000. */
  readonly timeoutMs?: number;
  /** Shared with the connection's other clients. Default: one of its own, 8 requests at the same time and no limit. */
  readonly pace?: Pace;
  readonly onRequest?: (line: RequestLine) => void;
  /** Requests at the same time, without a pace that says. */
  readonly concurrency?: number;
  /** For tests, without a pace that has them: time and chance. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly now?: () => number;
  readonly random?: () => number;
}

type Method = "GET" | Parameters<WriteClient["send"]>[0];
type Options = RequestOptions & { readonly body?: unknown };
type Exchange = (method: Method, path: string, options?: Options) => Promise<Reply>;

/** A client without any means to write (law 2). Throws ConfigurationError for an endpoint or a credential that cannot be used. */
export function readClient(options: ClientOptions): ReadClient {
  const exchange = createExchange(options, ["GET"]);
  return Object.freeze<ReadClient>({ get: (path, request) => exchange("GET", path, reading(request)) });
}

/**
 * A client that writes too. A write is repeated only when it is certain that nothing was done, or when it carries the
 * header `idempotency-key`: then also after a lost answer, with the same key.
 */
export function writeClient(options: ClientOptions): WriteClient {
  const exchange = createExchange(options, ["GET", "POST", "PUT", "PATCH", "DELETE"]);
  return Object.freeze<WriteClient>({
    get: (path, request) => exchange("GET", path, reading(request)),
    send: (method, path, request) => exchange(method, path, request),
  });
}

function reading({ query = {}, headers = {} }: RequestOptions = {}): RequestOptions {
  return { query, headers };
}

function createExchange(options: ClientOptions, methods: readonly Method[]): Exchange {
  checkOptions(options);
  const scrub = scrubber(options.token);
  const patience: Patience = {
    pace: options.pace ?? ownPace(options),
    onRequest: options.onRequest ?? (() => {}),
  };
  return async (method, path, request = {}) => {
    if (!methods.includes(method)) throw new InternalError(`This client cannot ${method}`);
    if (!path.startsWith("/")) throw new InternalError(`The path ${path} does not start with a slash`);
    return await exchangePatiently(requestOf(options, { method, path, request, scrub }), patience);
  };
}

function ownPace({ concurrency, now, sleep, random = Math.random }: ClientOptions): Pace {
  const time = { now: now ?? machineTime.now, sleep: sleep ?? machineTime.sleep };
  return createPace({ time, random, ...(concurrency === undefined ? {} : { concurrency }) });
}

interface Asked {
  readonly method: Method;
  readonly path: string;
  readonly request: Options;
  readonly scrub: Scrub;
}

function requestOf(
  { endpoint, token, credential = "Bearer", userAgent, timeoutMs = 30_000 }: ClientOptions,
  { method, path, request, scrub }: Asked,
): Request {
  const url = new URL(endpoint.replace(/\/+$/, "") + path);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, String(value));
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const names = new Set(Object.keys(request.headers ?? {}).map((name) => name.toLowerCase()));
  return {
    method,
    path,
    url,
    repeatable: method === "GET" || names.has("idempotency-key"),
    isConditional: names.has("if-match"),
    headers: {
      ...request.headers,
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      "user-agent": userAgent,
      ...(credential === "Bearer" ? { authorization: `Bearer ${token}` } : { [credential]: token }),
    },
    ...(body === undefined ? {} : { body }),
    timeoutMs,
    scrub,
  };
}

function checkOptions({ endpoint, token }: ClientOptions): void {
  if (!URL.canParse(endpoint)) {
    throw new ConfigurationError(
      `The endpoint ${endpoint} is no address`,
      "Write it with https:// in front in the project file.",
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigurationError(
      "The credential is empty or has characters that no HTTP header can carry",
      "Look for a space, a line break or quotation marks around the value of its environment variable.",
    );
  }
}
