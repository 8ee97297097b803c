import { expect, it } from "vitest";
import type { Price } from "../../src/model/contract.ts";
import { priceLine } from "../../src/report/price.ts";

const price = (seconds?: number, more: Price["connections"] = {}): Price => ({
  reads: 14,
  writes: 1,
  ...(seconds === undefined ? {} : { seconds }),
  connections: { main: { reads: 14, writes: 1, ...(seconds === undefined ? {} : { seconds }) }, ...more },
});

it.each([
  ["without a known pace", price(), "Price: 14 reads, 1 write"],
  ["within a burst", price(0), "Price: 14 reads, 1 write"],
  ["in seconds", price(12), "Price: 14 reads, 1 write; about 12 s at the pace of main"],
  ["in minutes", price(121), "Price: 14 reads, 1 write; about 3 min at the pace of main"],
  ["in hours", price(7201), "Price: 14 reads, 1 write; about 3 h at the pace of main"],
  [
    "by the slowest connection",
    price(12, { fast: { reads: 0, writes: 0, seconds: 1 } }),
    "Price: 14 reads, 1 write; about 12 s at the pace of main",
  ],
])("a price is told %s", (_, given, words) => {
  expect(priceLine({ price: given })).toBe(words);
});

it("nothing is told without one", () => {
  expect(priceLine({})).toBe("");
});
