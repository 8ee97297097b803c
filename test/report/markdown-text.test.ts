import { describe, expect, it } from "vitest";
import { details, inline, link } from "../../src/report/markdown-text.ts";
import { tone } from "../../src/report/spans.ts";
import { nodesOf, treeOf } from "./github-markdown.ts";

describe("inline", () => {
  it("makes no mention, reference or broken code of what stands in two stretches", () => {
    expect(inline(["by @", "team, #", "12 and https:", "//x"])).toBe(
      "by @&#8203;team, #&#8203;12 and https:&#8203;//x",
    );
    expect(inline([tone("name", "a"), tone("name", "b")])).toBe("`ab`");
  });

  it("bounds each value and each message", () => {
    expect(inline([tone("name", "x".repeat(9000))])).toHaveLength(162);
    expect(inline(["y".repeat(9000)])).toHaveLength(600);
    expect(details(["z".repeat(9000)]).open.length).toBeLessThan(250);
  });
});

describe("link", () => {
  it("is one only where the address is one", () => {
    const url = "https://ghes.test/o/r/actions/runs/7?pr=1#summary";

    expect(nodesOf(treeOf(link("the run", url))).find(({ type }) => type === "link")?.url).toBe(url);
    for (const other of [undefined, "javascript:alert(1)", "https://x)[y](z", "https://x y", "a\nb"])
      expect(link("the run", other)).toBe("the run");
  });
});
