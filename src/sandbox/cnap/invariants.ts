import { pendingIn } from "./invitations.ts";
import type { CnapState, Deletion, Organization, Token, Workspace } from "./state.ts";

type Problems = readonly string[];

/** The ids of all users, since a seed may hold thousands. */
type Ids = ReadonlySet<string>;

/** Everything that cannot be so in a CNAP, one sentence each; a seed and every state after it has none. */
export function problemsOf(state: CnapState): Problems {
  const { users, tokens, organizations, workspaces, deletions, answered } = state;
  const ids = new Set(users.map(({ id }) => id));
  const invitations = organizations.flatMap((organization) => organization.invitations);
  const problems = [
    ...repeated(users, "user id", ({ id }) => id),
    ...repeated(users, "user e-mail", ({ email }) => email?.toLowerCase()),
    ...repeated(tokens, "token", ({ token }) => token),
    ...repeated(organizations, "organization id", ({ id }) => id),
    ...repeated(organizations, "organization slug", ({ slug }) => slug),
    ...repeated(workspaces, "workspace id", ({ id }) => id),
    ...repeated(workspaces, "workspace slug", ({ slug }) => slug),
    ...repeated(invitations, "invitation id", ({ id }) => id),
    ...repeated(deletions, "operation id", ({ id }) => id),
    ...repeated(answered, "idempotency key", ({ sender, key }) => `${key} of ${sender}`),
    ...tokens.flatMap((token) => tokenProblems(state, token, ids)),
    ...organizations.flatMap((organization) => organizationProblems(organization, ids)),
    ...workspaces.flatMap((workspace) => workspaceProblems(state, workspace, ids)),
    ...deletions.flatMap((deletion) => deletionProblems(state, deletion)),
  ];
  return problems.map((problem) => `cnap: ${problem}`);
}

function tokenProblems({ workspaces }: CnapState, { user, workspace }: Token, ids: Ids): Problems {
  return [
    ...unless((user === null) !== (workspace === null), "a token speaks for a user or for a workspace"),
    ...(user === null ? [] : unknownUser(ids, "a token", user)),
    ...unless(
      workspace === null || workspaces.some(({ id }) => id === workspace),
      `a token: there is no workspace ${workspace}`,
    ),
  ];
}

function organizationProblems(organization: Organization, ids: Ids): Problems {
  const where = `organization ${organization.id}`;
  const { members, invitations } = organization;
  return [
    ...repeated(members, `${where}: member`, ({ user }) => user),
    ...repeated(pendingIn(organization), `${where}: a pending invitation of`, ({ email }) =>
      email.toLowerCase(),
    ),
    ...unless(
      members.some(({ role }) => role === "owner"),
      `${where}: has no owner`,
    ),
    ...members.flatMap(({ user }) => unknownUser(ids, where, user)),
    ...invitations.flatMap(({ invited_by }) =>
      invited_by === "" ? [] : unknownUser(ids, where, invited_by),
    ),
  ];
}

function workspaceProblems({ organizations }: CnapState, workspace: Workspace, ids: Ids): Problems {
  const where = `workspace ${workspace.id}`;
  const { owner, members, management } = workspace;
  return [
    ...repeated([{ user: owner }, ...members], `${where}: member`, ({ user }) => user),
    ...[owner, ...members.map(({ user }) => user)].flatMap((user) => unknownUser(ids, where, user)),
    ...unless(
      management === null || organizations.some(({ id }) => id === management.organization),
      `${where}: there is no organization ${management?.organization}`,
    ),
  ];
}

function deletionProblems({ organizations }: CnapState, deletion: Deletion): Problems {
  const { id, organization, completed_at } = deletion;
  const isThere = organizations.some((one) => one.id === organization);
  return [
    ...unless(completed_at !== null || isThere, `operation ${id}: there is no organization ${organization}`),
    ...unless(
      completed_at === null || !isThere,
      `operation ${id}: organization ${organization} is still there`,
    ),
  ];
}

function unknownUser(ids: Ids, where: string, id: string): Problems {
  return unless(ids.has(id), `${where}: there is no user ${id}`);
}

function repeated<Thing>(
  things: readonly Thing[],
  what: string,
  key: (thing: Thing) => string | null | undefined,
): Problems {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const one of things.map(key)) {
    if (typeof one === "string") {
      (seen.has(one) ? twice : seen).add(one);
    }
  }
  return [...twice].map((one) => `${what} ${one} is there twice`);
}

function unless(fine: boolean, problem: string): Problems {
  return fine ? [] : [problem];
}
