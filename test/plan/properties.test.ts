import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accepted, createMemory } from "../../src/connectors/memory/index.ts";
import type { Organization } from "../../src/model/organization.ts";
import { diff, same } from "../../src/plan/diff.ts";
import {
  applied,
  liveAccess,
  liveMember,
  liveWorkspace,
  member,
  organization,
  planned,
  role,
  wide,
  workspace,
  world,
} from "./desk.ts";

const emails = ["a@acme.test", "b@acme.test", "c@acme.test", "d@acme.test"];
const rooms = ["one", "two", "three"];
const custom = ["sre", "dev"];
const levels = ["owner", "admin", "member"];
const boss = liveMember("boss@acme.test", "owner");

const wishes: fc.Arbitrary<Organization> = fc
  .record({
    people: fc.subarray(emails),
    spaces: fc.subarray(rooms),
    roles: fc.subarray(custom),
    picks: fc.array(fc.record({ role: fc.nat(), maps: fc.boolean(), level: fc.nat(), space: fc.nat() }), {
      minLength: 4,
      maxLength: 4,
    }),
  })
  .map(({ people, spaces, roles, picks }) =>
    organization({
      roles: roles.map((name) => role(name)),
      workspaces: spaces.map((name) => workspace(name)),
      members: [
        member("boss@acme.test", "owner"),
        ...people.map((email, at) => {
          const pick = picks[at] ?? { role: 0, maps: false, level: 0, space: 0 };
          const known = ["owner", "admin", "member", ...roles];
          const space = spaces[pick.space % Math.max(1, spaces.length)];
          const map = space === undefined ? {} : { [space]: levels[pick.level % 3] ?? "member" };
          return member(
            email,
            known[pick.role % known.length] ?? "member",
            pick.maps ? { workspaces: map } : {},
          );
        }),
      ],
    }),
  );

const lives = fc
  .record({
    people: fc.subarray(emails),
    spaces: fc.subarray(rooms),
    roles: fc.subarray(custom),
    seed: fc.nat(100),
  })
  .map(({ people, spaces, roles, seed }) =>
    world(
      [
        {
          members: [
            boss,
            ...people.map((email, at) => liveMember(email, levels[(seed + at) % 3] ?? "member")),
          ],
          roles: roles.map((name) => ({ kind: "role", id: `role_${name}`, name, attributes: {} })),
          access: people.flatMap((email, at) => {
            const space = spaces[(seed + at) % Math.max(1, spaces.length)];
            return space === undefined
              ? []
              : [liveAccess(email, space, levels[(seed + at * 2) % 3] ?? "member")];
          }),
        },
      ],
      spaces.map((name) => liveWorkspace(name)),
    ),
  );

describe("the pure core", () => {
  test("applying the difference reaches what is desired: the second plan is empty (law 1)", async () => {
    await fc.assert(
      fc.asyncProperty(wishes, lives, async (wish, live) => {
        const memory = createMemory(live);

        const outcome = await applied(memory, await planned({ desired: [wish], memory, guards: wide }));
        for (const email of emails) memory.edit((state) => accepted(state, email));
        const second = await planned({ desired: [wish], memory, guards: wide });

        expect(outcome.counts).toMatchObject({ failed: 0, skipped: 0, unknown: 0 });
        expect(second.organizations.flatMap((each) => each.changes.map(({ address }) => address))).toEqual(
          [],
        );
      }),
      { numRuns: 200 },
    );
  });

  test("a plan survives JSON, and is the same bytes for the same input (law 12)", async () => {
    await fc.assert(
      fc.asyncProperty(wishes, lives, async (wish, live) => {
        const first = await planned({ desired: [wish], live });
        const again = await planned({ desired: [wish], live });

        expect(JSON.parse(JSON.stringify(first))).toEqual(first);
        expect(JSON.stringify(again)).toBe(JSON.stringify(first));
      }),
      { numRuns: 50 },
    );
  });

  test("the order in which live things are listed changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(wishes, lives, async (wish, live) => {
        const reversed = {
          organizations: live.organizations.map((each) => ({
            ...each,
            members: [...each.members].reverse(),
            access: [...each.access].reverse(),
          })),
          workspaces: [...live.workspaces].reverse(),
        };

        expect(await planned({ desired: [wish], live: reversed })).toEqual(
          await planned({ desired: [wish], live }),
        );
      }),
      { numRuns: 50 },
    );
  });

  test("diff(x, x) is empty, and sets have no order", () => {
    const value = fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.array(fc.string()));

    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), (attributes) => {
        expect(diff(attributes, attributes, {})).toEqual([]);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.string()), (list) => {
        expect(same(list, [...list].reverse(), "set")).toBe(true);
      }),
    );
  });
});
