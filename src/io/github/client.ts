/** One repository on GitHub's REST API: patience, pages, and answers that are checked before they are used. */
import { Octokit } from "@octokit/core";
import { type PaginateInterface, paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import * as z from "zod";
import { ConfigurationError } from "../../model/errors.ts";
import { type Scrub, scrubber } from "../http-scrub.ts";
import { type Attempt, failureOf, GitHubError, unknownAnswer } from "./errors.ts";
import { carefulFetch } from "./fetch.ts";
import { firstOfItsKind, namesLimits, patience } from "./patience.ts";

/** Where the repository is, and who asks. */
export interface GitHubOptions {
  /** `https://api.github.com`, `https://ghes.example/api/v3`. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
  readonly userAgent: string;
  /** Told once per kind of trouble: throttled, retried. */
  readonly onNotice?: (message: string) => void;
  /** How long a second of waiting lasts; tests shorten it. */
  readonly minimumWaitSeconds?: number;
}

/** What came back, as far as it is looked at before its shape is checked. */
export interface Reply {
  readonly status: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** Sends requests of one repository. */
export interface Client {
  readonly request: Octokit["request"];
  readonly pages: PaginateInterface["iterator"];
  /** Parameters that every route takes. */
  readonly here: { readonly owner: string; readonly repo: string };
  readonly graphqlUrl: string;
  /** The checked answer. Throws GitHubError. */
  one<T>(attempt: Attempt, reply: Promise<Reply>, shape: z.ZodType<T>): Promise<T>;
  /** A request whose answer nobody looks at. Throws GitHubError. */
  none(attempt: Attempt, reply: Promise<Reply>): Promise<void>;
  /** The checked pages, one by one. Throws GitHubError, also for what pages leave out. */
  each<T>(attempt: Attempt, pages: AsyncIterable<Reply>, page: z.ZodType<T>): AsyncGenerator<T>;
  /** The checked items of all pages; fewer than the server counts is an error. Throws GitHubError. */
  all<T>(attempt: Attempt, pages: AsyncIterable<Reply>, item: z.ZodType<T>): Promise<readonly T[]>;
}

/** For a write that must not be done twice: it is sent once; only what a rate limit refused is sent again. */
export const ONCE: { readonly request: { readonly retries: number } } = { request: { retries: 0 } };

const API_VERSION = "2022-11-28";

/** Opens a client; no request yet. Throws ConfigurationError without a token or for an address that is none. */
export function openClient(options: GitHubOptions): Client {
  const { owner, repo, graphqlUrl } = options;
  if (options.token === "") {
    throw new ConfigurationError(
      "There is no token for GitHub",
      "Give the input `token`; `github.token`, its default, will do.",
    );
  }
  const scrub = scrubber(options.token);
  const tell = firstOfItsKind(options.onNotice);
  const PatientOctokit = Octokit.plugin(namesLimits(tell), paginateRest, throttling, retry);
  const octokit = new PatientOctokit({
    auth: options.token,
    baseUrl: options.apiUrl.replace(/\/+$/, ""),
    userAgent: options.userAgent,
    log: SILENT,
    request: { fetch: carefulFetch(new Set([originOf(options.apiUrl), originOf(graphqlUrl)])), log: SILENT },
    ...patience(tell, options.minimumWaitSeconds),
  });
  octokit.hook.before("request", ({ headers }) => {
    headers["x-github-api-version"] = API_VERSION;
  });
  return {
    request: octokit.request,
    pages: octokit.paginate.iterator,
    here: { owner, repo },
    graphqlUrl,
    ...checking(scrub),
  };
}

function checking(scrub: Scrub): Pick<Client, "one" | "none" | "each" | "all"> {
  async function settled(attempt: Attempt, reply: Promise<Reply>): Promise<Reply> {
    try {
      return await reply;
    } catch (error) {
      throw failureOf(attempt, error, scrub);
    }
  }

  function checked<T>(attempt: Attempt, reply: Reply, shape: z.ZodType<T>): T {
    const parsed = shape.safeParse(reply.data);
    if (parsed.success) return parsed.data;
    throw unknownAnswer(attempt, reply, scrub(described(parsed.error)));
  }

  async function* whole(attempt: Attempt, pages: AsyncIterable<Reply>): AsyncGenerator<Reply> {
    const seen = new Set<string>();
    const rest = pages[Symbol.asyncIterator]();
    for (;;) {
      const next = await rest.next().catch((error: unknown) => {
        throw failureOf(attempt, error, scrub);
      });
      if (next.done === true) return;
      yield notSwallowed(attempt, next.value, seen);
    }
  }

  async function* each<T>(
    attempt: Attempt,
    pages: AsyncIterable<Reply>,
    page: z.ZodType<T>,
  ): AsyncGenerator<T> {
    for await (const reply of whole(attempt, pages)) yield checked(attempt, reply, page);
  }

  return {
    one: async (attempt, reply, shape) => checked(attempt, await settled(attempt, reply), shape),
    none: async (attempt, reply) => {
      await settled(attempt, reply);
    },
    each,
    all: async (attempt, pages, item) => {
      const items: z.output<typeof item>[] = [];
      for await (const reply of whole(attempt, pages)) {
        items.push(...checked(attempt, reply, z.array(item)));
        if (isLast(reply) && items.length < totalOf(reply.data)) throw fewer(attempt, reply, items.length);
      }
      return items;
    },
  };
}

/** Where and what was expected: the value itself may be anything. */
function described({ issues }: z.ZodError): string {
  const [first] = issues;
  const where = first === undefined || first.path.length === 0 ? "the body" : first.path.join(".");
  return `${where}: ${first?.message}`;
}

/** Octokit's iterator makes an empty list of a 409 (an address is then missing), and follows links in a circle. */
function notSwallowed(attempt: Attempt, reply: Reply, seen: Set<string>): Reply {
  if (reply.url === undefined) {
    throw new GitHubError(`GitHub refused to ${attempt.operation}: 409`, attempt.operation, { status: 409 });
  }
  if (seen.has(reply.url)) throw unknownAnswer(attempt, reply, "its pages lead in a circle");
  seen.add(reply.url);
  return reply;
}

function isLast({ headers }: Reply): boolean {
  return !/rel="next"/.test(String(headers["link"] ?? ""));
}

/** Octokit puts the server's count on the list itself. */
function totalOf(data: unknown): number {
  if (typeof data !== "object" || data === null || !("total_count" in data)) return 0;
  return typeof data.total_count === "number" ? data.total_count : 0;
}

function fewer(attempt: Attempt, reply: Reply, count: number): GitHubError {
  return unknownAnswer(attempt, reply, `${count} came, and ${totalOf(reply.data)} are said to be there`);
}

function originOf(address: string): string {
  try {
    return new URL(address).origin;
  } catch {
    throw new ConfigurationError(
      `${JSON.stringify(address)} is no address of GitHub's API`,
      "In a workflow GITHUB_API_URL and GITHUB_GRAPHQL_URL have them.",
    );
  }
}

function nothing(): void {}

/** Octokit's remarks would go to the log as they are. */
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };
