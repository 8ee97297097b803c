/** Saved plans, read again: checked against the schema before anything is done with them. */
import type { Plan } from "../model/contract.ts";
import { Plan as isPlan } from "./compiled/saved-plan.js";

/** The plan in a JSON text, or in words what keeps it from being one. */
export function parsePlan(text: string): { readonly plan: Plan } | { readonly problem: string } {
  const value = fromJson(text);
  if (value === undefined) return { problem: "it is not JSON" };
  if (isPlan(value)) return { plan: value };
  const [first] = isPlan.errors ?? [];
  const where = first?.instancePath ? `at ${first.instancePath} it` : "it";
  return { problem: `${where} ${first?.message ?? "does not fit the schema"}` };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
