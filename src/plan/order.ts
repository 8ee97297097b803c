/**
 * The order of a plan (law 4): adds before removes over all organizations, adds from the organization down to
 * access, removes in reverse; and nothing before what it depends on.
 */
import type { Address } from "../model/address.ts";
import type { Change, Kind } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import { InternalError } from "../model/errors.ts";

type Orderable = Pick<Change, "address" | "kind" | "action" | "dependsOn">;

const creationOrder: Readonly<Record<Kind, number>> = {
  organization: 0,
  role: 1,
  workspace: 2,
  member: 3,
  access: 4,
};

/** Stages of addresses: whoever stands in one depends on nobody who stands in the same or a later one. */
export function order(changes: readonly Orderable[]): readonly (readonly Address[])[] {
  const byAddress = new Map(changes.map((change) => [change.address, change]));
  const early = withWhatTheyNeed(
    changes.filter(({ action }) => action !== "delete"),
    byAddress,
  );
  const place = new Map<Address, number>();
  const visit = (
    change: Orderable,
    base: (change: Orderable) => number,
    path: ReadonlySet<Address>,
  ): number => {
    const known = place.get(change.address);
    if (known !== undefined) return known;
    if (path.has(change.address))
      throw new InternalError(`The changes depend on each other in a circle at ${change.address}.`);
    const onward = new Set([...path, change.address]);
    const needed = change.dependsOn.flatMap((address) => byAddress.get(address) ?? []);
    const at = needed.reduce((least, other) => Math.max(least, visit(other, base, onward) + 1), base(change));
    place.set(change.address, at);
    return at;
  };
  for (const change of early) visit(change, ({ kind }) => creationOrder[kind], new Set());
  const last = [...place.values()].reduce((most, at) => Math.max(most, at), -1);
  for (const change of changes) visit(change, ({ kind }) => last + 1 + (4 - creationOrder[kind]), new Set());
  return stages(place);
}

/** The adds, and the removals that adds depend on: a workspace leaves one organization before it joins another. */
function withWhatTheyNeed(
  adds: readonly Orderable[],
  byAddress: ReadonlyMap<Address, Orderable>,
): readonly Orderable[] {
  const all = new Set(adds);
  for (const change of all) {
    for (const address of change.dependsOn) {
      const needed = byAddress.get(address);
      if (needed !== undefined) all.add(needed);
    }
  }
  return [...all];
}

function stages(place: ReadonlyMap<Address, number>): readonly (readonly Address[])[] {
  const byPlace = new Map<number, Address[]>();
  for (const [address, at] of place) {
    const stage = byPlace.get(at);
    if (stage === undefined) byPlace.set(at, [address]);
    else stage.push(address);
  }
  return [...byPlace.entries()].sort(([a], [b]) => a - b).map(([, addresses]) => addresses.sort(compareText));
}
