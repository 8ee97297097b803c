/** Invitations to an organization: they never run out and cannot be changed, and one address may have several. */
import { parseSubject } from "../../model/address.ts";
import type { Written } from "../../model/connector.ts";
import { InternalError } from "../../model/errors.ts";
import type { Account, Invite, NewInvite } from "./contract.ts";
import { isToOrganization } from "./live-people.ts";
import { given } from "./roles.ts";
import {
  doOrSettle,
  isFor,
  moved,
  nativeId,
  organizationId,
  remove,
  rolesOf,
  targetOf,
  textOf,
  textsOf,
  type Writing,
} from "./writing.ts";

/** Invites somebody. Who is invited with the same roles already, or has come in with them, gets no second mail (law 7). */
export async function inviteMember(writing: Writing): Promise<Written> {
  const { lists } = writing;
  const organization = organizationId(writing);
  const wanted = inviteOf(writing);
  const [accounts, invites] = await Promise.all([
    lists.accounts.recent(organization),
    lists.invites.recent(organization),
  ]);
  const account = accounts.find(({ email }) => isFor(email, wanted.email));
  if (account !== undefined) return await joined(writing, account, wanted);
  const open = invites.filter((row) => isOpenFor(row, wanted.email));
  const same = open.find((row) => sameRoles(row.roles, wanted.roles));
  if (same !== undefined) return { id: same.id };
  if (open.length > 0) throw moved(writing, "has been invited with other roles");
  return await send(writing, wanted);
}

/**
 * A changed invitation is a new one: the old is taken back first, so that nobody accepts what no longer holds. One that is
 * gone without being accepted may be the half of this that was done.
 */
export async function renewInvitation(writing: Writing): Promise<Written> {
  const { lists, cancelled } = writing;
  const organization = organizationId(writing);
  const id = nativeId(writing);
  const wanted = inviteOf(writing);
  const invites = await lists.invites.now(organization);
  const own = invites.find((row) => row.id === id);
  if (own !== undefined && sameRoles(own.roles, wanted.roles)) return { id };
  if (own !== undefined) refuseOther(writing, own);
  const wasThere = (own !== undefined && (await cancel(writing, id))) || cancelled.has(id);
  if (!wasThere && (await hasJoined(writing, wanted.email))) throw moved(writing, ACCEPTED);
  const others = invites.filter((row) => row !== own && isOpenFor(row, wanted.email));
  const same = others.find((row) => sameRoles(row.roles, wanted.roles));
  if (same !== undefined) return { id: same.id };
  if (!wasThere && others.length > 0) throw moved(writing, "has been invited with other roles");
  return await send(writing, wanted);
}

/**
 * Takes an invitation back, where it is as the plan saw it. Whoever accepted it meanwhile is a member, and whoever was
 * invited anew has another one: neither is this change's to remove.
 */
export async function revokeInvitation(writing: Writing): Promise<Written> {
  const { change, cancelled, lists } = writing;
  const id = nativeId(writing);
  const invites = await lists.invites.recent(organizationId(writing));
  const own = invites.find((row) => row.id === id);
  if (own !== undefined) refuseOther(writing, own);
  if (own !== undefined) await cancel(writing, id);
  const email = textOf(change.before, "email");
  if (cancelled.has(id) || change.reason === "invitation-stale" || email === undefined) return {};
  if (await hasJoined(writing, email)) throw moved(writing, ACCEPTED);
  const [other] = invites.filter((row) => row !== own && isOpenFor(row, email));
  if (other !== undefined) throw moved(writing, "has been invited again by somebody else");
  return {};
}

/** Throws where an invitation has other roles than the plan saw: it cannot be changed, and yet somebody may have. */
function refuseOther(writing: Writing, own: Invite): void {
  const seen = textsOf(writing.change.before, "roles");
  if (seen !== undefined && !sameRoles(own.roles, seen))
    throw moved(writing, `has been invited with other roles (${given(own.roles ?? []).join(", ")})`);
}

function isOpenFor(row: Invite, email: string): boolean {
  return isToOrganization(row) && isFor(row.email, email);
}

const ACCEPTED = "has accepted the invitation";

async function cancel(writing: Writing, id: string): Promise<boolean> {
  const { api, lists, cancelled } = writing;
  const organization = organizationId(writing);
  const done = await remove(
    () => api.cancelInvite(organization, id),
    async () => (await lists.invites.now(organization)).some((row) => row.id === id),
  );
  if (done) cancelled.add(id);
  lists.invites.drop(organization, id);
  return done;
}

async function hasJoined(writing: Writing, address: string): Promise<boolean> {
  const accounts = await writing.lists.accounts.now(organizationId(writing));
  return accounts.some(({ email }) => isFor(email, address));
}

async function send(writing: Writing, wanted: NewInvite): Promise<Written> {
  const { api, lists } = writing;
  const organization = organizationId(writing);
  try {
    return await doOrSettle(
      async () => {
        const sent = await api.invite(organization, wanted);
        lists.invites.put(organization, sent);
        return { id: sent.id };
      },
      async () => {
        const open = (await lists.invites.now(organization)).find(
          (row) => isOpenFor(row, wanted.email) && sameRoles(row.roles, wanted.roles),
        );
        return open === undefined ? undefined : { id: open.id };
      },
    );
  } catch (error) {
    lists.invites.forget(organization);
    throw error;
  }
}

async function joined(writing: Writing, account: Account, wanted: NewInvite): Promise<Written> {
  const has = await rolesOf(writing, account);
  if (has !== undefined && sameRoles(has, wanted.roles)) return { id: account.id };
  throw moved(writing, "has become a member with other roles");
}

function sameRoles(one: readonly string[] | null | undefined, other: readonly string[] | undefined): boolean {
  const plain = (roles: readonly string[]) => [...given(roles)].sort().join(" ");
  return plain(one ?? []) === plain(other ?? []);
}

function inviteOf(writing: Writing): NewInvite {
  const { change } = writing;
  const person = parseSubject(targetOf(writing, "member").key);
  const email = textOf(change.after, "email") ?? ("email" in person ? person.email : undefined);
  if (email === undefined) throw new InternalError(`${change.address} has no e-mail to be invited by`);
  return { email, roles: given(textsOf(change.after, "roles") ?? []) };
}
