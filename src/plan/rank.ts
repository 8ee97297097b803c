/** Order of roles and levels: which change takes something away. */

/** Whether the highest ranked of `after` is lower than that of `before`; unranked names are below all ranked ones. */
export function isLowered(
  before: readonly string[],
  after: readonly string[],
  rank: readonly string[],
): boolean {
  return highest(after, rank) > highest(before, rank);
}

function highest(names: readonly string[], rank: readonly string[]): number {
  const places = names.map((name) => rank.indexOf(name)).filter((place) => place >= 0);
  return places.length === 0 ? rank.length : Math.min(...places);
}
