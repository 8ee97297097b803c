/** Who shall be invited as what, and whether somebody is. Pure. */
import { parseSubject } from "../../model/address.ts";
import { InternalError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { LiveMember } from "../../model/live.ts";
import type { NewInvitation, Role } from "./contract.ts";
import { RANK } from "./kinds.ts";
import type { InvitationRow } from "./live-people.ts";
import { targetOf, textOf, type Writing, workspaceId } from "./writing.ts";

/** An invitation that says what it gives access to, if to nothing. */
export type Invites = Required<NewInvitation>;

/** The invitation that a change asks for. */
export function invitationOf(writing: Writing): Invites {
  const { change } = writing;
  const { organization, key } = targetOf(writing, "member");
  const person = parseSubject(key);
  const email = textOf(change.after, "email") ?? ("email" in person ? person.email : undefined);
  if (email === undefined) throw new InternalError(`${change.address} has no e-mail to be invited by`);
  const access = change.after?.["workspaces"];
  const levels = typeof access === "object" && access !== null ? Object.entries(access) : [];
  return {
    email,
    org_role: roleOf(writing),
    workspace_access: levels.map(([name, level]) => ({
      workspace_id: workspaceId(writing, organization, name),
      role: level,
    })),
  };
}

/** The one role that a change gives. */
export function roleOf({ change }: Writing): Role {
  const roles = change.after?.["roles"];
  const role = Array.isArray(roles) ? RANK.find((one) => one === roles[0]) : undefined;
  if (role !== undefined) return role;
  throw new InternalError(`${change.address} has no role that an organization knows`);
}

/** Whether an invitation that is still open says the same, as far as the system tells what it carries. */
export function says(
  { live, access }: InvitationRow,
  { org_role: role, workspace_access: wanted }: Invites,
): boolean {
  if (live === undefined || live.roles[0] !== role) return false;
  const has = access.map(({ workspace, level }) => `${workspace} ${level}`).sort();
  const wants = wanted.map((grant) => `${grant.workspace_id} ${grant.role}`).sort();
  return live.accessUnknown === true || has.join() === wants.join();
}

/** Whether an invitation can be accepted: undefined where the system does not tell until when. */
export function isRunning({ status, expiresAt }: LiveMember): boolean | undefined {
  if (status !== "invited") return false;
  return expiresAt === undefined ? undefined : Date.parse(expiresAt) > Date.now();
}

/** Whether two e-mails are one. */
export function isFor(email: string | undefined, other: string): boolean {
  return email !== undefined && comparedEmail(email) === comparedEmail(other);
}
