/** Access: by workspace and subject, people named as the wishes name them. Only the account that a wish means is that wish's. */
import { type Address, accessAddress, subjectIn } from "../../model/address.ts";
import type { Diagnostic } from "../../model/contract.ts";
import { comparedEmail, type Identity, personKey } from "../../model/identity.ts";
import type { LiveAccess, LiveSubject } from "../../model/live.ts";
import { type AccessResource, subjectKey } from "../../model/resource.ts";
import type { OrganizationInput } from "../input.ts";
import { ambiguousAddress } from "../problems.ts";
import { type Matching, ofKind, type Rest } from "./pairs.ts";
import { keyOf } from "./people.ts";

/** Every grant with its wish. What hangs on an invitation that is stale belongs to nobody. */
export function matchAccess(
  input: OrganizationInput,
  workspaceNames: ReadonlyMap<string, string>,
  members: Matching["members"],
  problems: Diagnostic[],
): Matching["access"] {
  const desired = ofKind(input.resources, "access");
  const addressed = addressAll(input, workspaceNames, members);
  const byAddress = new Map<Address, LiveAccess[]>();
  for (const { address, live } of addressed)
    byAddress.set(address, [...(byAddress.get(address) ?? []), live]);
  const origins = new Map(desired.map((access) => [access.address, access.origins]));
  for (const [address, { length }] of byAddress) {
    if (length > 1) problems.push(ambiguousAddress({ address, origins: origins.get(address) ?? [] }, length));
  }
  const pairs = desired.map((access) => ({ desired: access, live: byAddress.get(access.address)?.[0] }));
  const matched = new Set(pairs.map((pair) => pair.live));
  return { pairs, rest: addressed.filter((entry) => !matched.has(entry.live)) };
}

function addressAll(
  { organization, resources, live, kinds }: OrganizationInput,
  workspaceNames: ReadonlyMap<string, string>,
  members: Matching["members"],
): readonly Rest<LiveAccess>[] {
  const nameOf = subjectNames(ofKind(resources, "access"), members, keyOf(organization.people));
  const stale = new Set(members.stale.map((rest) => rest.live.id));
  const several = kinds.access?.severalLevels ?? [];
  const addressOf = ({ workspace, level, subject: { type } }: LiveAccess, subject: string) =>
    accessAddress(
      organization.name,
      workspaceNames.get(workspace) ?? workspace,
      subject,
      several.includes(type) ? level : undefined,
    );
  // An invitation behind access that is held, or behind another one: it adds nothing, and is called by its own id.
  const counted = [...(live?.access ?? [])]
    .filter(({ subject }) => subject.type === "role" || !stale.has(subject.id))
    .sort((a, b) => Number(a.pending ?? false) - Number(b.pending ?? false));
  const plain = counted.map((grant) => addressOf(grant, nameOf(grant.subject)));
  const wished = new Set(resources.map(({ address }) => address));
  const times = new Map<Address, number>();
  for (const address of plain) times.set(address, (times.get(address) ?? 0) + 1);
  return counted.map((grant, at) => {
    const address = plain[at] ?? "";
    const isOnly = times.get(address) === 1 || wished.has(address);
    const { subject } = grant;
    const isSpare = grant.pending === true && plain.indexOf(address) !== at;
    const byName = subject.type === "role" || (isOnly && !isSpare);
    return { live: grant, address: byName ? address : addressOf(grant, personKey({ id: subject.id })) };
  });
}

/** How subjects are named: accounts of members as their wishes, outsiders as theirs, everybody else as the system tells. */
function subjectNames(
  access: readonly AccessResource[],
  { pairs, rest }: Matching["members"],
  keyOfLive: (live: { readonly id: string; readonly email?: string }) => string,
): (subject: LiveSubject) => string {
  const known = new Map([
    ...pairs.flatMap(({ desired, live }) =>
      live === undefined ? [] : [[live.id, desired.identity.key] as const],
    ),
    ...rest.map(({ address, live }) => [live.id, subjectIn(address) ?? ""] as const),
  ]);
  const taken = new Set([...known.values(), ...pairs.map(({ desired }) => desired.identity.key)]);
  const outsiders = outsiderNames(access, taken);
  return (subject) => {
    if (subject.type === "role") return subjectKey({ type: "role", role: subject.role });
    const named = known.get(subject.id) ?? outsiders(subject);
    if (named !== undefined) return named;
    const told = keyOfLive(subject);
    return taken.has(told) ? personKey({ id: subject.id }) : told;
  };
}

/**
 * People whom the section `access` names and who are no members: by id, e-mail or alias. Of two entries for one account
 * under two names the standing one counts; the other has ended, and would undo it.
 */
function outsiderNames(access: readonly AccessResource[], members: ReadonlySet<string>) {
  const named = (ensure: AccessResource["ensure"]) =>
    new Map(
      access.flatMap((each) => {
        const { subject } = each;
        if (each.ensure !== ensure || subject.type === "role" || members.has(subject.identity.key)) return [];
        return namesOf(subject.identity).map((name) => [name, subject.identity.key] as const);
      }),
    );
  const all = [named("present"), named("absent")];
  return ({ id, email }: { readonly id: string; readonly email?: string }): string | undefined => {
    const names = [`id ${id}`, ...(email === undefined ? [] : [comparedEmail(email)])];
    return all.flatMap((known) => names.flatMap((name) => known.get(name) ?? []))[0];
  };
}

function namesOf({ id, email, aliases }: Identity): readonly string[] {
  return [
    ...(id === undefined ? [] : [`id ${id}`]),
    ...(email === undefined ? [] : [comparedEmail(email)]),
    ...aliases,
  ];
}
