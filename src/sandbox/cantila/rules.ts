import type { Account, Branding, CantilaState, Plan, Role, Scope } from "./state.ts";

/** The two Cantilas: as the control plane answers, and as the product's pages describe it; see README.md. */
export const DIALECTS = ["server", "documented"] as const;

/** Which of the two is served. */
export type Dialect = (typeof DIALECTS)[number];

/** The roles that a dialect knows; everything else in a body is refused. */
export function rolesOf(dialect: Dialect): readonly Role[] {
  return dialect === "server" ? ["owner", "admin", "developer", "viewer"] : ["owner", "admin", "member"];
}

/** The role of somebody who is added or invited without one. */
export function defaultRole(dialect: Dialect): Role {
  return dialect === "server" ? "developer" : "member";
}

/** Whether a credential with this scope may send a request that writes. */
export function mayWrite(dialect: Dialect, scope: Scope): boolean {
  return scope === "admin" || (dialect === "server" && scope === "deploy");
}

/** What a session may do: anything with the server; in the documented dialect what its user's role allows. */
export function sessionScope(dialect: Dialect, role: Role | undefined): Scope {
  return dialect === "server" || role === "owner" || role === "admin" ? "admin" : "read";
}

/** Whether an account on this plan may have sub-accounts. */
export function mayHaveChildren(plan: Plan): boolean {
  return plan === "agency" || plan === "dedicated";
}

/** Whether a handle is one: 3 to 40 lower-case letters, digits and inner hyphens. */
export function isHandle(handle: string): boolean {
  return /^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/.test(handle);
}

/** Whether an account has one owner only, and it is this e-mail. */
export function isLastOwner({ members }: Account, email: string): boolean {
  const owners = members.filter(({ role }) => role === "owner");
  return owners.length === 1 && owners[0]?.email === email;
}

/** The role a user has in an account, their own or that in its parent; undefined for outsiders. */
export function roleIn(state: CantilaState, user: string, account: Account): Role | undefined {
  const parent = state.accounts.find(({ handle }) => handle === account.parent);
  const own = account.memberships.find((membership) => membership.user === user);
  return (own ?? parent?.memberships.find((membership) => membership.user === user))?.role;
}

/** What is wrong with a look, one sentence each. */
export function brandingProblems(dialect: Dialect, branding: Branding): readonly string[] {
  const { displayName, primaryColor, accentColor, logoUrl } = branding;
  return [
    ...((displayName ?? "").length > 64 ? ["the display name is longer than 64 characters"] : []),
    ...[primaryColor, accentColor].flatMap((color) =>
      isColor(dialect, color) ? [] : [`${color} is no color`],
    ),
    ...((logoUrl ?? "").length > 500 ? ["the logo url is longer than 500 characters"] : []),
    ...(logoUrl === null || /^https?:\/\/./.test(logoUrl) ? [] : ["the logo url is not http or https"]),
  ];
}

function isColor(dialect: Dialect, color: string | null): boolean {
  const short = dialect === "documented" && /^#[0-9a-f]{3}$/i.test(color ?? "");
  return color === null || short || /^#[0-9a-f]{6}$/i.test(color);
}
