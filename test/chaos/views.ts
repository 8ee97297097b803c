/** How each system's state is read as holdings of the organization `acme`. */
import type { SandboxState } from "../../src/sandbox/index.ts";
import { type Collector, collector, type Holdings } from "./holdings.ts";

/** Whose account the credential is, where it is somebody's. */
const SELF = "ops@acme.test";

/** What each system holds of `acme`; nothing where it is not there. */
export const views: { readonly [Name in keyof SandboxState]: (state: SandboxState[Name]) => Holdings } = {
  signalsmith: (state) => {
    const all = collector();
    const acme = state.organizations.find(({ slug }) => slug === "acme");
    if (acme === undefined) return all.holdings();
    const emails = new Map(state.accounts.map(({ id, email }) => [id, email.toLowerCase()]));
    const emailOf = (account: string) => emails.get(account) ?? account;
    all.add("organization", acme.name);
    for (const { account, role } of acme.members) person(all, emailOf(account), [role], role === "owner");
    for (const { id, email, org_role: role, sends } of acme.invitations) {
      invitation(all, { id, email, value: role, sends });
    }
    for (const { name, organization_id: organization, members } of state.workspaces) {
      if (organization !== acme.id) continue;
      all.add(`workspace ${name}`, "linked");
      for (const { account, role } of members) all.add(`access ${name} ${emailOf(account)}`, role);
    }
    return all.holdings();
  },

  cnap: (state) => {
    const all = collector();
    const acme = state.organizations.find(({ slug }) => slug === "acme");
    if (acme === undefined) return all.holdings();
    const emails = new Map(state.users.map(({ id, email }) => [id, email?.toLowerCase() ?? id]));
    all.add("organization", acme.name);
    for (const { user, role } of acme.members) {
      person(all, emails.get(user) ?? user, [role], role === "owner");
    }
    for (const { id, email, role, status } of acme.invitations) {
      if (status === "pending") invitation(all, { id, email, value: role });
      else all.mail(id, email);
    }
    for (const { name, management } of state.workspaces) {
      if (management?.organization === acme.id) all.add(`workspace ${name}`, "managed");
    }
    return all.holdings();
  },

  lumoauth: (state) => {
    const all = collector();
    const tenant = state.tenants.find(({ slug }) => slug === "acme-corp");
    const acme = tenant?.organizations.find(({ slug }) => slug === "acme");
    if (tenant === undefined || acme === undefined) return all.holdings();
    const emails = new Map(tenant.users.map(({ id, email }) => [id, email]));
    const roles = new Map(acme.roles.map((role) => [role.id, role]));
    const nameOf = (id: number | null) => (id === null ? "none" : (roles.get(id)?.slug ?? "?"));
    all.add("organization", acme.name);
    for (const { slug, name } of acme.roles) all.add(`role ${slug}`, name);
    for (const { user, role, status } of acme.members) {
      const owns = status === "active" && role !== null && roles.get(role)?.isOwner === true;
      person(all, emails.get(user) ?? user, [nameOf(role), status], owns);
    }
    for (const { id, email, role, status, sends } of acme.invitations) {
      if (status === "pending") invitation(all, { id, email, value: nameOf(role), sends });
      else all.mail(id, email, sends);
    }
    return all.holdings();
  },

  cantila: (state) => {
    const all = collector();
    const acme = state.accounts.find(({ handle }) => handle === "acme");
    if (acme === undefined) return all.holdings();
    all.add("organization", acme.name);
    for (const { email, role } of acme.members) person(all, email, [role], role === "owner");
    for (const { user, role } of acme.memberships) all.add(`session ${user}`, role);
    for (const { id, email, role, status, sends } of acme.invites) {
      if (status === "pending") invitation(all, { id, email, value: role, sends });
      else all.mail(id, email, sends);
    }
    return all.holdings();
  },

  apimetrics: (state) => {
    const all = collector();
    const acme = state.organizations.find(({ id }) => id === "acme");
    if (acme === undefined) return all.holdings();
    const emails = new Map(state.accounts.map(({ id, email }) => [id, email?.toLowerCase()]));
    const services = new Set(acme.service_accounts.map(({ account }) => account));
    all.add("organization", acme.name);
    for (const { id } of acme.roles) all.add(`role ${id}`, "there");
    for (const { account, roles } of acme.members) {
      const email = emails.get(account) ?? account;
      person(all, email, [...roles].sort(), roles.includes("ADMIN") && !services.has(account));
    }
    for (const { id, email, roles, project_id: project, access_level: level } of acme.invites) {
      const where = project === null ? "" : `project ${project} `;
      invitation(all, { id, email, value: where + [...roles, level ?? ""].sort().join("+"), where });
    }
    const own = state.projects.filter(({ org_id: organization }) => organization === "acme");
    for (const each of own) project(all, each, (account) => emails.get(account) ?? account);
    return all.holdings();
  },
};

function project(
  all: Collector,
  { name, access, role_access: roleAccess }: SandboxState["apimetrics"]["projects"][number],
  emailOf: (account: string) => string,
): void {
  all.add(`workspace ${name}`, "there");
  for (const { account, access_level: level } of access) all.add(`access ${name} ${emailOf(account)}`, level);
  for (const { role, access_level: level } of roleAccess) {
    all.add(`access ${name} role:${role} ${level}`, level);
  }
}

/** What no outsider may ever read of a state: what is told once. */
export function oneTimeSecrets({ cantila }: SandboxState): readonly string[] {
  const tokens = cantila.accounts.flatMap(({ invites }) => invites.map(({ token }) => token));
  const keys = cantila.keys.filter(({ account }) => account === "acme").map(({ key }) => key);
  return [...tokens, ...keys];
}

function person(all: Collector, email: string, held: readonly string[], owns: boolean): void {
  all.add(`member ${email.toLowerCase()}`, held.join("+"));
  if (owns && email !== SELF) all.owner(email);
}

interface Invited {
  readonly id: string | number;
  readonly email: string;
  readonly value: string;
  readonly sends?: number;
  /** To what of the organization, where not to itself. */
  readonly where?: string;
}

function invitation(all: Collector, { id, email, value, sends, where = "" }: Invited): void {
  all.add(`invitation ${where}${email.toLowerCase()}`, value);
  all.mail(id, email, sends);
}
