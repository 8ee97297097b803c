import {
  type ApimetricsState,
  BUILT_IN_ROLES,
  type Level,
  type Organization,
  type Project,
} from "./state.ts";

/** What the names of things may look like. */
export const PATTERNS: Readonly<
  Record<"organization" | "account" | "role" | "key" | "serviceAccount", RegExp>
> = {
  organization: /^[a-z0-9]{3,400}$/,
  account: /^[A-Za-z0-9._|@-]{3,400}$/,
  role: /^[A-Z][A-Z0-9_]{2,399}$/,
  key: /^[A-Za-z0-9_-]+$/,
  serviceAccount: /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/,
};

/** Whether a role comes with every organization and stays. */
export function isBuiltIn(role: string): boolean {
  return BUILT_IN_ROLES.includes(role);
}

/** Whether an organization has this role. */
export function hasRole({ roles }: Organization, role: string): boolean {
  return roles.some(({ id }) => id === role);
}

/** The roles of an account in an organization; none for those who have not joined. */
export function rolesOf({ members }: Organization, account: string): readonly string[] {
  return members.find((member) => member.account === account)?.roles ?? [];
}

/** Whether an account may open the organization's administration. */
export function isAdmin(organization: Organization, account: string): boolean {
  return rolesOf(organization, account).includes("ADMIN");
}

/** Everything an account holds on a project, directly and through its roles. */
export function levelsOf(state: ApimetricsState, project: Project, account: string): readonly Level[] {
  const organization = state.organizations.find(({ id }) => id === project.org_id);
  const roles = organization === undefined ? [] : rolesOf(organization, account);
  return [
    ...project.access.filter((grant) => grant.account === account),
    ...project.role_access.filter(({ role }) => roles.includes(role)),
  ].map(({ access_level }) => access_level);
}

/** Whether an account administers the organization of a project. */
export function isAdminOf(state: ApimetricsState, project: Project, account: string): boolean {
  const organization = state.organizations.find(({ id }) => id === project.org_id);
  return organization !== undefined && isAdmin(organization, account);
}

/** The projects of an organization. */
export function projectsOf(state: ApimetricsState, { id }: Organization): readonly Project[] {
  return state.projects.filter(({ org_id }) => org_id === id);
}
