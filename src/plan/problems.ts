/** What can be wrong between the manifests and the live state: every code of the family `plan/`. */
import type { Diagnostic, Location } from "../model/contract.ts";
import type { LiveMember, LiveWorkspace } from "../model/live.ts";
import type { MemberResource, Resource, RoleResource, WorkspaceResource } from "../model/resource.ts";

type Problem = Omit<Diagnostic, "severity" | "location" | "related" | "address">;

function problem(
  resource: Pick<Resource, "address" | "origins">,
  details: Problem,
  more: readonly Location[] = [],
): Diagnostic {
  const [location, ...others] = resource.origins;
  const related = [...others, ...more];
  return {
    ...details,
    severity: "error",
    address: resource.address,
    ...(location === undefined ? {} : { location }),
    ...(related.length === 0 ? {} : { related }),
  };
}

/** Several live workspaces have the name of one entry. */
export function ambiguousWorkspace(
  workspace: WorkspaceResource,
  name: string,
  namesakes: readonly LiveWorkspace[],
): Diagnostic {
  return problem(workspace, {
    code: "plan/ambiguous-workspace",
    message: `${workspace.address}: ${namesakes.length} live workspaces are called ${JSON.stringify(name)}.`,
    why: `They are ${listIds(namesakes)}; which one is meant is not for us to guess.`,
    fix: "Add the `id:` of the one that you mean.",
  });
}

/** Two live accounts match one person. */
export function ambiguousMember(member: MemberResource, accounts: readonly LiveMember[]): Diagnostic {
  return problem(member, {
    code: "plan/ambiguous-member",
    message: `${member.address}: ${accounts.length} live accounts match this person.`,
    why: `They are ${listIds(accounts)}; changing either could be wrong.`,
    fix: "Name the account that you mean by `id:` on the entry, in place of the e-mail.",
  });
}

/** One live account matches two entries. */
export function duplicateWish(member: MemberResource, other: MemberResource, id: string): Diagnostic {
  return problem(
    member,
    {
      code: "plan/one-account-two-entries",
      message: `${member.address} and ${other.address} are the same live account, ${id}.`,
      why: "Two entries would pull one account in two directions.",
      fix: "Keep one entry, or tie the two addresses together in a Person.",
    },
    other.origins,
  );
}

/** One live workspace is meant by two entries. */
export function oneWorkspaceTwoEntries(
  workspace: WorkspaceResource,
  other: WorkspaceResource,
  id: string,
): Diagnostic {
  return problem(
    workspace,
    {
      code: "plan/one-workspace-two-entries",
      message: `${workspace.address} and ${other.address} are the same live workspace, ${id}.`,
      why: "Two entries would pull one workspace in two directions.",
      fix: "Keep one entry, or correct the id or the name of the other.",
    },
    other.origins,
  );
}

/** Two changes would have one address, or a person holds several levels where one is the most. */
export function ambiguousAddress(resource: Pick<Resource, "address" | "origins">, count: number): Diagnostic {
  return problem(resource, {
    code: "plan/ambiguous-address",
    message: `${resource.address}: ${count} live things answer to this name.`,
    why: "Changing one of them could be changing the wrong one.",
    fix: "Look at the system's own pages, and remove or rename the one that should not be there.",
  });
}

/** Two manifests are one live organization. */
export function oneOrganizationTwoManifests(
  organization: Pick<Resource, "address" | "origins">,
  others: readonly Pick<Resource, "address" | "origins">[],
  key: string,
): Diagnostic {
  return problem(
    organization,
    {
      code: "plan/one-organization-two-manifests",
      message: `${[organization, ...others].map(({ address }) => address).join(" and ")} are the same live organization, ${key}.`,
      why: "Each would remove what only the other declares, and no guard would see the whole.",
      fix: "Keep one manifest for it.",
    },
    others.flatMap(({ origins }) => origins),
  );
}

/** A renamed thing is live under its current and an earlier name. */
export function bothNamesLive(
  resource: RoleResource | WorkspaceResource,
  names: readonly string[],
): Diagnostic {
  return problem(resource, {
    code: "plan/both-names-live",
    message: `${resource.address}: ${names.map((name) => JSON.stringify(name)).join(" and ")} are both live.`,
    why: "`previously` means a rename, and there is nothing left to rename into.",
    fix: "Remove the names that are other things from `previously:`, or delete the one that is left over by hand.",
  });
}

/** The organization is live under its current and an earlier slug, or more than once. */
export function severalOrganizations(
  organization: Pick<Resource, "address" | "origins">,
  slugs: readonly string[],
): Diagnostic {
  return problem(organization, {
    code: "plan/several-organizations",
    message: `${organization.address}: ${slugs.length} live organizations match: ${slugs.join(", ")}.`,
    why: "One manifest is one organization; which one is meant is not for us to guess.",
    fix: "Name the one that you mean by `id:`, and remove satisfied entries from `previously:`.",
  });
}

/** A workspace to be linked does not exist, as far as the credential can see. */
export function unknownWorkspace(workspace: WorkspaceResource, searched: string): Diagnostic {
  return problem(workspace, {
    code: "plan/unknown-workspace",
    message: `${workspace.address}: the connection sees no workspace with ${searched}.`,
    why: "Only workspaces that exist, and that the credential can see, can be linked.",
    fix: "Correct the id or the name, or give the credential's account access to the workspace.",
  });
}

/** A workspace belongs to an organization that does not let it go in this plan. */
export function workspaceTaken(workspace: WorkspaceResource, owner: string): Diagnostic {
  return problem(workspace, {
    code: "plan/workspace-taken",
    message: `${workspace.address}: the workspace belongs to organization ${owner}.`,
    why: "A workspace belongs to one organization at most.",
    fix: `Unlink it there first; or declare ${owner} in the same project without this workspace, and it moves.`,
  });
}

/** A level that the workspace does not have. */
export function unknownLevel(
  resource: Pick<Resource, "address" | "origins">,
  level: string,
  levels: readonly string[],
): Diagnostic {
  return problem(resource, {
    code: "plan/unknown-level",
    message: `${resource.address}: the workspace has no role ${JSON.stringify(level)}.`,
    why: `It has ${levels.join(", ")}.`,
    fix: "Use one of these, or create the role in the workspace first.",
  });
}

/** Something that the system cannot do at all is wanted of it. */
export function impossible(
  resource: Pick<Resource, "address" | "origins">,
  what: string,
  fix: string,
): Diagnostic {
  return problem(resource, {
    code: "plan/impossible",
    message: `${resource.address}: ${what}`,
    fix,
  });
}

/** A live organization has no owner that counts. */
export function noOwner(organization: Pick<Resource, "address" | "origins">): Diagnostic {
  return {
    ...problem(organization, {
      code: "plan/no-owner",
      message: `${organization.address}: there is no active owner beside the credential's own account.`,
      why: "If that credential is lost, nobody can manage the organization.",
      fix: "Declare an owner and have them accept.",
    }),
    severity: "warning",
  };
}

/** An entry of `previously` has done its work. */
export function previouslySatisfied(
  resource: Pick<Resource, "address" | "origins">,
  names: readonly string[],
): Diagnostic {
  return {
    ...problem(resource, {
      code: "plan/previously-satisfied",
      message: `${resource.address}: the rename from ${names.map((name) => JSON.stringify(name)).join(", ")} is done.`,
      fix: "The entry can be removed from `previously:`.",
    }),
    severity: "note",
  };
}

function listIds(things: readonly { readonly id: string }[]): string {
  return things
    .map(({ id }) => id)
    .sort()
    .join(" and ");
}
