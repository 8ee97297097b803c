import { Refusal } from "../reply.ts";
import type { Account } from "./options.ts";
import type { Quota } from "./quota.ts";
import { type Answer, mayDo, notFound } from "./rest/call.ts";
import { answerGraphql } from "./rest/graphql.ts";
import type { Router } from "./route.ts";
import { parse, type Visit } from "./visit.ts";
import type { World } from "./world.ts";

/** Where errors send the reader. */
export const DOCUMENTS = "https://docs.github.com/rest";

/** What answering takes. */
export interface Services {
  readonly world: World;
  readonly route: Router;
  readonly quota: Quota;
}

const VERSIONS: readonly (string | null)[] = [null, "2022-11-28", "2026-03-10"];

/** Does what was asked, or says why not. */
export function work({ world, route, quota }: Services, visit: Visit): Answer {
  const { method, path, account, headers, url } = visit;
  const graphql = path === "/graphql" && method === "POST";
  const found = route(method, path);
  const accepted = found?.operation.accepts ?? "";
  try {
    const caller = admit(visit);
    checkQuota(quota, caller, method !== "GET" && !graphql);
    const call = { world, account: caller, params: found?.params ?? {}, query: url.searchParams };
    const whole = { ...call, headers, url, body: parse(visit.text) };
    if (graphql) {
      return answerGraphql(whole);
    }
    if (found === undefined) {
      throw notFound();
    }
    checkPermission(caller, accepted);
    return withPermissions(found.operation.answer(whole), accepted);
  } catch (error) {
    if (error instanceof Refusal) {
      return withPermissions(refusalAnswer(error, account, quota), accepted);
    }
    throw error;
  }
}

/** Whoever asks, or a refusal for what no operation would answer. */
function admit({ account, headers }: Visit): Account {
  if (headers.get("user-agent") === null) {
    throw new Refusal(403, "Request forbidden by administrative rules. Send a User-Agent header.");
  }
  if (account === undefined) {
    const none = headers.get("authorization") === null;
    throw new Refusal(401, none ? "Requires authentication" : "Bad credentials");
  }
  const version = headers.get("x-github-api-version");
  if (!VERSIONS.includes(version)) {
    throw new Refusal(400, `The API version ${version} is not supported`);
  }
  return account;
}

function checkQuota(quota: Quota, account: Account, write: boolean): void {
  const obstacle = quota.obstacle(account, write);
  if (obstacle === "hour") {
    throw new Refusal(403, "API rate limit exceeded");
  }
  if (obstacle === "minute") {
    throw new Refusal(403, "You have exceeded a secondary rate limit. Please wait a few minutes.");
  }
}

function checkPermission(account: Account, accepts: string): void {
  if (!mayDo(account, accepts)) {
    const by = account.kind === "user" ? "personal access token" : "integration";
    throw new Refusal(403, `Resource not accessible by ${by}`);
  }
}

function refusalAnswer(
  { status, message, detail }: Refusal,
  account: Account | undefined,
  quota: Quota,
): Answer {
  const errors = Array.isArray(detail) ? { errors: detail } : {};
  const body = { message, ...errors, documentation_url: DOCUMENTS, status: String(status) };
  const secondary = message.includes("secondary rate limit");
  const primary = account !== undefined && message.startsWith("API rate limit") && quota.usage(account);
  const wait = secondary ? { "retry-after": "60" } : {};
  return { status, body, headers: primary ? { "x-ratelimit-remaining": "0" } : wait };
}

function withPermissions(answer: Answer, accepted: string): Answer {
  return accepted === ""
    ? answer
    : { ...answer, headers: { ...answer.headers, "x-accepted-github-permissions": accepted } };
}
