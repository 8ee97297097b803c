import type { Written } from "../../model/connector.ts";
import { ConnectorError } from "../../model/errors.ts";
import type { Caller } from "./caller.ts";
import type { Invite, Member, NewInviteReply } from "./contract.ts";
import { isOver } from "./live.ts";
import { isFor, says, type Wanted, wantedOf } from "./wanted.ts";
import { doOrSettle, homeOf, isStatus, isToDo, moved, type Writing } from "./writing.ts";

/**
 * Invites somebody, or anew where they are invited already with another role or in vain. Who is a member is never
 * invited: accepting would overwrite their role. Who is invited with the same gets no second invitation (law 7).
 */
export async function inviteMember(writing: Writing): Promise<Written> {
  const { change, lookout } = writing;
  const account = await homeOf(writing);
  const wanted = wantedOf(writing);
  const invites = await lookout.invites(account);
  const member = await memberAlready(writing, account, wanted);
  if (member !== undefined) return { id: member.id };
  const theirs = [...invites.values()].filter(
    ({ id, email, status }) => status === "pending" && (isFor(email, wanted.email) || id === change.nativeId),
  );
  const isVain = (invite: Invite) => change.reason === "invitation-expired" && invite.id === change.nativeId;
  const same = theirs.find((invite) => says(invite, wanted) && !isVain(invite));
  const others = theirs.filter((invite) => invite !== same);
  const strange = others.find((invite) => invite.id !== change.nativeId && !isOver(invite, Date.now()));
  if (strange !== undefined) throw invitedOtherwise(writing, strange);
  if (same === undefined) await checkOwn(writing, account);
  for (const { id } of others) {
    // What was open no longer may have been accepted: then they are a member by now.
    if (!(await revoke(writing, account, id))) return await inviteMember(writing);
  }
  if (same !== undefined) return { id: same.id };
  // Taking back took a while.
  const since = others.length === 0 ? undefined : await memberAlready(writing, account, wanted);
  return since === undefined ? await send(writing, account, wanted) : { id: since.id };
}

/** An invitation that shall say something else still says what the plan saw; nobody else has taken it back. */
async function checkOwn(writing: Writing, account: string): Promise<void> {
  const { change, lookout } = writing;
  if (change.action !== "update") return;
  const find = (invites: ReadonlyMap<string, Invite>) => openIn(invites, change.nativeId);
  const own = find(await lookout.invites(account)) ?? find(await lookout.invitesNow(account));
  if (own !== undefined) isToDo(writing, { roles: [own.role] });
  else if (change.reason !== "invitation-expired") throw moved(writing, "is no longer invited");
}

/** An invitation that was neither accepted nor taken back, be it over or not. */
export function openIn(invites: ReadonlyMap<string, Invite>, id = ""): Invite | undefined {
  const invite = invites.get(id);
  return invite?.status === "pending" ? invite : undefined;
}

/** Somebody's invitation that can be accepted. */
export function runningFor(email: string, invites: ReadonlyMap<string, Invite>): Invite | undefined {
  return [...invites.values()].find(
    (each) => each.status === "pending" && isFor(each.email, email) && !isOver(each, Date.now()),
  );
}

/** The error for somebody whom others have invited meanwhile. */
export function invitedOtherwise(writing: Writing, { role }: Invite): ConnectorError {
  return moved(writing, `was invited, as ${role},`);
}

/** Who is a member with the wanted role by now; throws for one with another. */
async function memberAlready(
  writing: Writing,
  account: string,
  { email, role }: Wanted,
): Promise<Member | undefined> {
  const members = await writing.lookout.members(account);
  const member = [...members.values()].find((each) => isFor(each.email, email));
  if (member === undefined || member.role === role) return member;
  throw moved(writing, `became a member, as ${member.role},`);
}

/** Takes an invitation back; false when it was open no longer. Throws when it was accepted meanwhile, unless it was stale. */
export async function revoke(writing: Writing, account: string, id: string): Promise<boolean> {
  const { api, change, lookout } = writing;
  try {
    const { status } = await api.revokeInvite(account, id);
    if (status === "pending") throw unlike("DELETE /invites", "the invitation, still pending");
    lookout.note(account, (invites) => invites.delete(id));
    return true;
  } catch (error) {
    if (!isStatus(error, [400, 404, 409, 422])) throw error;
    const status = (await lookout.invitesNow(account)).get(id)?.status;
    if (status === "pending") throw error;
    if (status === "accepted" && change.reason !== "invitation-stale") throw accepted(writing);
    return false;
  }
}

/** Somebody who accepted while their invitation was to be taken back. */
export function accepted(writing: Writing): ConnectorError {
  return moved(writing, "has accepted the invitation");
}

async function send(writing: Writing, account: string, wanted: Wanted): Promise<Written> {
  const { api, lookout } = writing;
  try {
    const { invite, token } = await doOrSettle<NewInviteReply>(
      () => api.invite(account, wanted),
      async () => {
        const invite = await invitedMeanwhile(writing, account, wanted);
        return invite === undefined ? undefined : { invite };
      },
    );
    const isHome = (invite.accountId ?? account) === account;
    if (!isHome || !says(invite, wanted))
      throw unlike("POST /invites", "another invitation than was asked for");
    lookout.note(account, (invites) => invites.set(invite.id, invite));
    return { id: invite.id, ...(token === undefined ? {} : { secret: token }) };
  } catch (error) {
    if (error instanceof ConnectorError && error.unknownResult)
      await takeBackUnseen(writing, account, wanted);
    throw error;
  }
}

/** A refusal may mean that somebody else invited them just now. */
async function invitedMeanwhile(
  { lookout }: Writing,
  account: string,
  wanted: Wanted,
): Promise<Invite | undefined> {
  const invites = await lookout.invitesNow(account);
  return [...invites.values()].find((each) => says(each, wanted));
}

/**
 * An answer that is lost takes the token with it, and nobody could accept: so that the next run invites anew, what came
 * of it is revoked. None that was seen before is among it: such a one was found done, refused or revoked. One that somebody
 * else made just now is left, as its token is in good hands; so is one that Cantila mails. Never fails: what is known is told.
 */
async function takeBackUnseen(writing: Writing, account: string, wanted: Wanted): Promise<void> {
  try {
    if ((await writing.dialect()) === "documented") return;
    const made = await invitedMeanwhile(writing, account, wanted);
    if (made === undefined || !mayBeOwn(made, await writing.caller())) return;
    await writing.api.revokeInvite(account, made.id);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
  }
}

/** A key invites as nobody; a session as its person, where both are told. */
function mayBeOwn({ invitedByUserId }: Invite, { person }: Caller): boolean {
  const isUntold = person !== undefined && person.id === undefined;
  return isUntold || (invitedByUserId ?? undefined) === person?.id;
}

function unlike(request: string, what: string): ConnectorError {
  return new ConnectorError(`${request} answered with ${what}`, { retryable: false, unknownResult: true });
}
