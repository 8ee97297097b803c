/** docs/semantics.md: "Who a member is, when several entries reach one person", "Identity". */
import { describe, expect, it } from "vitest";
import type { Member } from "../../src/model/organization.ts";
import { acme, document, documents, group, meaning, only, problems } from "./fixture.ts";

const WORKSPACES = "workspaces:\n  - {name: production}\n  - {name: staging}\n";
const TEAMS = [group("team", "bob@acme.test", "carol@acme.test"), group("ops", "bob@acme.test")];

function membersOf(yaml: string, options?: Parameters<typeof only>[1]): readonly Member[] {
  return only(yaml, options).members?.entries ?? [];
}

/** The organization with these member entries and the two groups. */
function withTeams(...entries: readonly string[]): string {
  return documents(
    acme(`${WORKSPACES}members:\n${entries.map((entry) => `  - ${entry}`).join("\n")}`),
    ...TEAMS,
  );
}

const bob = (yaml: string, options?: Parameters<typeof only>[1]): Member | undefined =>
  membersOf(yaml, options).find(({ identity }) => identity.key === "bob@acme.test");

describe("a group stands for its people", () => {
  it("gives each of them the entry", () => {
    expect(
      membersOf(
        withTeams(
          "{group: team, role: admin, workspaces: {production: member}}",
          "{group: ops, role: member}",
        ),
      ),
    ).toMatchObject([
      { identity: { key: "bob@acme.test" }, roles: ["admin"], workspaces: { production: "member" } },
      { identity: { key: "carol@acme.test" }, roles: ["admin"], workspaces: { production: "member" } },
    ]);
  });

  it("keeps all origins: the deciding entry's line first, and each person's line in each group", () => {
    const member = bob(withTeams("{group: team, role: member}", "{group: ops, role: admin}"));
    expect(member?.origins.map(({ line }) => line)).toEqual([12, 24, 11, 18]);
  });

  it("that is unknown is an error with a suggestion", () => {
    const { diagnostics } = meaning(withTeams("{group: teem, role: member}", "{group: ops, role: admin}"));
    expect(diagnostics[0]).toMatchObject({
      code: "manifest/unknown-group",
      fix: "Did you mean `team`?",
      location: { line: 11, column: 15 },
    });
  });
});

describe("an explicit entry wins over groups, field by field", () => {
  it("decides the role, even a lower one", () => {
    expect(
      bob(
        withTeams(
          "{group: team, role: owner}",
          "{group: ops, role: admin}",
          "{email: bob@acme.test, role: member}",
        ),
      )?.roles,
    ).toEqual(["member"]);
  });

  it("leaves to groups what it does not say", () => {
    const member = bob(
      withTeams(
        "{group: team, role: admin, workspaces: {staging: admin}}",
        "{group: ops, role: member}",
        "{email: bob@acme.test, role: member}",
      ),
    );
    expect(member).toMatchObject({ roles: ["member"], workspaces: { staging: "admin" } });
  });

  it("says the whole of the access when it says any", () => {
    const member = bob(
      withTeams(
        "{group: team, role: admin, workspaces: {staging: admin}}",
        "{group: ops, role: member}",
        "{email: bob@acme.test, role: member, workspaces: {production: member}}",
      ),
    );
    expect(member?.workspaces).toEqual({ production: "member" });
  });

  it("takes one person out of a group", () => {
    expect(
      bob(
        withTeams(
          "{group: team, role: admin}",
          "{group: ops, role: member}",
          "{email: bob@acme.test, ensure: absent}",
        ),
      ),
    ).toMatchObject({ ensure: "absent", roles: [] });
  });

  it("keeps one person of a group that is to go", () => {
    expect(
      bob(
        withTeams(
          "{group: team, ensure: absent}",
          "{group: ops, ensure: absent}",
          "{email: bob@acme.test, role: admin}",
        ),
      ),
    ).toMatchObject({ ensure: "present", roles: ["admin"] });
  });

  it("comes first among the origins, and its reason is the note", () => {
    const member = bob(
      withTeams(
        "{group: team, role: admin, reason: because}",
        "{group: ops, role: member}",
        "{email: bob@acme.test, role: member, reason: OPS-1}",
      ),
    );
    expect(member?.origins[0]?.line).toBe(13);
    expect(member?.note).toBe("OPS-1");
  });
});

