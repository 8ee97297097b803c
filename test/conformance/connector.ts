/** The suite that every connector passes, in every dialect (docs/design.md, Laws). */
import { describeAttributes } from "./attributes.ts";
import { describeFailures } from "./failures.ts";
import { describeFaults } from "./faults.ts";
import { describeLaws } from "./laws.ts";
import { describeRandom } from "./random.ts";
import { describeReads } from "./reads.ts";
import { describeSafety } from "./safety.ts";
import type { Subject } from "./subject.ts";

export type { Subject, Vocabulary } from "./subject.ts";
export { type World, worldOf } from "./world.ts";

/** Holds a connector to the laws; call it once for each dialect. */
export function describeConnector(subject: Subject): void {
  describeLaws(subject);
  describeSafety(subject);
  describeFailures(subject);
  describeReads(subject);
  describeFaults(subject);
  describeAttributes(subject);
  describeRandom(subject);
}
