/** Rules over all documents: names, references, keys that two organizations want, approvals, guards. */
import { describe, expect, it } from "vitest";
import { acme, document, documents, group, meaning, NOW, problems, projectIn, systems } from "./fixture.ts";

const EVE = "members:\n  - {email: eve@acme.test, role: owner}";
/** A second organization; with the separator its spec begins in line 13 when it follows one of seven lines. */
const other = (spec: string, options: Parameters<typeof acme>[1] = {}): string =>
  acme(spec, { name: "other", ...options });

describe("names", () => {
  it("stand for one document of a kind each", () => {
    const yaml = documents(
      acme(EVE),
      acme(EVE.replace("eve", "bob")),
      group("g", "a@acme.test"),
      group("g", "a@acme.test"),
    );
    expect(problems(yaml)).toEqual([
      "duplicate-name@12",
      "warning unused-group@21",
      "duplicate-name@27",
      "warning unused-group@27",
    ]);
  });

  it("may be shared by documents of different kinds", () => {
    expect(
      problems(
        documents(
          acme("members: [{group: acme, role: owner}]"),
          group("acme", "a@acme.test"),
          document("Person", "acme", "email: a@acme.test"),
        ),
      ),
    ).toEqual([]);
  });

  it("of connections must be known, with a suggestion", () => {
    const { diagnostics, organizations } = meaning(acme(EVE, { connection: "mian" }));
    expect(diagnostics).toMatchObject([
      { code: "manifest/unknown-connection", fix: "Did you mean `main`?", location: { line: 5 } },
    ]);
    expect(organizations).toEqual([]);
  });

  it("cannot be fooled by what every object has", () => {
    const yaml = documents(
      acme(
        "members:\n  - {email: a@acme.test, role: constructor, workspaces: {toString: hasOwnProperty, __proto__: admin}}",
        { connection: "main" },
      ),
      document("Person", "p", "email: a@acme.test\nids: {__proto__: x, constructor: y}"),
    );
    expect(problems(yaml)).toEqual([
      "unknown-role@8",
      "unknown-workspace@8",
      "unknown-level@8",
      "unknown-workspace@8",
      "warning unknown-id-owner@15",
      "warning unknown-id-owner@15",
    ]);
    expect(problems(acme(EVE, { connection: "constructor" }))).toEqual(["unknown-connection@5"]);
  });
});

describe("organizations of one connection", () => {
  it.each([
    ["one slug", acme("displayName: A"), other("slug: acme-corp", { key: "id" }), ["same-organization@15"]],
    ["one id", acme("id: org_1"), other("id: org_1"), ["same-organization@15"]],
    [
      "one slug on two connections",
      acme("displayName: A"),
      other("slug: acme-corp", { key: "id", connection: "second" }),
      [],
    ],
    [
      "one is to go, the other has its slug",
      acme("ensure: absent"),
      other("slug: acme-corp", { key: "id" }),
      ["same-organization@15"],
    ],
    [
      "one workspace",
      acme("workspaces: [{name: a, id: ws_1}]"),
      other("workspaces: [{name: b, id: ws_1}]"),
      ["same-workspace@15"],
    ],
    [
      "one workspace, leaving the first",
      acme("workspaces: [{name: a, id: ws_1, ensure: absent}, {name: c}]"),
      other("workspaces: [{name: b, id: ws_1}]"),
      [],
    ],
    [
      "one workspace on two connections",
      acme("workspaces: [{name: a, id: ws_1}]"),
      other("workspaces: [{name: b, id: ws_1}]", { connection: "second" }),
      [],
    ],
    [
      "one live name in two organizations",
      acme("workspaces: [{name: a}]"),
      other("workspaces: [{name: a}]"),
      [],
    ],
  ])("%s", (_, first, second, expected) => {
    expect(problems(documents(first, second))).toEqual(expected);
  });
});

describe("earlier keys", () => {
  const rich = { connection: "rich", key: "id" };

  it.each([
    [
      "a name of another",
      acme("previously: {names: [other]}"),
      other("displayName: B"),
      ["previously-declared@7"],
    ],
    ["its own name", acme("previously: {names: [acme]}"), other("displayName: B"), ["previously-declared@7"]],
    [
      "a name that two had",
      acme("previously: {names: [old]}"),
      other("previously: {names: [old]}"),
      ["previously-declared@15"],
    ],
    [
      "a slug of another",
      acme("previously: {slugs: [b]}", rich),
      other("slug: b", rich),
      ["previously-declared@7"],
    ],
    [
      "a slug of another connection",
      acme("previously: {slugs: [other-corp]}", rich),
      other("displayName: B"),
      [],
    ],
    ["a name that nobody has", acme("previously: {names: [old, older]}"), other("displayName: B"), []],
  ])("%s", (_, first, second, expected) => {
    expect(problems(documents(first, second))).toEqual(expected);
  });
});

