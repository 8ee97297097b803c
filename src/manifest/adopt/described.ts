/** What an organization, a role or a workspace is like: fields as live has them, entries that come and go. */
import { parseAddress } from "../../model/address.ts";
import type { Change, FieldChange } from "../../model/contract.ts";
import type { AttributeSpec } from "../../model/kinds.ts";
import type { LiveWorkspace } from "../../model/live.ts";
import { roleFields, sayable, workspaceFields } from "../import/attributes.ts";
import { workspaceKeys } from "../import/names.ts";
import { isSayable } from "../import/text.ts";
import type { Path } from "../syntax/source.ts";
import { type Around, type Choice, declaring, type Place } from "./around.ts";
import { listSteps } from "./list.ts";
import type { Said, Step } from "./step.ts";
import * as words from "./words.ts";

/** The organization's own fields. */
export function organizationChoice(change: Change, around: Around): Choice {
  if (change.action !== "update" && change.action !== "replace") return { reason: words.wholeOrganization };
  const slug = change.before?.["slug"];
  const earlier = around.spec.previously?.slugs ?? [];
  if (typeof slug === "string" && earlier.includes(slug)) return { reason: words.renaming };
  return described(change, ["spec"], around);
}

/** A role of the organization's own. */
export function roleChoice(change: Change, around: Around): Choice {
  const { action, reason, before = {} } = change;
  if (reason === "renamed") return { reason: words.renaming };
  if (reason === "declared-absent") return { reason: words.declaredAbsent };
  if (action !== "delete") return entryChoice(change, around);
  const name = before["name"];
  const kind = around.kinds.role;
  if (typeof name !== "string" || !isSayable(name) || kind === undefined)
    return { reason: words.unsayableName(String(name)) };
  return added("roles", new Map([["name", name], ...roleFields(before, kind).fields]));
}

/** A workspace; a new entry names it by its id. */
export function workspaceChoice(change: Change, around: Around): Choice {
  const { action, reason, before = {}, nativeId = "" } = change;
  if (reason === "renamed") return { reason: words.renaming };
  if (reason === "declared-absent") return { reason: words.declaredAbsent };
  if (action !== "delete") return entryChoice(change, around);
  const kind = around.kinds.workspace;
  const key = around.added.get(workspaceIn(change));
  if (key === undefined || kind === undefined || !isSayable(nativeId))
    return { reason: words.unsayableName(nativeId) };
  const fields = [...workspaceFields(before, kind).fields].filter(
    ([path, value]) => path !== "displayName" || value !== key,
  );
  return added("workspaces", new Map([["name", key], ["id", nativeId], ...fields]));
}

/** A key for each workspace that the changes would unlink, by the name that addresses have for it: new among the declared. */
export function addedWorkspaces(
  changes: readonly Change[],
  declared: readonly string[],
): ReadonlyMap<string, string> {
  const unlinked = changes.filter(
    ({ kind, action, reason }) => kind === "workspace" && action === "delete" && reason === "not-declared",
  );
  const live = unlinked.map(
    ({ nativeId = "", before }): LiveWorkspace => ({
      kind: "workspace",
      id: nativeId,
      name: String(before?.["displayName"] ?? nativeId),
      attributes: {},
    }),
  );
  const taken = declared.map(
    (name): LiveWorkspace => ({ kind: "workspace", id: `\u0000${name}`, name, attributes: {} }),
  );
  const keys = workspaceKeys([...taken, ...live]);
  return new Map(unlinked.map((change) => [workspaceIn(change), keys.get(change.nativeId ?? "") ?? ""]));
}

function workspaceIn({ address }: Change): string {
  const parsed = parseAddress(address);
  return parsed.kind === "workspace" ? parsed.workspace : address;
}

function added(section: Place["section"], entry: Said): Choice {
  return { steps: [{ does: "append", path: ["spec", section], value: entry }], words: "entry added" };
}

/** An entry that is gone from live, or says something else. */
function entryChoice(change: Change, around: Around): Choice {
  const place = declaring(change, around, change.address);
  if (typeof place === "string") return { reason: place };
  const path: Path = ["spec", place.section, place.index];
  if (change.action === "create") return { steps: [{ does: "remove", path }], words: "entry removed" };
  return described(change, path, around);
}

function described({ kind, fields }: Change, path: Path, around: Around): Choice {
  const specs = around.kinds[kind]?.attributes ?? {};
  const steps: Step[] = [];
  for (const field of fields) {
    const said = sayableField(field, specs[field.path]);
    if (typeof said === "string") return { reason: said };
    steps.push(...fieldSteps([...path, ...placeOf(field.path)], said.value, around, specs[field.path]));
  }
  return { steps, words: `${fields.map((field) => field.path).join(", ")} as live has it` };
}

function placeOf(field: string): Path {
  const dot = field.indexOf(".");
  return dot === -1 ? [field] : [field.slice(0, dot), field.slice(dot + 1)];
}

function sayableField(
  { path, before }: FieldChange,
  spec: AttributeSpec | undefined,
): { readonly value: Said } | string {
  if (spec === undefined || spec.sensitive === true) return words.unsayable(path);
  if (before === null) return spec.clearable === true ? { value: null } : words.notClearable(path);
  const heading = path.includes(".") ? path.slice(0, path.indexOf(".")) : undefined;
  const value = sayable(before, spec, heading);
  return value === undefined ? words.unsayable(path) : { value };
}

function fieldSteps(
  path: Path,
  value: Said,
  { manifest }: Around,
  spec: AttributeSpec | undefined,
): readonly Step[] {
  const now = valueAt(manifest.value, path);
  if (spec?.compare === "set" && isTexts(now) && isTexts(value)) return listSteps(path, now, value);
  return [{ does: "set", path, value }];
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === "object" && at !== null
        ? Object.entries(at).find(([key]) => key === String(step))?.[1]
        : undefined,
    value,
  );
}
