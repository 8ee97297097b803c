import type { Written } from "../../model/connector.ts";
import { ConnectorError, InternalError } from "../../model/errors.ts";
import type { Member, MemberChange, Role } from "./contract.ts";
import { invite, renewInvitation, revokeInvitation } from "./write-invitation.ts";
import {
  isRefusal,
  keyOf,
  moved,
  nativeId,
  organizationId,
  refusedBecause,
  remove,
  textOf,
  type Writing,
} from "./writing.ts";

/** Adds a user of the tenant at once, or invites who is none. */
export async function joinMember(writing: Writing): Promise<Written> {
  const organization = organizationId(writing);
  const role = await wantedRole(writing, organization);
  const user = textOf(writing.change.after, "id");
  return user === undefined
    ? await invite(writing, organization, role)
    : await addMember(writing, organization, { user, role });
}

/** Changes a member's role or status; an invitation is renewed instead. */
export async function changeMember(writing: Writing): Promise<Written> {
  const { change } = writing;
  const organization = organizationId(writing);
  const role = change.after?.["roles"] === undefined ? undefined : await wantedRole(writing, organization);
  if (role !== undefined && textOf(change.after, "email") !== undefined) {
    return await renewInvitation(writing, organization, role);
  }
  const status = statusOf(writing);
  const wanted = {
    ...(role === undefined ? {} : { roleId: role.id }),
    ...(status === undefined ? {} : { status }),
  };
  await unmoved(writing, organization);
  await update(writing, organization, { user: nativeId(writing), change: wanted });
  return {};
}

/** Removes a member, or takes an invitation back. */
export async function removeMember(writing: Writing): Promise<Written> {
  const { api, change, members } = writing;
  const organization = organizationId(writing);
  const user = nativeId(writing);
  const status = textOf(change.before, "status");
  if (status === "invited" || status === "expired") return await revokeInvitation(writing, organization);
  await unmoved(writing, organization);
  try {
    await remove(
      writing,
      () => api.removeMember(organization, user),
      async () => (await members.now(organization)).some((row) => row.user.id === user),
    );
    members.settle(organization, user);
    return {};
  } catch (error) {
    if (!isRefusal(error, 422)) throw error;
    const why = "LumoAuth keeps this member, probably as the last owner; make somebody else an owner first";
    throw refusedBecause(writing, why, error);
  }
}

/** Throws where somebody else has changed a member's role or status since the plan was made; no etag would tell. */
async function unmoved(writing: Writing, organization: string): Promise<void> {
  const { members, change } = writing;
  const rows = await members.recent(organization);
  const row = rows.find(({ user }) => user.id === nativeId(writing));
  if (row === undefined) return;
  const planned = [change.before, change.after];
  const status = planned.map((each) => each?.["status"]);
  if (status[0] !== undefined && !status.includes(row.status))
    throw moved(writing, `has another status (${row.status})`);
  const held = planned.map((each) => each?.["roles"]);
  if (held[0] === undefined) return;
  const names = await namesOf(writing, organization, row.role);
  const fits = ([name, ...more]: readonly unknown[]) =>
    more.length === 0 && (row.role === null ? name === undefined : names.has(name));
  if (!held.some((each) => Array.isArray(each) && fits(each)))
    throw moved(writing, `has another role (${row.role?.slug ?? "none"})`);
}

/** What the plan may call a role: as its holder's row has it, as it is called now, and as it was before this apply. */
async function namesOf(
  { roles, done }: Writing,
  organization: string,
  role: Member["role"],
): Promise<ReadonlySet<unknown>> {
  if (role === null) return new Set();
  const now = (await roles.known(organization)).find(({ id }) => id === role.id);
  const earlier = done.renamed.get(keyOf(organization, role.id)) ?? [];
  return new Set([role.slug, ...(now === undefined ? [] : [now.slug]), ...earlier]);
}

interface Wish {
  readonly user: string;
  readonly role: Role;
}

/** Who is a member already is given what differs; only an owner is not made less by a change that did not show it. */
async function addMember(writing: Writing, organization: string, { user, role }: Wish): Promise<Written> {
  const { roles } = writing;
  const member = await addOrFind(writing, organization, { user, role });
  const status = statusOf(writing);
  const change: MemberChange = {
    ...(member.role?.id === role.id ? {} : { roleId: role.id }),
    ...(status === undefined || status === member.status ? {} : { status }),
  };
  if (Object.keys(change).length === 0) return { id: user };
  const held = (await roles.known(organization)).find(({ id }) => id === member.role?.id);
  if (held?.isOwner && !role.isOwner) throw moved(writing, "has become an owner");
  await update(writing, organization, { user, change });
  return { id: user };
}

async function addOrFind(writing: Writing, organization: string, { user, role }: Wish): Promise<Member> {
  const { api, members } = writing;
  try {
    const member = await api.addMember(organization, { userId: user, roleId: role.id });
    members.settle(organization, user, member);
    return member;
  } catch (error) {
    if (isRefusal(error, 404)) {
      const why = `the tenant has no user ${user}, or the organization or the role is gone; plan again`;
      throw refusedBecause(writing, why, error);
    }
    const there = isRefusal(error, 409)
      ? (await members.now(organization)).find((member) => member.user.id === user)
      : undefined;
    if (there === undefined) throw error;
    return there;
  }
}

interface Update {
  readonly user: string;
  readonly change: MemberChange;
}

async function update(writing: Writing, organization: string, { user, change }: Update): Promise<void> {
  const { api, members } = writing;
  try {
    members.settle(organization, user, await api.updateMember(organization, user, change));
  } catch (error) {
    if (isRefusal(error, 404))
      throw refusedBecause(writing, "is no longer a member, or the role is gone; plan again", error);
    if (!isRefusal(error, 422)) throw error;
    const why =
      "LumoAuth refuses the role or the status, probably for the last owner; make somebody else an owner first";
    throw refusedBecause(writing, why, error);
  }
}

/** The organization's role that a change gives; a role made since the list was read is looked for once more. */
async function wantedRole(writing: Writing, organization: string): Promise<Role> {
  const { change, roles } = writing;
  const wanted = change.after?.["roles"];
  const slug: unknown = Array.isArray(wanted) ? wanted[0] : undefined;
  if (typeof slug !== "string") throw new InternalError(`${change.address} has no role`);
  const named = (rows: readonly Role[]) => rows.find((role) => role.slug === slug);
  const role = named(await roles.known(organization)) ?? named(await roles.now(organization));
  if (role !== undefined) return role;
  throw new ConnectorError(
    `${change.address}: the organization has no role ${slug}; declare it under \`roles\`, or name one that is there`,
    { retryable: false },
  );
}

function statusOf({ change }: Writing): MemberChange["status"] {
  const status = textOf(change.after, "status");
  return status === "active" || status === "suspended" ? status : undefined;
}
