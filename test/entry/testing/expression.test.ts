/** GitHub's expressions. */
import { describe, expect, test } from "vitest";
import { evaluate, filledIn } from "../../../src/entry/testing/expression.ts";

const contexts = {
  github: { event_name: "push", ref_name: "Main", event: { pull_request: { number: 7 }, inputs: {} } },
  inputs: { unreviewed: "", adopt: false },
  secrets: { TOKEN: "t" },
};

describe("an expression", () => {
  test.each([
    ["'it''s'", "it's"],
    ["1.5", 1.5],
    ["true", true],
    ["null", null],
    ["github.event.pull_request.number", 7],
    ["github.event.merge_group.base_sha", undefined],
    ["github.ref_name == 'main'", true],
    ["github.ref_name != 'main'", false],
    ["github.event.nothing == null", true],
    ["inputs.unreviewed || 'stop'", "stop"],
    ["inputs.adopt && 'a' || 'b'", "b"],
    ["!inputs.adopt && 'a' || 'b'", "a"],
    ["true || true && false", true],
    ["(true || true) && false", false],
    ["'a' == 'b' || 'c'", "c"],
    ["always() && success() && !failure() && !cancelled()", true],
    ["contains('Hello', 'ELL')", true],
    ["startsWith(github.ref_name, 'm')", true],
    ["endsWith(github.ref_name, 'm')", false],
    ["format('refs/heads/{0}-{1}', 'a', 2)", "refs/heads/a-2"],
  ])("%s is %o", (expression, value) => {
    expect(evaluate(expression, contexts)).toEqual(value);
  });

  test.each([
    ["hashFiles('x')", "`hashFiles`"],
    ["matrix.node", "`matrix`"],
    ["a ? b : c", "character"],
    ["'open", "character"],
    ["(true", "`)`"],
    ["true false", "`false`"],
    ["true ||", "too early"],
    ["constructor('x')", "`constructor`"],
  ])("%s is refused", (expression, why) => {
    expect(() => evaluate(expression, contexts)).toThrow(why);
  });

  test("has no way to what no context has", () => {
    expect(evaluate("github.constructor.name", contexts)).toBeUndefined();
    expect(evaluate("secrets.toString", contexts)).toBeUndefined();
  });
});

test("a text is filled in; what is nothing is empty", () => {
  const open = "$" + "{{";

  expect(
    filledIn(`a ${open} secrets.TOKEN }} b ${open}inputs.adopt}} ${open} secrets.NONE }}|`, contexts),
  ).toBe("a t b false |");
});
