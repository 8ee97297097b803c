import { describe, expect, test } from "vitest";
import { createMemory } from "../src/connectors/memory/index.ts";
import type { Change } from "../src/model/contract.ts";
import type { Journaled } from "../src/model/journal.ts";
import type { OrganizationRecord } from "../src/model/record.ts";
import { completedBefore, places, recovered, resumed } from "../src/recovering.ts";
import { liveMember, member, organization, planned, world } from "./plan/desk.ts";

const at = "2026-03-10T11:00:00.000Z";
const live = world([{ members: [liveMember("olga@acme.test", "owner")] }]);
const wish = organization({
  members: [member("olga@acme.test", "owner"), member("ann@acme.test", "member")],
});

async function ann(): Promise<Change> {
  const plan = await planned({ desired: [wish], memory: createMemory(live) });
  const change = plan.organizations[0]?.changes[0];
  if (change === undefined) throw new Error("Nothing is planned.");
  return change;
}

function journaled(change: Change, status: Journaled["status"], more: Partial<Journaled> = {}): Journaled {
  const { id, address, kind, action, after, mails, secret } = change;
  return {
    change: { id, address, kind, action, ...(after && { after }), mails, ...(secret && { secret }) },
    status,
    at,
    ...more,
  };
}

function records(writes: readonly Journaled[], listed: boolean, known: readonly OrganizationRecord[] = []) {
  return recovered(writes, { records: known, organizations: [wish], listsPending: () => listed });
}

describe("what a run that was cut off has left", () => {
  test.each([
    ["applied", true, true],
    ["applied", false, true],
    ["announced", true, false],
    ["announced", false, true],
    ["unknown", false, true],
    ["failed", false, false],
    ["todo", false, false],
  ] as const)(
    "a mail that is %s counts as sent, pending people listed %s: %s",
    async (status, listed, sent) => {
      const [record] = records([journaled(await ann(), status)], listed);

      const expected = { sentAt: at, count: 1, roles: ["member"], access: {} };
      expect(record?.invitations ?? {}).toEqual(sent ? { "acme/member/ann@acme.test": expected } : {});
    },
  );

  test("a mail that the record knows of is not counted twice", async () => {
    const first = records([journaled(await ann(), "applied")], true);

    expect(records([journaled(await ann(), "applied")], true, first)).toEqual(first);
    const later = records(
      [journaled(await ann(), "applied", { at: "2026-03-10T11:30:00.000Z" })],
      true,
      first,
    );
    expect(later[0]?.invitations["acme/member/ann@acme.test"]?.count).toBe(2);
  });

  test.each(["announced", "unknown", "failed", "todo"] as const)(
    "an invitation whose renewal is %s keeps no rest: it may have been taken back and not sent",
    async (status) => {
      const renewal = { ...(await ann()), action: "update" } as const;
      const [known] = records([journaled(await ann(), "applied", { at: "2026-03-10T10:00:00.000Z" })], true);

      const [record] = records([journaled(renewal, status)], true, [known!]);

      expect(record?.invitations["acme/member/ann@acme.test"]).toEqual({
        ...known?.invitations["acme/member/ann@acme.test"],
        renewing: true,
      });
      const plan = await planned({ desired: [wish], memory: createMemory(live), records: [record!] });
      expect(plan.organizations[0]?.changes).toMatchObject([{ action: "create", mails: 1 }]);
    },
  );

  test("an invitation that went out just now keeps its rest", async () => {
    const [known] = records([journaled(await ann(), "applied")], true);
    const plan = await planned({ desired: [wish], memory: createMemory(live), records: [known!] });

    expect(plan.organizations[0]?.changes).toEqual([]);
  });

  test("the id of what was made is kept for the run that goes on", async () => {
    const [record] = records([journaled(await ann(), "applied", { nativeId: "inv_9" })], true);

    expect(record?.attempted).toEqual({
      at,
      status: "partial",
      created: { "acme/member/ann@acme.test": "inv_9" },
    });
  });

  test("a record that nothing is known of anew is the very one it was", async () => {
    const other = {
      formatVersion: 1,
      organization: "b",
      connection: "main",
      declared: {},
      released: [],
      invitations: {},
    } as const;

    expect(records([journaled(await ann(), "applied")], true, [other])[0]).toBe(other);
  });

  test("is settled by what is read: live, or not and planned again, or not read", async () => {
    const change = await ann();
    const plan = await planned({ desired: [wish], memory: createMemory(live) });
    const gone = { ...change, id: "0".repeat(64), address: "acme/member/zoe@acme.test" };
    const unread = { ...change, id: "1".repeat(64), address: "other/member/zoe@acme.test" };

    expect(resumed([], plan, new Set())).toBeUndefined();
    expect(
      resumed(
        [journaled(change, "announced"), journaled(gone, "unknown"), journaled(unread, "announced")],
        plan,
        new Set(["acme", "other"]),
      ),
    ).toMatchObject({
      since: at,
      settled: 0,
      found: ["acme/member/zoe@acme.test"],
      missing: ["acme/member/ann@acme.test"],
      unread: ["other/member/zoe@acme.test"],
      left: [unread.id],
      diagnostics: [],
    });
  });

  test("a secret that was told to a run that is dead is said to be lost, with the way out", async () => {
    const plan = await planned({ desired: [wish], memory: createMemory(live) });
    const secret = {
      name: "invitation token",
      need: "needed",
      again: "Revoke the invitation, and apply.",
    } as const;
    const made = { ...(await ann()), id: "2".repeat(64), address: "acme/member/zoe@acme.test", secret };

    expect(resumed([journaled(made, "announced")], plan, new Set())?.diagnostics).toMatchObject([
      {
        code: "apply/secret-lost",
        fix: expect.stringContaining(secret.again),
        message: expect.stringContaining("invitation token"),
      },
    ]);
    expect(
      resumed(
        [journaled({ ...made, secret: { ...secret, need: "discardable" } }, "announced")],
        plan,
        new Set(),
      )?.diagnostics,
    ).toEqual([]);
    expect(resumed([journaled(made, "applied")], plan, new Set())?.diagnostics).toEqual([]);
  });

  test("what it completed is not done a second time", async () => {
    const change = await ann();
    const plan = await planned({ desired: [wish], memory: createMemory(live) });

    expect([...completedBefore([journaled(change, "applied")], plan).keys()]).toEqual([change.id]);
    for (const status of ["announced", "unknown", "failed", "todo"] as const) {
      expect(completedBefore([journaled(change, status)], plan).size).toBe(0);
    }
  });
});

