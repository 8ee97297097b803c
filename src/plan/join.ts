/** Several plans of different organizations as one. */
import type { ConnectionPrice, Plan, Price } from "../model/contract.ts";
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
    ...joinPrices(plans.flatMap(({ price }) => price ?? [])),
  };
}

/** One after the other on each connection. */
function joinPrices(prices: readonly Price[]): Pick<Plan, "price"> {
  if (prices.length === 0) return {};
  const connections: Record<string, ConnectionPrice> = {};
  for (const [name, each] of prices.flatMap((price) => Object.entries(price.connections))) {
    connections[name] = added(connections[name], each);
  }
  const all = Object.values(connections);
  const seconds = all.flatMap((each) => each.seconds ?? []);
  return {
    price: {
      reads: all.reduce((total, { reads }) => total + reads, 0),
      writes: all.reduce((total, { writes }) => total + writes, 0),
      ...(seconds.length === 0 ? {} : { seconds: Math.max(...seconds) }),
      connections,
    },
  };
}

function added(one: ConnectionPrice | undefined, other: ConnectionPrice): ConnectionPrice {
  if (one === undefined) return other;
  const seconds = [one.seconds, other.seconds].flatMap((each) => each ?? []);
  return {
    reads: one.reads + other.reads,
    writes: one.writes + other.writes,
    ...(seconds.length === 0 ? {} : { seconds: seconds.reduce((total, each) => total + each, 0) }),
  };
}
