/** Who shall be invited as what, and whether somebody is. */
import { parseAddress, parseSubject } from "../../model/address.ts";
import { InternalError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { Invite, Role } from "./contract.ts";
import { isOver } from "./live.ts";
import { textOf, type Writing } from "./writing.ts";

const ROLES: readonly string[] = [
  "owner",
  "admin",
  "developer",
  "viewer",
  "member",
] satisfies readonly Role[];

/** An invitation as it is wished for. */
export interface Wanted {
  readonly email: string;
  readonly role: Role;
}

/** Whether an invitation is open, and for the same person with the same role. */
export function says(invite: Invite, { email, role }: Wanted): boolean {
  const isOpen = invite.status === "pending" && !isOver(invite, Date.now());
  return isOpen && invite.role === role && isFor(invite.email, email);
}

/** The invitation that a change asks for. */
export function wantedOf(writing: Writing): Wanted {
  const { change } = writing;
  const email = textOf(change.after, "email") ?? emailIn(change.address);
  if (email !== undefined) return { email, role: roleOf(writing) };
  throw new InternalError(`${change.address} has no e-mail to be invited by`);
}

/** Whether two e-mails are one. */
export function isFor(email: string, other: string): boolean {
  return comparedEmail(email) === comparedEmail(other);
}

/** The one role that a change gives. */
export function roleOf({ change }: Writing): Role {
  const roles = change.after?.["roles"];
  const role: unknown = Array.isArray(roles) ? roles[0] : undefined;
  if (isRole(role)) return role;
  throw new InternalError(`${change.address} has no role of Cantila's`);
}

function isRole(role: unknown): role is Role {
  return typeof role === "string" && ROLES.includes(role);
}

function emailIn(address: string): string | undefined {
  const target = parseAddress(address);
  const person = target.kind === "member" ? parseSubject(target.key) : undefined;
  return person !== undefined && "email" in person ? person.email : undefined;
}
