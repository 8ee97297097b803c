import { parseSubject } from "../../model/address.ts";
import type { Written } from "../../model/connector.ts";
import { ConnectorError, InternalError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { NewInvitation, Role } from "./contract.ts";
import { RANK } from "./kinds.ts";
import type { InvitationRow } from "./live-people.ts";
import {
  doOrSettle,
  nativeId,
  organizationId,
  remove,
  targetOf,
  textOf,
  type Writing,
  workspaceId,
} from "./writing.ts";

/** An invitation that says what it gives access to, if to nothing. */
type Invites = Required<NewInvitation>;

/** Invites somebody with a role and access. Who is invited with the same already gets no second mail (law 7). */
export async function inviteMember(writing: Writing): Promise<Written> {
  return await invite(writing, organizationId(writing, targetOf(writing, "member")));
}

/** Changes a member's role, renews an invitation that shall say something else, or sends an expired one again. */
export async function changeMember(writing: Writing): Promise<Written> {
  const { api, change, memberships } = writing;
  const organization = organizationId(writing, targetOf(writing, "member"));
  if (textOf(change.after, "email") !== undefined) return await renew(writing, organization);
  const member = await memberships.find(organization, nativeId(writing));
  if (member === undefined) throw moved(change.address, "is no longer a member");
  await api.setRole(organization, member.id, roleOf(writing));
  return {};
}

/** Removes a member, or takes an invitation back. */
export async function removeMember(writing: Writing): Promise<Written> {
  const { api, change, memberships } = writing;
  const organization = organizationId(writing, targetOf(writing, "member"));
  const status = textOf(change.before, "status");
  if (status !== "invited" && status !== "expired") {
    const member = await memberships.find(organization, nativeId(writing));
    if (member !== undefined) await remove(() => api.removeMember(organization, member.id));
    return {};
  }
  const cancelled = await cancel(writing, organization);
  const email = textOf(change.before, "email");
  if (cancelled || change.reason === "invitation-stale" || email === undefined) return {};
  const members = await api.members(organization);
  if (members.some(({ live }) => live.status === "active" && isFor(live.email, email))) {
    throw accepted(change.address);
  }
  return {};
}

async function invite(writing: Writing, organization: string): Promise<Written> {
  const invitation = invitationOf(writing);
  return await doOrSettle(
    async () => {
      const id = await writing.api.invite(organization, invitation);
      return id === undefined ? {} : { id };
    },
    async (refusal) =>
      (await alreadyInvited(writing, organization, invitation)) ?? sentUnseen(writing, refusal),
  );
}

/** An invitation that says the right thing is sent again where the dialect can; else it is cancelled and made anew. */
async function renew(writing: Writing, organization: string): Promise<Written> {
  const { api, dialect, change, listsPending } = writing;
  const id = nativeId(writing);
  if (dialect.resends && change.reason === "invitation-expired") {
    const row = (await api.invitations(organization)).find((each) => each.id === id);
    if (row !== undefined && says(row, invitationOf(writing))) {
      if (!isOpen(row)) await api.resendInvitation(organization, id);
      return { id };
    }
  }
  if (listsPending) await cancel(writing, organization);
  return await invite(writing, organization);
}

/**
 * Takes an invitation back; false when there is none any more. It is looked at again just before: where members and
 * invitations are rows of one list, the row of who accepted would be a member's, and they would be removed.
 */
async function cancel(writing: Writing, organization: string): Promise<boolean> {
  const { api, change, memberships } = writing;
  const row = await memberships.findNow(organization, nativeId(writing));
  if (row === undefined) return false;
  if (row.status === "active" || row.status === "suspended") throw accepted(change.address);
  return await remove(() => api.cancelInvitation(organization, row.id));
}

/** What a refused invitation means: done before, when a row of that person says the same; undefined when none does. */
async function alreadyInvited(
  writing: Writing,
  organization: string,
  invitation: Invites,
): Promise<Written | undefined> {
  const { api } = writing;
  const open = (await api.invitations(organization)).find(({ live }) => isFor(live?.email, invitation.email));
  if (open !== undefined) return says(open, invitation) ? { id: open.id } : undefined;
  const row = (await api.members(organization)).find(({ live }) => isFor(live.email, invitation.email));
  if (row === undefined) return undefined;
  const same = row.live.roles[0] === invitation.org_role;
  const pending = row.live.status === "invited";
  return same && (pending || invitation.workspace_access.length === 0) ? { id: row.live.id } : undefined;
}

/** Where nobody can look, a conflict alone says that the invitation is there already; other refusals say that it is not. */
function sentUnseen({ change, listsPending }: Writing, { status }: ConnectorError): Written | undefined {
  return status === 409 && !listsPending && change.reason !== "invitation-expired" ? {} : undefined;
}

/** Whether an invitation that is still open says the same, as far as the system tells what it carries. */
function says(
  { live, access }: InvitationRow,
  { org_role: role, workspace_access: wanted }: Invites,
): boolean {
  if (live === undefined || live.roles[0] !== role) return false;
  const has = access.map(({ workspace, level }) => `${workspace} ${level}`).sort();
  const wants = wanted.map((grant) => `${grant.workspace_id} ${grant.role}`).sort();
  return live.accessUnknown === true || has.join() === wants.join();
}

/** An invitation that still runs was sent again already: no second mail. */
function isOpen({ live }: InvitationRow): boolean {
  const ends = live?.expiresAt === undefined ? undefined : Date.parse(live.expiresAt);
  return live?.status === "invited" && ends !== undefined && ends > Date.now();
}

function invitationOf(writing: Writing): Invites {
  const { change } = writing;
  const { organization, key } = targetOf(writing, "member");
  const person = parseSubject(key);
  const email = textOf(change.after, "email") ?? ("email" in person ? person.email : undefined);
  if (email === undefined) throw new InternalError(`${change.address} has no e-mail to be invited by`);
  const access = change.after?.["workspaces"];
  const levels = typeof access === "object" && access !== null ? Object.entries(access) : [];
  return {
    email,
    org_role: roleOf(writing),
    workspace_access: levels.map(([name, level]) => ({
      workspace_id: workspaceId(writing, organization, name),
      role: level,
    })),
  };
}

function roleOf({ change }: Writing): Role {
  const roles = change.after?.["roles"];
  const role = Array.isArray(roles) ? RANK.find((one) => one === roles[0]) : undefined;
  if (role !== undefined) return role;
  throw new InternalError(`${change.address} has no role that an organization knows`);
}

function isFor(email: string | undefined, other: string): boolean {
  return email !== undefined && comparedEmail(email) === comparedEmail(other);
}

function accepted(address: string): ConnectorError {
  return moved(address, "has accepted the invitation");
}

function moved(address: string, what: string): ConnectorError {
  return new ConnectorError(`${address} ${what} since the plan was made; plan again`, {
    status: 409,
    retryable: false,
  });
}
