/** Invites to single projects: access of people who have no account yet. */
import { parseSubject } from "../../model/address.ts";
import type { Written } from "../../model/connector.ts";
import type { GrantLevel, Invite } from "./contract.ts";
import { invitedLevel } from "./live-people.ts";
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
export async function renewProjectInvite(
  writing: Writing,
  email: string,
  level: GrantLevel,
): Promise<Written> {
  const open = await openFor(writing, email);
  await takeBack(writing, email);
  const same = open.find((row) => row.id !== nativeId(writing) && invitedLevel(row) === level);
  return same === undefined ? await send(writing, email, level) : { id: same.id };
}

/** DELETE /api/2/projects/{id}/invites/{invite}/; says so when it is gone because somebody accepted it. */
export async function cancelProjectInvite(writing: Writing): Promise<Written> {
  const subject = parseSubject(targetOf(writing, "access").subject);
  await takeBack(writing, "email" in subject ? subject.email : undefined);
  return {};
}

async function takeBack(writing: Writing, email: string | undefined): Promise<void> {
  const { api, lists, cancelled } = writing;
  const project = projectId(writing);
  const id = nativeId(writing);
  if (await remove(() => api.cancelProjectInvite(project, id))) cancelled.add(id);
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
