/** The suite that every connector passes, in every dialect (docs/design.md, Laws). */
import { describeAttributes } from "./attributes.ts";
import { describeFailures } from "./failures.ts";
import { describeFaults } from "./faults.ts";
import { describeGuards } from "./guards.ts";
import { describeLaws } from "./laws.ts";
import { describeMoved } from "./moved.ts";
import { describePrice } from "./price.ts";
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
  describeGuards(subject);
  describeFailures(subject);
  describeMoved(subject);
  describePrice(subject);
  describeReads(subject);
  describeFaults(subject);
  describeAttributes(subject);
  describeRandom(subject);
}
