/** People whom the system knows already: they are added by their id, without an invitation. */
import { comparedEmail, type Identity } from "../model/identity.ts";
import type { Resource } from "../model/resource.ts";
import type { OrganizationInput } from "./input.ts";

/** The resources, with the ids of known accounts beside the e-mails that they are wished for by. */
export function withKnownIds({ resources, accounts = [], kinds }: OrganizationInput): readonly Resource[] {
  if (accounts.length === 0 || kinds.member?.addById !== true) return resources;
  const ids = new Map(accounts.map(({ email, id }) => [comparedEmail(email), id]));
  return resources.map((resource) => {
    if (resource.kind === "member") return { ...resource, identity: known(resource.identity, ids) };
    if (resource.kind !== "access" || resource.subject.type === "role") return resource;
    const { subject } = resource;
    return { ...resource, subject: { ...subject, identity: known(subject.identity, ids) } };
  });
}

/** An id that the manifests give is left: the system may know another account by the same e-mail. */
function known(identity: Identity, ids: ReadonlyMap<string, string>): Identity {
  if (identity.id !== undefined) return identity;
  const emails = [
    ...(identity.email === undefined ? [] : [comparedEmail(identity.email)]),
    ...identity.aliases,
  ];
  const id = emails.map((email) => ids.get(email)).find((each) => each !== undefined);
  return id === undefined ? identity : { ...identity, id };
}

/** The e-mails of people who are wished for and whom live state does not show: those worth asking the system for. */
export function unseenEmails(
  resources: readonly Resource[],
  live: OrganizationInput["live"],
): readonly string[] {
  const present = (live?.members ?? []).filter(({ status }) => status !== "expired");
  const seen = new Set(present.map(({ email }) => (email === undefined ? "" : comparedEmail(email))));
  const emails = resources.flatMap((resource) => {
    if (resource.kind !== "member" || resource.ensure === "absent" || resource.identity.id !== undefined)
      return [];
    const { email, aliases } = resource.identity;
    const all = [...(email === undefined ? [] : [comparedEmail(email)]), ...aliases];
    return all.some((each) => seen.has(each)) ? [] : all;
  });
  return [...new Set(emails)].sort();
}
