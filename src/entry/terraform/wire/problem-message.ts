/** Problems as messages. */
import type { AttributePath, Problem } from "../provider.ts";
import { pathWords } from "../values/path.ts";
import type { Type } from "../values/value.ts";
import {
  type Path,
  type Path_Step as PathStep,
  type Problem as ProblemMessage,
  Severity,
} from "./generated/provider.ts";

/** A problem as Terraform shows it; its path is one into a value of `type`. */
export function problemMessage(
  { severity, summary, detail = "", path = [] }: Problem,
  type: Type = ["object", {}],
): ProblemMessage {
  const attribute = shownPath(path, type);
  const isWhole = attribute.steps.length === path.length;
  return {
    severity: severity === "error" ? Severity.ERROR : Severity.WARNING,
    summary,
    detail: isWhole ? detail : [detail, `In ${pathWords(path)}.`].filter((each) => each !== "").join("\n\n"),
    ...(attribute.steps.length === 0 ? {} : { attribute }),
  };
}

/**
 * The part of a path with which Terraform finds the line: an attribute, and one of its elements. With more it shows only
 * where the resource begins.
 */
function shownPath(path: AttributePath, type: Type): Path {
  const { steps } = pathMessage(path, type);
  return { steps: steps.slice(0, steps[1]?.to?.$case === "attribute" ? 1 : 2) };
}

/**
 * A path as far as Terraform can follow it: to the set where it names a member of one, since members have no name, and to
 * where it leaves the type.
 */
export function pathMessage(path: AttributePath, type: Type): Path {
  const steps: PathStep[] = [];
  let inner = type;
  for (const part of path) {
    const step = stepInto(part, inner);
    if (step === undefined) break;
    steps.push({ to: step.to });
    inner = step.inner;
  }
  return { steps };
}

interface Step {
  readonly to: NonNullable<PathStep["to"]>;
  /** The type of what it leads to. */
  readonly inner: Type;
}

function stepInto(part: AttributePath[number], type: Type): Step | undefined {
  if (typeof type === "string") return undefined;
  if (type[0] === "object") return typeof part === "string" ? intoAttribute(part, type[1]) : undefined;
  const [kind, inner] = type;
  if (kind === "list" && typeof part === "number") return { to: { $case: "position", value: part }, inner };
  if (kind === "map" && typeof part === "string") return { to: { $case: "key", value: part }, inner };
  return undefined;
}

function intoAttribute(name: string, attributes: Readonly<Record<string, Type>>): Step | undefined {
  const inner = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  return inner === undefined ? undefined : { to: { $case: "attribute", value: name }, inner };
}
