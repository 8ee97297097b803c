import { describe, expect, test } from "vitest";
import { memoryKinds } from "../../src/connectors/memory/index.ts";
import type { Plan } from "../../src/model/contract.ts";
import {
  connection,
  liveAccess,
  liveMember,
  liveWorkspace,
  member,
  now,
  organization,
  planned,
  workspace,
  world,
} from "./desk.ts";

const owner = liveMember("olga@acme.test", "owner");
const olga = member("olga@acme.test", "owner");
const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, each) => `p${from + each}@acme.test`);

function blocked(plan: Plan): Readonly<Record<string, readonly string[]>> {
  const changes = plan.organizations.flatMap((each) => each.changes);
  return Object.fromEntries(
    changes.filter((each) => each.blockedBy.length > 0).map((each) => [each.address, each.blockedBy]),
  );
}

describe("last owner", () => {
  test.each([
    ["removed", []],
    ["demoted", [member("olga@acme.test", "admin")]],
  ])("is not %s", async (_how, members) => {
    const plan = await planned({
      desired: [organization({ members })],
      live: world([{ members: [owner] }]),
      guards: { maxRemovals: { percent: 100 } },
    });

    expect(plan.verdict).toBe("blocked");
    expect(blocked(plan)).toEqual({ "acme/member/olga@acme.test": ["last-owner"] });
  });

  test("may go when another active owner stays", async () => {
    const plan = await planned({
      desired: [organization({ members: [olga] })],
      live: world([{ members: [owner, liveMember("otto@acme.test", "owner")] }]),
      guards: {},
    });

    expect(plan.verdict).toBe("applicable");
    expect(plan.organizations[0]?.changes[0]?.risks.map(({ code }) => code)).toEqual([
      "owner-lost",
      "last-but-one-owner",
    ]);
  });

  test.each([
    ["the credential's own account", { protection: "self" }],
    ["a service account", { protection: "service-account" }],
    ["somebody who is suspended", { status: "suspended" }],
  ] as const)("%s does not count as the one who stays", async (_who, more) => {
    const plan = await planned({
      desired: [organization({ members: [member("otto@acme.test", "owner")] })],
      live: world([{ members: [owner, liveMember("otto@acme.test", "owner", more)] }]),
      guards: {},
    });

    expect(blocked(plan)).toEqual({ "acme/member/olga@acme.test": ["last-owner"] });
  });

  test("a demotion waits while the successor is only invited, and goes on after the acceptance", async () => {
    const desired = [
      organization({ members: [member("olga@acme.test", "admin"), member("nina@acme.test", "owner")] }),
    ];

    const before = await planned({ desired, live: world([{ members: [owner] }]), guards: {} });
    const after = await planned({
      desired,
      live: world([{ members: [owner, liveMember("nina@acme.test", "owner")] }]),
      guards: {},
    });

    expect(before.stages).toEqual([["acme/member/nina@acme.test"]]);
    expect(before.organizations[0]?.waiting).toMatchObject([{ address: "acme/member/olga@acme.test" }]);
    expect(after.stages).toEqual([["acme/member/olga@acme.test"]]);
    expect(after.verdict).toBe("applicable");
  });

  test("below the minimum already: it may not sink further, but may rise", async () => {
    const live = world([{ members: [owner, liveMember("bob@acme.test", "member")] }]);
    const guards = { minOwners: 3 };

    const sinking = await planned({
      desired: [
        organization({ members: [member("olga@acme.test", "member"), member("bob@acme.test", "member")] }),
      ],
      live,
      guards,
    });
    const rising = await planned({
      desired: [organization({ members: [olga, member("bob@acme.test", "owner")] })],
      live,
      guards,
    });

    expect(sinking.verdict).toBe("blocked");
    expect(rising.verdict).toBe("applicable");
  });

  test("an organization without any owner is a warning, not a wall", async () => {
    const live = world([{ members: [liveMember("bob@acme.test", "member")] }]);

    const plan = await planned({
      desired: [organization({ members: [member("bob@acme.test", "admin")] })],
      live,
      guards: {},
    });

    expect(plan.verdict).toBe("applicable");
    expect(plan.organizations[0]?.diagnostics).toMatchObject([
      { code: "plan/no-owner", severity: "warning" },
    ]);
  });
});