describe("among groups", () => {
  it("the highest role in the system's rank counts", () => {
    expect(bob(withTeams("{group: team, role: member}", "{group: ops, role: admin}"))?.roles).toEqual([
      "admin",
    ]);
  });

  it("workspaces are joined with the higher level", () => {
    const member = bob(
      withTeams(
        "{group: team, role: member, workspaces: {production: admin, staging: member}}",
        "{group: ops, role: member, workspaces: {production: member}}",
      ),
    );
    expect(member?.workspaces).toEqual({ production: "admin", staging: "member" });
  });

  it("a group that says nothing of workspaces adds nothing to them", () => {
    expect(
      bob(withTeams("{group: team, role: member, workspaces: {}}", "{group: ops, role: member}"))?.workspaces,
    ).toEqual({});
    expect(
      bob(withTeams("{group: team, role: member}", "{group: ops, role: member}"))?.workspaces,
    ).toBeUndefined();
  });

  it("unranked roles that differ are an error that names both lines", () => {
    const yaml = documents(
      acme("members:\n  - {group: team, role: BLUE}\n  - {group: ops, role: GREEN}", { connection: "poor" }),
      ...TEAMS,
    );
    const { diagnostics } = meaning(yaml);
    expect(diagnostics).toMatchObject([
      {
        code: "manifest/conflicting-groups",
        location: { line: 9 },
        related: [{ line: 8 }, { line: 21 }, { line: 15 }],
      },
    ]);
  });

  it("a ranked role and an unranked one are an error too, equal ones are not", () => {
    const two = (a: string, b: string) =>
      problems(
        documents(
          acme(`members:\n  - {group: team, role: ${a}}\n  - {group: ops, role: ${b}}`, {
            connection: "poor",
          }),
          ...TEAMS,
        ),
      );
    expect(two("admin", "BLUE")).toEqual(["conflicting-groups@9"]);
    expect(two("BLUE", "BLUE")).toEqual([]);
  });

  it("an explicit entry settles the conflict", () => {
    const yaml = documents(
      acme(
        "members:\n  - {group: team, role: BLUE}\n  - {group: ops, role: GREEN}\n  - {email: bob@acme.test, role: RED}",
        { connection: "poor" },
      ),
      ...TEAMS,
    );
    expect(problems(yaml)).toEqual([]);
  });

  it("a status or an ensure that differs is an error", () => {
    const poor = (a: string, b: string) =>
      problems(
        documents(
          acme(
            `members:\n  - {group: team, role: admin, ${a}}\n  - {group: ops, role: admin, ${b}}\n  - {email: eve@acme.test, role: ADMIN}`,
            { connection: "rich", key: "id" },
          ),
          ...TEAMS,
        ),
      );
    expect(poor("status: active", "status: suspended")).toEqual(["conflicting-groups@9"]);
    expect(poor("ensure: absent", "ensure: present")).toEqual(["conflicting-groups@9"]);
    expect(poor("status: active", "reason: x")).toEqual([]);
  });

  it("a conflict that only time will bring is found today", () => {
    const yaml = documents(
      acme("members:\n  - {group: team, role: BLUE}\n  - {group: ops, role: GREEN, from: 2027-01-01}", {
        connection: "poor",
      }),
      ...TEAMS,
    );
    expect(problems(yaml)).toEqual(["conflicting-groups@9"]);
    expect(problems(yaml.replace("from", "until").replace("2027", "2026"))).toEqual(["note ended-entry@9"]);
  });

  it("where several roles may hold, all of them do, highest first", () => {
    const yaml = documents(
      acme(
        "members:\n  - {group: team, roles: [VIEWER, DEFAULT]}\n  - {group: ops, roles: [ADMIN, VIEWER]}",
        { connection: "rich", key: "id" },
      ),
      ...TEAMS,
    );
    expect(bob(yaml)?.roles).toEqual(["ADMIN", "DEFAULT", "VIEWER"]);
  });
});

