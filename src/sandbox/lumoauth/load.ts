import { expiryFrom, isoTime } from "./expiry.ts";
import { issueNumber, issueUuid, slugify } from "./ids.ts";
import { problemsOf } from "./invariants.ts";
import { systemRoles } from "./membership.ts";
import { addUser, mailbox } from "./people.ts";
import { reserveIds } from "./reserve.ts";
import { defaultRole } from "./rules.ts";
import {
  type InvitationSeed,
  type LumoAuthSeed,
  lumoAuthSeed,
  type MemberSeed,
  type OrganizationSeed,
  type RoleSeed,
  type TenantSeed,
} from "./seed.ts";
import {
  emptyState,
  type Invitation,
  type LumoAuthState,
  type Member,
  type Organization,
  type Role,
  SCOPES,
  type Tenant,
} from "./state.ts";

/** A seed made whole, with everything that is wrong with it. */
export interface Loaded {
  readonly state: LumoAuthState;
  readonly problems: readonly string[];
}

/** What a seed is filled into. */
interface Filling {
  readonly state: LumoAuthState;
  readonly problems: string[];
  /** Whether the seed is a state, so that roles it does not name are not there. */
  readonly complete: boolean;
  readonly now: number;
}

/** What is old enough not to matter gets this time, so that the same seed gives the same state. */
const LONG_AGO = "2026-01-01T00:00:00.000Z";

/** Fills in what a seed leaves out and resolves its references. */
export function load(seed: unknown, now: number): Loaded {
  const parsed = lumoAuthSeed.safeParse(seed);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${["lumoauth", ...path].join(".")}: ${message}`,
    );
    return { state: emptyState(), problems };
  }
  const complete = parsed.data.issued !== undefined;
  const filling: Filling = { state: emptyState(), problems: [], complete, now };
  fill(filling, parsed.data);
  return { state: filling.state, problems: [...filling.problems, ...problemsOf(filling.state)] };
}

function fill(filling: Filling, seed: LumoAuthSeed): void {
  reserveIds(filling.state, seed);
  for (const tenant of seed.tenants ?? []) {
    filling.state.tenants.push(fillTenant(filling, tenant));
  }
}

function fillTenant(filling: Filling, seed: TenantSeed): Tenant {
  const { slug, keys = [], users = [], organizations = [], audit = [] } = seed;
  const tenant: Tenant = {
    slug,
    keys: keys.map(({ token, name, scopes }, index) => ({
      token,
      name: name ?? `key-${index + 1}`,
      scopes: scopes ?? SCOPES,
    })),
    users: users.map(({ id, email, name }) => ({
      id: id ?? issueUuid(filling.state, "user"),
      email,
      name: name ?? mailbox(email),
    })),
    organizations: [],
    audit: audit.map(({ metadata = null, ...entry }) => ({ ...entry, metadata })),
  };
  const idOf = userFinder(filling.state, tenant);
  tenant.organizations.push(...organizations.map((one) => fillOrganization(filling, one, idOf)));
  return tenant;
}

function fillOrganization(filling: Filling, seed: OrganizationSeed, idOf: FindUser): Organization {
  const { members = [], invitations = [] } = seed;
  const organization: Organization = {
    id: seed.id ?? issueUuid(filling.state, "organization"),
    slug: seed.slug ?? slugify(seed.name),
    name: seed.name,
    displayName: seed.displayName ?? null,
    description: seed.description ?? null,
    logoUrl: seed.logoUrl ?? null,
    isActive: seed.isActive ?? true,
    metadata: seed.metadata ? { ...seed.metadata } : null,
    createdAt: seed.createdAt ?? LONG_AGO,
    updatedAt: seed.updatedAt ?? null,
    roles: fillRoles(filling, seed.roles),
    members: [],
    invitations: [],
  };
  organization.members.push(...members.map((one) => fillMember(filling, organization, one, idOf)));
  organization.invitations.push(...invitations.map((one) => fillInvitation(filling, organization, one)));
  return organization;
}

function fillRoles({ state, complete }: Filling, seeds: readonly RoleSeed[] | undefined): Role[] {
  if (seeds === undefined) {
    return [...systemRoles(state)];
  }
  const taken = seeds.map((seed) => seed.slug ?? slugify(seed.name));
  const missing = ["owner", "member"].filter((slug) => !complete && !taken.includes(slug));
  const hasDefault = seeds.some(({ isDefault }) => isDefault);
  return [
    ...systemRoles(state, missing).map((role) => ({ ...role, isDefault: role.isDefault && !hasDefault })),
    ...seeds.map((seed) => fillRole(state, seed)),
  ];
}

function fillRole(state: LumoAuthState, seed: RoleSeed): Role {
  return {
    id: seed.id ?? issueNumber(state, "role"),
    slug: seed.slug ?? slugify(seed.name),
    name: seed.name,
    description: seed.description ?? null,
    isDefault: seed.isDefault ?? false,
    isOwner: seed.isOwner ?? false,
    isSystem: seed.isSystem ?? false,
  };
}

function fillMember(filling: Filling, organization: Organization, seed: MemberSeed, idOf: FindUser): Member {
  return {
    id: seed.id ?? issueNumber(filling.state, "member"),
    user: idOf(seed.user),
    role: roleIn(filling, organization, seed.role),
    status: seed.status ?? "active",
    joinedAt: seed.joinedAt ?? LONG_AGO,
  };
}

function fillInvitation(filling: Filling, organization: Organization, seed: InvitationSeed): Invitation {
  const { status = "pending" } = seed;
  const createdAt = seed.createdAt ?? isoTime(filling.now);
  return {
    id: seed.id ?? issueNumber(filling.state, "invitation"),
    email: seed.email,
    role: roleIn(filling, organization, seed.role),
    status: status === "expired" ? "pending" : status,
    invitedBy: seed.invitedBy ?? "seed",
    createdAt,
    expiresAt: seed.expiresAt ?? (status === "expired" ? createdAt : expiryFrom(filling.now)),
    sends: seed.sends ?? 1,
  };
}

function roleIn(
  { problems }: Filling,
  organization: Organization,
  reference: string | number | null | undefined,
): number | null {
  if (typeof reference !== "string") {
    return reference === undefined ? (defaultRole(organization)?.id ?? null) : reference;
  }
  const role = organization.roles.find(({ slug }) => slug === reference);
  if (role === undefined) {
    problems.push(`lumoauth: organization ${organization.slug}: there is no role ${reference}`);
  }
  return role?.id ?? null;
}

/** From a reference to a user's id; the first mention of an e-mail makes its user. */
type FindUser = (reference: string) => string;

function userFinder(state: LumoAuthState, tenant: Tenant): FindUser {
  // A seed may hold thousands of people, too many to search the list once for each of them.
  const ids = new Map(tenant.users.map(({ id, email }) => [email.toLowerCase(), id]));
  return (reference) => {
    const email = reference.toLowerCase();
    if (!email.includes("@") || ids.has(email)) {
      return ids.get(email) ?? reference;
    }
    const { id } = addUser(state, tenant, reference);
    ids.set(email, id);
    return id;
  };
}
