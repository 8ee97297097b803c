import type { Reply } from "./reply.ts";

/** One request as an endpoint sees it: routed, its JSON body parsed (undefined when there is none). */
export interface ApiRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: unknown;
}

/** One documented operation: a method, a path with `:names`, and the answer. */
export interface Endpoint {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  answer(request: ApiRequest): Reply;
}

/** Something refused or failed, before a system words it: `detail` is what its own endpoints gave to a Refusal. */
export interface Problem {
  readonly status: number;
  readonly message: string;
  readonly detail?: unknown;
}

/** How many requests are let through before 429; 0 means no limit. */
export interface Pace {
  readonly perMinute: number;
  readonly perSecond: number;
}

/** Who sends a request: the key its pace is counted under, and the account where the credential is known. */
export interface Sender {
  readonly quota: string;
  readonly account?: string;
}

/** A credential and the account, or the thing, that it speaks for. */
export interface Credential {
  readonly token: string;
  readonly account: string;
}

/** A seed that was read but not yet taken over: its problems, and `commit` to start from it. */
export interface PreparedSeed {
  readonly problems: readonly string[];
  commit(): void;
}

/** What each system's folder gives to the server; the server knows nothing else of any system. */
export interface System<State = unknown> {
  readonly name: string;
  /** Where its API is served, below the sandbox's url. */
  readonly prefix: string;
  /** The limits its documents promise. */
  readonly pace: Pace;
  /** A budget of their own for requests that are not GET; without it they share `pace`. */
  readonly writePace?: Pace;
  /** Whether replies tell the budget in X-RateLimit-Limit, -Remaining and -Reset (Unix seconds). */
  readonly announcesPace?: boolean;
  readonly endpoints: readonly Endpoint[];
  /** What only a sandbox can do, served under `/_sandbox/NAME`. */
  readonly controls: readonly Endpoint[];
  identify(headers: Headers): Sender;
  /** The body of an error reply, in this system's shape. */
  errorBody(problem: Problem): unknown;
  /** The credentials that it knows and whose they are, for a person to type. */
  credentials(): readonly Credential[];
  /** Reads a seed, or what the system starts with when the seed is undefined. */
  prepare(seed: unknown): PreparedSeed;
  /** A copy of everything it holds, plain JSON that `prepare` takes back. */
  state(): State;
}
