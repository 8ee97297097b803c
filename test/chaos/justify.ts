/** Which losses a change of a plan accounts for: itself, and what its connector says goes with it. Nothing else may go. */
import { type ParsedAddress, parseAddress } from "../../src/model/address.ts";
import type { Change } from "../../src/model/contract.ts";
import { workspaces } from "../conformance/story.ts";
import { type Loss, TWICE } from "./holdings.ts";

/** Whether a change accounts for a loss; `person` is whom it is about where its address does not say the e-mail. */
export function justifies(change: Pick<Change, "address" | "action">, loss: Loss, person?: string): boolean {
  const target = parseAddress(change.address);
  const name = loss.name.replaceAll(TWICE, "");
  const ends = change.action === "delete" || change.action === "replace";
  switch (target.kind) {
    case "organization":
      return ends || (name === "organization" && loss.now !== undefined);
    case "role":
      return ofRole(target.role, name, loss) && (ends || loss.now !== undefined);
    case "workspace":
      return ends && ofWorkspace(placeOf(target.workspace), name);
    case "member":
      return ofMember(target.key.startsWith("id:") ? (person ?? target.key) : target.key, {
        name,
        ends,
        action: change.action,
        loss,
      });
    case "access":
      return ofAccess(target, { name, ends, loss });
  }
}

/** Roles of people and access of roles change with the role that they are about. */
function ofRole(role: string, name: string, { before }: Loss): boolean {
  return (
    name === `role ${role}` ||
    name.includes(` role:${role} `) ||
    (/^(member|invitation) /.test(name) && before.split("+").includes(role))
  );
}

function ofWorkspace(place: string, name: string): boolean {
  return (
    name === `workspace ${place}` || name.startsWith(`access ${place} `) || /^invitation project /.test(name)
  );
}

interface Case {
  readonly name: string;
  readonly ends: boolean;
  readonly loss: Loss;
}

/** Whoever is made a member may have had a stale invitation; whoever goes loses everything of theirs. */
function ofMember(person: string, { name, ends, action, loss }: Case & Pick<Change, "action">): boolean {
  if (name.startsWith("invitation ") && name.endsWith(person)) return true;
  if (!name.endsWith(` ${person}`)) return false;
  return ends || (action === "update" && loss.now !== undefined && /^(member|session) /.test(name));
}

function ofAccess(
  { workspace, subject }: Extract<ParsedAddress, { kind: "access" }>,
  { name, ends, loss }: Case,
): boolean {
  const isRole = subject.startsWith("role:");
  const own = name.startsWith(`access ${placeOf(workspace)} ${subject}`) || isInvitation(name, subject);
  return own && (ends || loss.now !== undefined || isRole);
}

function isInvitation(name: string, subject: string): boolean {
  return name.startsWith("invitation ") && name.endsWith(subject);
}

/** The live name of a workspace entry. */
function placeOf(entry: string): string {
  return workspaces[entry] ?? entry;
}
