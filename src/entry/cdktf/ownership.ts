/** What an organization has and nothing else, and what it shall not have. */
import type { Ensure } from "../../model/contract.ts";
import type { Organization, Section } from "../../model/organization.ts";
import type { OwnershipConfig } from "./compiled/index.js";
import { defined } from "./defined.ts";
import { type Grant, grantsOf, workspaceReference, workspaceReferences } from "./references.ts";

interface Lists {
  readonly roles?: string[];
  readonly workspaces?: string[];
  readonly access?: Grant[];
}

/** The lists of `orgwright_ownership`; undefined where nothing is exact and nothing shall be gone. */
export function ownershipOf(
  organization: Organization,
): Pick<OwnershipConfig, "roles" | "workspaces" | "access" | "absent" | "confirmEmpty"> | undefined {
  const wanted = listsOf(organization, (section) =>
    section.ownership === "exact" ? entriesOf(section, "present") : undefined,
  );
  const absent = listsOf(organization, (section) => {
    const gone = section.ownership === "observe" ? [] : entriesOf(section, "absent");
    return gone.length > 0 ? gone : undefined;
  });
  const isNothing = (lists: Lists) => Object.keys(lists).length === 0;
  if (isNothing(wanted) && isNothing(absent)) return undefined;
  // The manifest has confirmed them, else it would not be valid.
  const empty = Object.entries(wanted).flatMap(([name, list]) => (list.length === 0 ? [name] : []));
  return {
    ...wanted,
    ...(isNothing(absent) ? {} : { absent }),
    ...(empty.length === 0 ? {} : { confirmEmpty: empty }),
  };
}

type Chooser = <Entry extends { readonly ensure: Ensure }>(
  section: Section<Entry>,
) => readonly Entry[] | undefined;

function listsOf(organization: Organization, pick: Chooser): Lists {
  const { roles, workspaces, access } = organization;
  const reference = workspaceReferences(organization);
  return defined({
    roles: (roles && pick(roles))?.map(({ name }) => name),
    workspaces: (workspaces && pick(workspaces))?.map(workspaceReference),
    access: (access && pick(access))?.flatMap((entry) => grantsOf(entry, reference)),
  });
}

function entriesOf<Entry extends { readonly ensure: Ensure }>(
  { entries }: Section<Entry>,
  ensure: Ensure,
): readonly Entry[] {
  return entries.filter((entry) => entry.ensure === ensure);
}
