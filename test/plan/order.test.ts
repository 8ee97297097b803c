import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InternalError } from "../../src/model/errors.ts";
import { order } from "../../src/plan/order.ts";
import {
  liveMember,
  liveWorkspace,
  member,
  organization,
  planned,
  role,
  roleAccess,
  steps,
  workspace,
  world,
} from "./desk.ts";

const owner = liveMember("olga@acme.test", "owner");
const olga = member("olga@acme.test", "owner");

describe("order (law 4)", () => {
  test("a new organization is built from itself down to access", async () => {
    const wish = organization({
      roles: [role("sre")],
      workspaces: [workspace("production")],
      members: [member("ann@acme.test", "sre")],
      access: [roleAccess("sre", "production", "admin")],
    });

    const plan = await planned({ desired: [wish] });

    expect(steps(plan)).toEqual([
      "create acme/organization",
      "create acme/role/sre",
      "create acme/workspace/production",
      "create acme/member/ann@acme.test",
      "create acme/access/production/role:sre",
    ]);
  });

  test("removals come last and in reverse, over all organizations", async () => {
    const live = world(
      [
        {
          name: "acme",
          members: [owner, liveMember("bob@acme.test", "sre")],
          roles: [{ kind: "role", id: "r1", name: "sre", attributes: {} }],
        },
        { name: "beta", members: [{ ...owner, id: "b1" }] },
      ],
      [liveWorkspace("old")],
    );
    const desired = [
      organization({ members: [olga], roles: [], workspaces: [] }),
      organization({ name: "beta", members: [olga, member("bob@acme.test", "member")] }),
    ];

    const plan = await planned({ desired, live });

    expect(steps(plan)).toEqual([
      "create beta/member/bob@acme.test",
      "delete acme/member/bob@acme.test",
      "delete acme/workspace/old",
      "delete acme/role/sre",
    ]);
  });

  test("a successor is promoted before the owner steps down, and only then", async () => {
    const live = world([{ members: [owner, liveMember("bob@acme.test", "member")] }]);
    const wish = organization({
      members: [member("olga@acme.test", "member"), member("bob@acme.test", "owner")],
    });

    const plan = await planned({
      desired: [wish],
      live,
      guards: { minOwners: 1, maxRemovals: { percent: 100 } },
    });

    expect(plan.stages).toEqual([["acme/member/bob@acme.test"], ["acme/member/olga@acme.test"]]);
    expect(
      plan.organizations[0]?.changes.find(({ address }) => address.endsWith("olga@acme.test"))?.dependsOn,
    ).toEqual(["acme/member/bob@acme.test"]);
  });

  test("a circle is our bug, and said so", () => {
    const change = (address: string, needs: string) =>
      ({ address, kind: "member", action: "create", dependsOn: [needs] }) as const;

    expect(() => order([change("a", "b"), change("b", "a")])).toThrow(InternalError);
  });

  test("property: nothing comes before what it depends on, everything comes once, removals after adds", () => {
    const kinds = ["organization", "role", "workspace", "member", "access"] as const;
    const changes = fc
      .array(
        fc.record({ kind: fc.constantFrom(...kinds), remove: fc.boolean(), needs: fc.array(fc.nat(30)) }),
        { maxLength: 30 },
      )
      .map((all) =>
        all.map(({ kind, remove, needs }, at) => ({
          address: `c${at}`,
          kind,
          action: remove ? ("delete" as const) : ("create" as const),
          dependsOn: needs
            .filter((needed) => needed < at && (remove || !all[needed]?.remove))
            .map((needed) => `c${needed}`),
        })),
      );

    fc.assert(
      fc.property(changes, (all) => {
        const stages = order(all);
        const at = new Map(
          stages.flatMap((stage, place) => stage.map((address) => [address, place] as const)),
        );

        expect(stages.flat().sort()).toEqual(all.map(({ address }) => address).sort());
        for (const change of all) {
          for (const needed of change.dependsOn)
            expect(at.get(needed)).toBeLessThan(at.get(change.address) ?? -1);
        }
        const adds = all
          .filter(({ action }) => action === "create")
          .map(({ address }) => at.get(address) ?? 0);
        const removes = all
          .filter(({ action }) => action === "delete")
          .map(({ address }) => at.get(address) ?? 0);
        if (adds.length > 0 && removes.length > 0)
          expect(Math.max(...adds)).toBeLessThan(Math.min(...removes));
      }),
    );
  });
});
