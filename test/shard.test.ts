import { expect, test } from "vitest";
import { inShard, parseShard } from "../src/shard.ts";

const names = Array.from({ length: 400 }, (_, at) => `org-${at}`);

test.each([1, 2, 3, 7, 64])("each organization belongs to exactly one of %i runs", (of) => {
  const times = names.map(
    (name) =>
      Array.from({ length: of }, (_, at) => inShard(name, { index: at + 1, of })).filter(Boolean).length,
  );

  expect(new Set(times)).toEqual(new Set([1]));
});

test("runs get about as much as each other", () => {
  const sizes = [1, 2, 3, 4].map((index) => names.filter((name) => inShard(name, { index, of: 4 })).length);

  expect(Math.min(...sizes)).toBeGreaterThan(75);
  expect(Math.max(...sizes)).toBeLessThan(125);
});

test("which one it is stays the same from release to release", () => {
  const shards = ["acme", "beta", "Größe", "a/b"].map((name) =>
    [1, 2, 3].find((index) => inShard(name, { index, of: 3 })),
  );

  expect(shards).toEqual([3, 2, 3, 3]);
});

test.each([
  ["1/1", { index: 1, of: 1 }],
  ["2/4", { index: 2, of: 4 }],
  ["1000/1000", { index: 1000, of: 1000 }],
])("%s is a part of a whole", (text, shard) => {
  expect(parseShard(text)).toEqual(shard);
});

test.each(["", "1", "0/2", "3/2", "1/0", "1/1001", "01/2", "-1/2", "1/2/3", "1 /2", "a/b", "1.5/2"])(
  "%j is none",
  (text) => {
    expect(parseShard(text)).toBeUndefined();
  },
);
