/** Steps on texts as people write them: what is asked for is said, and every other byte stays. */
import { describe, expect, it } from "vitest";
import type { Step } from "../../../src/manifest/adopt/step.ts";
import { edits } from "../../../src/manifest/adopt/text/edit.ts";
import { closed, obstacle, open } from "../../../src/manifest/adopt/text/open.ts";
import { spliced } from "../../../src/manifest/adopt/text/splice.ts";

/** The text after the steps on its document of that position. */
function edited(text: string, steps: readonly Step[], position = 0): string {
  const opened = open({ file: "a.yaml", text });
  const document = opened.documents[position];
  if (document === undefined) throw new Error("there is no such document");
  const found = steps.map(({ path }) => obstacle(document, path)).find((each) => each !== undefined);
  if (found !== undefined) throw new Error(found);
  return closed(spliced(opened.text, edits(opened, document, steps)), opened);
}

const ann = new Map([
  ["email", "ann@acme.test"],
  ["role", "member"],
]);
const append: Step = { does: "append", path: ["members"], value: ann };
const remove = (...path: Step["path"]): Step => ({ does: "remove", path });
const set = (value: string | boolean | null, ...path: Step["path"]): Step => ({ does: "set", path, value });

describe("a list with a line for each entry", () => {
  it.each([
    [
      "indented",
      "members:\n  - {email: b}\n",
      "members:\n  - {email: b}\n  - {email: ann@acme.test, role: member}\n",
    ],
    [
      "not indented",
      "members:\n- {email: b}\n# Next.\nother: 1\n",
      "members:\n- {email: b}\n- {email: ann@acme.test, role: member}\n# Next.\nother: 1\n",
    ],
    [
      "far behind its dash",
      "members:\n  -   email: b\n      role: c\n",
      "members:\n  -   email: b\n      role: c\n  -   email: ann@acme.test\n      role: member\n",
    ],
    [
      "with room in braces",
      "members:\n  - { email: b }\n",
      "members:\n  - { email: b }\n  - { email: ann@acme.test, role: member }\n",
    ],
    [
      "with blank lines between",
      "members:\n  - {email: b}\n\n  - {email: c}\nother: 1\n",
      "members:\n  - {email: b}\n\n  - {email: c}\n\n  - {email: ann@acme.test, role: member}\nother: 1\n",
    ],
    [
      "without a last line break",
      "members:\n  - {email: b}",
      "members:\n  - {email: b}\n  - {email: ann@acme.test, role: member}",
    ],
    [
      "with CRLF",
      "members:\r\n  - {email: b}\r\n",
      "members:\r\n  - {email: b}\r\n  - {email: ann@acme.test, role: member}\r\n",
    ],
    [
      "behind a byte order mark",
      "\ufeffmembers:\n  - {email: b}\n",
      "\ufeffmembers:\n  - {email: b}\n  - {email: ann@acme.test, role: member}\n",
    ],
    [
      "ending in a comment that is further in",
      "members:\n  - email: b\n    # role: c\n  # - email: d\n",
      "members:\n  - email: b\n    # role: c\n  - email: ann@acme.test\n    role: member\n  # - email: d\n",
    ],
    [
      "ending in a text of several lines",
      "members:\n  - email: b\n    reason: |\n      # one\n\n      two\n\nother: 1\n",
      "members:\n  - email: b\n    reason: |\n      # one\n\n      two\n  - email: ann@acme.test\n    role: member\n\nother: 1\n",
    ],
    [
      "that was empty",
      "a:\n  - 1\nmembers: [ ] # nobody\nother: 1\n",
      "a:\n  - 1\nmembers: # nobody\n  - {email: ann@acme.test, role: member}\nother: 1\n",
    ],
    [
      "that was empty, where lists are not indented",
      "a:\n- 1\nmembers: []",
      "a:\n- 1\nmembers:\n- {email: ann@acme.test, role: member}",
    ],
    [
      "in brackets",
      "members: [{email: b}]\n",
      "members: [{email: b}, {email: ann@acme.test, role: member}]\n",
    ],
    [
      "in brackets with a line for each",
      "members: [\n  {email: b},\n  {email: c},\n]\n",
      "members: [\n  {email: b},\n  {email: c},\n  {email: ann@acme.test, role: member},\n]\n",
    ],
  ])("takes another entry: %s", (_, text, expected) => {
    expect(edited(text, [append])).toBe(expected);
  });

  it.each([
    [
      "with the comments right above",
      "members:\n  # all of us\n\n  # b\n  # and more\n  - {email: b} # b\n  # c\n  - {email: c}\n",
      [0],
      "members:\n  # all of us\n\n  # c\n  - {email: c}\n",
    ],
    [
      "without the one above the list, where no other entry has its own",
      "members:\n  # Reviewed every quarter.\n  - {email: a}\n  - {email: b}\n",
      [0],
      "members:\n  # Reviewed every quarter.\n  - {email: b}\n",
    ],
    [
      "without what is commented out above",
      "members:\n  - {email: a}\n  # - {email: old}\n  - {email: b}\n",
      [1],
      "members:\n  - {email: a}\n  # - {email: old}\n",
    ],
    [
      "without comments that belong to the one before",
      "members:\n  - email: a\n    # role: x\n  - email: b\n",
      [1],
      "members:\n  - email: a\n    # role: x\n",
    ],
    [
      "without lines of text that look like comments",
      "members:\n  - email: a\n    reason: |\n      # x\n  - email: b\n",
      [1],
      "members:\n  - email: a\n    reason: |\n      # x\n",
    ],
    [
      "the last one, without a last line break",
      "members:\n  - {email: a}\n\n  - {email: b}",
      [1],
      "members:\n  - {email: a}",
    ],
    [
      "the last two, with the blank lines above them",
      "members:\n  - {email: a}\n\n  - {email: b}\n\n  - {email: c}\n",
      [1, 2],
      "members:\n  - {email: a}\n",
    ],
    [
      "all, with a comment behind the key",
      "members: # all\n  # a\n  - {email: a}\n  - {email: b}\n# Next.\nother: 1\n",
      [0, 1],
      "members: [] # all\n# Next.\nother: 1\n",
    ],
    [
      "in brackets, from each end",
      "members: [ {email: a}, {email: b}, {email: c} ]\n",
      [0, 2],
      "members: [ {email: b} ]\n",
    ],
    ["all in brackets", "members: [a, b]\n", [0, 1], "members: []\n"],
  ] as const)("lets an entry go: %s", (_, text, gone, expected) => {
    expect(
      edited(
        text,
        gone.map((index) => remove("members", index)),
      ),
    ).toBe(expected);
  });

  it("gives the place of the last one that goes to the new one", () => {
    expect(edited("members:\n  # b\n  - email: b\nother: 1\n", [remove("members", 0), append])).toBe(
      "members:\n  - email: ann@acme.test\n    role: member\nother: 1\n",
    );
  });
});

