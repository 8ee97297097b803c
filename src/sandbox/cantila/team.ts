import * as z from "zod";
import { created, noContent, ok, type Reply } from "../reply.ts";
import { note } from "./activity.ts";
import { type Call, emailSchema, type Operation, param, readBody, roleSchema } from "./call.ts";
import { foundOr404, refuse } from "./errors.ts";
import { expel, putMember, setRole } from "./membership.ts";
import { DIALECTS, defaultRole, isLastOwner } from "./rules.ts";
import type { Member, Role } from "./state.ts";
import { memberBody } from "./wire.ts";

const members = "/team/members";
const one = `${members}/:member`;

/** The people of an account. */
export const teamOperations: readonly Operation[] = [
  { method: "GET", path: members, dialects: DIALECTS, by: "account", answer: listMembers },
  { method: "POST", path: members, dialects: DIALECTS, by: "account", answer: addMember },
  { method: "PATCH", path: one, dialects: DIALECTS, by: "account", answer: changeMember },
  { method: "DELETE", path: one, dialects: DIALECTS, by: "account", answer: removeMember },
];

function listMembers({ account }: Call): Reply {
  return ok({ members: account.members.map((member) => memberBody(account, member)) });
}

/** Whoever is there already gets the name and the role, if only the default one; open invitations stay. */
function addMember(call: Call): Reply {
  const { state, settings, account, now } = call;
  const schema = z.object({
    email: emailSchema,
    name: z.string().trim().min(1),
    role: roleSchema(settings).default(defaultRole(settings.dialect)),
  });
  const body = readBody(call, schema);
  guardLastOwner(call, body.email, body.role);
  const member = putMember(state, account, body, { dialect: settings.dialect, now });
  note(call, "team.member_added", `${member.email} as ${member.role}`);
  return created(memberBody(account, member));
}

function changeMember(call: Call): Reply {
  const { role } = readBody(call, z.object({ role: roleSchema(call.settings) }));
  const member = memberOf(call);
  guardLastOwner(call, member.email, role);
  setRole(call.settings.dialect, call.account, member, role);
  note(call, "team.role_changed", `${member.email} to ${role}`);
  return ok(memberBody(call.account, member));
}

function removeMember(call: Call): Reply {
  const { email } = memberOf(call);
  guardLastOwner(call, email, undefined);
  expel(call.state, call.account, email);
  note(call, "team.member_removed", email);
  return noContent();
}

function memberOf(call: Call): Member {
  const id = param(call, "member");
  return foundOr404(
    call.account.members.find((member) => member.id === id),
    "member",
  );
}

/** Only the documents protect the last owner; with the server they are removed like anybody. */
function guardLastOwner({ settings, account }: Call, email: string, role: Role | undefined): void {
  if (settings.dialect === "documented" && role !== "owner" && isLastOwner(account, email)) {
    throw refuse(400, "the last owner cannot be removed or demoted");
  }
}
