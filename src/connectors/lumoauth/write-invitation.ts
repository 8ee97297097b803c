import { parseSubject } from "../../model/address.ts";
import type { Written } from "../../model/connector.ts";
import { InternalError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { Invitation, Role } from "./contract.ts";
import { invitationName } from "./live.ts";
import {
  isRefusal,
  keyOf,
  moved,
  nativeId,
  refusedBecause,
  remove,
  targetOf,
  textOf,
  type Writing,
} from "./writing.ts";

/**
 * Invites somebody with a role. Whether the system takes a second invitation is not documented, so it is looked
 * before: who is invited with the same role gets no second mail (law 7).
 */
export async function invite(writing: Writing, organization: string, role: Role): Promise<Written> {
  return await inviteBeside(writing, organization, {
    role,
    rows: await writing.invitations.recent(organization),
  });
}

/** Sends an expired invitation again where it can stay as it is; else it is taken back and made anew. */
export async function renewInvitation(writing: Writing, organization: string, role: Role): Promise<Written> {
  const { change, invitations, done } = writing;
  const id = invitationId(writing);
  const rows = await invitations.now(organization);
  const old = rows.find((row) => String(row.id) === id);
  if (old?.status === "accepted") throw accepted(writing);
  if (old?.status !== "pending") return await inviteBeside(writing, organization, { role, rows });
  const same = old.role?.id === role.id;
  if (same && (isOpen(old) || done.resent.has(keyOf(organization, id)))) return writtenAs(old);
  // Where the end is not told, nobody would see whether sending again moved it.
  const canTell = Boolean(old.expiresAt) && change.reason === "invitation-expired";
  if (same && canTell && (await sendAgain(writing, organization, id))) return writtenAs(old);
  await revoke(writing, organization, id);
  return await inviteBeside(writing, organization, { role, rows: rows.filter((row) => row !== old) });
}

/** Takes an invitation back; one that was accepted is a member, which is another change. */
export async function revokeInvitation(writing: Writing, organization: string): Promise<Written> {
  const { change, invitations, members } = writing;
  const id = invitationId(writing);
  const row = (await invitations.now(organization)).find((each) => String(each.id) === id);
  if (row?.status === "pending") await revoke(writing, organization, id);
  if (row?.status !== "accepted" || change.reason === "invitation-stale") return {};
  const joined = await members.now(organization);
  if (joined.some(({ user }) => isFor(user.email, row.email))) throw accepted(writing);
  return {};
}

async function revoke(writing: Writing, organization: string, id: string): Promise<void> {
  const { api, invitations } = writing;
  await remove(
    writing,
    () => api.revokeInvitation(organization, id),
    async () =>
      (await invitations.now(organization)).some((row) => String(row.id) === id && row.status === "pending"),
  );
  invitations.settle(organization, id);
}

interface Wish {
  readonly role: Role;
  /** The organization's invitations. */
  readonly rows: readonly Invitation[];
}

async function inviteBeside(writing: Writing, organization: string, { role, rows }: Wish): Promise<Written> {
  const { api, invitations } = writing;
  const email = emailOf(writing);
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
    throw refusedBecause(writing, "is a member or invited already, with another role; plan again", error);
  }
}

/** What a refused invitation means: done before, when an open one or a member has the same role. */
async function doneBefore(writing: Writing, organization: string, role: Role): Promise<Written | undefined> {
  const { members, invitations } = writing;
  const email = emailOf(writing);
  const open = (await invitations.now(organization)).filter((row) => isFor(row.email, email) && isOpen(row));
  const same = open.find((row) => row.role?.id === role.id);
  if (same !== undefined) return writtenAs(same);
  if (open.length > 0) return undefined;
  const member = (await members.now(organization)).find(({ user }) => isFor(user.email, email));
  return member?.role?.id === role.id ? { id: member.user.id } : undefined;
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

/** Whether somebody can still accept it. */
function isOpen({ status, expiresAt, createdAt }: Invitation): boolean {
  const end = expiresAt ? Date.parse(expiresAt) : createdAt ? Date.parse(createdAt) + LIFETIME_MS : Infinity;
  return status === "pending" && end > Date.now();
}

/** Inferred, where an invitation does not tell its end. */
const LIFETIME_MS = 7 * 86_400_000;

function writtenAs({ id }: Invitation): Written {
  return { id: invitationName(id) };
}

/** The number alone: live ones are called "invitation 7", so that no user id is ever the same. */
function invitationId(writing: Writing): string {
  return nativeId(writing).replace(/^invitation /, "");
}

function emailOf(writing: Writing): string {
  const { change } = writing;
  const person = parseSubject(targetOf(writing, "member").key);
  const email = textOf(change.after, "email") ?? ("email" in person ? person.email : undefined);
  if (email !== undefined) return email;
  throw new InternalError(`${change.address} has no e-mail to be invited by`);
}

function isFor(email: string, other: string): boolean {
  return comparedEmail(email) === comparedEmail(other);
}

function accepted(writing: Writing): Error {
  return moved(writing, "has accepted the invitation");
}
