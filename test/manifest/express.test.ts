/** What a system cannot do is refused at the manifest's line, before any request. */
import { describe, expect, it } from "vitest";
import type { Kinds } from "../../src/model/kinds.ts";
import {
  acme,
  document,
  documents,
  meaning,
  type Options,
  plainKinds,
  problems,
  richKinds,
  systems,
} from "./fixture.ts";

const RICH = { connection: "rich", key: "id" };
const POOR = { connection: "poor" };
const EVE = "  - {email: eve@acme.test, role: owner}";

/** The main connection with other kinds. */
function having(kinds: Kinds): Options {
  return { systems: new Map([["main", { ...systems.get("main")!, kinds }]]) };
}

describe("sections of kinds that the system does not have", () => {
  it("are refused once each, at their key", () => {
    const spec = `roles: []\nworkspaces:\n  - {name: p, settings: {a: b}, ensure: absent}\naccess: []\nmembers:\n  - {email: a@acme.test, role: owner}`;
    expect(problems(acme(spec, POOR))).toEqual([
      "unsupported-section@7",
      "unsupported-section@8",
      "unsupported-section@10",
    ]);
  });

  it("make a member's workspaces impossible as well", () => {
    expect(
      problems(acme("members:\n  - {email: a@acme.test, role: owner, workspaces: {p: admin}}", POOR)),
    ).toEqual(["unsupported-subject@8"]);
  });
});

describe("how an organization is found", () => {
  it.each([
    ["by a slug where it has none", acme("", POOR), []],
    ["by an id where only slugs find", acme("", { ...POOR, key: "id" }), ["unsupported-key@6"]],
    ["by a slug where only ids find", acme("", { ...RICH, key: "slug" }), ["unsupported-key@6"]],
    ["by an id, with a slug to be set", acme("slug: a", RICH), []],
    ["by a slug, with an id beside it that cannot be set", acme("id: a", POOR), ["unsupported-key@7"]],
  ])("%s", (_, yaml, expected) => {
    expect(problems(yaml)).toEqual(expected);
  });

  it("as a sub-account, where the system has none", () => {
    expect(problems(documents(acme("parent: acme2"), acme("", { name: "acme2" })))).toEqual([
      "unsupported-parent@7",
    ]);
  });
});

describe("attributes", () => {
  it.each([
    ["unknown ones", "description: x", ["unsupported-attribute@7"]],
    ["unknown settings", "settings: {requireTwoFactr: true}", ["unsupported-attribute@7"]],
    ["branding where there is none", "branding: {logoUrl: x}", ["unsupported-attribute@7"]],
    [
      "what every object has",
      "settings: {constructor: 1, __proto__: 2}",
      ["unsupported-attribute@7", "unsupported-attribute@7"],
    ],
    ["null where it cannot be cleared", "settings: {passwordExpiryDays: null}", ["not-clearable@7"]],
    ["values outside the closed list", "settings: {plan: fre}", ["unsupported-value@7"]],
    ["known ones", "displayName: x\nsettings: {requireTwoFactor: true, plan: free}", []],
  ])("%s", (_, spec, expected) => {
    expect(problems(acme(spec))).toEqual(expected);
  });

  it("suggest the one that was meant, under the same heading", () => {
    const fixes = (spec: string) => meaning(acme(spec)).diagnostics.map(({ fix }) => fix);
    expect(fixes("settings: {requireTwoFactr: true}")).toEqual(["Did you mean `requireTwoFactor`?"]);
    expect(fixes("settings: {x: true}")).toEqual([
      "Remove it, or use `requireTwoFactor`, `passwordExpiryDays` or `plan`.",
    ]);
    expect(fixes("settings: {plan: fre}")).toEqual(["Did you mean `free`?"]);
  });

  it("of roles and workspaces count too", () => {
    const spec =
      "roles:\n  - {name: A, displayName: a, description: null}\nworkspaces:\n  - {name: p, settings: {tags: [eu, us]}}\n  - {name: q, settings: {tags: eu}}\n  - {name: r, settings: {tag: [eu]}}";
    expect(problems(acme(spec, RICH))).toEqual(["unsupported-value@11", "unsupported-attribute@12"]);
    expect(problems(acme("workspaces: [{name: p, displayName: P}]"))).toEqual(["unsupported-attribute@7"]);
  });

  it("may be set at creation only, and may not be the system's own", () => {
    const organization = {
      ...plainKinds.organization,
      attributes: {
        displayName: { mode: "computed", compare: "exact" },
        description: { mode: "immutable", compare: "exact" },
      },
    } as const;
    expect(problems(acme("displayName: x\ndescription: y"), having({ ...plainKinds, organization }))).toEqual(
      ["unsupported-attribute@7"],
    );
  });

  it("with closed lists check each value of a list", () => {
    const attributes = {
      "settings.tags": { mode: "managed", compare: "set", values: ["eu", "us"] },
    } as const;
    const kinds = { ...plainKinds, organization: { ...plainKinds.organization, attributes } };
    expect(problems(acme("settings: {tags: [eu, uk]}"), having(kinds))).toEqual(["unsupported-value@7"]);
  });
});

