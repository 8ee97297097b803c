/** Members: roles and status as live has them, people who came and went. */
import { parseAddress, parseSubject } from "../../model/address.ts";
import type { Change, MemberEntry, Value } from "../../model/contract.ts";
import { comparedEmail } from "../../model/identity.ts";
import type { MemberKind } from "../../model/kinds.ts";
import { byEmail, type Named } from "../import/people.ts";
import { isSayable } from "../import/text.ts";
import type { Path } from "../syntax/source.ts";
import { type Around, type Choice, declaring, entriesOf, isTimed } from "./around.ts";
import { accessEntry, heldBy } from "./held.ts";
import { listSteps } from "./list.ts";
import type { Said, SaidFields, Step } from "./step.ts";
import * as words from "./words.ts";

/** How a member's change is adopted. */
export function memberChoice(change: Change, around: Around): Choice {
  const { action, reason } = change;
  const kind = around.kinds.member;
  if (kind === undefined || isOnItsWay(change)) return { reason: words.invitation };
  if (reason === "declared-absent") return { reason: words.declaredAbsent };
  if (action === "delete") return joined(change, around, kind);
  const place = declaring(change, around, keyIn(change));
  if (typeof place === "string") return { reason: place };
  const path: Path = ["spec", place.section, place.index];
  if (action === "create") return left(change, path, around);
  const entry = around.spec.members?.[place.index];
  return entry === undefined ? { reason: words.notFound } : changed(change, { path, entry }, kind);
}

/** Who a member's change is about, as addresses name people. */
export function keyIn({ address }: Pick<Change, "address">): string {
  const parsed = parseAddress(address);
  return parsed.kind === "member" ? parsed.key : address;
}

/** Only what an invitation has is known by these; what live accounts have is not. */
function isOnItsWay({ reason, before, fields, action }: Change): boolean {
  if (reason === "invitation-expired" || reason === "invitation-stale") return true;
  const status = before?.["status"];
  return (
    status === "invited" ||
    status === "expired" ||
    (action === "update" && fields.some(({ path }) => path === "workspaces"))
  );
}

/** Somebody declared who is gone: the entry goes, and what `access` says of them. */
function left(change: Change, path: Path, around: Around): Choice {
  const { access, groups, own } = entriesOf(keyIn(change), around);
  const entries = access.map((index) => around.spec.access?.[index]);
  const isDecidedElsewhere = groups.length > 0 || own.length > 1;
  if (isDecidedElsewhere) return { reason: words.severalOrigins };
  if (entries.some((entry) => entry !== undefined && isTimed(entry))) return { reason: words.timed };
  const elsewhere = access.map((index): Step => ({ does: "remove", path: ["spec", "access", index] }));
  return { steps: [{ does: "remove", path }, ...elsewhere], words: "entry removed" };
}

function changed(
  { fields }: Change,
  { path, entry }: { readonly path: Path; readonly entry: MemberEntry },
  kind: MemberKind,
): Choice {
  const steps: Step[] = [];
  for (const { path: field, before } of fields) {
    const own =
      field === "roles" ? roleSteps(before, { path, entry }, kind) : statusSteps(field, before, path);
    if (typeof own === "string") return { reason: own };
    steps.push(...own);
  }
  const said = fields.map(({ path: field, before }) =>
    field === "roles" ? `role ${namesOf(before).join(", ")}` : `${field} ${String(before)}`,
  );
  return { steps, words: `${said.join(", ")} as live has it` };
}

function statusSteps(field: string, before: Value, path: Path): readonly Step[] | string {
  const isStatus = field === "status" && (before === "active" || before === "suspended");
  return isStatus ? [{ does: "set", path: [...path, "status"], value: before }] : words.unsayable(field);
}

function roleSteps(
  before: Value,
  { path, entry }: { readonly path: Path; readonly entry: MemberEntry },
  kind: MemberKind,
): readonly Step[] | string {
  const roles = namesOf(before);
  const problem = roleProblem(roles, kind);
  if (problem !== undefined) return problem;
  if (entry.roles !== undefined) return listSteps([...path, "roles"], entry.roles, roles);
  const [role = ""] = roles;
  if (roles.length === 1) return [{ does: "set", path: [...path, "role"], value: role }];
  return [{ does: "rename", path: [...path, "role"], key: "roles", value: roles }];
}

function roleProblem(roles: readonly string[], kind: MemberKind): string | undefined {
  if (roles.length === 0) return words.noRole;
  if (roles.length > 1 && !kind.severalRoles) return words.onlyOne("role");
  const unknown = roles.find((role) => !isSayable(role) || !(kind.customRoles || kind.rank.includes(role)));
  return unknown === undefined ? undefined : words.unknownRole(unknown);
}

function namesOf(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value : [];
}

/** Somebody live whom nobody declares: an entry, with the access that the plan shows them to hold. */
function joined(change: Change, around: Around, kind: MemberKind): Choice {
  const roles = namesOf(change.before?.["roles"]);
  const problem = roleProblem(roles, kind);
  if (problem !== undefined) return { reason: problem };
  const named = nameOf(change, around);
  if (typeof named === "string") return { reason: named };
  const key = around.people.identify(named).key;
  const held = heldBy(change, around, key);
  const [role = ""] = roles;
  const status =
    change.before?.["status"] === "suspended" && kind.suspend ? [["status", "suspended"] as const] : [];
  const entry: SaidFields = new Map<string, Said>([
    ...Object.entries(named),
    roles.length === 1 ? ["role", role] : ["roles", roles],
    ...status,
    ...(held.map === undefined ? [] : [["workspaces", held.map] as const]),
  ]);
  const beside = held.beside.map(
    (grant): Step => ({
      does: "append",
      path: ["spec", "access"],
      value: accessEntry(Object.entries(named), grant),
    }),
  );
  return {
    steps: [{ does: "append", path: ["spec", "members"], value: entry }, ...beside],
    words: "entry added",
  };
}

/** By the name that the address has for the account, in the manifest's letters; never by one that means another entry. */
function nameOf(change: Change, around: Around): Named | string {
  const key = keyIn(change);
  const isOnly = around.changes.every((other) => other === change || emailOf(other) !== emailOf(change));
  const named = isOnly ? namedBy(key, change.before?.["email"], around.people) : byId(change);
  if (named === undefined) return words.unsayableName(key);
  const { own, groups } = entriesOf(around.people.identify(named).key, around);
  return own.length > 0 || groups.length > 0 ? words.namesSomebodyElse(key) : named;
}

/** The e-mail of an account that is there and not declared; one that two accounts share means neither. */
function emailOf({ kind, before, id }: Change): string {
  const email = before?.["email"];
  return kind === "member" && typeof email === "string" ? comparedEmail(email) : `change ${id}`;
}

function byId({ nativeId = "" }: Change): Named | undefined {
  return isSayable(nativeId) ? { id: nativeId } : undefined;
}

function namedBy(key: string, live: Value | undefined, people: Around["people"]): Named | undefined {
  const subject = parseSubject(key);
  if ("id" in subject) return isSayable(subject.id) ? subject : undefined;
  const emails = ["email" in subject ? [subject.email] : [], typeof live === "string" ? [live] : []].flat();
  const named = emails
    .toReversed()
    .flatMap((email) => byEmail({ id: "", email }))
    .find((each) => people.identify(each).key === key);
  const person = named && people.find(named);
  return person === undefined ? named : { email: person.value.spec.email };
}
