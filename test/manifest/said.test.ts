/** `Organization.manifest`: equal exactly when git did not move. */
import { describe, expect, it } from "vitest";
import { acme, document, documents, group, meaning } from "./fixture.ts";

const MEMBERS = [
  "  - {group: team, role: admin, until: 2026-12-31, reason: OPS-1}",
  "  - {email: eve@acme.test, role: owner}",
];
const PERSON = document(
  "Person",
  "eve",
  "email: eve@acme.test\naliases: [eva@acme.test]\nids: {main: u1, poor: u2}",
);

/** What the manifests say of acme, as text. */
function said(members: readonly string[], ...rest: readonly string[]): string {
  const { organizations } = meaning(documents(acme(`members:\n${members.join("\n")}`), ...rest));
  return JSON.stringify(organizations.find(({ name }) => name === "acme")?.manifest);
}

const BEFORE = said(MEMBERS, group("team", "a@acme.test", "b@acme.test"), PERSON);

describe("what the manifests say of an organization", () => {
  it("is plain JSON with the groups and persons that it uses", () => {
    expect(JSON.parse(BEFORE)).toEqual({
      spec: {
        connection: "main",
        slug: "acme-corp",
        members: [
          { email: "eve@acme.test", role: "owner" },
          { group: "team", role: "admin", until: "2026-12-31" },
        ],
      },
      groups: [{ name: "team", members: ["a@acme.test", "b@acme.test"] }],
      persons: [{ email: "eve@acme.test", aliases: ["eva@acme.test"], id: "u1" }],
    });
  });

  it.each([
    ["order", said(MEMBERS.toReversed(), group("team", "b@acme.test", "a@acme.test"), PERSON)],
    [
      "reasons",
      said(
        MEMBERS.map((line) => line.replace("OPS-1", "OPS-2")),
        group("team", "a@acme.test", "b@acme.test"),
        PERSON,
      ),
    ],
    [
      "position and labels",
      said(
        MEMBERS,
        "# moved\n\n" +
          group("team", "a@acme.test", "b@acme.test").replace("name: team", "name: team, labels: {a: b}"),
        PERSON,
      ),
    ],
    [
      "other organizations, groups and persons",
      said(
        MEMBERS,
        acme("", { name: "other" }),
        group("rest", "z@acme.test"),
        group("team", "a@acme.test", "b@acme.test"),
        PERSON,
        document("Person", "z", "email: z@acme.test"),
      ),
    ],
    [
      "ids on other connections",
      said(MEMBERS, group("team", "a@acme.test", "b@acme.test"), PERSON.replace("u2", "u3")),
    ],
  ])("does not change with %s", (_, after) => {
    expect(after).toBe(BEFORE);
  });

  it.each([
    [
      "a member's time",
      said(
        MEMBERS.map((line) => line.replace("12-31", "12-30")),
        group("team", "a@acme.test", "b@acme.test"),
        PERSON,
      ),
    ],
    ["the people of a group", said(MEMBERS, group("team", "a@acme.test"), PERSON)],
    [
      "a Person's alias",
      said(MEMBERS, group("team", "a@acme.test", "b@acme.test"), PERSON.replace("eva@", "eve.a@")),
    ],
    [
      "a Person's id here",
      said(MEMBERS, group("team", "a@acme.test", "b@acme.test"), PERSON.replace("u1", "u9")),
    ],
  ])("changes with %s", (_, after) => {
    expect(after).not.toBe(BEFORE);
  });

  it("does not change with the clock", () => {
    const yaml = documents(
      acme(`members:\n${MEMBERS.join("\n")}`),
      group("team", "a@acme.test", "b@acme.test"),
      PERSON,
    );
    const later = meaning(yaml, { now: "2027-02-01T00:00:00Z" }).organizations[0];
    expect(JSON.stringify(later?.manifest)).toBe(BEFORE);
    expect(later?.members?.entries).toHaveLength(1);
  });
});
