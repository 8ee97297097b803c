/** The difference between what is desired and what is live: computed here and nowhere else. */
import type { Attributes, FieldChange, Value } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import type { AttributeSpec } from "../model/kinds.ts";

type Specs = Readonly<Record<string, AttributeSpec>>;

/** The fields in which live is not as desired. What is not desired is not compared; computed attributes never are. */
export function diff(desired: Attributes, live: Attributes, specs: Specs): readonly FieldChange[] {
  return Object.keys(desired)
    .sort(compareText)
    .flatMap((path): readonly FieldChange[] => {
      const spec = specs[path];
      const after = canonical(desired[path] ?? null, spec);
      const before = canonical(live[path] ?? null, spec);
      if (spec?.mode === "computed" || spec?.mode === "write-only") return [];
      return same(before, after, spec?.compare ?? "exact") ? [] : [{ path, before, after }];
    });
}

/** A set in one order, so that a change of it is the same change wherever its members stood. */
function canonical(value: Value, spec: AttributeSpec | undefined): Value {
  return spec?.compare === "set" && Array.isArray(value) ? [...value].sort(compareText) : value;
}

/** Whether two values are the same value; sets are compared without order. */
export function same(a: Value, b: Value, compare: AttributeSpec["compare"] = "exact"): boolean {
  return text(a, compare) === text(b, compare);
}

/** One side of the fields: what a change has before, or after. */
export function side(fields: readonly FieldChange[], which: "before" | "after"): Attributes {
  return Object.fromEntries(fields.map((field) => [field.path, field[which]]));
}

function text(value: Value, compare: AttributeSpec["compare"]): string {
  if (Array.isArray(value)) return JSON.stringify(compare === "set" ? [...value].sort(compareText) : value);
  if (typeof value === "object" && value !== null) {
    return JSON.stringify(Object.entries(value).sort(([a], [b]) => compareText(a, b)));
  }
  return JSON.stringify(value);
}
