import { memberAddress, parseSubject, workspaceAddress } from "../../model/address.ts";
import type { Attributes } from "../../model/contract.ts";
import { InternalError } from "../../model/errors.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { LiveAccess, LiveMember, LiveSubject } from "../../model/live.ts";
import { type MemoryOrganization, type MemoryWorld, put, within } from "./world.ts";
import { home, type Rewritten, type Target, textOf, type Writing } from "./writing.ts";

/** Invites by e-mail, adds by id, changes who is there already. */
export function placeMember(writing: Writing, target: Target<"member">): Rewritten {
  const { world, change } = writing;
  const organization = home(writing, target);
  const members = world.organizations.find((each) => each.organization.id === organization)?.members ?? [];
  const existing = members.find((each) => each.id === change.nativeId || means(each, target.key));
  const member = { ...(existing ?? newcomer(writing, target.key)), ...said(writing, existing) };
  const carried = carriedAccess(writing, target, member);
  const placed = within(world, organization, (each) => ({
    ...each,
    members: put(each.members, member, (other) => other === existing),
    access: carried.reduce((access, grant) => putGrant(access, grant, true), each.access),
  }));
  return { world: placed, id: member.id };
}

/** Removes a member or takes back an invitation; their access goes with it. */
export function removeMember(writing: Writing, target: Target<"member">): MemoryWorld {
  const { nativeId } = writing.change;
  return within(writing.world, home(writing, target), (each) => ({
    ...each,
    members: each.members.filter(({ id }) => id !== nativeId),
    access: each.access.filter(({ subject }) => subject.type === "role" || subject.id !== nativeId),
  }));
}

/** Gives a role, a member or somebody who is none their level. */
export function placeAccess(writing: Writing, target: Target<"access">): Rewritten {
  const single = (writing.kinds.access?.severalLevels ?? []).length === 0;
  const placed = within(writing.world, home(writing, target), (each) => ({
    ...each,
    access: putGrant(each.access, grantOf(writing, target, each), single),
  }));
  return { world: placed };
}

/** Takes a level away. */
export function removeAccess(writing: Writing, target: Target<"access">): MemoryWorld {
  const single = (writing.kinds.access?.severalLevels ?? []).length === 0;
  return within(writing.world, home(writing, target), (each) => {
    const gone = grantOf(writing, target, each);
    return {
      ...each,
      access: each.access.filter((grant) =>
        writing.change.nativeId !== undefined
          ? grant.id !== writing.change.nativeId
          : !sameGrant(grant, gone, single),
      ),
    };
  });
}

function newcomer({ change }: Writing, key: string): LiveMember {
  const person = parseSubject(key);
  if ("role" in person) throw new InternalError(`${change.address} names no person`);
  if ("id" in person) return { kind: "member", id: person.id, roles: [], status: "active" };
  const email = textOf(change.after, "email") ?? person.email;
  return { kind: "member", id: `inv_${person.email}`, email, roles: [], status: "invited" };
}

function said({ change }: Writing, existing: LiveMember | undefined): Partial<LiveMember> {
  const roles = change.after?.["roles"];
  const status = change.after?.["status"];
  return {
    ...(Array.isArray(roles) ? { roles } : {}),
    ...(status === "active" || status === "suspended" ? { status } : {}),
    ...(existing?.status === "expired" ? { status: "invited" } : {}),
  };
}

function carriedAccess(
  { change, context, kinds }: Writing,
  target: Target<"member">,
  { id, email }: LiveMember,
): readonly LiveAccess[] {
  const levels = Object.entries(recordOf(change.after?.["workspaces"]));
  if (levels.length > 0 && kinds.member?.invitation.carriesAccess !== true) {
    throw new InternalError(`${change.address} carries access, which this system's invitations cannot`);
  }
  const subject = { type: "person", id, ...(email === undefined ? {} : { email }) } as const;
  return levels.map(([name, level]) => ({
    kind: "access",
    workspace: context.id(workspaceAddress(target.organization, name)),
    subject,
    level,
  }));
}

function recordOf(value: Attributes[string] | undefined): Readonly<Record<string, string>> {
  return typeof value === "object" && value !== null && !isList(value) ? value : {};
}

function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}

/** The grant that a change of access is about. */
export function grantOf(writing: Writing, target: Target<"access">, within: MemoryOrganization): LiveAccess {
  const { change, context } = writing;
  const level = textOf(change.after, "level") ?? target.level ?? textOf(change.before, "level") ?? "";
  const workspace = context.id(workspaceAddress(target.organization, target.workspace));
  return { kind: "access", workspace, subject: subjectOf(writing, target, within), level };
}

function subjectOf(
  { change }: Writing,
  target: Target<"access">,
  { members }: MemoryOrganization,
): LiveSubject {
  const named = parseSubject(target.subject);
  if ("role" in named) return { type: "role", role: named.role };
  const live = change.refs[memberAddress(target.organization, target.subject)];
  const member = members.find((each) => each.id === live || means(each, target.subject));
  if (member !== undefined) {
    return { type: "person", id: member.id, ...(member.email === undefined ? {} : { email: member.email }) };
  }
  return "id" in named
    ? { type: "person", id: named.id }
    : { type: "person", id: `user_${named.email}`, email: named.email };
}

/** Whether a member is who a key names. */
export function means(member: LiveMember, key: string): boolean {
  const person = parseSubject(key);
  if ("email" in person) return member.email !== undefined && comparedEmail(member.email) === person.email;
  return "id" in person && member.id === person.id;
}

function putGrant(access: readonly LiveAccess[], grant: LiveAccess, single: boolean): readonly LiveAccess[] {
  return put(access, grant, (other) => sameGrant(other, grant, single));
}

/** Whether two grants are one; where one level is held at a time, whatever their levels are. */
export function sameGrant(a: LiveAccess, b: LiveAccess, single: boolean): boolean {
  return a.workspace === b.workspace && sameSubject(a.subject, b.subject) && (single || a.level === b.level);
}

function sameSubject(a: LiveSubject, b: LiveSubject): boolean {
  return a.type === "role" || b.type === "role"
    ? a.type === b.type && "role" in a && "role" in b && a.role === b.role
    : a.id === b.id;
}
