/** Access: by workspace and subject, people named as the wishes name them. */
import { type Address, accessAddress } from "../../model/address.ts";
import type { Diagnostic } from "../../model/contract.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { LiveAccess, LiveSubject } from "../../model/live.ts";
import { type AccessResource, subjectKey } from "../../model/resource.ts";
import type { OrganizationInput } from "../input.ts";
import { ambiguousAddress } from "../problems.ts";
import { type Matching, ofKind } from "./pairs.ts";
import { keyOf } from "./people.ts";

/** Every grant with its wish. */
export function matchAccess(
  { organization, resources, live, kinds }: OrganizationInput,
  workspaceNames: ReadonlyMap<string, string>,
  members: Matching["members"],
  problems: Diagnostic[],
): Matching["access"] {
  const several = kinds.access?.severalLevels ?? false;
  const desired = ofKind(resources, "access");
  const keys = personKeys(desired, members, keyOf(organization.people));
  const all = live?.access ?? [];
  const addressed = all.map((found) => ({
    live: found,
    address: accessAddress(
      organization.name,
      workspaceNames.get(found.workspace) ?? found.workspace,
      liveSubjectKey(found.subject, keys),
      several ? found.level : undefined,
    ),
  }));
  const byAddress = new Map<Address, LiveAccess[]>();
  for (const { address, live: found } of addressed)
    byAddress.set(address, [...(byAddress.get(address) ?? []), found]);
  const origins = new Map(desired.map((access) => [access.address, access.origins]));
  for (const [address, { length }] of byAddress) {
    if (length > 1) problems.push(ambiguousAddress({ address, origins: origins.get(address) ?? [] }, length));
  }
  const pairs = desired.map((access) => ({ desired: access, live: byAddress.get(access.address)?.[0] }));
  const matched = new Set(pairs.map((pair) => pair.live));
  return { pairs, rest: addressed.filter((entry) => !matched.has(entry.live)) };
}

interface PersonKeys {
  readonly keyOf: (live: { readonly id: string; readonly email?: string }) => string;
  readonly byId: ReadonlyMap<string, string>;
  readonly byEmail: ReadonlyMap<string, string>;
}

/** How people are named in addresses: as the wish that means them, else as what the system tells of them. */
function personKeys(
  access: readonly AccessResource[],
  members: Matching["members"],
  keyOfLive: PersonKeys["keyOf"],
): PersonKeys {
  const outsiders = access.flatMap(({ subject }) => (subject.type === "person" ? [subject.identity] : []));
  const declared = [...outsiders, ...members.pairs.map(({ desired }) => desired.identity)];
  return {
    keyOf: keyOfLive,
    byId: new Map([
      ...declared.flatMap(({ id, key }) => (id === undefined ? [] : [[id, key] as const])),
      ...members.rest.map(({ live }) => [live.id, keyOfLive(live)] as const),
      ...members.pairs.flatMap(({ desired, live }) =>
        live ? [[live.id, desired.identity.key] as const] : [],
      ),
    ]),
    byEmail: new Map(
      declared.flatMap(({ email, aliases, key }) =>
        [...(email === undefined ? [] : [comparedEmail(email)]), ...aliases].map(
          (each) => [each, key] as const,
        ),
      ),
    ),
  };
}

function liveSubjectKey(subject: LiveSubject, { keyOf: keyOfLive, byId, byEmail }: PersonKeys): string {
  if (subject.type === "role") return subjectKey({ type: "role", role: subject.role });
  const byAddress = subject.email === undefined ? undefined : byEmail.get(comparedEmail(subject.email));
  return byId.get(subject.id) ?? byAddress ?? keyOfLive(subject);
}