describe("two explicit entries for one person", () => {
  it("are an error that names both lines", () => {
    const { diagnostics } = meaning(
      acme("members:\n  - {email: bob@acme.test, role: admin}\n  - {email: BOB@acme.test, role: admin}"),
    );
    expect(diagnostics).toMatchObject([
      { code: "manifest/several-entries", location: { line: 9 }, related: [{ line: 8 }] },
    ]);
  });

  const twice = (a: string, b: string) =>
    problems(
      acme(
        `members:\n  - {email: bob@acme.test, role: admin, ${a}}\n  - {email: bob@acme.test, role: member, ${b}}\n  - {email: eve@acme.test, role: owner}`,
      ),
    );

  it("are fine when their times do not overlap", () => {
    expect(twice("until: 2026-12-31", "from: 2027-01-01")).toEqual([]);
    expect(twice('until: "2026-12-31T10:00:00Z"', 'from: "2026-12-31T10:00:00Z"')).toEqual([]);
  });

  it("are an error when they overlap at any time, not only now", () => {
    expect(twice("until: 2027-01-01", "from: 2027-01-01")).toEqual(["several-entries@9"]);
    expect(twice("from: 2030-01-01", "from: 2031-01-01")).toEqual(["several-entries@9"]);
    expect(twice("until: 2020-01-01", "until: 2019-01-01")).toContain("several-entries@9");
  });

  it("may be the same person by e-mail, alias and id", () => {
    const person = document(
      "Person",
      "bob",
      "email: bob@acme.test\naliases: [robert@acme.test]\nids: {main: user_9}",
    );
    const by = (who: string) =>
      problems(
        documents(
          acme(`members:\n  - {email: bob@acme.test, role: admin}\n  - {${who}, role: admin}`),
          person,
        ),
      );
    expect(by("email: Robert@acme.test")).toEqual(["several-entries@9"]);
    expect(by("id: user_9")).toEqual(["several-entries@9"]);
    expect(by("id: user_8")).toEqual([]);
  });
});

describe("identity", () => {
  const identity = (entry: string, person: string, connection = "main") =>
    membersOf(
      documents(
        acme(`members: [{${entry}, role: admin}]`, { connection }),
        document("Person", "bob", person),
      ),
    )[0]?.identity;

  it("is the e-mail as written, compared in NFC and lower case", () => {
    expect(identity("email: Zoë@Acme.test", "email: x@acme.test")).toEqual({
      key: "zo\u00eb@acme.test",
      email: "Zoë@Acme.test",
      aliases: [],
    });
    const composed = "  - {email: zo\u00eb@acme.test, role: admin}";
    const decomposed = "  - {email: zoe\u0308@acme.test, role: admin}";
    expect(problems(acme(`members:\n${composed}\n${decomposed}`))).toEqual(["several-entries@9"]);
  });

  it("is the system's id where there is no e-mail", () => {
    expect(identity('id: "auth0|1:2"', "email: x@acme.test")).toEqual({
      key: "id:auth0|1%3A2",
      id: "auth0|1:2",
      aliases: [],
    });
  });

  it("has the Person's e-mail as key, and its aliases and id to match by", () => {
    const person = "email: Bob@acme.test\naliases: [Robert@acme.test, BOB@acme.test]\nids: {main: user_9}";
    const expected = {
      key: "bob@acme.test",
      email: "Bob@acme.test",
      id: "user_9",
      aliases: ["robert@acme.test"],
    };
    expect(identity("email: bob@acme.test", person)).toEqual(expected);
    expect(identity("email: robert@ACME.test", person)).toEqual(expected);
    expect(identity("id: user_9", person)).toEqual(expected);
  });

  it("takes the id of the connection before the system's", () => {
    const person = "email: bob@acme.test\nids: {plain: by-system, main: by-name}";
    expect(identity("email: bob@acme.test", person)?.id).toBe("by-name");
    expect(identity("email: bob@acme.test", person, "second")?.id).toBe("by-system");
    expect(identity("email: bob@acme.test", person, "poor")?.id).toBeUndefined();
  });
});
