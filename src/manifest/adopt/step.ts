/** What shall become of a manifest's values, free of how they are written: small steps, each at a path. */
import canonicalize from "canonicalize";
import type { Path } from "../syntax/source.ts";

/** What a step may write. A map keeps the order of its keys. */
export type Said = string | number | boolean | null | readonly string[] | SaidFields;

/** The keys of a mapping with what stands behind them. */
export type SaidFields = ReadonlyMap<string, Said>;

/** set: put or replace what a key says; rename: another key with another value in its place; remove: take a key or an entry out; append: an entry at the end of a list. */
export type Step =
  | {
      readonly does: "set";
      readonly path: Path;
      readonly value: Said;
      /** Keys that a new one goes behind; without them it goes to the end. */
      readonly behind?: readonly string[];
    }
  | { readonly does: "rename"; readonly path: Path; readonly key: string; readonly value: Said }
  | { readonly does: "remove"; readonly path: Path }
  | { readonly does: "append"; readonly path: Path; readonly value: Said };

/** The same step, seen from further inside. */
export function inward<S extends Step>(step: S): S {
  return { ...step, path: step.path.slice(1) };
}

/** Whether both would write at one place, so that one of them is lost. What is appended stands beside everything. */
export function collide(one: Step, other: Step): boolean {
  if (one.does === "append" || other.does === "append") {
    if (one.does === other.does) return false;
    const [list, changed] = one.does === "append" ? [one, other] : [other, one];
    return changed.path.length <= list.path.length && startsWith(list.path, changed.path);
  }
  return startsWith(one.path, other.path) || startsWith(other.path, one.path);
}

/** Whether the path is the other one, or leads inside it. */
function startsWith(path: Path, start: Path): boolean {
  return start.every((part, index) => path[index] === part);
}

/** Equal for steps that ask for the same. */
export function stepKey(step: Step): string {
  return canonicalize({ ...step, ...("value" in step ? { value: plainOf(step.value) } : {}) }) ?? "";
}

/** Whether a step is inside an entry that goes, and so goes with it. */
export function goesWith(step: Step, entry: Step): boolean {
  const depth = step.path.length + (step.does === "append" ? 1 : 0);
  return entry.does === "remove" && depth > entry.path.length && startsWith(step.path, entry.path);
}

/** The value that the steps make of another: what the edited text has to say. */
export function stepped(value: unknown, steps: readonly Step[]): unknown {
  if (steps.length === 0) return value;
  return Array.isArray(value) ? steppedList(value, steps) : steppedMap(value, steps);
}

function steppedList(list: readonly unknown[], steps: readonly Step[]): readonly unknown[] {
  const added = steps.flatMap((step) =>
    step.path.length === 0 && "value" in step ? [plainOf(step.value)] : [],
  );
  const kept = list.flatMap((item, index) => {
    const own = steps.filter(({ path }) => path[0] === index);
    if (own.some(({ does, path }) => does === "remove" && path.length === 1)) return [];
    return [stepped(item, own.map(inward))];
  });
  return [...kept, ...added];
}

function steppedMap(value: unknown, steps: readonly Step[]): unknown {
  const entries = new Map<string, unknown>(
    typeof value === "object" && value !== null ? Object.entries(value) : [],
  );
  const keys = new Set(steps.map(({ path }) => String(path[0])));
  for (const key of keys) {
    const own = steps.filter(({ path }) => path[0] === key);
    const here = own.find(({ does, path }) => path.length === 1 && does !== "append");
    if (here === undefined) entries.set(key, stepped(entries.get(key), own.map(inward)));
    else if (here.does === "set") entries.set(key, plainOf(here.value));
    else entries.delete(key);
    if (here?.does === "rename") entries.set(here.key, plainOf(here.value));
  }
  return Object.fromEntries(entries);
}

/** As the parser gives it. */
function plainOf(value: Said): unknown {
  if (!(value instanceof Map)) return value;
  const fields: SaidFields = value;
  return Object.fromEntries([...fields].map(([key, inner]) => [key, plainOf(inner)]));
}
