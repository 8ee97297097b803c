/** Text that wants to break out, and plans made of it. */
import fc from "fast-check";
import type { Diagnostic, Plan } from "../../src/model/contract.ts";
import {
  at,
  becomes,
  change,
  effect,
  follows,
  guard,
  listed,
  organization,
  plan,
  risk,
} from "./plan-builder.ts";

const pieces = [
  "alice",
  "@team",
  " @org/team ",
  "#12",
  "org/repo#1",
  "GH-1",
  "user@host",
  "user@host.test",
  ":tada:",
  "````",
  "~~~",
  "<!-- orgwright:plan -->",
  "<img src=x onerror=y>",
  "##[error]x",
  "::error::x",
  "ftp://evil.test",
  "[^1]",
  "[x]: http://evil.test",
  "|",
  "||",
  "\\|",
  "`",
  "```",
  "<script>",
  "</details>",
  "<!--",
  "-->",
  "&lt;",
  "**",
  "_",
  "[x](http://evil.test)",
  "![i](x)",
  "https://evil.test",
  "www.evil.test",
  "\n",
  "\r\n",
  "\n\n# heading\n",
  "\n::error::x",
  "\t",
  "\u001b[31m",
  "\u001b]8;;http://x\u0007",
  "\u009b2J",
  "\u0000",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u200d",
  "\u2028",
  "\ud800",
  "山田太郎",
  "👩‍👩‍👧‍👦",
  "🇩🇪",
  "é",
  "e\u0301",
  " ",
  "   ",
  "---",
  "===",
  "1. ",
  "- ",
  "> ",
  "%0A",
  "%",
  ":",
  ",",
  "$x$",
  "~~",
  "very long ".repeat(20),
  "a-very-long-word-without-any-space-in-it-that-does-not-fit",
];

/** Text of pieces that mean something to some output. */
export const strangeText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 12 }),
);

/** A diagnostic in which every text is strange. */
export const strangeDiagnostic: fc.Arbitrary<Diagnostic> = fc
  .record({
    message: strangeText,
    why: strangeText,
    fix: strangeText,
    file: strangeText,
    text: strangeText,
    column: fc.integer({ min: 1, max: 30 }),
    length: fc.integer({ min: 0, max: 30 }),
  })
  .map(({ message, why, fix, file, text, column, length }) => {
    const location = { file, line: 7, column, endColumn: column + length, text };
    return { code: "test/strange", severity: "error", message, why, fix, location, related: [location] };
  });

/** A plan in which every text is strange: the given ones, in every place. */
export function planOf(texts: readonly string[]): Plan {
  const [a = "", b = "", c = "", d = ""] = texts;
  const address = `${a}/member/${b}`;
  const strange = organization(a, {
    key: b,
    connection: c,
    changes: [
      change("create", address, {
        kind: "member",
        note: d,
        risks: [risk("owner-gained", c)],
        effects: [effect(b, "gains", c, d), follows(effect(d, "loses", b, a)), becomes(b, a, c, d)],
        fields: [
          { path: a, before: b, after: [c, d] },
          { path: b, before: null, after: { [c]: d } },
        ],
        origins: [at(d, 3), at(c, 4)],
        blockedBy: [c],
      }),
      change("delete", `${a}/access/${c}/${b}:${d}`, { kind: "access", cause: "drift" }),
    ],
    waiting: [{ address, kind: "member", code: "acceptance", message: d, origins: [at(a, 1)] }],
    forPerson: [{ address, kind: "role", message: c, origins: [at(b, 1)] }],
    released: [{ ...listed("released", address, c, true), kind: "member" }],
    observed: [
      { ...listed("observed", address, d), kind: "member", fields: [{ path: a, before: b, after: c }] },
    ],
    unmanaged: [{ ...listed("self", address, d), kind: "member" }],
    guards: [guard(a, b, { fix: c })],
    diagnostics: [{ code: "test/strange", severity: "warning", message: a, why: b, fix: c }],
  });
  return plan([strange, organization(b), { ...organization(c), verdict: "failed" }], {
    guards: [guard(b, c, { approved: true })],
  });
}

/** Plans in which every text is strange. */
export const strangePlan: fc.Arbitrary<Plan> = fc
  .array(strangeText, { minLength: 4, maxLength: 4 })
  .map(planOf);
