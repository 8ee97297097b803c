/** Exact sections as they are live: what the engine would do to reach the state, undone in the state. */
import { accessAddress, roleAddress, workspaceAddress } from "../../../model/address.ts";
import type { Change } from "../../../model/contract.ts";
import { compareText } from "../../../model/diagnostic.ts";
import type { Kinds } from "../../../model/kinds.ts";
import type { LiveState } from "../../../model/live.ts";
import { objectIn, objectsIn, textIn, textsIn } from "../reading-attributes.ts";
import type { Attributes, Value } from "../values/value.ts";
import { grantAt, SECTIONS, type Section, subjectOf } from "./ownership-sections.ts";
import type { Refreshing } from "./piece.ts";

interface Around {
  readonly name: string;
  readonly kinds: Kinds | undefined;
  readonly live: LiveState;
  readonly changes: ReadonlyMap<string, Change>;
}

const kindOf = { roles: "role", workspaces: "workspace", access: "access" } as const;

/** The state with its lists as they are live; undefined when the organization is not there. */
export function refreshOwnership(
  state: Attributes,
  { compared, name, whole }: Refreshing,
  id: string | undefined,
): Attributes | undefined {
  const { plan, live, kinds } = compared;
  if (plan === undefined || live === undefined) return undefined;
  const changes = new Map(plan.changes.map((change) => [change.address, change]));
  const around = { name, kinds, live, changes };
  const waiting = [...plan.waiting, ...plan.forPerson].map(
    ({ address, message }) => `${address}: ${message}`,
  );
  const lists = SECTIONS.map((section): [string, Value] => [
    section,
    whole && !Array.isArray(state[section])
      ? everything(section, around)
      : exactList(state[section], section, around),
  ]);
  return {
    ...state,
    id: id ?? null,
    ...Object.fromEntries(lists),
    absent: absentLists(state["absent"], around),
    pending: waiting.length === 0 ? null : waiting.sort(compareText).join("; "),
  };
}

/** Listed and not there: dropped. There and not listed, so that the engine would remove it: added. */
function exactList(said: Value | undefined, section: Section, around: Around): Value {
  if (!Array.isArray(said)) return null;
  const there = membersOf(said, section).flatMap((member) => asLive(member, section, around) ?? []);
  const more = [...around.changes.values()].filter(
    ({ kind, action, reason }) =>
      kind === kindOf[section] && action === "delete" && reason === "not-declared",
  );
  return [...there, ...more.map((change) => undeclared(change, section, around))];
}

function membersOf(said: Value, section: Section): readonly Value[] {
  return (section === "access" ? objectsIn(said) : textsIn(said)) ?? [];
}

function asLive(member: Value, section: Section, around: Around): Value | undefined {
  const change = around.changes.get(addressOf(member, section, around));
  if (change === undefined || change.action === "delete") return member;
  const level = change.before?.["level"];
  if (change.action === "create" || typeof level !== "string") return undefined;
  return { ...objectIn(member), level };
}

function undeclared({ address, nativeId, before }: Change, section: Section, { live }: Around): Value {
  if (section === "access") {
    const level = before?.["level"];
    return grantAt(address, typeof level === "string" ? level : null);
  }
  const all = section === "roles" ? live.roles : live.workspaces;
  const own = all.find(({ id }) => id === nativeId);
  return own === undefined ? (nativeId ?? null) : callable(own, all);
}

type Named = { readonly id: string; readonly name: string };

/** By its name; by its id where others have the same name. */
function callable({ id, name }: Named, all: readonly Named[]): string {
  return all.filter((other) => other.name === name).length === 1 ? name : id;
}

/** What shall not be there and is, is taken off the list, so that a plan shows that it goes. */
function absentLists(said: Value | undefined, around: Around): Value {
  const absent = objectIn(said);
  if (absent === undefined) return null;
  return Object.fromEntries(
    SECTIONS.map((section): [string, Value] => {
      const list = absent[section];
      if (!Array.isArray(list)) return [section, null];
      const isGone = (member: Value) =>
        around.changes.get(addressOf(member, section, around))?.action !== "delete";
      return [section, membersOf(list, section).filter(isGone)];
    }),
  );
}

function addressOf(member: Value, section: Section, { name, kinds }: Around): string {
  if (section === "roles") return roleAddress(name, textIn(member) ?? "");
  if (section === "workspaces") return workspaceAddress(name, textIn(member) ?? "");
  const grant = objectIn(member) ?? {};
  const subject = subjectOf(grant);
  const type = subject.startsWith("role:") ? "role" : "person";
  const level = kinds?.access?.severalLevels.includes(type) ? textIn(grant["level"]) : undefined;
  return accessAddress(name, textIn(grant["workspace"]) ?? "", subject, level);
}

/** All that there is and may be removed; null where the system has no such thing, or the organization none of it. */
function everything(section: Section, around: Around): Value {
  if (around.kinds?.[kindOf[section]] === undefined) return null;
  const all = allOf(section, around);
  return all.length === 0 ? null : all;
}

function allOf(section: Section, { live }: Around): readonly Value[] {
  if (section !== "access") {
    const all = section === "roles" ? live.roles : live.workspaces;
    return all
      .filter(({ protection }) => protection === undefined)
      .map((each) => callable(each, all))
      .sort(compareText);
  }
  return live.access.flatMap(({ subject, workspace, level, protection }) => {
    const own = live.workspaces.find(({ id }) => id === workspace);
    if (subject.type === "person" || protection !== undefined || own === undefined) return [];
    const grant = { workspace: callable(own, live.workspaces), role: subject.role, level };
    return [{ ...grant, email: null, user_id: null }];
  });
}
