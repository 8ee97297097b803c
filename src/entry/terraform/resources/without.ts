/** A state without what it says of things that are gone. */
import type { AttributePath } from "../provider.ts";
import { objectIn } from "../reading-attributes.ts";
import type { Attributes, Value } from "../values/value.ts";

/**
 * The state without what is at these paths: a key of a map, or a member of a set that is only about what is gone
 * (`workspace` of a grant). Undefined when a path is an attribute of the resource itself: nothing is left then.
 */
export function withoutAll(state: Attributes, paths: readonly AttributePath[]): Attributes | undefined {
  if (paths.some(({ length }) => length < 2)) return undefined;
  return objectIn(without(state, paths));
}

function without(value: Value, paths: readonly AttributePath[]): Value {
  if (paths.length === 0) return value;
  if (Array.isArray(value)) {
    return value.flatMap((member: Value) => {
      const own = after(paths, (step) => typeof step === "object" && step.member === member);
      return own.some(isAboutWorkspace) ? [] : [without(member, own)];
    });
  }
  const entries = Object.entries(objectIn(value) ?? {}).flatMap(([name, each]) => {
    const own = after(paths, (step) => step === name);
    return own.some(({ length }) => length === 0) ? [] : [[name, without(each, own)] as const];
  });
  return Object.fromEntries(entries);
}

/** What follows the first step of the paths that begin with it. */
function after(
  paths: readonly AttributePath[],
  isOwn: (step: AttributePath[number]) => boolean,
): readonly AttributePath[] {
  return paths.flatMap(([step, ...rest]) => (step !== undefined && isOwn(step) ? [rest] : []));
}

function isAboutWorkspace([step, ...rest]: AttributePath): boolean {
  return step === "workspace" && rest.length === 0;
}
