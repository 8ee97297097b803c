/** What an apply costs in requests, told beforehand: to compare once more, to look before writes, and to write. Pure. */
import type { Change, ConnectionPrice, OrganizationPlan, Plan, Price } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import type { Requests, Window, Windows } from "../model/pace.ts";

/** What prices are made from. */
export interface Rates {
  /** Reads that this plan took, by connection; an apply compares once more. */
  readonly reads: ReadonlyMap<string, number>;
  /** What a change costs on a connection when nothing disturbs it. */
  readonly requests: (connection: string, change: Change) => Requests;
  /** What a connection keeps to. */
  readonly windows: (connection: string) => Windows;
}

/** The plan with its price; as it is where nothing would be written. No digest knows of prices. */
export function priced(plan: Plan, rates: Rates): Plan {
  const written = plan.organizations.filter(isWritten);
  if (written.length === 0) return plan;
  return { ...plan, price: priceOf(written, rates) };
}

/** What is blocked, failed or only compared with other manifests is not written. */
function isWritten({ verdict, basis }: OrganizationPlan): boolean {
  return verdict === "applicable" && basis !== "intent";
}

function priceOf(written: readonly OrganizationPlan[], rates: Rates): Price {
  const names = new Set([...rates.reads.keys(), ...written.map(({ connection }) => connection)]);
  const connections = [...names].sort(compareText).map((name) => {
    const mine = written.filter(({ connection }) => connection === name);
    return [name, connectionPrice(name, mine, rates)] as const;
  });
  const all = connections.map(([, price]) => price);
  return {
    reads: sum(all.map(({ reads }) => reads)),
    writes: sum(all.map(({ writes }) => writes)),
    ...slowest(all),
    connections: Object.fromEntries(connections),
  };
}

function connectionPrice(name: string, written: readonly OrganizationPlan[], rates: Rates): ConnectionPrice {
  const costs = written.flatMap(({ changes }) => changes.map((change) => rates.requests(name, change)));
  const reads = (rates.reads.get(name) ?? 0) + sum(costs.map((cost) => cost.reads));
  const writes = sum(costs.map((cost) => cost.writes));
  const windows = rates.windows(name);
  const isLimited = windows.all.length + windows.reads.length + windows.writes.length > 0;
  return { reads, writes, ...(isLimited ? { seconds: secondsOf({ reads, writes }, windows) } : {}) };
}

function slowest(prices: readonly ConnectionPrice[]): Pick<Price, "seconds"> {
  const known = prices.flatMap(({ seconds }) => seconds ?? []);
  return known.length === 0 ? {} : { seconds: Math.max(...known) };
}

/** When the last request may start, were each to start as soon as it may: the reads first, then the writes. */
function secondsOf({ reads, writes }: Requests, windows: Windows): number {
  const all: number[] = [];
  let now = 0;
  for (const [count, own] of [
    [reads, windows.reads],
    [writes, windows.writes],
  ] as const) {
    const mine: number[] = [];
    for (let each = 0; each < count; each += 1) {
      now = Math.max(now, freeAt(all, windows.all), freeAt(mine, own));
      all.push(now);
      mine.push(now);
    }
  }
  return Math.ceil(now / 1000);
}

function freeAt(starts: readonly number[], windows: readonly Window[]): number {
  return windows.reduce((free, { count, ms }) => {
    const oldest = starts.at(-count);
    return oldest === undefined ? free : Math.max(free, oldest + ms);
  }, 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
