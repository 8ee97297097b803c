import type { Written } from "../../model/connector.ts";
import type { Invitation, Member, Role } from "./contract.ts";
import { accepted, emailOf, invitationId, isFor, isOpen, joinedAs, overFor, refuseOther } from "./invited.ts";
import { invitationName } from "./live.ts";
import { isRefusal, keyOf, moved, refusedBecause, remove, type Writing } from "./writing.ts";

/**
 * Invites somebody with a role. Whether the system takes a second invitation is not documented, so it is looked
 * before: who is invited with the same role gets no second mail (law 7), and who has joined gets none at all.
 */
export async function invite(writing: Writing, organization: string, role: Role): Promise<Written> {
  const [rows, joined] = await Promise.all([
    writing.invitations.recent(organization),
    writing.members.recent(organization),
  ]);
  return await inviteBeside(writing, organization, { role, rows, joined });
}

/**
 * Sends an expired invitation again where it can stay as it is; else it is taken back and made anew. One that is gone
 * without being accepted may be the half of this that was done.
 */
export async function renewInvitation(writing: Writing, organization: string, role: Role): Promise<Written> {
  const { change, invitations, members, done } = writing;
  const id = invitationId(writing);
  const [rows, joined] = await Promise.all([invitations.now(organization), members.recent(organization)]);
  const old = rows.find((row) => String(row.id) === id);
  if (old?.status === "accepted") throw accepted(writing);
  if (old?.status !== "pending") return await inviteBeside(writing, organization, { role, rows, joined });
  const same = old.role?.id === role.id;
  if (same && (isOpen(old) || done.resent.has(keyOf(organization, id)))) return writtenAs(old);
  await refuseOther(writing, organization, old);
  // Where the end is not told, nobody would see whether sending again moved it.
  const canTell = Boolean(old.expiresAt) && change.reason === "invitation-expired";
  if (same && canTell && (await sendAgain(writing, organization, id))) return writtenAs(old);
  await revoke(writing, organization, id);
  const others = rows.filter((row) => row !== old);
  return await inviteBeside(writing, organization, { role, rows: others, joined });
}

/** Takes an invitation back, where it is as the plan saw it; one that was accepted is a member, which is another change. */
export async function revokeInvitation(writing: Writing, organization: string): Promise<Written> {
  const id = invitationId(writing);
  const rows = await writing.invitations.now(organization);
  const row = rows.find((each) => String(each.id) === id);
  if (row?.status !== "pending") return await overFor(writing, organization, rows);
  await refuseOther(writing, organization, row);
  await revoke(writing, organization, id);
  return {};
}

async function revoke(writing: Writing, organization: string, id: string): Promise<void> {
  const { api, invitations, done } = writing;
  await remove(
    writing,
    () => api.revokeInvitation(organization, id),
    async () =>
      (await invitations.now(organization)).some((row) => String(row.id) === id && row.status === "pending"),
  );
  invitations.settle(organization, id);
  done.revoked.add(keyOf(organization, id));
}

interface Wish {
  readonly role: Role;
  /** The organization's invitations. */
  readonly rows: readonly Invitation[];
  /** The organization's members. */
  readonly joined: readonly Member[];
}

async function inviteBeside(writing: Writing, organization: string, wish: Wish): Promise<Written> {
  const { api, invitations } = writing;
  const { role, rows, joined } = wish;
  const email = emailOf(writing);
  const member = joined.find(({ user }) => isFor(user.email, email));
  if (member !== undefined) return joinedAs(writing, member, role);
  const pending = rows.filter((row) => row.status === "pending" && isFor(row.email, email));
  const open = pending.filter(isOpen);
  const same = open.find((row) => row.role?.id === role.id);
  if (same !== undefined) return writtenAs(same);
  if (open.length > 0) throw moved(writing, "has been invited with another role");
  for (const { id } of pending) await revoke(writing, organization, String(id));
  try {
    const invitation = await api.invite(organization, { email, roleId: role.id });
    invitations.settle(organization, String(invitation.id), invitation);
    return writtenAs(invitation);
  } catch (error) {
    if (isRefusal(error, 400))
      throw refusedBecause(writing, `the role ${role.slug} or the address is not taken`, error);
    if (!isRefusal(error, 409, 422)) throw error;
    const done = await doneBefore(writing, organization, role);
    if (done !== undefined) return done;
    throw refusedBecause(writing, "the address is not taken, although nobody there seems to have it", error);
  }
}

/** What a refused invitation means: done before, when an open one or a member has the same role. */
async function doneBefore(writing: Writing, organization: string, role: Role): Promise<Written | undefined> {
  const { members, invitations } = writing;
  const email = emailOf(writing);
  const open = (await invitations.now(organization)).filter((row) => isFor(row.email, email) && isOpen(row));
  const same = open.find((row) => row.role?.id === role.id);
  if (same !== undefined) return writtenAs(same);
  if (open.length > 0) throw moved(writing, "has been invited with another role");
  const member = (await members.now(organization)).find(({ user }) => isFor(user.email, email));
  return member === undefined ? undefined : joinedAs(writing, member, role);
}

/** Whether it can be sent again; a mail that went out counts, whether the list tells a new end or not (law 7). */
async function sendAgain({ api, done }: Writing, organization: string, id: string): Promise<boolean> {
  try {
    await api.resendInvitation(organization, id);
  } catch (error) {
    if (isRefusal(error, 404, 422)) return false;
    throw error;
  }
  done.resent.add(keyOf(organization, id));
  return true;
}

function writtenAs({ id }: Invitation): Written {
  return { id: invitationName(id) };
}
