import type { Reply } from "../reply.ts";
import type { Call, Operation } from "./call.ts";
import { isoTime } from "./expiry.ts";
import { issueNumber } from "./ids.ts";
import { list } from "./list.ts";
import type { AuditEntry, LumoAuthState, Tenant } from "./state.ts";
import { auditBody } from "./wire.ts";

/** What was written, newest first. */
export const auditOperations: readonly Operation[] = [
  { method: "GET", path: "/audit-logs", answer: listEntries },
];

/** Notes that the key of this call did something. */
export function note(call: Call, action: string, id: string | number): void {
  const { name } = call.key;
  const actor = { type: "api_key", id: name, name } as const;
  const organization = call.params["organization"];
  noteAs(call, actor, { action, id, organization });
}

/** Notes that somebody did something; `action` is the kind of thing and what became of it, as in `role.created`. */
export function noteAs(
  { state, tenant, now }: { readonly state: LumoAuthState; readonly tenant: Tenant; readonly now: number },
  actor: AuditEntry["actor"],
  { action, id, organization }: { action: string; id: string | number; organization: string | undefined },
): void {
  tenant.audit.push({
    id: issueNumber(state, "audit"),
    action,
    category: "organizations",
    actor,
    target: { type: action.slice(0, action.indexOf(".")), id },
    metadata: organization === undefined ? null : { organizationId: organization },
    createdAt: isoTime(now),
  });
}

function listEntries(call: Call): Reply {
  const { query, tenant } = call;
  const fits = (name: string, value: string) => [null, value].includes(query.get(name));
  const rows = tenant.audit
    .toReversed()
    .filter(
      ({ action, category, actor }) =>
        fits("action", action) && fits("category", category) && fits("actorId", actor.id),
    );
  return list(call, { resourceType: "audit_logs", rows, body: auditBody });
}
