/** Sections that come to nothing say so with `confirmEmpty`, and those that do no longer take it back. */
import type { OrganizationSpec } from "../../model/contract.ts";
import { inside, namesOf, orderOf } from "../key-order.ts";
import { type Around, holdsNow, type SectionName } from "./around.ts";
import type { Step } from "./step.ts";

const SECTIONS: readonly SectionName[] = ["roles", "workspaces", "members", "access"];

/** What the steps of one organization make necessary. */
export function confirmations(steps: readonly Step[], around: Around): readonly Step[] {
  const confirmed = around.spec.confirmEmpty ?? [];
  const isEmpty = (section: SectionName) => countAfter(section, steps, around) === 0;
  const touched = SECTIONS.filter((section) =>
    steps.some(({ path }) => path[1] === section && isEntry(path)),
  );
  const more = touched.filter((section) => !confirmed.includes(section) && isEmpty(section));
  const less = touched.filter((section) => confirmed.includes(section) && !isEmpty(section));
  const path = ["spec", "confirmEmpty"];
  if (around.spec.confirmEmpty === undefined) {
    const behind = keysBefore("confirmEmpty");
    return more.length === 0 ? [] : [{ does: "set", path, value: more, behind }];
  }
  if (more.length === 0 && less.length === confirmed.length) return [{ does: "remove", path }];
  return [
    ...less.map((section): Step => ({ does: "remove", path: [...path, confirmed.indexOf(section)] })),
    ...more.map((value): Step => ({ does: "append", path, value })),
  ];
}

function isEntry(path: Step["path"]): boolean {
  return path.length === 2 || path.length === 3;
}

/** Entries that count for a section after the steps. */
function countAfter(section: SectionName, steps: readonly Step[], around: Around): number {
  const { spec } = around;
  const removed = new Set(
    steps.flatMap(({ does, path }) =>
      does === "remove" && path[1] === section && path.length === 3 ? [path[2]] : [],
    ),
  );
  const added = steps.filter(
    ({ does, path }) => does === "append" && path[1] === section && path.length === 2,
  );
  const entries: readonly Entry[] = spec[section] ?? [];
  return (
    added.length +
    entries.filter((entry, index) => !removed.has(index) && counts(entry, section, around)).length
  );
}

interface Entry {
  readonly ensure?: OrganizationSpec["ensure"];
  readonly from?: string;
  readonly until?: string;
  readonly group?: string;
}

function counts(entry: Entry, section: SectionName, around: Around): boolean {
  const isExact = (around.spec.ownership?.[section] ?? "exact") === "exact";
  if (isExact && entry.ensure === "absent") return false;
  const isSomebody = entry.group === undefined || (around.groups.get(entry.group) ?? []).length > 0;
  return isSomebody && holdsNow(entry, around);
}

function keysBefore(key: string): readonly string[] {
  const names = namesOf(inside(orderOf("Organization"), "spec"));
  return names.slice(0, names.indexOf(key));
}
