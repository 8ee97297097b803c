import type { World } from "./call.ts";
import { issueEtag } from "./ids.ts";
import { managedWorkspaces, membershipOf } from "./rules.ts";
import type { Invitation, Member, Organization, Role, User } from "./state.ts";
import { firstVersion, touch, unixSeconds } from "./time.ts";
import { addUser, userByEmail } from "./users.ts";

/** Makes a user a member, which gives them every workspace that the organization manages. */
export function join(world: World, organization: Organization, user: string, role: Role): void {
  const { state, now } = world;
  organization.members.push({ user, role, joined_at: unixSeconds(now), ...firstVersion(state, now) });
  membersChanged(world, organization);
}

/** Gives a member another role. */
export function changeRole(world: World, organization: Organization, member: Member, role: Role): void {
  member.role = role;
  touch(world.state, member, world.now);
  membersChanged(world, organization);
}

/** Takes a membership away, and with it every managed workspace. */
export function leave(world: World, organization: Organization, { user }: Member): void {
  organization.members = organization.members.filter((member) => member.user !== user);
  membersChanged(world, organization);
}

/** Accepts an invitation for its e-mail, whose user is made if there is none; who is a member keeps their role. */
export function accept(world: World, organization: Organization, invitation: Invitation): User {
  const { state, now } = world;
  const user = userByEmail(state, invitation.email) ?? addUser(state, invitation.email);
  invitation.status = "accepted";
  touch(state, invitation, now);
  if (membershipOf(organization, user.id) === undefined) {
    join(world, organization, user.id, invitation.role);
  }
  return user;
}

/** Deletes an organization; its workspaces go on without anybody managing them. */
export function dissolve({ state }: World, organization: Organization): void {
  for (const workspace of managedWorkspaces(state, organization)) {
    workspace.management = null;
    workspace.management_etag = issueEtag(state);
  }
  state.organizations = state.organizations.filter((one) => one !== organization);
}

function membersChanged({ state, settings, now }: World, organization: Organization): void {
  if (settings.memberChangesBumpOrganization) {
    touch(state, organization, now);
  }
}
