/** When a system may have counted a request, seen from here. */
export interface Transit {
  /** The latest moment, for a request that was sent and answered at these: no later one reaches the system before. */
  counted(sent: number, answered: number): number;
}

/** Exchanges that may each have opened a connection: they say nothing about the shortest way. */
const COLD = 8;
/** What takes longer than this is the system's own work, after it has counted. */
export const LONGEST_WAY_MS = 1000;

/**
 * What an exchange took longer than the shortest possible it may have spent on its way there, so it counts that much later:
 * requests of two windows do not come together where the first ones had to open connections. Nobody knows the shortest
 * possible one; half of the shortest so far is taken for it.
 */
export function createTransit(): Transit {
  let shortest = Number.POSITIVE_INFINITY;
  let exchanges = 0;
  return {
    counted: (sent, answered) => {
      const ms = answered - sent;
      exchanges += 1;
      shortest = Math.min(shortest, ms);
      return sent + Math.min(LONGEST_WAY_MS, exchanges > COLD ? ms - Math.floor(shortest / 2) : ms);
    },
  };
}
