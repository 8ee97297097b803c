import * as z from "zod";
import { created, found, noContent, ok, Refusal, type Reply } from "../reply.ts";
import { accountByEmail, accountById } from "./accounts.ts";
import {
  type Call,
  DIALECTS,
  enterOrganization,
  manageOrganization,
  type Operation,
  param,
  readBody,
} from "./call.ts";
import { checkHandle, organizationRole } from "./grants.ts";
import { list } from "./list.ts";
import { dropInvitation, join, leave } from "./membership.ts";
import type { Account, Invitation, Organization, OrganizationMember } from "./state.ts";
import { invitedBody, memberBody } from "./wire.ts";

const orgRole = z.object({ org_role: organizationRole }).transform(({ org_role }) => org_role);
const plainRole = z.object({ role: organizationRole }).transform(({ role }) => role);
// No document shows the body of a role change, so both likely names are taken.
const roleBody = z.union([orgRole, plainRole], {
  error: "org_role (or role): must be owner, admin or member",
});
const personBody = z.union([z.object({ account_id: z.string().min(1) }), z.object({ email: z.email() })], {
  error: "account_id (or email): must name an account",
});

const members = "/organizations/:organization/members";

/** The people of an organization; the two ways to change a role are where the references differ. */
export const memberOperations: readonly Operation[] = [
  { method: "GET", path: members, dialects: DIALECTS, answer: listMembers },
  { method: "POST", path: members, dialects: ["reference-a"], answer: addMember },
  { method: "PUT", path: `${members}/:member`, dialects: ["guide", "reference-a"], answer: changeRole },
  { method: "PUT", path: `${members}/:member/role`, dialects: ["reference-b"], answer: changeRole },
  { method: "DELETE", path: `${members}/:member`, dialects: DIALECTS, answer: removeMember },
];

/** A row of the member list: somebody who belongs, or in the guide somebody still invited. */
type Row = OrganizationMember | Invitation;

function listMembers(call: Call): Reply {
  const { organization } = enterOrganization(call);
  return list(call, "paged", rowsOf(call, organization), (row) => rowBody(call, organization, row));
}

function addMember(call: Call): Reply {
  const { organization, role: actor } = manageOrganization(call);
  const role = readBody(call, roleBody);
  checkHandle(actor, role);
  const { id: account, email } = namedAccount(call);
  if (organization.members.some((member) => member.account === account)) {
    throw new Refusal(409, `${email} is already a member of the organization`);
  }
  dropInvitation(organization, email);
  const member = join(call.state, organization, { account, role, access: [] }, call.now);
  return created(memberBody(call, organization, member));
}

function changeRole(call: Call): Reply {
  const { organization, role: actor } = manageOrganization(call);
  const role = readBody(call, roleBody);
  const row = rowToHandle(call, organization, actor);
  checkHandle(actor, role);
  if (isInvitation(row)) {
    row.org_role = role;
  } else {
    row.role = role;
  }
  return ok(rowBody(call, organization, row));
}

/** The last owner goes like anybody else: no document forbids it. */
function removeMember(call: Call): Reply {
  const { organization, role: actor } = manageOrganization(call);
  const row = rowToHandle(call, organization, actor);
  if (isInvitation(row)) {
    dropInvitation(organization, row.email);
  } else {
    leave(call.state, organization, row.account);
  }
  return noContent();
}

function rowsOf({ settings }: Call, { members, invitations }: Organization): readonly Row[] {
  const listed = settings.dialect === "guide" && settings.pendingMembers === "listed";
  return listed ? [...members, ...invitations] : members;
}

function rowToHandle(call: Call, organization: Organization, actor: string): Row {
  const id = param(call, "member");
  const row = found(
    rowsOf(call, organization).find((one) => rowId(call, one) === id),
    `Member ${id}`,
  );
  checkHandle(actor, isInvitation(row) ? row.org_role : row.role);
  return row;
}

function rowId({ settings }: Call, row: Row): string {
  return isInvitation(row) || settings.dialect === "guide" ? row.id : row.account;
}

function rowBody(call: Call, organization: Organization, row: Row): object {
  return isInvitation(row) ? invitedBody(row, call.now) : memberBody(call, organization, row);
}

function isInvitation(row: Row): row is Invitation {
  return "expires_at" in row;
}

function namedAccount(call: Call): Account {
  const person = readBody(call, personBody);
  return "email" in person
    ? found(accountByEmail(call.state, person.email), `Account ${person.email}`)
    : found(accountById(call.state, person.account_id), `Account ${person.account_id}`);
}
