import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hanging, layOut, line } from "../../src/report/layout.ts";
import { facts, type Span, tone, whole } from "../../src/report/spans.ts";
import type { Tone } from "../../src/report/style.ts";
import { strangeText } from "./strange.ts";
import { expectHarmless } from "./terminal.ts";

const plain = { color: false, width: 40 };
const tones: readonly Tone[] = ["strong", "faint", "name", "good", "danger", "warning"];
const span: fc.Arbitrary<Span> = fc.oneof(
  strangeText,
  fc.tuple(fc.constantFrom(...tones), strangeText).map(([name, text]) => tone(name, text)),
  fc.tuple(fc.constantFrom(...tones), strangeText).map(([name, text]) => whole(name, text)),
);

describe("layOut", () => {
  it("wraps at spaces and goes on further in", () => {
    const text = layOut([hanging(4, line(2, "one two three four five six seven eight nine ten"))], plain);

    expect(text).toBe(
      "  one two three four five six seven eight\n      nine ten\n".replace(
        " eight\n      nine",
        "\n      eight nine",
      ),
    );
  });

  it("keeps words together across tones, and whole stretches on one row", () => {
    const spans = [
      "0123456789 0123456789 ",
      tone("strong", "name"),
      ": text ",
      whole("faint", "kept on one row"),
    ];

    expect(layOut([line(0, ...spans)], plain)).toBe("0123456789 0123456789 name: text\n  kept on one row\n");
  });

  it("cuts a word that fits nowhere", () => {
    expect(layOut([line(0, "x".repeat(90))], plain)).toBe(
      `${"x".repeat(38)}\n  ${"x".repeat(38)}\n  ${"x".repeat(14)}\n`,
    );
  });

  it("paints a wrapped stretch row by row", () => {
    const text = layOut([line(0, tone("strong", "aaaa ".repeat(9).trim()))], { color: true, width: 40 });

    expect(text).toBe(`\u001b[1m${"aaaa ".repeat(8).trim()}\u001b[22m\n  \u001b[1maaaa\u001b[22m\n`);
  });

  it("takes a narrow terminal for forty columns", () => {
    expect(layOut([line(60, "a b")], { color: false, width: 3 })).toBe(`${" ".repeat(20)}a b\n`);
  });

  it("separates facts by dots and leaves empty ones out", () => {
    expect(
      layOut(
        [
          line(
            0,
            ...facts([
              ["strong", "a"],
              ["faint", ""],
              ["faint", "b"],
            ]),
          ),
        ],
        plain,
      ),
    ).toBe("a · b\n");
  });

  it("is harmless and fits, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 8 }),
        fc.nat({ max: 60 }),
        fc.nat({ max: 20 }),
        fc.record({ color: fc.boolean(), width: fc.integer({ min: 1, max: 100 }) }),
        (spans, indent, hang, style) => {
          expectHarmless(layOut([hanging(hang, line(indent, ...spans))], style), style);
        },
      ),
      { numRuns: 500 },
    );
  });
});
