import type { Written } from "../../model/connector.ts";
import { ConnectorError, InternalError } from "../../model/errors.ts";
import type { Member, MemberChange, Role } from "./contract.ts";
import { asRole, memberAsPlanned } from "./look.ts";
import { invite, renewInvitation, revokeInvitation } from "./write-invitation.ts";
import {
  isRefusal,
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
  const member = await memberAsPlanned(writing, organization);
  if (member === undefined) throw moved(writing, "has left");
  const differing = differenceOf(writing, member, role);
  if (Object.keys(differing).length > 0)
    await update(writing, organization, { user: nativeId(writing), change: differing });
  return {};
}

/** What a member lacks of what a change wants. */
function differenceOf(writing: Writing, member: Member, role: Role | undefined): MemberChange {
  const status = statusOf(writing);
  return {
    ...(role === undefined || member.role?.id === role.id ? {} : { roleId: role.id }),
    ...(status === undefined || status === member.status ? {} : { status }),
  };
}

/** Removes a member, or takes an invitation back. */
export async function removeMember(writing: Writing): Promise<Written> {
  const { api, change, members } = writing;
  const organization = organizationId(writing);
  const user = nativeId(writing);
  const status = textOf(change.before, "status");
  if (status === "invited" || status === "expired") return await revokeInvitation(writing, organization);
  if ((await memberAsPlanned(writing, organization)) === undefined) return {};
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

interface Wish {
  readonly user: string;
  readonly role: Role;
}

/** Adds somebody; the status follows, since adding takes none. Who joined meanwhile as anything else is left so. */
async function addMember(writing: Writing, organization: string, { user, role }: Wish): Promise<Written> {
  const member = await addOrFind(writing, organization, { user, role });
  const change = differenceOf(writing, member, role);
  // Somebody active whom this change suspends may be the half of it that was done.
  if (change.roleId !== undefined || change.status === "active")
    throw moved(writing, `has joined ${asRole(member.role)} (${member.status})`);
  if (change.status !== undefined) await update(writing, organization, { user, change });
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