describe("removals that the system cannot do", () => {
  it("are refused with ensure: absent", () => {
    expect(problems(acme("ensure: absent", POOR))).toEqual(["unsupported-removal@7"]);
    expect(problems(acme("ensure: absent"))).toEqual([]);
    expect(problems(acme(`members:\n  - {email: a@acme.test, ensure: absent}\n${EVE}`, POOR))).toEqual([
      "unsupported-removal@8",
    ]);
    const none = {
      ...richKinds,
      organization: plainKinds.organization,
      role: { ...richKinds.role!, delete: "none" },
      workspace: { ...richKinds.workspace!, delete: "none" },
      access: { ...richKinds.access!, delete: "none" },
    } as const;
    const spec =
      "roles:\n  - {name: A, ensure: absent}\n  - {name: B}\nworkspaces:\n  - {name: p, ensure: absent}\n  - {name: q}\naccess:\n  - {role: B, workspace: q, level: x, ensure: absent}\n  - {role: B, workspace: q, level: y}";
    expect(problems(acme(spec), having(none))).toEqual([
      "unsupported-removal@8",
      "unsupported-removal@11",
      "unsupported-removal@14",
    ]);
  });

  it("are no problem when a person can do them", () => {
    const kinds = {
      ...plainKinds,
      organization: { ...plainKinds.organization, delete: { forPerson: "Open the settings." } },
    };
    expect(problems(acme("ensure: absent"), having(kinds))).toEqual([]);
  });
});

describe("renames that the system cannot do", () => {
  it.each([
    ["an organization, its slug fixed", acme("previously: {slugs: [old]}"), ["cannot-rename@7"]],
    ["an organization, its slug free", acme("previously: {slugs: [old]}", RICH), []],
    ["an organization's name, which is ours", acme("previously: {names: [old]}"), []],
    ["a role with a free name", acme("roles: [{name: A, previously: [B]}]", RICH), []],
    ["a workspace with a fixed name", acme("workspaces: [{name: a, previously: [b]}]"), ["cannot-rename@7"]],
    [
      "a workspace with an id, whose name is ours",
      acme("workspaces: [{name: a, id: ws_1, previously: [b]}]"),
      [],
    ],
    ["no earlier names at all", acme("previously: {slugs: []}\nworkspaces: [{name: a, previously: []}]"), []],
  ])("%s", (_, yaml, expected) => {
    expect(problems(yaml)).toEqual(expected);
  });

  it("a role that can be made but not changed", () => {
    const kinds = {
      ...richKinds,
      organization: plainKinds.organization,
      role: { ...richKinds.role!, update: "none" },
    } as const;
    expect(problems(acme("roles: [{name: A, previously: [B]}]"), having(kinds))).toEqual(["cannot-rename@7"]);
  });
});

describe("members and access", () => {
  it.each([
    [
      "several roles where there is one",
      acme(`members:\n  - {email: a@acme.test, roles: [owner, admin]}`),
      ["several-roles@8"],
    ],
    ["a list of one role", acme(`members:\n  - {email: a@acme.test, roles: [owner]}`), []],
    [
      "several roles where there may be",
      acme(`members:\n  - {email: a@acme.test, roles: [ADMIN, DEFAULT]}`, RICH),
      [],
    ],
    [
      "a status where nobody is suspended",
      acme(`members:\n  - {email: a@acme.test, role: owner, status: active}`),
      ["unsupported-status@8"],
    ],
    [
      "a status where there is one",
      acme(`members:\n  - {email: a@acme.test, role: ADMIN, status: suspended}`, RICH),
      [],
    ],
    [
      "a role's access where only members have any",
      acme("workspaces: [{name: p}]\naccess:\n  - {role: admin, workspace: p, level: admin}"),
      ["unsupported-subject@9"],
    ],
    [
      "an outsider's access where only members have any",
      acme("workspaces: [{name: p}]\naccess:\n  - {email: x@acme.test, workspace: p, level: admin}"),
      ["unsupported-subject@9"],
    ],
    [
      "several levels where there is one",
      acme("workspaces: [{name: p}]\naccess:\n  - {role: admin, workspace: p, levels: [admin, member]}"),
      ["unsupported-subject@9", "several-levels@9"],
    ],
  ])("%s", (_, yaml, expected) => {
    expect(problems(yaml)).toEqual(expected);
  });
});

it("every diagnostic names the organization and the system as people write it", () => {
  const { diagnostics } = meaning(document("Organization", "acme", "connection: poor\nslug: a\nroles: []"));
  expect(diagnostics).toMatchObject([
    { address: "acme/organization", message: "Poor has no roles that can be managed." },
  ]);
});
