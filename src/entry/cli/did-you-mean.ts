/** Suggestions for misspelt names. */
import { closest, distance } from "fastest-levenshtein";

/** "Did you mean x?" when a candidate is near, else the other words. */
export function didYouMean(word: string, candidates: readonly string[], otherwise: string): string {
  if (candidates.length === 0 || word.length > 64) return otherwise;
  const near = closest(word, [...candidates]);
  // In a word of one or two letters any other is near.
  const allowed = word.length < 3 ? 0 : Math.ceil(Math.max(word.length, near.length) / 3);
  return distance(word, near) <= allowed ? `Did you mean \`${near}\`?` : otherwise;
}
