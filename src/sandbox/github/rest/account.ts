import { Refusal } from "../../reply.ts";
import type { Usage } from "../quota.ts";
import { userBody } from "../wire/users.ts";
import { type Answer, type Call, type Operation, ok } from "./call.ts";

/** What concerns the token alone; `usage` tells what it has used of its hour. */
export function accountOperations(usage: (call: Call) => Usage): readonly Operation[] {
  return [
    { method: "GET", path: "user", accepts: "", answer: readUser },
    { method: "GET", path: "rate_limit", accepts: "", answer: (call) => ok(limitsBody(usage(call))) },
  ];
}

function readUser({ world, account }: Call): Answer {
  if (account.kind !== "user") {
    throw new Refusal(403, "Resource not accessible by integration");
  }
  const nothing = { name: null, company: null, blog: null, location: null, email: null, bio: null };
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  const since = { created_at: "2026-01-01T00:00:00Z", updated_at: "2026-01-01T00:00:00Z" };
  return ok({ ...userBody(world, account.login), ...nothing, hireable: null, ...counts, ...since });
}

function limitsBody({ limit, used, remaining, reset }: Usage): object {
  const rate = { limit, used, remaining, reset };
  return { resources: { core: rate, search: rate, graphql: rate }, rate };
}
