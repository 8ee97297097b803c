/** What SignalSmith's organizations and workspaces are, as live resources. Pure. */
import type { LiveOrganization, LiveWorkspace } from "../../model/live.ts";
import type { Organization, Workspace } from "./contract.ts";

/** An organization with the numbers of its workspaces and its members, where they are told. */
export interface OrganizationRow {
  readonly id: string;
  readonly live: LiveOrganization;
  readonly workspaceCount?: number;
  /** Of those who have accepted (inferred). */
  readonly memberCount?: number;
}

/** An organization; the logo is `avatar_url` (inferred). */
export function organizationRow(row: Organization): OrganizationRow {
  const { id, name, slug, avatar_url: logo, workspace_count: workspaces, member_count: members } = row;
  return {
    id,
    live: {
      kind: "organization",
      id,
      slug,
      attributes: { slug, displayName: name, "branding.logoUrl": logo || null },
    },
    ...(typeof workspaces === "number" ? { workspaceCount: workspaces } : {}),
    ...(typeof members === "number" ? { memberCount: members } : {}),
  };
}

/** A workspace, linked or not. */
export function liveWorkspace({ id, name, organization_id: organization }: Workspace): LiveWorkspace {
  return { kind: "workspace", id, name, attributes: { displayName: name }, ...told({ organization }) };
}

/** Those of some texts that are told: a system leaves out, or sends null or nothing, for what it does not tell. */
export function told<Name extends string>(
  texts: Readonly<Record<Name, string | null | undefined>>,
): Readonly<Partial<Record<Name, string>>> {
  const entries = Object.entries(texts).filter(([, text]) => text);
  return Object.fromEntries(entries) as Partial<Record<Name, string>>;
}
