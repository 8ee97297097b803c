/** Which side moved: git (intended), live (drift), only time (due); told by the record, and by nothing else. */
import { type Address, subjectIn } from "../model/address.ts";
import type { Cause, Listed } from "../model/contract.ts";
import type { OrganizationRecord } from "../model/record.ts";
import { sectionAddress } from "./digest.ts";
import type { Draft } from "./findings.ts";
import type { OrganizationInput } from "./input.ts";

/** Tells the cause of each change of one organization. */
export function classifier(input: OrganizationInput): (draft: Draft) => Cause {
  const { record, organization, declared: now } = input;
  if (record?.appliedAt === undefined) return () => "unclassified";
  const { moved, byTime } = movesOf({ ...input, record });
  const concerned = concernedBy(moved, new Set(Object.keys(now)), organization.name);
  return (draft) => {
    if (draft.reason === "invitation-expired" || draft.reason === "invitation-stale") return "due";
    const places = concerned(draft);
    if (places.length === 0) return "drift";
    return places.every((address) => byTime.has(address)) ? "due" : "intended";
  };
}

/** What is declared otherwise than when the record was made, and what of it only because time went on. */
export interface Moves {
  readonly moved: ReadonlySet<Address>;
  readonly byTime: ReadonlySet<Address>;
}

/** Tells what has moved since the record. */
export function movesOf({
  record,
  atRecord,
  declared: now,
}: Pick<OrganizationInput, "atRecord" | "declared"> & {
  readonly record: Pick<OrganizationRecord, "declared">;
}): Moves {
  const all = [...new Set([...Object.keys(now), ...Object.keys(record.declared)])];
  const moved = all.filter((address) => now[address] !== record.declared[address]);
  const byTime = moved.filter((address) => atRecord?.[address] === record.declared[address]);
  return { moved: new Set(moved), byTime: new Set(byTime) };
}

/** Finds what moved that a change may come from: itself, its section, and for access all that is said of the person. */
function concernedBy(moved: ReadonlySet<Address>, declared: ReadonlySet<Address>, organization: string) {
  const bySubject = new Map<string | undefined, Address[]>();
  for (const address of moved) {
    const subject = subjectIn(address);
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), address]);
  }
  return ({ address, kind, after }: Draft): readonly Address[] => {
    if (moved.has(address)) return [address];
    const isDeclared = declared.has(address);
    const ofPerson = isDeclared ? after?.["workspaces"] !== undefined : kind === "access";
    const section = sectionAddress(organization, kind);
    return [
      ...(moved.has(section) && !isDeclared ? [section] : []),
      ...(ofPerson ? (bySubject.get(subjectIn(address)) ?? []) : []),
    ];
  };
}

/** What is listed and kept by live. */
export interface Kept {
  readonly unmanaged: readonly Listed[];
  readonly observed: readonly Listed[];
  readonly released: readonly Listed[];
}

/** Takes what was declared once out of the lists of what is left alone: it is released, until live ends it. */
export function partReleased(
  { unmanaged, observed }: Pick<Kept, "unmanaged" | "observed">,
  { record, resources }: OrganizationInput,
): Kept {
  const declared = new Set(resources.map(({ address }) => address));
  const known = [...Object.keys(record?.declared ?? {}), ...(record?.released ?? [])];
  const once = new Set(known.filter((address) => !declared.has(address)));
  const isReleased = ({ address }: Listed) => once.has(address);
  const released = [...unmanaged, ...observed].filter(isReleased);
  return {
    unmanaged: unmanaged.filter((listed) => !isReleased(listed)),
    observed: observed.filter((listed) => !isReleased(listed)),
    released: released.map(({ address, kind }) => ({
      address,
      kind,
      code: "released",
      message: "was declared, no longer is, and live keeps it",
      danger: kind !== "workspace" && kind !== "role",
    })),
  };
}
