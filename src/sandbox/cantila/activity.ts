import * as z from "zod";
import { ok, type Reply } from "../reply.ts";
import { type Call, type Operation, readQuery } from "./call.ts";
import { isoTime } from "./expiry.ts";
import { issueId } from "./ids.ts";
import { DIALECTS } from "./rules.ts";
import { eventBody } from "./wire.ts";

const limitQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });

/** What happened in an account. */
export const activityOperations: readonly Operation[] = [
  { method: "GET", path: "/activity", dialects: DIALECTS, by: "account", answer: listActivity },
];

/** Notes what the call did to its account, and who did it when they acted as it. */
export function note({ state, account, caller, now }: Call, kind: string, detail: string): void {
  state.events.push({
    id: issueId(state, "evt"),
    account: account.handle,
    kind,
    title: kind.replaceAll(/[._]/g, " "),
    detail,
    actor: caller.account === account ? null : caller.account.handle,
    at: isoTime(now),
  });
}

function listActivity(call: Call): Reply {
  const { limit } = readQuery(call, limitQuery);
  const own = call.state.events.filter(({ account }) => account === call.account.handle);
  return ok({ events: own.toReversed().slice(0, limit).map(eventBody) });
}
