import { describe, expect, it } from "vitest";
import { parseManifests } from "../../src/manifest/index.ts";
import type { Diagnostic } from "../../src/model/contract.ts";
import { acme, document, documents, group, shortly } from "./fixture.ts";

const diagnose = (text: string): readonly Diagnostic[] =>
  parseManifests([{ file: "f.yaml", text }]).diagnostics;
const codes = (text: string): readonly string[] => diagnose(text).map(shortly);
const marked = (text: string): readonly string[] =>
  diagnose(text).map(
    ({ location }) => location?.text.slice(location.column - 1, location.endColumn - 1) ?? "",
  );

describe("what a document is", () => {
  it.each([
    ["a list", "- a\n", "not-a-mapping@1"],
    ["text", "hello\n", "not-a-mapping@1"],
    ["another version", "apiVersion: orgwright/v2\nkind: Group\n", "api-version@1"],
    ["no version", "kind: Group\n", "api-version@1"],
    ["a misspelt kind", "apiVersion: orgwright/v1\nkind: Organisation\n", "unknown-kind@2"],
    ["no kind", "apiVersion: orgwright/v1\nmetadata: {}\n", "unknown-kind@1"],
    ["a misspelt key kind", "apiVersion: orgwright/v1\nknd: Group\n", "unknown-key@2"],
    ["a project", "apiVersion: orgwright/v1\nkind: Project\n", "misplaced-kind@2"],
    ["a kind that is a list", "apiVersion: orgwright/v1\nkind: []\n", "unknown-kind@2"],
  ])("%s", (_, text, expected) => {
    expect(codes(text)).toEqual([expected]);
  });

  it("keeps approvals and manifests in files of their own when the files are told apart", () => {
    const text = document("Approval", "a", "reason: x");
    const held = (holds: "manifests" | "approvals", inner: string) =>
      parseManifests([{ file: "f.yaml", text: inner, holds }]).diagnostics.map(shortly);
    expect(held("manifests", text)).toEqual(["misplaced-kind@2"]);
    expect(held("approvals", group("a"))).toEqual(["misplaced-kind@2"]);
    expect(held("manifests", group("a"))).toEqual([]);
  });

  it("gives the documents of all files by kind", () => {
    const parsed = parseManifests([
      { file: "a.yaml", text: documents(acme(""), group("team", "a@acme.test")) },
      { file: "b.yaml", text: document("Person", "bob", "email: bob@acme.test") },
    ]);
    expect(parsed.ok && parsed.value.organizations.map(({ value }) => value.metadata.name)).toEqual(["acme"]);
    expect(parsed.ok && parsed.value.groups[0]?.locate(["spec", "members", 0])).toMatchObject({
      file: "a.yaml",
      line: 12,
    });
    expect(parsed.ok && parsed.value.persons).toHaveLength(1);
  });

  it("gives the problems of all files at once, sorted", () => {
    const parsed = parseManifests([
      { file: "b.yaml", text: "kind: Group\n" },
      { file: "a.yaml", text: "a: [\n" },
    ]);
    expect(parsed.ok).toBe(false);
    expect(parsed.diagnostics.map(({ location }) => location?.file)).toEqual(["a.yaml", "b.yaml"]);
  });
});