describe("a run that was cut off before its organization had a record", () => {
  test("is found under the organization's earlier name, and by its key", async () => {
    const renamed = organization({
      name: "acme-europe",
      more: { key: { slug: "acme", previousSlugs: [] }, previousNames: ["acme"] },
    });
    const [record] = recovered([journaled(await ann(), "applied")], {
      records: [],
      organizations: [renamed],
      listsPending: () => false,
    });

    expect(record).toMatchObject({ organization: "acme", connection: "memory", slug: "acme" });
    expect(Object.keys(record?.invitations ?? {})).toEqual(["acme/member/ann@acme.test"]);
  });
});

describe("what two runs that were cut off have done to one thing", () => {
  test("makes the first legitimate again once the second took it back", async () => {
    const change = await ann();
    const plan = await planned({ desired: [wish], memory: createMemory(live) });
    const takenBack = { ...change, id: "3".repeat(64), action: "delete" } as const;

    const both = [journaled(change, "applied"), journaled(takenBack, "applied")];
    expect(completedBefore(both, plan).size).toBe(0);
    expect(completedBefore([...both].reverse(), plan).size).toBe(1);
  });

  test("in an organization that no plan can read any more is told, and not carried along", async () => {
    const change = await ann();
    const plan = await planned({ desired: [wish], memory: createMemory(live) });
    const gone = { ...change, address: "gone/member/ann@acme.test" };

    const told = resumed([journaled(gone, "announced")], plan, new Set(["acme"]));
    expect(told).toMatchObject({ unread: ["gone/member/ann@acme.test"], left: [] });
  });
});

describe("places", () => {
  test("tell connections apart by where they lead, and by nothing secret", () => {
    const main = {
      system: "lumoauth",
      endpoint: "https://a.test",
      tenant: "t",
      token: { env: "A" },
    } as const;
    const of = (connection: object) => places({ connections: { main: { ...main, ...connection } } })["main"];

    expect(of({ token: { env: "B" }, self: "x", dialect: "orgs" })).toBe(of({}));
    expect(of({ endpoint: "https://b.test" })).not.toBe(of({}));
    expect(of({ tenant: "u" })).not.toBe(of({}));
  });
});
