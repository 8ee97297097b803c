import * as z from "zod";
import { found, ok, Refusal, type Reply } from "../reply.ts";
import { type Call, enterOrganization, type Operation, param, readBody } from "./call.ts";
import { list } from "./list.ts";
import { join, leave } from "./membership.ts";
import { hasRole } from "./rules.ts";
import type { Member, Organization } from "./state.ts";
import { accountBody } from "./wire.ts";

const emptyBody = z.strictObject({});

const accounts = "/api/2/organizations/:org/accounts/";
const role = `${accounts}:account/role/:role/`;

/** The accounts of an organization and their roles; they come in by invites alone. */
export const memberOperations: readonly Operation[] = [
  { method: "GET", path: accounts, answer: listAccounts },
  { method: "GET", path: `${accounts}:account/`, answer: readAccount },
  { method: "DELETE", path: `${accounts}:account/`, action: "account.remove", answer: removeAccount },
  { method: "POST", path: role, action: "account.role.assign", answer: assignRole },
  { method: "DELETE", path: role, action: "account.role.unassign", answer: unassignRole },
];

function listAccounts(call: Call): Reply {
  const organization = enterOrganization(call);
  const rows = rowsOf(call, organization);
  return list(call, rows, ({ account }) => accountBody(call, organization, account), 100);
}

function readAccount(call: Call): Reply {
  const { organization, member } = memberOfPath(call);
  return ok(accountBody(call, organization, member.account));
}

/** The last ADMIN goes like anybody else: no document forbids it. */
function removeAccount(call: Call): Reply {
  const { organization, member } = memberOfPath(call);
  leave(call.state, organization, member.account, call.settings);
  return ok({ status: "removed" });
}

function assignRole(call: Call): Reply {
  const { organization, member } = memberOfPath(call);
  const id = knownRole(call, organization);
  readBody(call, emptyBody);
  join(organization, member.account, [id]);
  return ok({ status: "assigned" });
}

function unassignRole(call: Call): Reply {
  const { organization, member } = memberOfPath(call);
  const id = knownRole(call, organization);
  if (id === "DEFAULT") {
    throw new Refusal(409, "Every account has the role DEFAULT");
  }
  if (!member.roles.includes(id)) {
    throw new Refusal(404, `The account ${member.account} does not have the role ${id}`);
  }
  member.roles = member.roles.filter((each) => each !== id);
  return ok({ status: "unassigned" });
}

function rowsOf({ settings }: Call, { members, service_accounts }: Organization): readonly Member[] {
  const services = new Set(service_accounts.map(({ account }) => account));
  return settings.serviceAccountRows === "listed"
    ? members
    : members.filter(({ account }) => !services.has(account));
}

function memberOfPath(call: Call): { organization: Organization; member: Member } {
  const organization = enterOrganization(call);
  const id = param(call, "account");
  const member = organization.members.find(({ account }) => account === id);
  return { organization, member: found(member, `Account ${id}`) };
}

function knownRole(call: Call, organization: Organization): string {
  const id = param(call, "role");
  return found(hasRole(organization, id) ? id : undefined, `Role ${id}`);
}
