/** What a system cannot change: another thing takes its place, or nothing can. Only the kind decides. */
import type { KindSpec, Operation } from "../../../model/kinds.ts";
import { type Attributes, Unknown, type Value } from "../values/value.ts";
import type { Replacement } from "./piece.ts";
import { manifestValue } from "./settings.ts";
import { type Said, type Shape, said, settable } from "./shape.ts";

/** The kind's operations, that of creation perhaps another one for this thing. */
export type Able = Pick<KindSpec, "create" | "update" | "delete" | "attributes" | "cascade">;

/** The attributes that an update would have to change and cannot. */
export function fixedChanges(
  prior: Attributes,
  proposed: Attributes,
  kind: Able | undefined,
  shape: Shape,
): readonly Replacement[] {
  if (kind === undefined) return [];
  const before = new Map(said(prior, shape).map((each) => [each.live, each]));
  return said(proposed, shape).flatMap((each) => {
    const spec = settable(kind, each.live);
    const isFree = spec === undefined || (kind.update === "api" && spec.mode !== "immutable");
    if (isFree || !isChanged(each, before.get(each.live)?.value ?? null)) return [];
    if (isReplaceable(kind)) return [{ path: each.path }];
    // What is not known yet may be what is live.
    return each.value instanceof Unknown ? [] : [{ path: each.path, impossible: impossibleWords(kind) }];
  });
}

/** Whether one can be ended and another made. */
export function isReplaceable(kind: Able): boolean {
  return kind.create === "api" && kind.delete === "api";
}

/** Why nothing can take its place, and what a person can do. */
export function impossibleWords({ create, update, delete: end }: Able): string {
  const first = forPerson(update);
  const others = [forPerson(end), forPerson(create)].filter((words) => words !== undefined);
  const what =
    "The system's API cannot change this once the thing exists, and cannot put another in its place.";
  return first === undefined
    ? [what, "Take the change back, or have it made on the system.", ...others].join(" ")
    : `${what} ${first}`;
}

function forPerson(operation: Operation): string | undefined {
  return typeof operation === "object" ? operation.forPerson : undefined;
}

/** What was not given before may be live already: that is for the comparison to find. */
function isChanged({ value, path, isTold }: Said, before: Value): boolean {
  if (value === null || (before === null && !isTold)) return false;
  if (value instanceof Unknown) return true;
  const name = String(path.at(-1));
  return text(name, value) !== text(name, before);
}

function text(name: string, value: Value): string {
  const meant = manifestValue(name, value) ?? null;
  return JSON.stringify(Array.isArray(meant) ? [...meant].sort() : meant);
}

/** Whether a text that names a thing names another one now; what is not known yet may be another. */
export function isOther(prior: Value | undefined, proposed: Value | undefined): boolean {
  if (proposed instanceof Unknown) return true;
  return typeof prior === "string" && typeof proposed === "string" && prior !== proposed;
}
