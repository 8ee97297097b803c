import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clipped,
  codeText,
  commandMessage,
  commandProperty,
  fenced,
  htmlText,
  jsonText,
  logText,
  markdownCode,
  markdownText,
  visible,
} from "../../src/report/escape.ts";
import { strangeText } from "./strange.ts";

describe("visible", () => {
  it.each([
    ["plain text, ünï and 山田", "plain text, ünï and 山田"],
    ["two\nlines\r\nthree", "two↵lines↵three"],
    ["\u001b[31mred\u001b[0m", "⟨U+001B⟩[31mred⟨U+001B⟩[0m"],
    ["\u009b31m", "⟨U+009B⟩31m"],
    ["user\u202Etxt.exe", "user⟨U+202E⟩txt.exe"],
    ["a\u200Bb", "a⟨U+200B⟩b"],
    ["a\u200Db", "a⟨U+200D⟩b"],
    ["\u200Da", "⟨U+200D⟩a"],
    ["\uD800", "⟨U+D800⟩"],
    ["\u{E0041}", "⟨U+E0041⟩"],
    ["ㅤ", "⟨U+3164⟩"],
    ["👩‍👩‍👧 ❤️", "👩‍👩‍👧 ❤️"],
    ["می‌خواهم", "می‌خواهم"],
  ])("%j becomes %j", (before, after) => {
    expect(visible(before)).toBe(after);
  });

  it("is the same when applied twice", () => {
    fc.assert(
      fc.property(strangeText, (text) => {
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
  });
});

describe("markdown", () => {
  it.each([
    ["a|b", "a\\|b"],
    ["<b>&amp;", "&lt;b&gt;&amp;amp;"],
    ["@alice and a@b.test", "@&#8203;alice and a@&#8203;b.test"],
    ["fixes #12", "fixes #&#8203;12"],
    ["see https://x.test or www.x.test", "see https:&#8203;//x.test or www&#8203;.x.test"],
    ["GH-12, :tada:, a/b#1", "GH-&#8203;12, :&#8203;tada:, a/b#&#8203;1"],
    ["*a* _b_ `c` [d](e)", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e)"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["# head", "\\# head"],
    ["snake_case", "snake\\_case"],
  ])("text %j becomes %j", (before, after) => {
    expect(markdownText(before)).toBe(after);
  });

  it.each([
    ["alice@acme.test", "`alice@acme.test`"],
    ["a|b", "a\\|b"],
    ["a`b", "a\\`b"],
    ["<x>", "&lt;x&gt;"],
    ["", '`""`'],
    ["two\nlines", "`two↵lines`"],
  ])("code %j becomes %j", (before, after) => {
    expect(markdownCode(before)).toBe(after);
  });

  it("holds no markup, table border, mention or link of a stranger", () => {
    fc.assert(
      fc.property(strangeText, (text) => {
        for (const shown of [markdownText(text), markdownCode(text)]) {
          expect(shown).not.toMatch(/[<>\n\r]|(?<!\\)\||&(?!#8203;|amp;|lt;|gt;)/u);
        }
        expect(markdownText(text).replaceAll("&#8203;", "\u200B")).not.toMatch(
          /@[\p{L}\p{N}_-]|#[\p{L}\p{N}]|:\/\/|(?<!\\)[`*_[\]]|www\.[a-z]/iu,
        );
        expect(htmlText(text)).not.toMatch(/[<>"\n]|@[\p{L}\p{N}]/u);
      }),
    );
  });
});

describe("workflow commands", () => {
  it("encodes what would end a property or a message", () => {
    expect(commandProperty("a,b:c%d\ne")).toBe("a%2Cb%3Ac%25d↵e");
    expect(commandMessage("100%: a,b\n::error::x")).toBe("100%25: a,b↵::error::x");
  });
});

describe("logText", () => {
  it("leaves no line that a runner takes for a command, and all others as they are", () => {
    expect(logText("ok\n  ::error::x\n::add-mask::y\na ::b::\n##[error]z\n")).toBe(
      "ok\n  ∶:error::x\n∶:add-mask::y\na ::b::\n#♯[error]z\n",
    );
    fc.assert(
      fc.property(strangeText, (text) => {
        for (const line of logText(`${text}\n \t\u00a0${text}`).split(/\r\n|[\n\r]/u))
          expect(line).not.toMatch(/^\s*::|##\[/u);
      }),
    );
  });
});

describe("fenced", () => {
  it("is one block that nothing in it ends, and in which no hidden mark stands", () => {
    expect(fenced(["a ```` b", "<!-- orgwright:plan -->"])).toBe(
      "`````text\na ```` b\n‹!-- orgwright:plan -->\n`````\n",
    );
    expect(codeText("a\nb")).toBe("a↵b");
  });
});

describe("clipped", () => {
  it("cuts by characters, whole ones, after unseen ones are shown", () => {
    expect(clipped("👩".repeat(10), 4)).toBe("👩👩👩…");
    expect(clipped("abcd", 4)).toBe("abcd");
    expect(clipped("a\u0000", 4)).toBe("a⟨U…");
    expect([...clipped("x".repeat(1_000_000), 160)]).toHaveLength(160);
  });
});

describe("jsonText", () => {
  it("keeps the data and shows nothing unseen", () => {
    fc.assert(
      fc.property(fc.array(strangeText), (texts) => {
        const json = jsonText(JSON.stringify(texts, null, 2));

        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(texts)));
        expect(json).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
