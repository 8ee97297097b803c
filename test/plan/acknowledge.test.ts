import { describe, expect, test } from "vitest";
import type { Change, Plan } from "../../src/model/contract.ts";
import type { OrganizationRecord } from "../../src/model/record.ts";
import { declaredDigests } from "../../src/plan/digest.ts";
import type { AcknowledgementInput, OrganizationInput } from "../../src/plan/input.ts";
import { isFailed } from "../../src/plan/plan.ts";
import { liveMember, member, now, organization, planned, read, world } from "./desk.ts";

const olga = member("olga@acme.test", "owner");
const wish = organization({ members: [olga, member("bob@acme.test", "member")] });
/** Somebody made Bob an admin by hand. */
const live = world([
  { members: [liveMember("olga@acme.test", "owner"), liveMember("bob@acme.test", "admin")] },
]);
const bob = "acme/member/bob@acme.test";

/** The record of a complete apply of an organization. */
async function recordOf(applied: typeof wish): Promise<OrganizationRecord> {
  const [input] = (await read({ desired: [applied], live })).filter(
    (each): each is OrganizationInput => !isFailed(each),
  );
  return {
    formatVersion: 1,
    organization: "acme",
    connection: "memory",
    appliedAt: "2026-03-01T00:00:00Z",
    declared: declaredDigests(applied, input?.resources ?? []),
    released: [],
    invitations: {},
  };
}

const changesOf = (plan: Plan): readonly Change[] => plan.organizations.flatMap(({ changes }) => changes);
const bobs = (plan: Plan): Change | undefined => changesOf(plan).find(({ address }) => address === bob);

function known(changes: readonly string[], more: Partial<AcknowledgementInput> = {}): AcknowledgementInput {
  const time = { expires: now + 1, expiresAs: "2026-03-10" };
  return { name: "known", organization: "acme", changes, reason: "agreed", ...time, ...more };
}

/** The plan without an acknowledgement, and with one of Bob's change. */
async function both(records: readonly OrganizationRecord[], more: Partial<AcknowledgementInput> = {}) {
  const before = await planned({ desired: [wish], live, records });
  const acknowledgements = [known([bobs(before)?.id ?? ""], more)];
  return { before, after: await planned({ desired: [wish], live, records, more: { acknowledgements } }) };
}

describe("an acknowledgement in force", () => {
  test.each([
    ["drift", async () => [await recordOf(wish)]],
    ["unclassified", () => Promise.resolve([])],
  ] as const)("marks a change whose cause is %s, and changes nothing else", async (cause, records) => {
    const { before, after } = await both(await records());

    expect(bobs(before)).toMatchObject({ cause });
    expect(bobs(after)?.acknowledged).toEqual({ name: "known", reason: "agreed", expires: "2026-03-10" });
    const unmarked = JSON.parse(JSON.stringify(after), (key, value) =>
      key === "acknowledged" ? undefined : value,
    );
    expect(unmarked).toEqual(JSON.parse(JSON.stringify(before)));
  });

  test("never marks what git wants", async () => {
    const earlier = organization({ members: [olga, member("bob@acme.test", "owner")] });

    const { before, after } = await both([await recordOf(earlier)]);

    expect(bobs(before)).toMatchObject({ cause: "intended" });
    expect(bobs(after)).toEqual(bobs(before));
  });

  test("never marks what time wants", async () => {
    const invited = liveMember("nina@acme.test", "member", { status: "expired" });
    const desired = [organization({ members: [olga, member("nina@acme.test", "member")] })];
    const stale = world([{ members: [liveMember("olga@acme.test", "owner"), invited] }]);
    const records = [await recordOf(desired[0] ?? wish)];
    const before = await planned({ desired, live: stale, records });
    const changes = changesOf(before);
    expect(changes.map(({ cause }) => cause)).toEqual(["due"]);

    const acknowledgements = [known(changes.map(({ id }) => id))];
    const after = await planned({ desired, live: stale, records, more: { acknowledgements } });

    expect(after).toEqual(before);
  });

  test("marks only the changes that it names", async () => {
    const more = organization({ members: [olga] });
    const before = await planned({ desired: [more], live });
    const acknowledgements = [known(["f".repeat(64)])];

    expect(changesOf(before)).toHaveLength(1);
    expect(await planned({ desired: [more], live, more: { acknowledgements } })).toEqual(before);
  });

  test("lets nothing pass a guard", async () => {
    const desired = [organization({ members: [] })];
    const owned = world([{ members: [liveMember("olga@acme.test", "owner")] }]);
    const before = await planned({ desired, live: owned, guards: {} });
    const acknowledgements = [known(changesOf(before).map(({ id }) => id))];

    const after = await planned({ desired, live: owned, guards: {}, more: { acknowledgements } });

    expect(changesOf(after)).toMatchObject([{ blockedBy: ["last-owner"], acknowledged: { name: "known" } }]);
    expect(after.verdict).toBe("blocked");
  });

  test("of several that name a change, the one that lasts longest is told", async () => {
    const before = await planned({ desired: [wish], live });
    const ids = [bobs(before)?.id ?? ""];
    const acknowledgements = [
      known(ids, { name: "a" }),
      known(ids, { name: "c", expires: now + 5 }),
      known(ids, { name: "b", expires: now + 5 }),
    ];

    const after = await planned({ desired: [wish], live, more: { acknowledgements } });

    expect(bobs(after)?.acknowledged?.name).toBe("b");
  });

  test("one for critical differences comes first, and the mark says so", async () => {
    const before = await planned({ desired: [wish], live });
    const ids = [bobs(before)?.id ?? ""];
    const critical = { ...known(ids, { name: "a" }), critical: true };
    const acknowledgements = [known(ids, { name: "z", expires: now + 5 }), critical];

    const after = await planned({ desired: [wish], live, more: { acknowledgements } });

    expect(bobs(after)?.acknowledged).toEqual({
      name: "a",
      reason: "agreed",
      expires: "2026-03-10",
      critical: true,
    });
  });
});

describe("an acknowledgement says nothing", () => {
  test.each([
    ["when its time is over", { expires: now }],
    ["for another organization", { organization: "beta" }],
  ])("%s", async (_, more) => {
    const { before, after } = await both([], more);

    expect(after).toEqual(before);
  });
});
