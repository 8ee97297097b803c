import { isWorkspaceRole } from "./rules.ts";
import type { Invitation, Organization, SignalSmithState, Workspace } from "./state.ts";

type Problems = readonly string[];

/** Accounts by id, since a seed may hold thousands. */
type Emails = ReadonlyMap<string, string>;

/** Everything that cannot be so in a SignalSmith, one sentence each; a seed and every state after it has none. */
export function problemsOf(state: SignalSmithState): Problems {
  const { accounts, tokens, workspaces, organizations } = state;
  const emails = new Map(accounts.map(({ id, email }) => [id, email.toLowerCase()]));
  const problems = [
    ...repeated(accounts, "account id", ({ id }) => id),
    ...repeated(accounts, "account e-mail", ({ email }) => email.toLowerCase()),
    ...repeated(tokens, "token", ({ token }) => token),
    ...repeated(workspaces, "workspace id", ({ id }) => id),
    ...repeated(workspaces, "workspace slug", ({ slug }) => slug),
    ...repeated(organizations, "organization id", ({ id }) => id),
    ...repeated(organizations, "organization slug", ({ slug }) => slug),
    ...repeated(
      organizations.flatMap(({ members }) => members),
      "member id",
      ({ id }) => id,
    ),
    ...repeated(
      organizations.flatMap(({ invitations }) => invitations),
      "invitation id",
      ({ id }) => id,
    ),
    ...tokens.flatMap(({ account }) => unknownAccount(emails, "a token", account)),
    ...workspaces.flatMap((workspace) => workspaceProblems(state, workspace, emails)),
    ...organizations.flatMap((organization) => organizationProblems(state, organization, emails)),
  ];
  return problems.map((problem) => `signalsmith: ${problem}`);
}

function workspaceProblems(state: SignalSmithState, workspace: Workspace, emails: Emails): Problems {
  const where = `workspace ${workspace.id}`;
  const { organization_id, members, roles } = workspace;
  const organization = state.organizations.find(({ id }) => id === organization_id);
  const insiders = new Set(organization?.members.map(({ account }) => account));
  return [
    ...unless(
      organization_id === organization?.id || organization_id === null,
      `${where}: there is no organization ${organization_id}`,
    ),
    ...repeated(members, `${where}: member`, ({ account }) => account),
    ...repeated(roles, `${where}: role`, ({ name }) => name),
    ...members.flatMap(({ account, role, via }) => [
      ...unknownAccount(emails, where, account),
      ...unknownRole(where, workspace, role),
      ...unless(
        via === "direct" || insiders.has(account),
        `${where}: ${account} has access via the organization without being its member`,
      ),
    ]),
  ];
}

function organizationProblems(state: SignalSmithState, organization: Organization, emails: Emails): Problems {
  const where = `organization ${organization.id}`;
  const { members, invitations } = organization;
  const insiders = new Set(members.map(({ account }) => emails.get(account)));
  return [
    ...repeated(members, `${where}: member`, ({ account }) => account),
    ...repeated(invitations, `${where}: invitation of`, ({ email }) => email.toLowerCase()),
    ...members.flatMap(({ account }) => unknownAccount(emails, where, account)),
    ...invitations.flatMap((invitation) => [
      ...unless(
        !insiders.has(invitation.email.toLowerCase()),
        `${where}: ${invitation.email} is a member and invited`,
      ),
      ...accessProblems(state, where, invitation),
    ]),
  ];
}

function accessProblems(state: SignalSmithState, where: string, invitation: Invitation): Problems {
  const what = `${where}: the invitation of ${invitation.email}`;
  return invitation.workspace_access.flatMap(({ workspace_id, role }) => {
    const workspace = state.workspaces.find(({ id }) => id === workspace_id);
    return workspace === undefined
      ? [`${what} names workspace ${workspace_id}, which does not exist`]
      : unknownRole(what, workspace, role);
  });
}

function unknownAccount(emails: Emails, where: string, id: string): Problems {
  return unless(emails.has(id), `${where}: there is no account ${id}`);
}

function unknownRole(where: string, workspace: Workspace, role: string): Problems {
  return unless(isWorkspaceRole(workspace, role), `${where}: workspace ${workspace.id} has no role ${role}`);
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
