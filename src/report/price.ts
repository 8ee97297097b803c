/** What a plan costs, in words. */
import type { Plan } from "../model/contract.ts";
import { count } from "./words.ts";

/** As `Price: 14 reads, 6 writes; about 12 s at the pace of main`; empty where the plan has no price. */
export function priceLine({ price }: Pick<Plan, "price">): string {
  if (price === undefined) return "";
  const requests = `Price: ${count(price.reads, "read")}, ${count(price.writes, "write")}`;
  const { seconds = 0 } = price;
  if (seconds === 0) return requests;
  const names = Object.entries(price.connections)
    .filter(([, each]) => each.seconds === seconds)
    .map(([name]) => name);
  return `${requests}; about ${durationOf(seconds)} at the pace of ${names.join(", ")}`;
}

function durationOf(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}