describe("parents", () => {
  const child = (parent: string, options = {}) =>
    acme(`parent: ${parent}`, { connection: "rich", key: "id", ...options });
  const parent = (spec = "displayName: P", options = {}) =>
    other(spec, { connection: "rich", key: "id", ...options });

  it.each([
    ["declared on the connection", documents(child("other"), parent()), []],
    ["unknown", documents(child("othre"), parent()), ["unknown-parent@7"]],
    ["itself", child("acme"), ["parent-cycle@7"]],
    [
      "on another connection",
      documents(child("other"), parent("displayName: P", { connection: "main", key: "slug" })),
      ["parent-elsewhere@7"],
    ],
    ["in a circle", documents(child("other"), parent("parent: acme")), ["parent-cycle@7", "parent-cycle@15"]],
    [
      "a sub-account's",
      documents(child("other"), parent("parent: top"), parent("displayName: T", { name: "top" })),
      ["parent-too-deep@7"],
    ],
    ["below a circle", documents(child("other"), parent("parent: other")), ["parent-cycle@15"]],
  ])("%s", (_, yaml, expected) => {
    expect(problems(yaml)).toEqual(expected);
  });
});

describe("persons and groups", () => {
  const person = (name: string, spec: string) => document("Person", name, spec);

  it.each([
    [
      "one e-mail",
      documents(person("a", "email: x@acme.test"), person("b", "email: X@acme.test")),
      ["claimed-twice@11"],
    ],
    [
      "an alias of another's",
      documents(person("a", "email: x@acme.test"), person("b", "email: b@acme.test\naliases: [x@acme.test]")),
      ["claimed-twice@12"],
    ],
    [
      "one id on a connection",
      documents(
        person("a", "email: a@acme.test\nids: {main: u1}"),
        person("b", "email: b@acme.test\nids: {main: u1}"),
      ),
      ["claimed-twice@13"],
    ],
    [
      "one id, by connection and by system",
      documents(
        person("a", "email: a@acme.test\nids: {main: u1}"),
        person("b", "email: b@acme.test\nids: {plain: u1}"),
      ),
      ["claimed-twice@13"],
    ],
    [
      "one id on two connections",
      documents(
        person("a", "email: a@acme.test\nids: {main: u1}"),
        person("b", "email: b@acme.test\nids: {second: u1}"),
      ),
      [],
    ],
    ["its own address twice", person("a", "email: x@acme.test\naliases: [X@acme.test]"), []],
    ["an id of nobody's", person("a", "email: x@acme.test\nids: {mian: u1}"), ["warning unknown-id-owner@6"]],
  ])("claim %s", (_, yaml, expected) => {
    expect(problems(yaml)).toEqual(expected);
  });

  it("people twice in a group and groups that nobody uses are warnings", () => {
    expect(
      problems(
        documents(group("team", "a@acme.test", "A@acme.test"), acme("members: [{group: team, role: owner}]")),
      ),
    ).toEqual(["warning duplicate-in-group@5"]);
    expect(problems(group("team", "a@acme.test"))).toEqual(["warning unused-group@3"]);
  });
});

describe("approvals", () => {
  const approval = (expires: string, organization = "acme") =>
    document(
      "Approval",
      "go",
      `organization: ${organization}\nguard: last-owner\ndigest: ${"a".repeat(64)}\nchanges: [${"b".repeat(64)}]\nreason: agreed\nexpires: ${expires}`,
    );

  it("hold until the end of their day", () => {
    const { approvals, diagnostics } = meaning(documents(acme(EVE), approval("2026-06-15")), {
      timezone: "Europe/Berlin",
    });
    expect(diagnostics).toEqual([]);
    expect(approvals).toMatchObject([
      {
        name: "go",
        organization: "acme",
        guard: "last-owner",
        reason: "agreed",
        expires: Date.parse("2026-06-15T22:00:00Z"),
        origin: { line: 12 },
      },
    ]);
  });

  it("that expired are given and noted; those for nobody are warned of; a day that does not exist is an error", () => {
    expect(meaning(documents(acme(EVE), approval("2026-06-14"))).approvals).toHaveLength(1);
    expect(problems(documents(acme(EVE), approval("2026-06-14")))).toEqual(["note approval-expired@19"]);
    expect(problems(documents(acme(EVE), approval("2026-06-20", "acmee")))).toEqual([
      "warning approval-for-unknown@14",
    ]);
    expect(problems(documents(acme(EVE), approval("2026-06-31")))).toEqual(["not-a-time@19"]);
    expect(meaning(approval("2026-06-31")).approvals).toEqual([]);
  });
});

describe("what surrounds the manifests", () => {
  it("guards for organizations that are not declared are warned of", () => {
    const project = { ...projectIn("UTC"), guards: { organizations: { acmee: { minOwners: 2 }, acme: {} } } };
    expect(meaning(acme(EVE), { project }).diagnostics).toMatchObject([
      { code: "manifest/guard-for-unknown", fix: "Did you mean `acme`?" },
    ]);
  });

  it("the connector's own check is asked, and its problems get the organization's address", () => {
    const main = systems.get("main")!;
    const check = () => [
      { code: "plain/odd", severity: "error" as const, message: "Odd." },
      { code: "plain/even", severity: "note" as const, message: "Even.", address: "x/member/y" },
    ];
    const { diagnostics } = meaning(acme(EVE), { systems: new Map([["main", { ...main, check }]]) });
    expect(diagnostics).toMatchObject([{ address: "x/member/y" }, { address: "acme/organization" }]);
  });

  it("organizations and approvals come sorted by name, whatever the order of the files", () => {
    const names = meaning(documents(other(EVE), acme(EVE)), { now: NOW }).organizations.map(
      ({ name }) => name,
    );
    expect(names).toEqual(["acme", "other"]);
  });
});
