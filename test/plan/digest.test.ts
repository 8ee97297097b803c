import { describe, expect, test } from "vitest";
import { changeId, declaredDigests, digest, organizationDigest } from "../../src/plan/digest.ts";
import { connection, liveMember, member, organization, planned, world } from "./desk.ts";

const change = {
  address: "acme/member/ann@acme.test",
  action: "update",
  nativeId: "user_1",
  before: { roles: ["member"] },
  after: { roles: ["admin"] },
} as const;
const acme = organization();

describe("change id", () => {
  const id = changeId(change, acme, connection);

  test.each([
    ["address", changeId({ ...change, address: "acme/member/bob@acme.test" }, acme, connection)],
    ["action", changeId({ ...change, action: "create" }, acme, connection)],
    ["native id", changeId({ ...change, nativeId: "user_2" }, acme, connection)],
    ["before", changeId({ ...change, before: { roles: ["owner"] } }, acme, connection)],
    ["after", changeId({ ...change, after: { roles: ["owner"] } }, acme, connection)],
    ["endpoint", changeId(change, acme, { ...connection, endpoint: "http://127.0.0.1:2/" })],
    ["natural key", changeId(change, { ...acme, key: { slug: "other", previousSlugs: [] } }, connection)],
  ])("another %s is another change", (_what, other) => {
    expect(other).not.toBe(id);
  });

  test("positions, reasons, causes and the connection's name are not in it", async () => {
    const live = world([{ members: [liveMember("olga@acme.test", "owner")] }]);
    const wish = (line: number, note: string) =>
      organization({
        members: [
          member("olga@acme.test", "owner"),
          member("ann@acme.test", "member", {
            note,
            origins: [{ file: "x.yaml", line, column: 1, endColumn: 2, text: "" }],
          }),
        ],
      });

    const one = await planned({ desired: [wish(1, "a")], live });
    const two = await planned({ desired: [wish(2, "b")], live, settings: { ...connection, name: "memory" } });

    expect(two.digest).toBe(one.digest);
    expect(two.organizations[0]?.changes.map((each) => each.id)).toEqual(
      one.organizations[0]?.changes.map((each) => each.id),
    );
  });

  test("it is hex SHA-256, and digests do not depend on order", () => {
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(organizationDigest([{ id: "b" }, { id: "a" }])).toBe(
      organizationDigest([{ id: "a" }, { id: "b" }]),
    );
    expect(digest({ a: 1, b: 2 })).toBe(digest({ b: 2, a: 1 }));
  });

  test("a known value, so that a change of the rule is seen", () => {
    expect(digest({ a: [1, null, "é"] })).toBe(
      "8a4d2f357a13f9b29e389aa3c75e079852011daf69d3e881d1ec633a1d4be3d4",
    );
  });
});

describe("declared digests", () => {
  test("sections are in them, so that a newly declared one is told from a hand-made change", () => {
    expect(Object.keys(declaredDigests(organization({ members: [] }), []))).toEqual(["acme/member"]);
    expect(Object.keys(declaredDigests(organization(), []))).toEqual([]);
  });
});
