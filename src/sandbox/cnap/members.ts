import * as z from "zod";
import { created, found, noContent, ok, Refusal, type Reply } from "../reply.ts";
import {
  type Call,
  checkEtag,
  checkStanding,
  enterOrganization,
  manageOrganization,
  type Operation,
  param,
  readBody,
} from "./call.ts";
import { CODES, invalid, refusal } from "./errors.ts";
import { role } from "./fields.ts";
import { page } from "./list.ts";
import { changeRole, join, leave } from "./membership.ts";
import { isLastOwner, mayManage, membershipOf } from "./rules.ts";
import type { Member, Organization, Role } from "./state.ts";
import { userById } from "./users.ts";
import { memberBody } from "./wire.ts";

const addBody = z.strictObject({ user_id: z.string(), role: role.default("member") });
const roleBody = z.strictObject({ role });

const members = "/organizations/:organization/members";

/** The people of an organization; each membership has an etag of its own. */
export const memberOperations: readonly Operation[] = [
  { method: "GET", path: members, answer: listMembers },
  { method: "POST", path: members, keyed: true, answer: addMember },
  { method: "PATCH", path: `${members}/:user`, keyed: true, answer: updateRole },
  { method: "DELETE", path: `${members}/:user`, keyed: true, answer: removeMember },
];

function listMembers(call: Call): Reply {
  const { organization } = enterOrganization(call, 403);
  return page(call, `members of ${organization.id}`, organization.members, (member) =>
    memberBody(call.state, member),
  );
}

function addMember(call: Call): Reply {
  const { organization, self } = manageOrganization(call, 403);
  const body = readBody(call, addBody);
  checkOwners(call, self.role, body.role);
  checkStanding(call.state, organization);
  checkEtag(call, organization.etag);
  if (userById(call.state, body.user_id) === undefined) {
    // Adding lists no 404 among its replies.
    throw refusal(400, invalid(["body", "user_id"], `There is no user ${body.user_id}`));
  }
  if (membershipOf(organization, body.user_id) !== undefined) {
    throw new Refusal(409, `${body.user_id} is already a member of the organization`);
  }
  join(call, organization, body.user_id, body.role);
  return created({ ok: true });
}

function updateRole(call: Call): Reply {
  const { organization, self } = enterOrganization(call);
  if (self.role !== "owner") {
    throw new Refusal(403, "Only an owner may change roles");
  }
  const body = readBody(call, roleBody);
  const member = memberOfPath(call, organization);
  checkStanding(call.state, organization);
  checkEtag(call, member.etag);
  if (body.role !== "owner") {
    checkOwnerLeft(organization, member);
  }
  changeRole(call, organization, member, body.role);
  return ok({ ok: true });
}

function removeMember(call: Call): Reply {
  const { organization, self } = enterOrganization(call);
  const isSelf = param(call, "user") === self.user;
  if (!isSelf && !mayManage(self.role)) {
    throw new Refusal(403, "Only owners and admins may remove others");
  }
  const member = memberOfPath(call, organization);
  if (!isSelf) {
    checkOwners(call, self.role, member.role);
  }
  checkStanding(call.state, organization);
  checkEtag(call, member.etag);
  checkOwnerLeft(organization, member);
  leave(call, organization, member);
  return noContent();
}

/** Refuses (403) that an admin makes, invites or removes an owner, where the sandbox is set to. */
export function checkOwners({ settings }: Call, actor: Role, touched: Role): void {
  if (settings.ownersAboveAdmins && actor !== "owner" && touched === "owner") {
    throw new Refusal(403, "Only an owner may handle owners");
  }
}

function checkOwnerLeft(organization: Organization, member: Member): void {
  if (isLastOwner(organization, member)) {
    throw refusal(400, { code: CODES.protected, message: "The organization would be left without an owner" });
  }
}

function memberOfPath(call: Call, organization: Organization): Member {
  const id = param(call, "user");
  return found(membershipOf(organization, id), `Member ${id}`);
}
