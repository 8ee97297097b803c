/** Several plans of different organizations as one. */
import type { Plan } from "../model/contract.ts";
import { compareText, sortDiagnostics } from "../model/diagnostic.ts";
import { planDigest } from "./digest.ts";
import { order } from "./order.ts";
import { sum, worst } from "./plan.ts";

/** One plan of all organizations. No organization may be in two of them; what two plans remark stands once. */
export function joinPlans(plans: readonly Plan[]): Plan {
  const [only] = plans;
  if (only !== undefined && plans.length === 1) return only;
  const organizations = plans
    .flatMap((plan) => plan.organizations)
    .sort((a, b) => compareText(a.name, b.name));
  return {
    formatVersion: 1,
    verdict: worst(organizations.map(({ verdict }) => verdict)),
    digest: planDigest(organizations),
    counts: sum(organizations.map(({ counts }) => counts)),
    organizations,
    stages: order(organizations.flatMap(({ changes }) => changes)),
    guards: plans.flatMap(({ guards }) => guards),
    diagnostics: sortDiagnostics(plans.flatMap(({ diagnostics }) => diagnostics)),
  };
}
