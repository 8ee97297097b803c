import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Block,
  bytes,
  characters,
  fitted,
  type Part,
  type Row,
  rowsOf,
} from "../../src/report/budget.ts";

type Tag = string;

function row(text: string, rank = 0): Row<Tag> {
  return { text, rank, tag: text };
}

function block(parts: readonly Part<Tag>[], more: Partial<Block<Tag>> = {}): Block<Tag> {
  return { open: "(", close: ")", parts, ...more };
}

function room(limit: number) {
  return { limit, sizeOf: characters };
}

const rest = (left: readonly Row<Tag>[]): string => `+${left.length}`;

describe("fitted", () => {
  it("gives everything where it fits, without a word on what is left out", () => {
    expect(fitted(block([row("a"), block([row("b")]), row("c")], { rest }), room(7))).toBe("(a(b)c)");
  });

  it("takes the lowest ranks, in their places, and says what it left", () => {
    const parts = [row("a".repeat(20), 2), row("b".repeat(20), 1), row("c".repeat(20), 3)];

    expect(fitted(block(parts, { rest }), room(55))).toBe(`(${"b".repeat(20)}+2)`);
  });

  it("opens no block around nothing", () => {
    const parts = [row("a", 0), block([row("b".repeat(50), 1)]), row("c", 2)];

    expect(fitted(block(parts), room(10))).toBe("(ac)");
  });

  it("is empty when not even the first row fits", () => {
    expect(fitted(block([row("abc")]), room(4))).toBe("");
    expect(fitted(block([row("abc")]), room(-1))).toBe("");
  });

  it("keeps a block to its share only where not everything fits", () => {
    const many = Array.from({ length: 30 }, () => row("xx", 0));
    const others = Array.from({ length: 30 }, () => row("yy", 1));
    const root = block([block(many, { share: 0.5 }), block(others)]);

    expect(fitted(root, room(1000))).toHaveLength(126);
    const text = fitted(root, room(60));
    expect(text.match(/x/gu)).toHaveLength(28);
    expect(text.match(/y/gu)?.length).toBeGreaterThan(20);
  });

  it("never exceeds the limit, keeps blocks balanced, and accounts for each row", () => {
    const { tree } = fc.letrec<{ tree: Block<Tag>; part: Part<Tag> }>((tie) => ({
      part: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc
          .tuple(
            fc.string({ unit: fc.constantFrom("a", "é", "山", "👩"), minLength: 1, maxLength: 12 }),
            fc.nat(4),
          )
          .map(([text, rank]) => row(text, rank)),
        tie("tree"),
      ),
      tree: fc
        .record({ parts: fc.array(tie("part"), { maxLength: 6 }), share: fc.constantFrom(0.3, 1) })
        .map(({ parts, share }) => block(parts, { share, rest })),
    }));

    fc.assert(
      fc.property(tree, fc.nat(200), fc.constantFrom(bytes, characters), (root, limit, sizeOf) => {
        const text = fitted(root, { limit, sizeOf });

        expect(sizeOf(text)).toBeLessThanOrEqual(limit);
        expect(text.match(/\(/gu)?.length).toBe(text.match(/\)/gu)?.length);
        if (sizeOf(text) > 0 && !text.includes("+"))
          expect(text.replace(/[()]/gu, "")).toBe(
            rowsOf(root)
              .map((one) => one.text)
              .join(""),
          );
      }),
      { numRuns: 500 },
    );
  });
});
