/** The credential's own account under all of its names: a Person's aliases and ids count. */
import { comparedEmail } from "../model/identity.ts";
import type { LiveMember, LiveState } from "../model/live.ts";
import type { OrganizationInput } from "./input.ts";
import { isAccount } from "./match/people.ts";

/** Live state with the own account marked, where the connection's `self` is one of a Person's names. Invitations are nobody's account. */
export function withSelf(live: LiveState, { settings, organization }: OrganizationInput): LiveState {
  const self = settings.self ?? live.selfEmail;
  if (self === undefined) return live;
  const names = namesOf(self, organization.people);
  const isSelf = ({ id, email }: LiveMember) =>
    names.has(id) || (email !== undefined && names.has(comparedEmail(email)));
  return {
    ...live,
    members: live.members.map((member) =>
      member.protection === undefined && isAccount(member) && isSelf(member)
        ? { ...member, protection: "self" }
        : member,
    ),
  };
}

function namesOf(self: string, people: OrganizationInput["organization"]["people"]): ReadonlySet<string> {
  const plain = comparedEmail(self);
  const own = people.find(({ key, id, aliases }) => id === self || key === plain || aliases.includes(plain));
  const emails =
    own === undefined ? [] : [...(own.email === undefined ? [] : [comparedEmail(own.email)]), ...own.aliases];
  return new Set([self, plain, ...emails, ...(own?.id === undefined ? [] : [own.id])]);
}
