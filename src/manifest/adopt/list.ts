/** One list of texts made another, item by item, so that what stays keeps its place and its comments. */
import type { Path } from "../syntax/source.ts";
import type { Step } from "./step.ts";

/** Takes out what is too much and appends what is missing; order says nothing. */
export function listSteps(path: Path, now: readonly string[], wanted: readonly string[]): readonly Step[] {
  return [
    ...now.flatMap((item, index): readonly Step[] =>
      wanted.includes(item) ? [] : [{ does: "remove", path: [...path, index] }],
    ),
    ...wanted.filter((item) => !now.includes(item)).map((value): Step => ({ does: "append", path, value })),
  ];
}
