/** Which side moved: git (intended), live (drift), only time (due); told by the record, and by nothing else. */
import { type Address, accessAddress } from "../model/address.ts";
import type { Cause, Listed } from "../model/contract.ts";
import { declaredDigests, sectionAddress } from "./digest.ts";
import type { Draft } from "./findings.ts";
import type { OrganizationInput } from "./input.ts";

/** Tells the cause of each change of one organization. */
export function classifier(input: OrganizationInput): (draft: Draft) => Cause {
  const { record, atRecord, organization, resources } = input;
  if (record?.appliedAt === undefined) return () => "unclassified";
  const now = declaredDigests(organization, resources);
  return ({ address, kind, reason, after }) => {
    if (reason === "invitation-expired" || reason === "invitation-stale") return "due";
    const paths = [address, ...carried(organization.name, address, after)];
    const moved = paths.filter((path) => now[path] !== record.declared[path]);
    if (moved.length > 0)
      return moved.every((path) => atRecord?.[path] === record.declared[path]) ? "due" : "intended";
    const section = sectionAddress(organization.name, kind);
    const undeclared = now[address] === undefined;
    return undeclared && now[section] !== record.declared[section] ? "intended" : "drift";
  };
}

/** The access that a member's change carries is part of what was declared. */
function carried(organization: string, address: Address, after: Draft["after"]): readonly Address[] {
  const workspaces = after?.["workspaces"];
  if (typeof workspaces !== "object" || workspaces === null || Array.isArray(workspaces)) return [];
  const person = address.slice(address.lastIndexOf("/") + 1);
  return Object.keys(workspaces).map((name) => accessAddress(organization, name, person));
}

/** Parts what is listed as unmanaged: what was declared once and is kept by live is released. */
export function partReleased(
  unmanaged: readonly Listed[],
  { record, resources }: OrganizationInput,
): { readonly unmanaged: readonly Listed[]; readonly released: readonly Listed[] } {
  const declared = new Set(resources.map(({ address }) => address));
  const once = new Set(
    [...Object.keys(record?.declared ?? {}), ...(record?.released ?? [])].filter(
      (each) => !declared.has(each),
    ),
  );
  return {
    unmanaged: unmanaged.filter(({ address }) => !once.has(address)),
    released: unmanaged
      .filter(({ address }) => once.has(address))
      .map((listed) => ({
        ...listed,
        code: "released",
        message: "was declared, no longer is, and live keeps it",
        danger: listed.kind !== "workspace" && listed.kind !== "role",
      })),
  };
}
