import { parseSubject } from "../../model/address.ts";
import type { Written } from "../../model/connector.ts";
import { ConnectorError, InternalError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import { refusalOf } from "./conditional.ts";
import type { Invitation, Member } from "./contract.ts";
import { isOpen } from "./live.ts";
import {
  moved,
  nativeId,
  organizationId,
  roleIn,
  targetOf,
  textOf,
  type Writing,
  wantedRole,
} from "./writing.ts";

/** Invites somebody, unless an open invitation says the same: one wish is one mail (law 7). */
export async function inviteMember(writing: Writing): Promise<Written> {
  const open = openFor(writing, await pending(writing));
  if (open === undefined) return await invite(writing);
  return { id: sameRole(writing, open).id };
}

/**
 * Cancels an invitation and sends another: there is no way to change its role, and none that surely gives it more time.
 * One that was sent anew already is done.
 */
export async function renewInvitation(writing: Writing): Promise<Written> {
  const all = await pending(writing);
  const old = all.find(({ id }) => id === nativeId(writing));
  const open = openFor(writing, all);
  if (open?.role === wantedRole(writing)) {
    if (old !== undefined && old !== open) await cancel(writing);
    return { id: open.id };
  }
  if (open !== undefined && open !== old) throw otherRole(writing, open);
  const cancelled = old !== undefined && (await cancel(writing));
  if (!cancelled && (await member(writing)) !== undefined) throw accepted(writing);
  if (!cancelled) return await invite(writing);
  return await invite(writing).catch((error: unknown) => {
    throw afterCancelling(writing, error);
  });
}

/** Takes an invitation back; whoever accepted it meanwhile is a member, and no longer this change's to remove. */
export async function takeBack(writing: Writing): Promise<Written> {
  if (await wasRevived(writing)) throw moved(writing, "was invited again by somebody else");
  if (await cancel(writing)) return {};
  const stale = writing.change.reason === "invitation-stale";
  if (!stale && (await member(writing)) !== undefined) throw accepted(writing);
  return {};
}

/** Whether an invitation that had run out when the plan was made can be accepted again. */
async function wasRevived(writing: Writing): Promise<boolean> {
  if (textOf(writing.change.before, "status") !== "expired") return false;
  const id = nativeId(writing);
  const now = Date.now();
  return (await pending(writing)).some((each) => each.id === id && isOpen(each, now));
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
  if (refusal === undefined) return true;
  if ((await pending(writing)).some((each) => each.id === id)) throw refusal;
  return false;
}

async function pending(writing: Writing): Promise<readonly Invitation[]> {
  return await writing.api.invitations(organizationId(writing));
}

/** The invitation of the change's person that can still be accepted; the right one where there are several. */
function openFor(writing: Writing, all: readonly Invitation[]): Invitation | undefined {
  const names = namesOf(writing);
  const now = Date.now();
  const open = all.filter((each) => names.has(comparedEmail(each.email)) && isOpen(each, now));
  return open.find(({ role }) => role === wantedRole(writing)) ?? open[0];
}

async function member(writing: Writing): Promise<Member | undefined> {
  const names = namesOf(writing);
  const members = await writing.api.members(organizationId(writing));
  return members.find((each) => each.email !== null && names.has(comparedEmail(each.email)));
}

/** The e-mails by which the change's person can be there: the wished one, and the one that the plan found. */
function namesOf(writing: Writing): ReadonlySet<string> {
  const { account } = writing.change;
  return new Set([emailOf(writing), ...(account === undefined ? [] : [account])].map(comparedEmail));
}

function emailOf(writing: Writing): string {
  const { after, before, address } = writing.change;
  const person = parseSubject(targetOf(writing, "member").key);
  const known = textOf(after, "email") ?? textOf(before, "email");
  const email = known ?? ("email" in person ? person.email : undefined);
  if (email !== undefined) return email;
  throw new InternalError(`${address} has no e-mail to be invited by`);
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
  const { message, status, retryable, unknownResult, requestId, body } = error;
  const done = `${writing.change.address}: the earlier invitation was cancelled, and the new one as ${wantedRole(writing)} did not follow`;
  return new ConnectorError(`${done} (the next run sends it, or an owner on CNAP's own pages): ${message}`, {
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    retryable,
    unknownResult,
    body,
    cause: error,
  });
}

function accepted(writing: Writing) {
  return moved(writing, "has accepted the invitation");
}
