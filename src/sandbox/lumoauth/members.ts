import * as z from "zod";
import { created, found, ok, Refusal, type Reply } from "../reply.ts";
import { note } from "./audit.ts";
import { type Call, changes, type Operation, param, pathOrganization, readBody } from "./call.ts";
import { list } from "./list.ts";
import { join, leave } from "./membership.ts";
import { userById } from "./people.ts";
import { impossible } from "./refusals.ts";
import { chosenRole, roleFields, roleOrDefault } from "./role-choice.ts";
import { isLastOwner, roleById } from "./rules.ts";
import { MEMBER_STATUSES, type Member, type Organization } from "./state.ts";
import { memberBody } from "./wire.ts";

const addBody = { userId: z.string().min(1), ...roleFields };
const changeBody = { ...roleFields, status: z.enum(MEMBER_STATUSES).optional() };

const members = "/organizations/:organization/members";
const one = `${members}/:user`;

/** The people of an organization; paths name them by the user's id. */
export const memberOperations: readonly Operation[] = [
  { method: "GET", path: members, answer: listMembers },
  { method: "POST", path: members, answer: addMember },
  ...changes(one, changeMember),
  { method: "DELETE", path: one, answer: removeMember },
];

function listMembers(call: Call): Reply {
  const organization = pathOrganization(call);
  const user = (member: Member) => userById(call.tenant, member.user);
  return list<Member>(call, {
    resourceType: "members",
    rows: organization.members,
    body: (member) => memberBody(call.tenant, organization, member),
    texts: { email: (member) => user(member)?.email ?? "", name: (member) => user(member)?.name ?? "" },
    times: { joinedAt: ({ joinedAt }) => joinedAt },
  });
}

function addMember(call: Call): Reply {
  const organization = pathOrganization(call);
  const { userId, ...choice } = readBody(call, addBody);
  const user = found(userById(call.tenant, userId), `User ${userId}`);
  if (organization.members.some((member) => member.user === user.id)) {
    throw new Refusal(409, `${user.email} is already a member of the organization`);
  }
  const role = roleOrDefault(organization, choice, 404);
  const member = join(call.state, organization, { user: user.id, role }, call.now);
  note(call, "member.added", member.id);
  return created({ data: memberBody(call.tenant, organization, member), message: "Member added" });
}

function changeMember(call: Call): Reply {
  const organization = pathOrganization(call);
  const member = pathMember(call, organization);
  const { status = member.status, ...choice } = readBody(call, changeBody);
  const role = chosenRole(organization, choice, 422)?.id ?? member.role;
  const demoted = roleById(organization, role)?.isOwner !== true;
  const shutOut = status === "suspended" && member.status === "active";
  if (demoted || shutOut) {
    keepOwner(call, organization, member);
  }
  member.role = role;
  member.status = status;
  note(call, "member.updated", member.id);
  return ok({ data: memberBody(call.tenant, organization, member), message: "Member updated" });
}

function removeMember(call: Call): Reply {
  const organization = pathOrganization(call);
  const member = pathMember(call, organization);
  keepOwner(call, organization, member);
  leave(organization, member);
  note(call, "member.removed", member.id);
  return ok({ message: "Member removed" });
}

function keepOwner({ settings }: Call, organization: Organization, member: Member): void {
  if (settings.lastOwner === "protected" && isLastOwner(organization, member)) {
    throw impossible("The last owner of an organization cannot be removed, suspended or given another role");
  }
}

function pathMember(call: Call, organization: Organization): Member {
  const id = param(call, "user");
  return found(
    organization.members.find(({ user }) => user === id),
    `Member ${id}`,
  );
}
