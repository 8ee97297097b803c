import type { Written } from "../../model/connector.ts";
import { ConnectorError, InternalError } from "../../model/errors.ts";
import { refusalOf } from "./conditional.ts";
import type { Invitation } from "./contract.ts";
import { allOpenFor, emailOf, member, openFor, ownIn, pending } from "./invited.ts";
import { isOpen } from "./live.ts";
import { moved, nativeId, organizationId, roleIn, textOf, type Writing, wantedRole } from "./writing.ts";

/** Invites somebody, unless an open invitation says the same: one wish is one mail (law 7). */
export async function inviteMember(writing: Writing): Promise<Written> {
  const open = openFor(writing, await pending(writing));
  if (open === undefined) return await invite(writing);
  return { id: sameRole(writing, open).id };
}

/**
 * Cancels an invitation and sends another: there is no way to change its role, and none that surely gives it more time.
 * One that was sent anew already is done; one that is gone without being accepted may be the half of this that was done.
 */
export async function renewInvitation(writing: Writing): Promise<Written> {
  const all = await pending(writing);
  const old = ownIn(writing, all);
  const open = openFor(writing, all);
  if (open?.role === wantedRole(writing)) {
    if (old !== undefined && old !== open) await cancel(writing);
    return { id: open.id };
  }
  if (open !== undefined && open !== old) throw otherRole(writing, open);
  if (old !== undefined) refuseOther(writing, old);
  const cancelled = old !== undefined && (await cancel(writing));
  if (!cancelled && (await member(writing)) !== undefined) throw accepted(writing);
  if (!cancelled) return await invite(writing);
  return await invite(writing).catch((error: unknown) => {
    throw afterCancelling(writing, error);
  });
}

/**
 * Takes an invitation back, where it is the one that the plan saw. Whoever accepted it meanwhile is a member, and whoever
 * was invited anew has another one: neither is this change's to remove.
 */
export async function takeBack(writing: Writing): Promise<Written> {
  const all = await pending(writing);
  const own = ownIn(writing, all);
  if (own === undefined) return await overFor(writing, all);
  refuseOther(writing, own);
  return (await cancel(writing)) ? {} : await overFor(writing, await pending(writing));
}

/** What it means that an invitation is gone: done, unless the person is there by another way now. */
async function overFor(writing: Writing, all: readonly Invitation[]): Promise<Written> {
  const { change, cancelled } = writing;
  if (change.reason === "invitation-stale" || cancelled.has(nativeId(writing))) return {};
  const [other] = allOpenFor(writing, all);
  if (other !== undefined) throw moved(writing, `was invited again by somebody else, as ${other.role},`);
  if ((await member(writing)) !== undefined) throw accepted(writing);
  return {};
}

/** Throws where an invitation is another than the plan saw: it had run out and can be accepted again, or says another role. */
function refuseOther(writing: Writing, own: Invitation): void {
  const { before } = writing.change;
  if (textOf(before, "status") === "expired" && isOpen(own, Date.now()))
    throw moved(writing, "was invited again by somebody else");
  const seen = roleIn(before);
  if (seen !== undefined && own.role !== seen) throw otherRole(writing, own);
}

async function invite(writing: Writing): Promise<Written> {
  const { api } = writing;
  const role = wantedRole(writing);
  let id: string | undefined;
  const refusal = await refusalOf(async () => {
    ({ id } = await api.invite(organizationId(writing), { email: emailOf(writing), role }));
  });
  if (id !== undefined) return { id };
  const open = openFor(writing, await pending(writing));
  if (open !== undefined) return { id: sameRole(writing, open).id };
  const joined = await member(writing);
  if (joined?.role === role) return { id: joined.user_id };
  if (joined !== undefined) throw moved(writing, `has joined as ${joined.role}`);
  throw refusal ?? new InternalError(`${writing.change.address} was invited and is not`);
}

/** False when the invitation was not pending any more. */
async function cancel(writing: Writing): Promise<boolean> {
  const id = nativeId(writing);
  const refusal = await refusalOf(() => writing.api.cancelInvitation(organizationId(writing), id));
  if (refusal === undefined) {
    writing.cancelled.add(id);
    return true;
  }
  if ((await pending(writing)).some((each) => each.id === id)) throw refusal;
  return false;
}

function sameRole(writing: Writing, invitation: Invitation): Invitation {
  if (invitation.role === wantedRole(writing)) return invitation;
  throw otherRole(writing, invitation);
}

function otherRole(writing: Writing, { role }: Invitation) {
  const before = roleIn(writing.change.before);
  const not = before === undefined || before === role ? "" : `, not ${before}`;
  return moved(writing, `was invited as ${role}${not} by somebody else`);
}

/** What went wrong, with what was done before it. */
function afterCancelling(writing: Writing, error: unknown): unknown {
  if (!(error instanceof ConnectorError)) return error;
  const { message, status, retryable, unknownResult, requestId, moved: isMoved, body } = error;
  const done = `${writing.change.address}: the earlier invitation was cancelled, and the new one as ${wantedRole(writing)} did not follow`;
  return new ConnectorError(`${done} (the next run sends it, or an owner on CNAP's own pages): ${message}`, {
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    retryable,
    unknownResult,
    moved: isMoved,
    body,
    cause: error,
  });
}

function accepted(writing: Writing) {
  return moved(writing, "has accepted the invitation");
}
