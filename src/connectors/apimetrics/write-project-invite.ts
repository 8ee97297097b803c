/** Invites to single projects: access of people who have no account yet. */
import { parseSubject } from "../../model/address.ts";
import type { Written } from "../../model/connector.ts";
import type { GrantLevel, Invite } from "./contract.ts";
import { invitedLevel, isToProject } from "./live-people.ts";
import {
  doOrSettle,
  isFor,
  moved,
  nativeId,
  organizationId,
  projectId,
  remove,
  targetOf,
  textOf,
  type Writing,
} from "./writing.ts";

/** POST /api/2/projects/{id}/invites/. Who is invited to the project with the level already gets no second mail (law 7). */
export async function inviteToProject(writing: Writing, email: string, level: GrantLevel): Promise<Written> {
  const open = await openFor(writing, email);
  const same = open.find((row) => invitedLevel(row) === level);
  if (same !== undefined) return { id: same.id };
  if (open.length > 0) throw moved(writing, OTHER_LEVEL);
  return await send(writing, email, level);
}

/**
 * A changed invite is a new one: the old is taken back first, so that nobody accepts what no longer holds. One that is gone
 * without being accepted may be the half of this that was done.
 */
export async function renewProjectInvite(writing: Writing, level: GrantLevel): Promise<Written> {
  const invites = await writing.api.projectInvites(projectId(writing));
  const own = ownIn(writing, invites);
  if (own !== undefined && invitedLevel(own) === level) return { id: own.id };
  const email = own?.email ?? emailOf(writing);
  if (email === undefined) throw moved(writing, "has lost the invitation");
  await takeBack(writing, own, email);
  const others = invites.filter((row) => row !== own && isFor(row.email, email));
  const same = others.find((row) => invitedLevel(row) === level);
  if (same !== undefined) return { id: same.id };
  if (own === undefined && others.length > 0) throw moved(writing, OTHER_LEVEL);
  return await send(writing, email, level);
}

/**
 * DELETE /api/2/projects/{id}/invites/{invite}/, where it is as the plan saw it; says so when it is gone because somebody
 * accepted it, or was invited anew.
 */
export async function cancelProjectInvite(writing: Writing): Promise<Written> {
  const invites = await writing.api.projectInvites(projectId(writing));
  const own = ownIn(writing, invites);
  const email = emailOf(writing);
  await takeBack(writing, own, email);
  const isOurs = writing.cancelled.has(nativeId(writing)) || email === undefined;
  if (!isOurs && invites.some((row) => row !== own && isFor(row.email, email)))
    throw moved(writing, "has been invited there again by somebody else");
  return {};
}

const OTHER_LEVEL = "has been invited there with another level";

function ownIn(writing: Writing, invites: readonly Invite[]): Invite | undefined {
  return invites.find(({ id }) => id === nativeId(writing));
}

/** Takes back what somebody is invited to on projects, as far as the organization's invites have it. */
export async function withdrawFromProjects(writing: Writing, emails: readonly string[]): Promise<void> {
  const invites = await writing.lists.invites.recent(organizationId(writing));
  const theirs = invites.filter(isToProject).filter((row) => emails.some((each) => isFor(row.email, each)));
  for (const { id, project_id: project } of theirs) await withdraw(writing, project, id);
}

/** The address that the plan named somebody by; an invite that it named by its id has none there. */
function emailOf(writing: Writing): string | undefined {
  const subject = parseSubject(targetOf(writing, "access").subject);
  return "email" in subject ? subject.email : undefined;
}

async function withdraw(writing: Writing, project: string, id: string): Promise<void> {
  const { api, lists, cancelled } = writing;
  const done = await remove(
    () => api.cancelProjectInvite(project, id),
    async () => (await api.projectInvites(project)).some((row) => row.id === id),
  );
  if (done) cancelled.add(id);
  lists.invites.drop(organizationId(writing), id);
}

/** Takes an invite back that is as the plan saw it; throws where it is another, or was accepted. */
async function takeBack(writing: Writing, own: Invite | undefined, email: string | undefined): Promise<void> {
  const { change, lists, cancelled } = writing;
  const project = projectId(writing);
  const id = nativeId(writing);
  const seen = textOf(change.before, "level");
  if (own !== undefined && seen !== undefined && invitedLevel(own) !== seen)
    throw moved(writing, OTHER_LEVEL);
  if (own !== undefined) await withdraw(writing, project, id);
  if (cancelled.has(id) || email === undefined) return;
  const grants = await lists.grants.now(organizationId(writing));
  if (grants.some((row) => row.project === project && isFor(row.account_email, email)))
    throw moved(writing, "has accepted the invitation");
}

async function send(writing: Writing, email: string, level: GrantLevel): Promise<Written> {
  return await doOrSettle(
    async () => {
      const body = { email, access_level: level };
      return { id: (await writing.api.inviteToProject(projectId(writing), body)).id };
    },
    async () => {
      const same = (await openFor(writing, email)).find((row) => invitedLevel(row) === level);
      return same === undefined ? undefined : { id: same.id };
    },
  );
}

async function openFor(writing: Writing, email: string): Promise<readonly Invite[]> {
  const invites = await writing.api.projectInvites(projectId(writing));
  return invites.filter((row) => isFor(row.email, email));
}
