import { hasRole, PATTERNS } from "./rules.ts";
import { type ApimetricsState, COMMUNITY, type Invite, type Organization, type Project } from "./state.ts";

type Problems = readonly string[];

/** Ids of accounts, since a seed may hold thousands. */
type Known = ReadonlySet<string>;

/** Everything that cannot be so in an APImetrics, one sentence each; a seed and every state after it has none. */
export function problemsOf(state: ApimetricsState): Problems {
  const known = new Set(state.accounts.map(({ id }) => id));
  const problems = [
    ...identityProblems(state),
    ...state.tokens.flatMap(({ account }) => unknownAccount(known, "a token", account)),
    ...state.projects.flatMap((project) => projectProblems(state, project, known)),
    ...state.community.flatMap(communityProblems),
    ...state.organizations.flatMap((organization) => organizationProblems(state, organization, known)),
    ...state.audits.flatMap(({ id, organization }) =>
      unless(
        state.organizations.some((one) => one.id === organization),
        `audit ${id}: there is no organization ${organization}`,
      ),
    ),
  ];
  return problems.map((problem) => `apimetrics: ${problem}`);
}

function identityProblems({ accounts, tokens, organizations, projects, community, audits }: ApimetricsState) {
  const all = [...projects, ...community];
  const keys = {
    "project id": all,
    "invite id": organizations.flatMap(({ invites }) => invites),
    "access id": all.flatMap(({ access, role_access }) => [...access, ...role_access]),
  };
  const services = organizations.flatMap(({ service_accounts }) => service_accounts);
  return [
    ...repeated(accounts, "account id", idOf),
    ...malformed(accounts.map(idOf), "account id", PATTERNS.account),
    ...repeated(tokens, "token", ({ token }) => token),
    ...repeated(organizations, "organization id", idOf),
    ...malformed(organizations.map(idOf), "organization id", PATTERNS.organization),
    ...repeated(services, "service account id", idOf),
    ...repeated(services, "service account with the account", ({ account }) => account),
    ...repeated(audits, "audit id", idOf),
    ...Object.entries(keys).flatMap(([what, things]) => [
      ...repeated(things, what, idOf),
      ...malformed(things.map(idOf), what, PATTERNS.key),
    ]),
  ];
}

function projectProblems(state: ApimetricsState, project: Project, known: Known): Problems {
  const where = `project ${project.id}`;
  const organization = state.organizations.find(({ id }) => id === project.org_id);
  const roleAccess = ({ role, access_level }: Project["role_access"][number]) => `${role} ${access_level}`;
  return [
    ...unless(organization !== undefined, `${where}: there is no organization ${project.org_id}`),
    ...repeated(project.access, `${where}: access of`, ({ account }) => account),
    ...repeated(project.role_access, `${where}: role access`, roleAccess),
    ...project.access.flatMap(({ account }) => unknownAccount(known, where, account)),
    ...(organization === undefined
      ? []
      : project.role_access.flatMap(({ role }) => unknownRole(organization, where, role))),
  ];
}

function communityProblems({ id, access, role_access }: Project): Problems {
  return unless(
    access.length + role_access.length === 0,
    `project ${id}: somebody has access although it left its organization`,
  );
}

function organizationProblems(state: ApimetricsState, organization: Organization, known: Known): Problems {
  const where = `organization ${organization.id}`;
  const { roles, members, service_accounts, invites } = organization;
  return [
    ...unless(organization.id !== COMMUNITY, `${where}: the id is that of projects without an organization`),
    ...repeated(roles, `${where}: role`, idOf),
    ...malformed(roles.map(idOf), `${where}: role`, PATTERNS.role),
    ...repeated(members, `${where}: member`, ({ account }) => account),
    ...repeated(service_accounts, `${where}: service account`, ({ name }) => name),
    ...malformed(
      service_accounts.map(({ name }) => name),
      `${where}: service account`,
      PATTERNS.serviceAccount,
    ),
    ...members.flatMap((member) => [
      ...unknownAccount(known, where, member.account),
      ...member.roles.flatMap((role) => unknownRole(organization, `${where}: ${member.account}`, role)),
    ]),
    ...service_accounts.flatMap(({ account }) => unknownAccount(known, where, account)),
    ...invites.flatMap((invite) => inviteProblems(state, organization, invite)),
  ];
}

function inviteProblems(state: ApimetricsState, organization: Organization, invite: Invite): Problems {
  const where = `organization ${organization.id}: the invite of ${invite.email}`;
  const { project_id } = invite;
  const isOwn = ({ id, org_id }: Project) => id === project_id && org_id === organization.id;
  return [
    ...invite.roles.flatMap((role) => unknownRole(organization, where, role)),
    ...unless(
      project_id === null || state.projects.some(isOwn),
      `${where} names project ${project_id}, which the organization does not have`,
    ),
  ];
}

function unknownAccount(known: Known, where: string, id: string): Problems {
  return unless(known.has(id), `${where}: there is no account ${id}`);
}

function unknownRole(organization: Organization, where: string, role: string): Problems {
  return unless(
    hasRole(organization, role),
    `${where}: the organization ${organization.id} has no role ${role}`,
  );
}

function malformed(names: readonly string[], what: string, pattern: RegExp): Problems {
  return names.filter((name) => !pattern.test(name)).map((name) => `${what} ${name} must match ${pattern}`);
}

function repeated<Thing>(things: readonly Thing[], what: string, key: (thing: Thing) => string): Problems {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const one of things.map(key)) {
    (seen.has(one) ? twice : seen).add(one);
  }
  return [...twice].map((one) => `${what} ${one} is there twice`);
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

function unless(condition: boolean, problem: string): Problems {
  return condition ? [] : [problem];
}
