/** The role that everybody who joined has. */
export const DEFAULT = "DEFAULT";

/** The roles that every organization has; they are neither made nor deleted. */
export const SYSTEM_ROLES: readonly string[] = [DEFAULT, "ADMIN"];

/** What somebody holds as it is compared: DEFAULT goes without saying, so it is said of everybody. */
export function held(roles: readonly string[]): readonly string[] {
  return [DEFAULT, ...given(roles)];
}

/** The roles that are given and taken one by one: all but DEFAULT, each once. */
export function given(roles: readonly string[]): readonly string[] {
  return [...new Set(roles)].filter((role) => role !== DEFAULT);
}
