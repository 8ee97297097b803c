import type { Written } from "../../model/connector.ts";
import { writeVersion } from "./conditional.ts";
import type { Member } from "./contract.ts";
import { inviteMember, renewInvitation, takeBack } from "./write-invitation.ts";
import { moved, nativeId, organizationId, roleIn, textOf, type Writing, wantedRole } from "./writing.ts";

/** Adds somebody by their user id, or invites them by e-mail. */
export async function addMember(writing: Writing): Promise<Written> {
  const { api, change } = writing;
  const user = textOf(change.after, "id");
  if (user === undefined) return await inviteMember(writing);
  const organization = organizationId(writing);
  const role = wantedRole(writing);
  await writeVersion(
    async () => {
      const { etag } = await api.organization(organization);
      const member = await find(writing, user);
      if (member === undefined) return etag;
      if (member.role === role) return undefined;
      throw moved(writing, `has joined as ${member.role}`);
    },
    (etag) => api.addMember({ organization, user, etag }, role),
  );
  return { id: user };
}

/** Changes the role of a member, or renews an invitation that ran out or shall say something else. */
export async function changeMember(writing: Writing): Promise<Written> {
  const { api, change } = writing;
  if (textOf(change.after, "email") !== undefined) return await renewInvitation(writing);
  const organization = organizationId(writing);
  const user = nativeId(writing);
  const role = wantedRole(writing);
  await writeVersion(
    async () => {
      const member = await find(writing, user);
      if (member === undefined) throw moved(writing, "has left");
      return member.role === role ? undefined : asPlanned(writing, member);
    },
    (etag) => api.setRole({ organization, user, etag }, role),
  );
  return {};
}

/** Removes a member, or takes an invitation back. */
export async function removeMember(writing: Writing): Promise<Written> {
  const { api, change } = writing;
  const status = textOf(change.before, "status");
  if (status === "invited" || status === "expired") return await takeBack(writing);
  const organization = organizationId(writing);
  const user = nativeId(writing);
  await writeVersion(
    async () => {
      const member = await find(writing, user);
      return member === undefined ? undefined : asPlanned(writing, member);
    },
    (etag) => api.removeMember({ organization, user, etag }),
  );
  return {};
}

/** The etag of a member who still has the role that the plan saw. */
function asPlanned(writing: Writing, { role, etag }: Member): string {
  const before = roleIn(writing.change.before);
  if (before === undefined || before === role) return etag;
  throw moved(writing, `has the role ${role} by now, not ${before}: somebody changed it`);
}

async function find(writing: Writing, user: string): Promise<Member | undefined> {
  const members = await writing.api.members(organizationId(writing));
  return members.find(({ user_id: id }) => id === user);
}
