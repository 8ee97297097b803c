import type { OneChange } from "./http-change.ts";
import type { Clock } from "./pace-clock.ts";

/** The change that goes before all others, since it waited too long before: else others could keep it waiting for ever. */
export interface Lead {
  /** This one waited too long and will be begun again. */
  give(change: OneChange | undefined): void;
  /** The change that all others let go first, but for those that are begun; `waits` tells whether a request of it is in the line. */
  current(waits: (lead: OneChange) => boolean): OneChange | undefined;
  /** The moment at which it keeps nobody any more if nothing of it comes; infinite while something of it is under way. */
  endsAt(): number;
  /** A request of this change begins; to be called when it has ended. */
  sends(change: OneChange | undefined): () => void;
}

/**
 * Between two of its requests there are only the journal and what is reckoned. A lead that does nothing for so long waits
 * for something else, maybe for what another change reads: then the others go on.
 */
export const LONGEST_PAUSE_MS = 2000;

/** No lead yet; `onOver` is told when one is over. */
export function createLead(clock: Clock, onOver: () => void): Lead {
  let lead: OneChange | undefined;
  let underWay = 0;
  let lastSeen = Number.NEGATIVE_INFINITY;

  /** Once it has begun it needs nobody's place any more. */
  const needy = () => (lead === undefined || lead.isBegun() || lead.isOver() ? undefined : lead);
  const pauseEnd = () => (underWay > 0 ? Number.POSITIVE_INFINITY : lastSeen + LONGEST_PAUSE_MS);

  return {
    give: (change) => {
      if (change === undefined) return;
      change.waitedTooLong();
      lastSeen = clock.now();
      if (lead === change) return;
      lead = change;
      underWay = 0;
      change.onOver(onOver);
    },
    current: (waits) => {
      const change = needy();
      return change !== undefined && (clock.now() < pauseEnd() || waits(change)) ? change : undefined;
    },
    endsAt: () => (needy() === undefined ? Number.POSITIVE_INFINITY : pauseEnd()),
    sends: (change) => {
      if (change === undefined || change !== lead) return () => {};
      underWay += 1;
      return () => {
        if (change !== lead) return;
        underWay -= 1;
        lastSeen = clock.now();
      };
    },
  };
}
