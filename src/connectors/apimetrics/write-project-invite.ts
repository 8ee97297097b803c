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
  type Writing,
} from "./writing.ts";

/** POST /api/2/projects/{id}/invites/. Who is invited to the project with the level already gets no second mail (law 7). */
export async function inviteToProject(writing: Writing, email: string, level: GrantLevel): Promise<Written> {
  const open = await openFor(writing, email);
  const same = open.find((row) => invitedLevel(row) === level);
  if (same !== undefined) return { id: same.id };
  if (open.length > 0) throw moved(writing, "has been invited there with another level");
  return await send(writing, email, level);
}

/** A changed invite is a new one: the old is taken back first, so that nobody accepts what no longer holds. */
export async function renewProjectInvite(writing: Writing, level: GrantLevel): Promise<Written> {
  const invites = await writing.api.projectInvites(projectId(writing));
  const own = invites.find(({ id }) => id === nativeId(writing));
  const email = own?.email ?? emailOf(writing);
  if (email === undefined) throw moved(writing, "has lost the invitation");
  await takeBack(writing, email);
  const same = invites.find((row) => row !== own && isFor(row.email, email) && invitedLevel(row) === level);
  return same === undefined ? await send(writing, email, level) : { id: same.id };
}

/** DELETE /api/2/projects/{id}/invites/{invite}/; says so when it is gone because somebody accepted it. */
export async function cancelProjectInvite(writing: Writing): Promise<Written> {
  await takeBack(writing, emailOf(writing));
  return {};
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

async function takeBack(writing: Writing, email: string | undefined): Promise<void> {
  const { lists, cancelled } = writing;
  const project = projectId(writing);
  const id = nativeId(writing);
  await withdraw(writing, project, id);
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
