/** The suite that every connector passes, in every dialect (docs/design.md, Laws). */
import { describeAttributes } from "./attributes.ts";
import { describeLaws } from "./laws.ts";
import type { Subject } from "./subject.ts";

export type { Subject, Vocabulary } from "./subject.ts";
export { type World, worldOf } from "./world.ts";

/** Holds a connector to the laws; call it once for each dialect. */
export function describeConnector(subject: Subject): void {
  describeLaws(subject);
  describeAttributes(subject);
}
