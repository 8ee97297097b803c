/** People: by id, e-mail and aliases. Two accounts for one wish, or two wishes for one account, are errors. */
import { type Address, memberAddress } from "../../model/address.ts";
import type { Diagnostic } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import { comparedEmail, type Identity, personKey } from "../../model/identity.ts";
import type { LiveMember } from "../../model/live.ts";
import type { Organization } from "../../model/organization.ts";
import type { MemberResource } from "../../model/resource.ts";
import { ambiguousMember, duplicateWish } from "../problems.ts";
import type { Matching, Rest } from "./pairs.ts";

/** Members and invitations; an invitation beside an account, or a second one, is stale. */
export function matchMembers(
  { name: organization, people }: Pick<Organization, "name" | "people">,
  desired: readonly MemberResource[],
  live: readonly LiveMember[],
  problems: Diagnostic[],
): Matching["members"] {
  const index = indexPeople(live);
  const wishes = desired.map((member) => ({ member, all: peopleOf(member.identity, index) }));
  const claimed = new Map<LiveMember, MemberResource>();
  for (const { member, all } of wishes) {
    const accounts = all.filter(isAccount);
    if (accounts.length > 1) problems.push(ambiguousMember(member, accounts));
    for (const found of all) {
      const other = claimed.get(found);
      if (other !== undefined) problems.push(duplicateWish(member, other, found.id));
      claimed.set(found, member);
    }
  }
  const pairs = wishes.map(({ member, all }) => ({ desired: member, live: best(member, all) }));
  const chosen = new Set(pairs.map((pair) => pair.live));
  const invitation = (found: LiveMember) => memberAddress(organization, personKey({ id: found.id }));
  return {
    pairs,
    stale: [...claimed.keys()]
      .filter((found) => !chosen.has(found) && !isAccount(found))
      .map((found) => ({ address: invitation(found), live: found })),
    rest: restOfMembers(
      organization,
      live.filter((found) => !claimed.has(found)),
      keyOf(people),
    ),
  };
}

/** An account that is a member, active or not: no invitation. */
export function isAccount({ status }: LiveMember): boolean {
  return status === "active" || status === "suspended";
}

/** How a live account is called: by the key of the Person whose it is, else by what the system tells of it. */
export function keyOf(people: readonly Identity[]): (live: Pick<LiveMember, "id" | "email">) => string {
  const byName = new Map(
    people.flatMap(({ key, email, id, aliases }) => [
      ...(id === undefined ? [] : [[`id ${id}`, key] as const]),
      ...[...(email === undefined ? [] : [comparedEmail(email)]), ...aliases].map(
        (each) => [each, key] as const,
      ),
    ]),
  );
  return ({ id, email }) =>
    byName.get(`id ${id}`) ??
    byName.get(email === undefined ? "" : comparedEmail(email)) ??
    personKey({ id, email });
}

/** Accounts before invitations, so that a person's address is the account's; the others are called by their ids. */
function restOfMembers(
  organization: string,
  live: readonly LiveMember[],
  key: (live: LiveMember) => string,
): readonly Rest<LiveMember>[] {
  const seen = new Set<Address>();
  const order = (found: LiveMember) => `${isAccount(found) ? 0 : 1} ${found.id}`;
  return [...live]
    .sort((a, b) => compareText(order(a), order(b)))
    .map((found) => {
      const plain = memberAddress(organization, key(found));
      const address = seen.has(plain) ? memberAddress(organization, personKey({ id: found.id })) : plain;
      seen.add(address);
      return { address, live: found };
    });
}

function best(desired: MemberResource, all: readonly LiveMember[]): LiveMember | undefined {
  const roles = [...((desired.attributes["roles"] as readonly string[] | undefined) ?? [])].sort().join();
  const rightRole = (found: LiveMember) => [...found.roles].sort().join() === roles;
  const pending = all
    .filter(({ status }) => status === "invited")
    .sort((a, b) => compareText(b.expiresAt ?? "9", a.expiresAt ?? "9"));
  return all.find(isAccount) ?? pending.find(rightRole) ?? pending[0] ?? all[0];
}

interface People {
  readonly byId: ReadonlyMap<string, LiveMember>;
  readonly byEmail: ReadonlyMap<string, readonly LiveMember[]>;
}

function indexPeople(live: readonly LiveMember[]): People {
  const byEmail = new Map<string, LiveMember[]>();
  for (const found of live) {
    if (found.email === undefined) continue;
    const email = comparedEmail(found.email);
    byEmail.set(email, [...(byEmail.get(email) ?? []), found]);
  }
  // An id means an account: invitations may be counted in the same numbers.
  return { byId: new Map(live.filter(isAccount).map((found) => [found.id, found])), byEmail };
}

/** Every live row that a person may own: by id, then e-mail, then aliases, each once. */
function peopleOf(identity: Identity, { byId, byEmail }: People): readonly LiveMember[] {
  const withId = identity.id === undefined ? undefined : byId.get(identity.id);
  const emails = [
    ...(identity.email === undefined ? [] : [comparedEmail(identity.email)]),
    ...identity.aliases,
  ];
  return [...new Set([...(withId ? [withId] : []), ...emails.flatMap((email) => byEmail.get(email) ?? [])])];
}