describe("a value", () => {
  it.each([
    ["in no quotes", "role: member # now\n", "role: admin # now\n"],
    ["in single quotes", "role:   'member'\n", "role:   'admin'\n"],
    ["in double quotes", 'role: "member"\n', 'role: "admin"\n'],
    ["that is not there", "role:\nother: 1\n", "role: admin\nother: 1\n"],
    ["over several lines", "role: member\n  of it all\nother: 1\n", "role: admin\nother: 1\n"],
    ["as a block of text", "role: >-\n  member\n\nother: 1\n", "role: admin\n\nother: 1\n"],
    ["as a list", "role: [a, b] # c\n", "role: admin # c\n"],
    ["as a list with lines", "role:\n  - a\n  - b # c\nother: 1\n", "role: admin # c\nother: 1\n"],
    ["behind a quoted key", '"role" : member\n', '"role" : admin\n'],
  ])("keeps its looks: %s", (_, text, expected) => {
    expect(edited(text, [set("admin", "role")])).toBe(expected);
  });

  it.each([
    ["yes", '"yes"'],
    ["12", '"12"'],
    ["a: b", '"a: b"'],
    ["Zürich Süd", "Zürich Süd"],
    ["it's", "it's"],
    ["a, b", '"a, b"'],
    ["two\nlines", '"two\\nlines"'],
    ["- x", '"- x"'],
    [" padded ", '" padded "'],
    [null, "null"],
    [true, "true"],
  ])("is quoted where it has to be: %j", (value, expected) => {
    expect(edited("role: member\n", [set(value, "role")])).toBe(`role: ${expected}\n`);
  });

  it("doubles single quotes in single quotes", () => {
    expect(edited("role: 'a'\n", [set("it's", "role")])).toBe("role: 'it''s'\n");
  });
});

