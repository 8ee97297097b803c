import type { Settings } from "./call.ts";
import { issueId } from "./ids.ts";
import { hasRole, projectsOf } from "./rules.ts";
import type { AccountGrant, ApimetricsState, Invite, Level, Organization, Project } from "./state.ts";
import { microTime } from "./times.ts";

/** Makes an account a member with DEFAULT and these roles; who belongs already gets the roles on top. */
export function join(organization: Organization, account: string, roles: readonly string[]): void {
  const member = organization.members.find((one) => one.account === account);
  const all = [...new Set(["DEFAULT", ...(member?.roles ?? []), ...roles])];
  if (member === undefined) {
    organization.members.push({ account, roles: all });
  } else {
    member.roles = all;
  }
}

/** Takes an account out of an organization and, unless the settings keep it, its direct access to the projects. */
export function leave(
  state: ApimetricsState,
  organization: Organization,
  account: string,
  { removedAccountAccess }: Settings,
): void {
  organization.members = organization.members.filter((member) => member.account !== account);
  if (removedAccountAccess === "revoked") {
    for (const project of projectsOf(state, organization)) {
      project.access = project.access.filter((grant) => grant.account !== account);
    }
  }
}

/** Accepts an invite: the roles it names that are still there, or for a project only access to that. */
export function accept(
  state: ApimetricsState,
  organization: Organization,
  { invite, account }: { readonly invite: Invite; readonly account: string },
  now: number,
): void {
  dropInvite(organization, invite);
  const project = state.projects.find(({ id }) => id === invite.project_id);
  if (project === undefined) {
    join(
      organization,
      account,
      invite.roles.filter((role) => hasRole(organization, role)),
    );
  } else {
    giveAccess(state, project, { account, level: invite.access_level ?? "VIEWER" }, now);
  }
}

/** Takes an invite away. */
export function dropInvite(organization: Organization, invite: Invite): void {
  organization.invites = organization.invites.filter((one) => one !== invite);
}

/** Gives direct access; who has it already gets the level. */
export function giveAccess(
  state: ApimetricsState,
  project: Project,
  { account, level }: { readonly account: string; readonly level: Level },
  now: number,
): AccountGrant {
  const at = microTime(now);
  const present = project.access.find((grant) => grant.account === account);
  if (present !== undefined) {
    present.access_level = level;
    present.last_update = at;
    return present;
  }
  const id = issueId(state, "grant");
  const grant = { id, account, access_level: level, created: at, last_update: at };
  project.access.push(grant);
  return grant;
}

/** Whether anybody holds a role, any project gives it access, or an open invite names it. */
export function isRoleInUse(state: ApimetricsState, organization: Organization, role: string): boolean {
  return (
    organization.members.some(({ roles }) => roles.includes(role)) ||
    organization.invites.some(({ roles }) => roles.includes(role)) ||
    projectsOf(state, organization).some(({ role_access }) => role_access.some((one) => one.role === role))
  );
}

/** Deletes a role, and takes it from accounts, invites and projects. */
export function dropRole(state: ApimetricsState, organization: Organization, role: string): void {
  organization.roles = organization.roles.filter(({ id }) => id !== role);
  for (const holder of [...organization.members, ...organization.invites]) {
    holder.roles = holder.roles.filter((one) => one !== role);
  }
  for (const project of projectsOf(state, organization)) {
    project.role_access = project.role_access.filter((grant) => grant.role !== role);
  }
}
