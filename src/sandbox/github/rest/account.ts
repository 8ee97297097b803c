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

/** Answers GraphQL, of which only the question who the viewer is exists here. */
export function answerGraphql({ account, body }: Call): Answer {
  const query = typeof body === "object" && body !== null && "query" in body ? String(body.query) : "";
  const known = /^\s*(query(\s+\w+)?\s*)?\{\s*viewer\s*\{\s*login\s*\}\s*\}\s*$/.test(query);
  return ok(
    known
      ? { data: { viewer: { login: account.login } } }
      : { errors: [{ message: "The fake GitHub answers only { viewer { login } } over GraphQL." }] },
  );
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
