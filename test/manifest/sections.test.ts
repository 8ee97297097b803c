/** docs/semantics.md: "Absent, empty, null", and names inside one organization. */
import { describe, expect, it } from "vitest";
import { acme, documents, group, meaning, only, problems } from "./fixture.ts";

const RICH = { connection: "rich", key: "id" };
const EVE = "  - {email: eve@acme.test, role: owner}";

describe("absent, empty, null", () => {
  it("an absent section is unmanaged, a declared one exact by default", () => {
    const organization = only(acme(`members:\n${EVE}`));
    expect(organization.workspaces).toBeUndefined();
    expect(organization.members?.ownership).toBe("exact");
    expect(only(acme(`ownership: {members: additive}\nmembers:\n${EVE}`)).members?.ownership).toBe(
      "additive",
    );
  });

  it("attributes hold what is given, and null to clear", () => {
    const organization = only(
      acme(
        'slug: acme\ndescription: null\nbranding: {primaryColor: "#fff"}\nworkspaces:\n  - {name: p, displayName: P, settings: {tags: [eu]}}\nroles:\n  - {name: VIEWER, description: null}',
        RICH,
      ),
    );
    expect(organization.attributes).toEqual({ description: null, "branding.primaryColor": "#fff" });
    expect(organization.key).toEqual({ id: "acme-corp", slug: "acme", previousSlugs: [] });
    expect(organization.workspaces?.entries[0]?.attributes).toEqual({
      displayName: "P",
      "settings.tags": ["eu"],
    });
    expect(organization.roles?.entries[0]?.attributes).toEqual({ description: null });
  });

  it("a member without workspaces keeps what access there is, an empty map takes all", () => {
    const [kept, taken] =
      only(
        acme(
          "members:\n  - {email: a@acme.test, role: owner}\n  - {email: b@acme.test, role: owner, workspaces: {}}",
        ),
      ).members?.entries ?? [];
    expect(kept).not.toHaveProperty("workspaces");
    expect(taken?.workspaces).toEqual({});
  });

  it("of an organization that shall be absent only connection, keys and parent are read", () => {
    const organization = only(
      acme(
        "ensure: absent\ndisplayName: x\npreviously: {slugs: [old], names: [older]}\nmembers:\n  - {group: gone, role: emperor}\naccess: []",
      ),
    );
    expect(organization).toMatchObject({
      ensure: "absent",
      attributes: {},
      key: { slug: "acme-corp", previousSlugs: [] },
      previousNames: [],
    });
    expect(organization.members).toBeUndefined();
    expect(organization.manifest).toEqual({
      spec: { connection: "main", ensure: "absent", slug: "acme-corp" },
    });
  });
});

