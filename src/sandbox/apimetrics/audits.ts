import type { Reply } from "../reply.ts";
import { type Call, enterOrganization, type Operation } from "./call.ts";
import { issueId } from "./ids.ts";
import { openInvites } from "./invites.ts";
import { list } from "./list.ts";
import { microTime } from "./times.ts";
import { auditBody } from "./wire.ts";

/** What was done in an organization, newest first. */
export const auditOperations: readonly Operation[] = [
  { method: "GET", path: "/api/2/audits/organization/:org/", answer: listAudits },
];

function listAudits(call: Call): Reply {
  const { id } = enterOrganization(call);
  const rows = call.state.audits.filter(({ organization }) => organization === id).toReversed();
  return list(call, rows, auditBody, 100);
}

/** Answers, and notes what was done when that was a change and was not refused. */
export function answerAudited(call: Call, { action, answer }: Operation): Reply {
  const organization = organizationOf(call);
  const reply = answer(call);
  if (action !== undefined && organization !== undefined) {
    call.state.audits.push({
      id: issueId(call.state, "audit"),
      organization,
      created: microTime(call.now),
      account_id: call.caller.id,
      action,
      object: idOf(reply.body) ?? Object.values(call.params).at(-1) ?? null,
    });
  }
  return reply;
}

function organizationOf({ params, state }: Call): string | undefined {
  const { org, project, invite } = params;
  return (
    org ??
    state.projects.find(({ id }) => id === project)?.org_id ??
    openInvites(state).find((open) => open.invite.id === invite)?.organization.id
  );
}

function idOf(body: unknown): string | undefined {
  const named = typeof body === "object" && body !== null && "id" in body;
  return named && typeof body.id === "string" ? body.id : undefined;
}
