/** Access to projects: of roles, of accounts, and of people without an account, who are invited to the project. */
import { parseSubject } from "../../model/address.ts";
import type { Written } from "../../model/connector.ts";
import { InternalError } from "../../model/errors.ts";
import type { GrantLevel } from "./contract.ts";
import { LEVELS } from "./kinds.ts";
import { changeAccountLevel, grantAccount, revokeAccount } from "./write-account-access.ts";
import { cancelProjectInvite, inviteToProject, renewProjectInvite } from "./write-project-invite.ts";
import { grantRole, revokeRole } from "./write-role-access.ts";
import {
  holderId,
  isFor,
  moved,
  nativeId,
  organizationId,
  targetOf,
  textOf,
  type Writing,
} from "./writing.ts";

/** Gives a role or somebody a level on a project. */
export async function grantAccess(writing: Writing): Promise<Written> {
  const level = levelOf(writing);
  const subject = parseSubject(targetOf(writing, "access").subject);
  if ("role" in subject) return await grantRole(writing, subject.role, level);
  const account =
    holderId(writing) ??
    textOf(writing.change.after, "id") ??
    ("id" in subject ? subject.id : await accountFor(writing, subject.email));
  if (account !== undefined) return await grantAccount(writing, account, level);
  if ("email" in subject)
    return await inviteToProject(writing, textOf(writing.change.after, "email") ?? subject.email, level);
  throw new InternalError(`${writing.change.address} names nobody`);
}

/** Changes somebody's level; a role's levels are given and taken, not changed. */
export async function setLevel(writing: Writing): Promise<Written> {
  const level = levelOf(writing);
  const subject = parseSubject(targetOf(writing, "access").subject);
  if ("role" in subject) throw new InternalError(`${writing.change.address}: a role's level is its key`);
  return isInvite(writing)
    ? await renewProjectInvite(writing, level)
    : await changeAccountLevel(writing, level);
}

/** Takes access away. */
export async function revokeAccess(writing: Writing): Promise<Written> {
  const subject = parseSubject(targetOf(writing, "access").subject);
  if ("role" in subject) return await revokeRole(writing);
  return isInvite(writing) ? await cancelProjectInvite(writing) : await revokeAccount(writing);
}

/** Who holds an invite is nobody yet: the plan calls them by the invite's own id. */
function isInvite(writing: Writing): boolean {
  return holderId(writing) === nativeId(writing);
}

/** The account of somebody who is no member, where it has access to another project of the organization. */
async function accountFor(writing: Writing, email: string): Promise<string | undefined> {
  const grants = await writing.lists.grants.recent(organizationId(writing));
  const accounts = new Set(
    grants.filter((row) => isFor(row.account_email, email)).map((row) => row.account_id),
  );
  const [account, ...more] = accounts;
  if (more.length === 0) return account;
  throw moved(
    writing,
    `has come to mean several accounts (${[...accounts].join(", ")}; name one by \`id:\`)`,
  );
}

function levelOf({ change }: Writing): GrantLevel {
  const level = textOf(change.after, "level");
  const known = LEVELS.find((each) => each === level);
  if (known !== undefined) return known;
  throw new InternalError(`${change.address} has no level that a project knows`);
}