describe("a section that comes to nothing needs confirmEmpty", () => {
  it.each([
    ["an empty list", "members: []", ["empty-section@7"]],
    ["a confirmed one", "members: []\nconfirmEmpty: [members]", []],
    ["only absent entries", "members:\n  - {email: a@acme.test, ensure: absent}", ["empty-section@7"]],
    [
      "only absent entries, but not exact",
      "members:\n  - {email: a@acme.test, ensure: absent}\nownership: {members: additive}",
      [],
    ],
    ["an empty additive list", "members: []\nownership: {members: additive}", ["empty-section@7"]],
    [
      "entries that ended",
      "members:\n  - {email: a@acme.test, role: owner, until: 2020-01-01}",
      ["empty-section@7", "note ended-entry@8"],
    ],
    [
      "entries that did not begin",
      "members:\n  - {email: a@acme.test, role: owner, from: 2030-01-01}",
      ["empty-section@7"],
    ],
    [
      "entries that did not begin, confirmed",
      "members:\n  - {email: a@acme.test, role: owner, from: 2030-01-01}\nconfirmEmpty: [members]",
      [],
    ],
    ["workspaces", "workspaces: []", ["empty-section@7"]],
    [
      "a confirmation of a full section",
      `members:\n${EVE}\nconfirmEmpty: [members]`,
      ["warning confirm-not-needed@9"],
    ],
    [
      "a confirmation of a section that will end",
      "members:\n  - {email: a@acme.test, role: owner, until: 2030-01-01}\nconfirmEmpty: [members]",
      [],
    ],
    [
      "a confirmation of an undeclared section",
      `members:\n${EVE}\nconfirmEmpty: [workspaces]`,
      ["warning confirm-not-needed@9"],
    ],
    [
      "a confirmation of full workspaces",
      "workspaces: [{name: p}]\nconfirmEmpty: [workspaces]",
      ["warning confirm-not-needed@8"],
    ],
  ])("%s", (_, spec, expected) => {
    expect(problems(acme(spec))).toEqual(expected);
  });

  it("a group of nobody is nobody, an unknown group is reported once", () => {
    expect(problems(documents(acme("members:\n  - {group: team, role: owner}"), group("team")))).toEqual([
      "empty-section@7",
    ]);
    expect(problems(acme("members:\n  - {group: team, role: owner}"))).toEqual(["unknown-group@8"]);
  });

  it("access and roles count too", () => {
    expect(problems(acme("roles: []\naccess: []", RICH))).toEqual(["empty-section@7", "empty-section@8"]);
    expect(problems(acme("roles: [{name: A}]\naccess: []\nconfirmEmpty: [access, roles]", RICH))).toEqual([
      "warning confirm-not-needed@9",
    ]);
    expect(
      problems(
        acme(
          "workspaces: [{name: p}]\nconfirmEmpty: [access]\naccess: [{role: ADMIN, workspace: p, level: VIEWER}]",
          RICH,
        ),
      ),
    ).toEqual(["warning confirm-not-needed@8"]);
  });
});

describe("names inside a section", () => {
  it.each([
    ["a workspace twice", "workspaces:\n  - {name: p}\n  - {name: p}", ["duplicate-entry@9"]],
    ["a role twice", "roles:\n  - {name: A}\n  - {name: A}", ["duplicate-entry@9"]],
    [
      "an earlier name that is declared",
      "roles:\n  - {name: A, previously: [B]}\n  - {name: B}",
      ["previously-declared@8"],
    ],
    ["its own name", "roles:\n  - {name: A, previously: [A]}", ["previously-declared@8"]],
    [
      "one earlier name of two",
      "workspaces:\n  - {name: a, previously: [x]}\n  - {name: b, previously: [x]}",
      ["previously-declared@9"],
    ],
    ["an earlier name of nobody else", "workspaces:\n  - {name: a, previously: [x, y]}", []],
    [
      "one id in two entries",
      "workspaces:\n  - {name: a, id: ws_1}\n  - {name: b, id: ws_1}",
      ["same-workspace@9"],
    ],
    [
      "one live name in two entries",
      "workspaces:\n  - {name: a, displayName: b}\n  - {name: b}",
      ["same-workspace@9"],
    ],
    [
      "one live name, but told apart by ids",
      "workspaces:\n  - {name: a, displayName: b, id: ws_1}\n  - {name: b}",
      [],
    ],
  ])("%s", (_, spec, expected) => {
    expect(problems(acme(spec, RICH))).toEqual(expected);
  });
});