describe("oneself", () => {
  const robot = liveMember("robot@acme.test", "owner", { protection: "self" });

  test("is not demoted even when the manifests say so", async () => {
    const plan = await planned({
      desired: [organization({ members: [olga, member("robot@acme.test", "member")] })],
      live: world([{ members: [owner, robot] }]),
      guards: {},
    });

    expect(blocked(plan)).toEqual({ "acme/member/robot@acme.test": ["self"] });
  });

  test("when it cannot be told who that is, no owner is removed", async () => {
    const { self: _, ...anonymous } = connection;

    const plan = await planned({
      desired: [organization({ members: [olga] })],
      live: world([{ members: [owner, liveMember("otto@acme.test", "owner")] }]),
      guards: {},
      settings: anonymous,
    });

    expect(blocked(plan)).toEqual({ "acme/member/otto@acme.test": ["self"] });
  });

  test("protectSelf: false takes the guard away", async () => {
    const plan = await planned({
      desired: [organization({ members: [olga, member("robot@acme.test", "member")] })],
      live: world([{ members: [owner, robot] }]),
      guards: { protectSelf: false },
    });

    expect(plan.verdict).toBe("applicable");
  });
});

describe("removals", () => {
  const crowd = (count: number) => many(count).map((email) => liveMember(email, "member"));

  test.each([
    { live: 100, gone: 10, verdict: "applicable" },
    { live: 100, gone: 11, verdict: "blocked" },
    { live: 8, gone: 2, verdict: "applicable" },
    { live: 8, gone: 3, verdict: "blocked" },
    { live: 3, gone: 2, verdict: "applicable" },
  ])("$gone of $live: $verdict", async ({ live, gone, verdict }) => {
    const staying = many(live - 1 - gone, gone).map((email) => member(email, "member"));

    const plan = await planned({
      desired: [organization({ members: [olga, ...staying] })],
      live: world([{ members: [owner, ...crowd(live - 1)] }]),
      guards: {},
    });

    expect(plan.verdict).toBe(verdict);
  });

  test("demotions and lowered access count", async () => {
    const live = world(
      [
        {
          members: [owner, liveMember("a@acme.test", "admin")],
          access: [liveAccess("a@acme.test", "production", "owner")],
        },
      ],
      [liveWorkspace("production")],
    );
    const wish = organization({
      members: [olga, member("a@acme.test", "member", { workspaces: { production: "member" } })],
      workspaces: [workspace("production")],
    });

    const plan = await planned({ desired: [wish], live, guards: { maxRemovals: { count: 0 } } });

    expect(blocked(plan)).toEqual({
      "acme/member/a@acme.test": ["max-removals"],
      "acme/access/production/a@acme.test": ["max-removals"],
    });
  });

  test("people who lose access by an unlinked workspace count", async () => {
    const people = many(12);
    const live = world(
      [{ members: [owner, ...crowd(12)], access: people.map((email) => liveAccess(email, "old", "member")) }],
      [liveWorkspace("old")],
    );

    const plan = await planned({
      desired: [
        organization({ members: [olga, ...people.map((email) => member(email, "member"))], workspaces: [] }),
      ],
      live,
      guards: {},
    });

    expect(blocked(plan)).toEqual({ "acme/workspace/old": ["max-removals"] });
    expect(plan.organizations[0]?.changes[0]?.risks).toMatchObject([{ code: "access-by-cascade" }]);
  });

  test("other numbers for one organization, and for one kind", async () => {
    const live = world([{ members: [owner, ...crowd(99)] }]);
    const desired = [
      organization({ members: [olga, ...many(79, 20).map((email) => member(email, "member"))] }),
    ];

    const byDefault = await planned({ desired, live, guards: {} });
    const forOne = await planned({
      desired,
      live,
      guards: { organizations: { acme: { maxRemovals: { count: 40 } } } },
    });
    const forKind = await planned({
      desired,
      live,
      guards: { maxRemovals: { kinds: { member: { count: 40 } } } },
    });

    expect([byDefault.verdict, forOne.verdict, forKind.verdict]).toEqual([
      "blocked",
      "applicable",
      "applicable",
    ]);
  });

  test("the total is over the whole plan, before --only; a person who leaves everywhere counts once", async () => {
    const names = ["a", "b", "c"];
    const live = world(
      names.map((name) => ({
        name,
        members: [{ ...owner, id: `${name}1` }, liveMember("leaver@acme.test", "member", { id: `${name}2` })],
      })),
    );
    const desired = names.map((name) => organization({ name, members: [olga] }));

    const one = await planned({ desired, live, guards: { maxRemovals: { total: 1, percent: 100 } } });
    const none = await planned({
      desired,
      live,
      guards: { maxRemovals: { total: 0, percent: 100 } },
      more: { only: ["a"] },
    });

    expect(one.verdict).toBe("applicable");
    expect(none.organizations.map(({ name }) => name)).toEqual(["a"]);
    expect(blocked(none)).toEqual({ "a/member/leaver@acme.test": ["total-removals"] });
  });
});

