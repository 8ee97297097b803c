/** Whom the project protects (`guards.protected.people`), found as members are found: by id, e-mail and aliases. */
import { encodeKey } from "../model/address.ts";
import type { Guards } from "../model/contract.ts";
import { comparedEmail, type Identity } from "../model/identity.ts";
import type { Live } from "../model/live.ts";
import type { OrganizationInput } from "./input.ts";

/** The input with the live members and grants marked that belong to protected people. */
export function withProtected(input: OrganizationInput, { protected: named }: Guards): OrganizationInput {
  const { live } = input;
  const people = named?.people ?? [];
  if (live === undefined || people.length === 0) return input;
  const names = namesOfAll(people, identitiesIn(input));
  const isNamed = (person: { readonly id: string; readonly email?: string }) =>
    namesIn({ aliases: [], ...person }).some((name) => names.has(name));
  const members = live.members.filter(isNamed);
  const accounts = new Set(members.map(({ id }) => id));
  const grants = live.access.filter(
    ({ subject }) => subject.type === "person" && (accounts.has(subject.id) || isNamed(subject)),
  );
  return { ...input, protectedRows: new Set<Live>([...members, ...grants]) };
}

/** Whether a live thing is a protected person's. */
export function isProtected(
  live: Live | undefined,
  { protectedRows }: Pick<OrganizationInput, "protectedRows">,
): boolean {
  return live !== undefined && protectedRows?.has(live) === true;
}

/** Every way in which manifests say who somebody is: Persons, members, and people whom the section `access` names. */
function identitiesIn({ organization, resources }: OrganizationInput): readonly Identity[] {
  const wished = resources.flatMap((resource) => {
    if (resource.kind === "member") return [resource.identity];
    return resource.kind === "access" && resource.subject.type === "person"
      ? [resource.subject.identity]
      : [];
  });
  return [...organization.people, ...wished];
}

function namesOfAll(people: readonly string[], identities: readonly Identity[]): ReadonlySet<string> {
  const named = new Set(people.map(nameOf));
  const theirs = identities.map(namesIn).filter((names) => names.some((name) => named.has(name)));
  return new Set([...named, ...theirs.flat()]);
}

/** An id may be written as it is, or as addresses have it. */
function nameOf(text: string): string {
  return text.startsWith("id:") ? idName(text.slice("id:".length)) : comparedEmail(text);
}

function namesIn({ id, email, aliases }: Omit<Identity, "key">): readonly string[] {
  return [
    ...(id === undefined ? [] : [idName(id), idName(encodeKey(id))]),
    ...(email === undefined ? [] : [comparedEmail(email)]),
    ...aliases,
  ];
}

/** No e-mail has a space before its @, so that ids and e-mails can stand in one set. */
function idName(id: string): string {
  return `id ${id}`;
}
