import { ID_KINDS, reserveId } from "./ids.ts";
import { problemsOf } from "./invariants.ts";
import {
  fillAccount,
  fillAudit,
  fillOrganization,
  fillProject,
  fillServiceAccountUsers,
} from "./load-parts.ts";
import { accountFinder } from "./references.ts";
import { type ApimetricsSeed, apimetricsSeed } from "./seed.ts";
import { type ApimetricsState, COMMUNITY, emptyState } from "./state.ts";

/** A seed made whole, with everything that is wrong with it. */
export interface Loaded {
  readonly state: ApimetricsState;
  readonly problems: readonly string[];
}

/**
 * Fills in what a seed leaves out and resolves its references. A reference to nothing stays as written and is one of
 * the problems.
 */
export function load(seed: unknown, now: number): Loaded {
  const parsed = apimetricsSeed.safeParse(seed);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${["apimetrics", ...path].join(".")}: ${message}`,
    );
    return { state: emptyState(), problems };
  }
  return fill(parsed.data, now);
}

function fill(seed: ApimetricsSeed, now: number): Loaded {
  const { accounts = [], organizations = [], projects = [], community = [], tokens = [], audits = [] } = seed;
  const state = emptyState();
  reserveIds(state, seed);
  state.accounts.push(...accounts.map((one) => fillAccount(state, one)));
  fillServiceAccountUsers(state, organizations);
  const finder = accountFinder(state);
  const filling = { state, idOf: finder.idOf, now };
  state.projects.push(...projects.map((one) => fillProject(filling, one)));
  state.community.push(...community.map((one) => fillProject(filling, { ...one, org_id: COMMUNITY })));
  state.organizations.push(...organizations.map((one) => fillOrganization(filling, one)));
  state.tokens.push(...tokens.map(({ token, account }) => ({ token, account: finder.idOf(account) })));
  state.audits.push(...audits.map((one) => fillAudit(filling, one)));
  return { state, problems: [...finder.problems, ...problemsOf(state)] };
}

function reserveIds(state: ApimetricsState, seed: ApimetricsSeed): void {
  const { accounts = [], organizations = [], projects = [], community = [], audits = [] } = seed;
  const all = [...projects, ...community];
  const things = [
    ...accounts,
    ...organizations.flatMap(({ service_accounts = [], invites = [] }) => [...service_accounts, ...invites]),
    ...all,
    ...all.flatMap(({ access = [], role_access = [] }) => [...access, ...role_access]),
    ...audits,
  ];
  for (const id of things.flatMap((thing) => thing.id ?? [])) {
    reserveId(state, id);
  }
  for (const kind of ID_KINDS) {
    state.issued[kind] = Math.max(state.issued[kind], seed.issued?.[kind] ?? 0);
  }
}