describe("deleting an organization", () => {
  test("needs an approval, and the plan says who keeps what", async () => {
    const kinds = {
      ...memoryKinds,
      organization: {
        ...memoryKinds.organization,
        cascade: { removes: ["member"], keeps: ["access"], words: "access stays" },
      },
    } as const;
    const live = world(
      [{ members: [owner], access: [liveAccess("olga@acme.test", "production", "admin")] }],
      [liveWorkspace("production")],
    );

    const plan = await planned({
      desired: [organization({ more: { ensure: "absent" } })],
      live,
      kinds,
      guards: {},
    });

    expect(blocked(plan)).toEqual({ "acme/organization": ["delete-organization"] });
    expect(plan.organizations[0]?.changes[0]?.effects).toEqual([
      { subject: "olga@acme.test", verb: "loses", what: "owner", on: "acme", cascade: true },
      { subject: "olga@acme.test", verb: "keeps", what: "admin", on: "production", cascade: true },
    ]);
  });

  test("already gone is no change", async () => {
    const plan = await planned({ desired: [organization({ more: { ensure: "absent" } })], guards: {} });

    expect(plan.verdict).toBe("empty");
  });
});

describe("approvals", () => {
  const desk = {
    desired: [organization({ members: [] })],
    live: world([{ members: [owner, liveMember("bob@acme.test", "member")] }]),
    guards: {},
  };
  const ids = async () => {
    const plan = await planned(desk);
    return Object.fromEntries((plan.organizations[0]?.changes ?? []).map(({ address, id }) => [address, id]));
  };
  const approval = (changes: readonly string[], more = {}) => ({
    name: "a",
    organization: "acme",
    guard: "last-owner",
    changes,
    expires: now + 1,
    ...more,
  });

  test("pass exactly the changes that they list", async () => {
    const { "acme/member/olga@acme.test": olgas = "", "acme/member/bob@acme.test": bobs = "" } = await ids();

    const right = await planned({ ...desk, approvals: [approval([olgas])] });
    const wrong = await planned({ ...desk, approvals: [approval([bobs])] });

    expect(blocked(right)).toEqual({});
    expect(right.organizations[0]?.guards).toMatchObject([{ guard: "last-owner", approved: true }]);
    expect(Object.keys(blocked(wrong))).toEqual(["acme/member/olga@acme.test"]);
  });

  test.each([
    ["another guard", { guard: "max-removals" }],
    ["another organization", { organization: "beta" }],
    ["its time is over", { expires: now }],
  ])("do not pass for %s", async (_why, more) => {
    const { "acme/member/olga@acme.test": olgas = "" } = await ids();

    const plan = await planned({ ...desk, approvals: [approval([olgas], more)] });

    expect(plan.verdict).toBe("blocked");
  });

  test("weighs no invitation against the members, whether it is taken back or says less from now on", async () => {
    const invited = ["ann", "cid"].map((name) =>
      liveMember(`${name}@acme.test`, "owner", { id: `inv_${name}`, status: "invited" }),
    );
    const members = ["olga", "bea", "dov", "eli"].map((name) => liveMember(`${name}@acme.test`, "owner"));
    const plan = await planned({
      desired: [
        organization({
          members: [
            member("olga@acme.test", "owner"),
            member("ann@acme.test", "admin"),
            member("cid@acme.test", "admin"),
          ],
        }),
      ],
      live: world([{ members: [...members, ...invited] }]),
      guards: { maxRemovals: { percent: 75 } },
    });

    expect(plan.organizations[0]?.changes).toHaveLength(5);
    expect(plan.organizations[0]?.guards).toEqual([]);
  });

  test("approved removals do not count, so that the rest has its own room", async () => {
    const people = many(20);
    const crowded = {
      desired: [
        organization({ members: [olga, ...people.slice(14).map((email) => member(email, "member"))] }),
      ],
      live: world([{ members: [owner, ...people.map((email) => liveMember(email, "member"))] }]),
      guards: { maxRemovals: { percent: 100 } },
    };
    const first = await planned(crowded);
    const changes = (first.organizations[0]?.changes ?? []).slice(0, 5).map(({ id }) => id);

    const second = await planned({ ...crowded, approvals: [approval(changes, { guard: "max-removals" })] });

    expect([first.verdict, second.verdict]).toEqual(["blocked", "applicable"]);
  });
});
