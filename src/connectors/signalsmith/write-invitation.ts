import type { Written } from "../../model/connector.ts";
import type { ConnectorError } from "../../model/errors.ts";
import { type Invites, invitationOf, isFor, isRunning, says } from "./invites.ts";
import type { InvitationRow, MemberRow } from "./live-people.ts";
import { judged } from "./look.ts";
import {
  doOrSettle,
  isToDo,
  moved,
  nativeId,
  organizationId,
  remove,
  targetOf,
  textOf,
  type Writing,
} from "./writing.ts";

/** Invites somebody with a role and access. Who is invited with the same already gets no second mail (law 7). */
export async function inviteMember(writing: Writing): Promise<Written> {
  return await invite(writing, organizationId(writing, targetOf(writing, "member")));
}

async function invite(writing: Writing, organization: string): Promise<Written> {
  const invitation = invitationOf(writing);
  return await doOrSettle(
    async () => {
      const id = await writing.api.invite(organization, invitation);
      return id === undefined ? {} : { id };
    },
    async (refusal) =>
      (await thereAlready(writing, organization, invitation)) ?? sentUnseen(writing, refusal),
  );
}

/** What a refused invitation means: done before, when a row of that person says the same; undefined when there is none. */
async function thereAlready(
  writing: Writing,
  organization: string,
  invitation: Invites,
): Promise<Written | undefined> {
  const { invitations, members } = await peopleNow(writing, organization);
  const open = runningFor(invitation, invitations);
  if (open !== undefined) return sameOrMoved(writing, open, invitation);
  const member = members.find(({ live }) => live.status === "active" && isFor(live.email, invitation.email));
  if (member === undefined) return undefined;
  const { roles, id } = member.live;
  if (roles[0] === invitation.org_role && invitation.workspace_access.length === 0) return { id: member.id };
  throw moved(writing, `became a member, as ${roles[0]} with the id ${id},`);
}

/** Where nobody can look, a conflict alone says that the invitation is there already; other refusals say that it is not. */
function sentUnseen({ change, listsPending }: Writing, { status }: ConnectorError): Written | undefined {
  return status === 409 && !listsPending && change.reason !== "invitation-expired" ? {} : undefined;
}

/** An invitation that says the right thing is sent again where the dialect can; else it is cancelled and made anew. */
export async function renewInvitation(writing: Writing): Promise<Written> {
  const { api, dialect, change, listsPending } = writing;
  const organization = organizationId(writing, targetOf(writing, "member"));
  if (!listsPending) return await invite(writing, organization);
  const wanted = invitationOf(writing);
  const { invitations, members } = await peopleNow(writing, organization);
  const own = invitations.find(({ id }) => id === nativeId(writing));
  const other = runningFor(
    wanted,
    invitations.filter((row) => row !== own),
  );
  if (other !== undefined) return sameOrMoved(writing, other, wanted);
  if (own === undefined) checkOver(writing, members, wanted.email);
  else {
    if (says(own, wanted) && isRunning(own.live) !== false && !isOverdue(writing, own)) return { id: own.id };
    isToDo(writing, { roles: own.live.roles });
    if (dialect.resends && change.reason === "invitation-expired" && says(own, wanted)) {
      await api.resendInvitation(organization, own.id);
      return { id: own.id };
    }
    await remove(() => api.cancelInvitation(organization, own.id));
  }
  return await invite(writing, organization);
}

/** Only the record knows of the end of an invitation that does not tell it. */
function isOverdue({ change }: Writing, { live }: OpenRow): boolean {
  return change.reason === "invitation-expired" && isRunning(live) === undefined;
}

/** An invitation that is gone may have been accepted; one that was not over has been taken back by somebody else. */
function checkOver(writing: Writing, members: readonly MemberRow[], email: string): void {
  if (members.some(({ live }) => live.status === "active" && isFor(live.email, email)))
    throw accepted(writing);
  if (writing.change.reason !== "invitation-expired") throw moved(writing, "is no longer invited");
}

/**
 * Takes an invitation back, and never a membership that came of it. It is looked at just before: where members and
 * invitations are rows of one list, the row of who accepted would be a member's, and they would be removed.
 */
export async function removeInvitation(writing: Writing): Promise<Written> {
  const { api, change, looks } = writing;
  const organization = organizationId(writing, targetOf(writing, "member"));
  const row = await invitationToDo(writing, organization);
  if (row !== undefined && (await remove(() => api.cancelInvitation(organization, row.id)))) {
    looks.invitations.note(organization, row.id);
    return {};
  }
  const email = textOf(change.before, "email");
  if (change.reason === "invitation-stale" || email === undefined) return {};
  const { invitations, members } = await peopleNow(writing, organization);
  if (members.some(({ live }) => live.status === "active" && isFor(live.email, email)))
    throw accepted(writing);
  const other = runningFor({ email }, invitations);
  if (other !== undefined) throw invitedMeanwhile(writing, other);
  return {};
}

/** The invitation while it is as the plan saw it; undefined when there is none any more. */
async function invitationToDo(writing: Writing, organization: string): Promise<OpenRow | undefined> {
  const id = nativeId(writing);
  const find = (rows: readonly OpenRow[]) => {
    const row = rows.find((each) => each.id === id);
    return isToDo(writing, row && { roles: row.live.roles }) ? row : undefined;
  };
  const { dialect, looks } = writing;
  if (dialect.invitations === undefined) return find((await peopleNow(writing, organization)).invitations);
  return await judged(looks.invitations, organization, (rows) => find([...rows.values()].filter(isOpen)));
}

/** An invitation that was not accepted or taken back, be it over or not. */
type OpenRow = Required<InvitationRow>;

function isOpen(row: InvitationRow): row is OpenRow {
  return row.live !== undefined;
}

interface People {
  readonly invitations: readonly OpenRow[];
  readonly members: readonly MemberRow[];
}

/** Who is invited and who is a member just now. Throws when what the change calls an invitation is a member's row by now. */
async function peopleNow(writing: Writing, organization: string): Promise<People> {
  const { dialect, looks, change } = writing;
  // Who accepts between the two lists is seen twice, never not at all.
  const listed =
    dialect.invitations === undefined ? [] : [...(await looks.invitations.now(organization)).values()];
  const rows = [...(await looks.members.now(organization)).values()];
  const members = rows.filter(({ live }) => live.status === "active");
  if (members.some(({ live }) => live.id === change.nativeId)) throw accepted(writing);
  const mixed = rows
    .filter(({ live }) => live.status !== "active")
    .map(({ id, live }) => ({ id, live, access: [] }));
  return { invitations: [...listed.filter(isOpen), ...mixed], members };
}

function runningFor({ email }: Pick<Invites, "email">, invitations: readonly OpenRow[]): OpenRow | undefined {
  return invitations.find(({ live }) => isFor(live.email, email) && isRunning(live) !== false);
}

function sameOrMoved(writing: Writing, row: OpenRow, wanted: Invites): Written {
  if (says(row, wanted)) return { id: row.id };
  throw invitedMeanwhile(writing, row);
}

function invitedMeanwhile(writing: Writing, { live }: OpenRow): ConnectorError {
  return moved(writing, `was invited, as ${live.roles[0]},`);
}

function accepted(writing: Writing): ConnectorError {
  return moved(writing, "has accepted the invitation");
}
