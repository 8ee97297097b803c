/** Two commits' organizations side by side: which one of the base is which one of the head. */
import type { Organization } from "./model/organization.ts";
import type { OrganizationRecord } from "./model/record.ts";
import { recall } from "./plan/recall.ts";

/** One organization as the two commits declare it. */
export interface Pair {
  /** What the head wants; where it has no manifest an organization that wants nothing, under a name that no other has. */
  readonly head: Organization;
  readonly base: Organization | undefined;
  readonly gone: boolean;
}

/** Which is which, found as records are: by connection and key before name. So a rename is one organization. */
export function pairsOf(head: readonly Organization[], base: readonly Organization[]): readonly Pair[] {
  const recalled = recall(head, base.map(asRecord));
  const sideOf = (record: OrganizationRecord | undefined) =>
    record && base.find((each) => placeOf(asRecord(each)) === placeOf(record));
  return [
    ...head.map((each) => ({ head: each, base: sideOf(recalled.records.get(each.name)), gone: false })),
    ...recalled.forgotten.map(({ organization, record }) => ({
      head: organization,
      base: sideOf(record),
      gone: true,
    })),
  ];
}

/** How the organization is called where both sides are known: by the head, else by the base. */
export function nameOf({ head, base, gone }: Pair): string {
  return gone ? (base?.name ?? head.name) : head.name;
}

function asRecord({ name, connection, key: { slug, id } }: Organization): OrganizationRecord {
  return {
    formatVersion: 1,
    organization: name,
    connection,
    ...(slug === undefined ? {} : { slug }),
    ...(id === undefined ? {} : { id }),
    declared: {},
    released: [],
    invitations: {},
  };
}

/** No two organizations of a connection have one slug or id. */
function placeOf({ connection, slug, id }: OrganizationRecord): string {
  return JSON.stringify([connection, slug ?? null, id ?? null]);
}
