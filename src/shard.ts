/** One plan in several runs: which organizations belong to which of them, by their names alone. */
import { digest } from "./plan/digest.ts";

/** One of several runs, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** The most runs that a plan is split into. */
const most = 1000;

/** Reads `I/N`. Undefined for what is no such pair, or not 1 ≤ I ≤ N ≤ 1000. */
export function parseShard(text: string): Shard | undefined {
  const [, index = 0, of = 0] = (/^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? []).map(Number);
  return index >= 1 && index <= of && of <= most ? { index, of } : undefined;
}

/**
 * Whether an organization belongs to a run. Each belongs to exactly one of them; which one, its metadata.name and the number
 * of runs say, on every machine and whatever other organizations there are.
 */
export function inShard(name: string, { index, of }: Shard): boolean {
  // Few enough digits for a number to hold them exactly, and enough for all runs to get about as much.
  return Number.parseInt(digest(name).slice(0, 12), 16) % of === index - 1;
}