describe("a key", () => {
  it("is put behind those that it belongs behind, else at the end", () => {
    const behind: Step = {
      does: "set",
      path: ["confirmEmpty"],
      value: ["members"],
      behind: ["members", "ownership"],
    };

    expect(edited("members: []\nownership: {a: b}\nensure: present\n", [behind])).toBe(
      "members: []\nownership: {a: b}\nconfirmEmpty: [members]\nensure: present\n",
    );
    expect(edited("{ a: b }\n", [set("d", "c")])).toBe("{ a: b, c: d }\n");
    expect(edited("map: {}\n", [set("d", "map", "c")])).toBe("map: {c: d}\n");
  });

  it("goes with its line, and leaves an empty map where it was the last", () => {
    expect(edited("map:\n  # one\n  a: 1 # 1\n  b: 2\n", [remove("map", "a")])).toBe("map:\n  b: 2\n");
    expect(edited("map:\n  a: 1\nother: 2\n", [remove("map", "a")])).toBe("map: {}\nother: 2\n");
  });

  it("takes another name in its place", () => {
    const rename: Step = { does: "rename", path: ["members", 0, "role"], key: "roles", value: ["a", "b"] };

    expect(edited("members:\n  - role: a # x\n    email: b\n", [rename])).toBe(
      "members:\n  - roles: [a, b] # x\n    email: b\n",
    );
  });
});

describe("a file of several documents", () => {
  it("changes the one that is meant", () => {
    const text = "# One.\n---\nrole: a\n...\n# Two.\n---\nrole: a # a\n--- # three\nrole: a\n";

    expect(edited(text, [set("b", "role")], 1)).toBe(text.replace("role: a # a", "role: b # a"));
  });
});

describe("what is left alone", () => {
  it.each([
    [
      "an alias",
      "x: &x member\nmembers:\n  - {email: a, role: *x}\n",
      [set("admin", "members", 0, "role")],
      "alias",
    ],
    [
      "an anchor that something stands for",
      "members:\n  - &a {email: a}\nothers: [*a]\n",
      [set("b", "members", 0, "email")],
      "anchor",
    ],
    [
      "an anchor inside",
      "members:\n  - {email: a, role: &r owner}\n  - {email: b, role: *r}\n",
      [remove("members", 0)],
      "anchor",
    ],
    [
      "an entry behind an anchor",
      "members:\n  - &a {email: a}\n  - {email: b}\n",
      [remove("members", 0)],
      "unusual way",
    ],
    [
      "comments between braces",
      "map: {\n  a: 1, # one\n  b: 2\n}\n",
      [remove("map", "a")],
      "comments between its braces",
    ],
    [
      "comments in a list that becomes one value",
      "role:\n  # why\n  - a\n",
      [set("b", "role")],
      "comments inside",
    ],
    [
      "a key that shares its line with a dash",
      "list:\n  - a: 1\n    b: 2\n",
      [remove("list", 0, "a")],
      "shares its line",
    ],
    ["a whole entry's keys", "list:\n  - a: 1\n", [remove("list", 0, "a")], "shares its line"],
  ] as const)("%s", (_, text, steps, why) => {
    expect(() => edited(text, steps)).toThrow(why);
  });
});