describe("one mistake is one diagnostic, at the key or value that is wrong", () => {
  const entry = (text: string): string => acme(`members:\n  - ${text}`);

  it.each([
    ["number for text", "slug: 007", "wrong-type", "007"],
    ["truth value for text", "displayName: true", "wrong-type", "true"],
    ["empty value", "members:", "wrong-type", "members"],
    ["mapping for a list", "members: {email: a@acme.test}", "wrong-type", "{email: a@acme.test}"],
    ["text for a mapping", "settings: strict", "wrong-type", "strict"],
    ["mapping as a setting", "settings: {a: {b: c}}", "wrong-value", "{b: c}"],
    ["word outside a closed list", "ensure: abent", "wrong-value", "abent"],
    ["empty text", 'displayName: ""', "wrong-value", '""'],
    ["item twice", "confirmEmpty: [members, members]", "duplicate-item", "members"],
    ["unknown key", "members_: []", "unknown-key", "members_"],
    ["unknown key with a strange name", "__proto__: {a: 1}", "unknown-key", "__proto__"],
    ["null where it means nothing", "displayName: null", "wrong-type", "null"],
  ])("%s", (_, spec, code, mark) => {
    const text = document("Organization", "acme", `connection: main\nid: org_1\n${spec}`);
    expect(diagnose(text).map((one) => one.code)).toEqual([`manifest/${code}`]);
    expect(marked(text)).toEqual([mark]);
  });

  it.each([
    ["no slug and no id", document("Organization", "acme", "connection: main"), "missing-key", "spec"],
    [
      "a misspelt required key",
      document("Organization", "acme", "conection: main\nslug: a"),
      "unknown-key",
      "conection",
    ],
    ["a misspelt alternative", entry("{emial: a@acme.test, role: x}"), "unknown-key", "emial"],
    ["two alternatives", entry("{email: a@acme.test, role: x, group: y}"), "conflicting-keys", "group"],
    ["no role", entry("{email: a@acme.test}"), "missing-key", "{email: a@acme.test}"],
    ["role and roles", entry("{email: a@acme.test, role: x, roles: [y]}"), "conflicting-keys", "roles"],
    ["an entry that is text", entry("alice@acme.test"), "wrong-type", "alice@acme.test"],
    ["an e-mail that is none", entry("{email: alice, role: x}"), "wrong-value", "alice"],
    [
      "a time that is none",
      entry("{email: a@acme.test, role: x, until: tomorrow}"),
      "wrong-value",
      "tomorrow",
    ],
    ["a name with a space", document("Group", '"a b"', "members: []"), "wrong-value", '"a b"'],
    [
      "access of nobody",
      acme("access:\n  - {workspace: x, level: y}"),
      "missing-key",
      "{workspace: x, level: y}",
    ],
    [
      "access without level",
      acme("access:\n  - {workspace: x, role: y}"),
      "missing-key",
      "{workspace: x, role: y}",
    ],
    [
      "an absent member with a role is fine",
      entry("{email: a@acme.test, role: x, ensure: absent}"),
      undefined,
      undefined,
    ],
    [
      "an absent member without a role is fine",
      entry("{email: a@acme.test, ensure: absent}"),
      undefined,
      undefined,
    ],
  ])("%s", (_, text, code, mark) => {
    expect(diagnose(text).map((one) => one.code)).toEqual(code === undefined ? [] : [`manifest/${code}`]);
    expect(marked(text)).toEqual(mark === undefined ? [] : [mark]);
  });

  it("reports two mistakes of one entry apart", () => {
    expect(codes(entry("{}"))).toEqual(["missing-key@8", "missing-key@8"]);
  });

  it("quotes numbers as they stand in the file", () => {
    expect(diagnose(acme("displayName: 0755"))[0]?.fix).toBe('Quote it: `"0755"`.');
  });

  it.each([
    ["{emial: a@acme.test, role: x}", "Did you mean `email`?"],
    ["{email: a@acme.test, Role: x}", "Did you mean `role`?"],
    ["{email: a@acme.test, role: x, stat: y}", "Did you mean `status`?"],
  ])("suggests what was meant: %s", (text, fix) => {
    expect(diagnose(entry(text))[0]?.fix).toBe(fix);
  });

  it("says why and what to do for rules that the schema has words for", () => {
    expect(diagnose(entry("{email: alice, role: x}"))).toMatchObject([
      {
        message: "`spec.members[0].email` cannot be `alice`.",
        why: "People are found by their e-mail address.",
        fix: "Write one address like `alice@acme.test`.",
      },
    ]);
  });
});
