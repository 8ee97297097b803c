/** Access to workspaces: in a member's map where the member declares one, else in the section `access`. */
import { type ParsedAddress, parseAddress, parseSubject } from "../../model/address.ts";
import type { AccessEntry, Change, MemberEntry } from "../../model/contract.ts";
import { isSayable } from "../import/text.ts";
import type { Path } from "../syntax/source.ts";
import {
  type Around,
  type Choice,
  declaring,
  entriesOf,
  holdsNow,
  isTimed,
  type Place,
  workspaceKey,
} from "./around.ts";
import { accessEntry, type Grant } from "./held.ts";
import { keyIn } from "./members.ts";
import * as words from "./words.ts";

type Target = Extract<ParsedAddress, { readonly kind: "access" }>;

/** How a change of access is adopted. */
export function accessChoice(change: Change, around: Around): Choice {
  const { action, reason, before } = change;
  const target = parseAddress(change.address);
  if (target.kind !== "access") return { reason: words.notFound };
  if (before?.["status"] === "invited" || reason === "invitation-stale") return { reason: words.invitation };
  if (reason === "declared-absent") return { reason: words.declaredAbsent };
  if (action === "delete") return gained(change, target, around);
  if (action === "create" && isGivenAgain(target, around)) return { reason: words.stillHeld };
  const place = declaring(change, around, target.subject);
  if (typeof place === "string") return { reason: place };
  return action === "create" ? lost(target, place, around) : levelled(change, target, { place, around });
}

/** Access that is live, and would only be lost with a membership that no manifest declares. */
function isGivenAgain({ subject }: Target, { changes }: Around): boolean {
  return changes.some(
    (change) => change.kind === "member" && change.action === "delete" && keyIn(change) === subject,
  );
}

/** Access that is declared and gone: its line goes. */
function lost({ workspace, level }: Target, { section, index }: Place, { spec }: Around): Choice {
  const removed = (path: Path): Choice => ({
    steps: [{ does: "remove", path: ["spec", section, index, ...path] }],
    words: "entry removed",
  });
  if (section === "members") return removed(["workspaces", workspace]);
  const levels = spec.access?.[index]?.levels ?? [];
  const at = levels.indexOf(level ?? "");
  if (levels.length <= 1) return removed([]);
  return at === -1 ? { reason: words.severalOrigins } : removed(["levels", at]);
}

/** Access with another level than the declared one. */
function levelled(
  { before }: Change,
  { workspace }: Target,
  { place: { section, index }, around }: { readonly place: Place; readonly around: Around },
): Choice {
  const level = before?.["level"];
  if (typeof level !== "string" || !isSayable(level)) return { reason: words.unsayable("level") };
  const path: Path = ["spec", section, index];
  const entry = section === "access" ? around.spec.access?.[index] : undefined;
  const own = entry?.levels === undefined ? ["level"] : ["levels", 0];
  return {
    steps: [
      {
        does: "set",
        path: [...path, ...(section === "members" ? ["workspaces", workspace] : own)],
        value: level,
      },
    ],
    words: `${level} as live has it`,
  };
}

/** Access that is live and that no entry declares. */
function gained({ before }: Change, target: Target, around: Around): Choice {
  const level = before?.["level"];
  const workspace = workspaceKey(target.workspace, around);
  if (workspace === undefined) return { reason: words.undeclaredWorkspace(target.workspace) };
  if (typeof level !== "string" || !isSayable(level)) return { reason: words.unsayable("level") };
  const subject = parseSubject(target.subject);
  if (!("role" in subject)) return gainedByPerson(target.subject, { workspace, level }, around);
  if (!isSayable(subject.role)) return { reason: words.unsayableName(subject.role) };
  return beside([["role", subject.role]], { workspace, level });
}

function gainedByPerson(key: string, grant: Grant, around: Around): Choice {
  const { own, groups, access } = entriesOf(key, around);
  const inForce = (index: number): boolean => {
    const entry = around.spec.members?.[index];
    return entry?.workspaces !== undefined && entry.ensure !== "absent" && holdsNow(entry, around);
  };
  const [mapped] = own.filter(inForce);
  if (mapped !== undefined) return mappedMore({ index: mapped, entry: around.spec.members?.[mapped] }, grant);
  const [grouped] = groups.filter(inForce);
  if (grouped !== undefined)
    return { reason: words.accessThroughGroup(key, around.spec.members?.[grouped]?.group ?? "") };
  const named = access.map((index) => around.spec.access?.[index]).find((entry) => entry !== undefined);
  return named === undefined ? { reason: words.noEntry } : beside(whoOf(named), grant);
}

function mappedMore(
  { index, entry }: { readonly index: number; readonly entry: MemberEntry | undefined },
  { workspace, level }: Grant,
): Choice {
  if (entry === undefined || isTimed(entry)) return { reason: words.timed };
  if (Object.hasOwn(entry.workspaces ?? {}, workspace)) return { reason: words.onlyOne("level") };
  const path: Path = ["spec", "members", index, "workspaces", workspace];
  return { steps: [{ does: "set", path, value: level }], words: `${level} added` };
}

function whoOf({ email, id }: AccessEntry): readonly (readonly [string, string])[] {
  return email === undefined ? [["id", id ?? ""]] : [["email", email]];
}

function beside(who: readonly (readonly [string, string])[], grant: Grant): Choice {
  return {
    steps: [{ does: "append", path: ["spec", "access"], value: accessEntry(who, grant) }],
    words: "entry added",
  };
}