describe("what entries name must be there", () => {
  const P = "workspaces: [{name: p}, {name: gone, ensure: absent}]\n";
  const member = (fields: string) => `${P}members:\n  - {email: a@acme.test, ${fields}}\n${EVE}`;

  it.each([
    [
      "a workspace that is not declared",
      member("role: admin, workspaces: {q: admin}"),
      ["unknown-workspace@9"],
    ],
    ["a workspace that shall go", member("role: admin, workspaces: {gone: admin}"), ["absent-workspace@9"]],
    ["a role that is not known", member("role: emperor"), ["unknown-role@9"]],
    ["a level that is not known", member("role: admin, workspaces: {p: emperor}"), ["unknown-level@9"]],
    ["all that is there", member("role: admin, workspaces: {p: member}"), []],
  ])("%s", (_, spec, expected) => {
    expect(problems(acme(spec))).toEqual(expected);
  });

  it("without a section workspaces, no workspace can be meant", () => {
    const { diagnostics } = meaning(
      acme("members:\n  - {email: a@acme.test, role: owner, workspaces: {p: admin}}"),
    );
    expect(diagnostics).toMatchObject([
      {
        code: "manifest/unknown-workspace",
        fix: "Declare the workspace first.",
        location: { column: 54, endColumn: 55 },
      },
    ]);
  });

  it.each([
    ["a declared role", "role: SRE", []],
    ["a role of the system", "role: ADMIN", []],
    ["an undeclared role", "role: SER", ["unknown-role@11"]],
    ["a role that shall go", "roles: [ADMIN, OLD]", ["absent-role@11"]],
  ])("where roles are the organization's own: %s", (_, fields, expected) => {
    const spec = `roles:\n  - {name: SRE}\n  - {name: OLD, ensure: absent}\nmembers:\n  - {email: a@acme.test, ${fields}}`;
    expect(problems(acme(spec, RICH))).toEqual(expected);
  });

  it("a list of roles that is not the whole list rules nothing out", () => {
    const members = "members:\n  - {email: a@acme.test, role: LIVE}";
    expect(problems(acme(members, RICH))).toEqual([]);
    expect(problems(acme(`roles: [{name: SRE}]\nownership: {roles: additive}\n${members}`, RICH))).toEqual(
      [],
    );
    expect(problems(acme(`roles: [{name: SRE}]\n${members}`, RICH))).toEqual(["unknown-role@9"]);
  });

  it("access names workspaces and roles in the same way", () => {
    const access = (fields: string) =>
      problems(acme(`${P}roles: [{name: SRE}]\naccess:\n  - {${fields}}`, RICH));
    expect(access("role: SRE, workspace: p, level: OWN")).toEqual([]);
    expect(access("role: SER, workspace: q, levels: [VIEWER]")).toEqual([
      "unknown-role@10",
      "unknown-workspace@10",
    ]);
  });
});

describe("entries of access", () => {
  const access = (...entries: readonly string[]) =>
    acme(
      `workspaces: [{name: p}]\naccess:\n${entries.map((entry) => `  - {workspace: p, ${entry}}`).join("\n")}\nmembers:\n  - {email: m@acme.test, role: ADMIN, workspaces: {p: VIEWER}}\n  - {email: n@acme.test, role: ADMIN}`,
      RICH,
    );

  it("are roles and people, with one level or several", () => {
    const [role, person] =
      only(
        access("role: SRE, levels: [EDITOR, VIEWER]", "email: X@partner.test, level: VIEWER, reason: OPS-2"),
      ).access?.entries ?? [];
    expect(role).toMatchObject({
      subject: { type: "role", role: "SRE" },
      workspace: "p",
      levels: ["EDITOR", "VIEWER"],
      ensure: "present",
    });
    expect(person).toMatchObject({
      subject: { type: "person", identity: { key: "x@partner.test" } },
      levels: ["VIEWER"],
      note: "OPS-2",
    });
  });

  it.each([
    [
      "the same level twice",
      ["role: A, level: VIEWER", "role: A, levels: [EDITOR, VIEWER]"],
      ["several-entries@10"],
    ],
    ["different levels, where several may hold", ["role: A, level: VIEWER", "role: A, level: EDITOR"], []],
    [
      "times that do not overlap",
      ["role: A, level: VIEWER, until: 2026-12-31", "role: A, level: VIEWER, from: 2027-01-01"],
      [],
    ],
    ["a member whose access is said already", ["email: M@acme.test, level: VIEWER"], ["several-entries@9"]],
    ["a member of whose access nothing is said", ["email: n@acme.test, level: VIEWER"], []],
  ])("%s", (_, entries, expected) => {
    expect(problems(access(...entries))).toEqual(expected);
  });
});
