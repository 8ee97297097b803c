import { describe, expect, test } from "vitest";
import type { OrganizationRecord } from "../../src/model/record.ts";
import { recall } from "../../src/plan/recall.ts";
import { organization } from "./desk.ts";

function record(name: string, more: Partial<OrganizationRecord> = {}): OrganizationRecord {
  return {
    formatVersion: 1,
    organization: name,
    connection: "memory",
    slug: name,
    declared: { [`${name}/organization`]: "d" },
    released: [`${name}/member/left@acme.test`],
    invitations: {
      [`${name}/member/nina@acme.test`]: { sentAt: "2026-03-01T00:00:00Z", count: 1, roles: [], access: {} },
    },
    ...more,
  };
}

describe("recall", () => {
  test("finds a record by key, although the manifest has another name now, and renames its addresses", () => {
    const { records, forgotten } = recall(
      [organization({ name: "hq", more: { key: { slug: "acme", previousSlugs: [] } } })],
      [record("acme")],
    );

    expect(records.get("hq")).toMatchObject({
      organization: "hq",
      declared: { "hq/organization": "d" },
      released: ["hq/member/left@acme.test"],
      invitations: { "hq/member/nina@acme.test": { count: 1 } },
    });
    expect(forgotten).toEqual([]);
  });

  test("does not take another organization's record for the sake of a name", () => {
    const moved = organization({ more: { key: { slug: "other", previousSlugs: [] } } });

    const { records, forgotten } = recall([moved], [record("acme")]);

    expect(records.get("acme")).toBeUndefined();
    expect(forgotten.map(({ organization: { name, key } }) => [name, key.slug])).toEqual([
      ["acme~acme", "acme"],
    ]);
  });

  test("does, when the slug was renamed by `previously`", () => {
    const renamed = organization({ more: { key: { slug: "other", previousSlugs: ["acme"] } } });

    expect(recall([renamed], [record("acme")]).records.get("acme")?.slug).toBe("acme");
  });

  test("takes a change of connection for another organization", () => {
    const elsewhere = organization({ more: { connection: "second" } });

    const { records, forgotten } = recall([elsewhere], [record("acme")]);

    expect(records.size).toBe(0);
    expect(forgotten).toHaveLength(1);
  });

  test("finds by name what is named by id now, and never gives one record to two", () => {
    const byId = organization({ more: { key: { id: "org_1", previousSlugs: [] } } });
    const twin = organization({ name: "twin", more: { key: { slug: "acme", previousSlugs: [] } } });

    expect(recall([byId], [record("acme")]).records.get("acme")).toBeDefined();
    expect([...recall([twin, byId], [record("acme")]).records.keys()]).toEqual(["twin"]);
  });
});
