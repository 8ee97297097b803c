import type { LumoAuthState, Organization, Tenant } from "./state.ts";

type Problems = readonly string[];

/** Everything that cannot be so in a LumoAuth, one sentence each; a seed and every state after it has none. */
export function problemsOf({ tenants }: LumoAuthState): Problems {
  const organizations = tenants.flatMap((tenant) => tenant.organizations);
  const idOf = ({ id }: { readonly id: string | number }) => String(id);
  const problems = [
    ...repeated(tenants, "tenant", ({ slug }) => slug),
    ...repeated(
      tenants.flatMap(({ keys }) => keys),
      "the token of key",
      ({ token }) => token,
    ),
    ...repeated(
      tenants.flatMap(({ users }) => users),
      "user id",
      idOf,
    ),
    ...repeated(organizations, "organization id", idOf),
    ...repeated(
      organizations.flatMap(({ roles }) => roles),
      "role id",
      idOf,
    ),
    ...repeated(
      organizations.flatMap(({ members }) => members),
      "member id",
      idOf,
    ),
    ...repeated(
      organizations.flatMap(({ invitations }) => invitations),
      "invitation id",
      idOf,
    ),
    ...repeated(
      tenants.flatMap(({ audit }) => audit),
      "audit entry",
      idOf,
    ),
    ...tenants.flatMap(tenantProblems),
  ];
  return problems.map((problem) => `lumoauth: ${problem}`);
}

function tenantProblems({ slug, keys, users, organizations }: Tenant): Problems {
  const where = `tenant ${slug}`;
  const known = new Set(users.map(({ id }) => id));
  return [
    ...repeated(keys, `${where}: key`, ({ name }) => name),
    ...repeated(users, `${where}: user`, ({ email }) => email.toLowerCase()),
    ...repeated(organizations, `${where}: organization slug`, (one) => one.slug),
    ...organizations.flatMap((one) => organizationProblems(one, known)),
  ];
}

function organizationProblems(organization: Organization, users: ReadonlySet<string>): Problems {
  const { slug, name, roles, members, invitations } = organization;
  const where = `organization ${slug}`;
  const known = new Set(roles.map(({ id }) => id));
  const bearers = [
    ...members.map(({ user, role }) => ({ who: `member ${user}`, role })),
    ...invitations.map(({ email, role }) => ({ who: `the invitation of ${email}`, role })),
  ];
  return [
    ...unless(slug !== "", `organization ${name}: no slug can be made from this name, give one`),
    ...repeated(roles, `${where}: role`, (role) => role.slug),
    ...repeated(roles, `${where}: role name`, (role) => role.name.toLowerCase()),
    ...unless(roles.filter(({ isDefault }) => isDefault).length < 2, `${where}: two roles are the default`),
    ...repeated(members, `${where}: member`, ({ user }) => user),
    ...members.flatMap(({ user }) => unless(users.has(user), `${where}: there is no user ${user}`)),
    ...bearers.flatMap(({ who, role }) =>
      unless(role === null || known.has(role), `${where}: ${who} has role ${role}, which does not exist`),
    ),
  ];
}

function repeated<Thing>(things: readonly Thing[], what: string, key: (thing: Thing) => string): Problems {
  const keys = things.map(key);
  const seen = new Set<string>();
  const twice = new Set(keys.filter((one) => seenBefore(seen, one)));
  return [...twice].map((one) => `${what} ${one} is there twice`);
}

function seenBefore(seen: Set<string>, one: string): boolean {
  const before = seen.size;
  return seen.add(one).size === before;
}

function unless(fine: boolean, problem: string): Problems {
  return fine ? [] : [problem];
}
