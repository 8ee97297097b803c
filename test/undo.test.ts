/** What an undo is made of and what it says, on the memory system; the five real ones are in undo.systems.test.ts. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accepted, createMemory, memoryKinds } from "../src/connectors/memory/index.ts";
import { ConnectorError } from "../src/model/errors.ts";
import { unnamed } from "./undo-desk.ts";
import { acme, boss, changesOf, member, open, remark, remarksOf, start, type Wish } from "./undo-stage.ts";

const noon = Date.parse("2026-03-10T12:00:00Z");

function missing(): never {
  throw new Error("the memory system has members");
}

const zoe = { email: "zoe@acme.test", role: "member" };
const tom = { email: "tom@acme.test", role: "admin" };

describe("an undo", () => {
  test("is there only where something was changed", async () => {
    const desk = open({ a: acme() });

    expect((await desk.apply("a")).undo).toBeUndefined();
  });

  test("is a whole plan: digest, stages, counts, and its remarks in it", async () => {
    const desk = open({ a: acme(), b: acme({ members: [boss, zoe] }) });
    await desk.apply("a");
    const { undo } = await desk.apply("b");

    // What it costs to apply it, the plan of that day says.
    const { price: _price, ...after } = await desk.plan("a");
    expect(undo?.plan).toEqual({ ...after, diagnostics: undo?.diagnostics });
    expect(undo?.plan).toMatchObject({ verdict: "applicable", counts: { delete: 1, mails: 0 } });
    expect(remarksOf({ undo })).toEqual([
      "undo/mailed acme: mails went out, and nobody can call them back: acme/member/zoe@acme.test.",
    ]);
    expect(undo?.commits).toEqual(["a"]);
  });

  test("writes nothing", async () => {
    const desk = open({ a: acme(), b: acme({ members: [boss, zoe] }) });
    await desk.apply("a");
    await desk.apply("b");

    expect(desk.memory.writes().map(({ address }) => address)).toEqual(["acme/member/zoe@acme.test"]);
  });

  test("is about the organizations that the apply has changed, and about no others", async () => {
    const two = (wish: Wish) => `${acme(wish)}\n---\n${acme({}, "other")}`;
    const desk = open({ a: two({}), b: two({ members: [boss, zoe] }) });
    await desk.apply("a");

    const { undo } = await desk.apply("b");

    expect(undo?.plan.organizations.map(({ name }) => name)).toEqual(["acme"]);
  });

  test("does not bring back what was there by hand, and says so", async () => {
    const hand = createMemory(
      start([member("boss@acme.test", "owner"), member("mallory@acme.test", "admin")]),
    );
    const desk = open({ a: acme() }, hand);
    await desk.apply("a");
    hand.edit((world) => ({
      ...world,
      organizations: world.organizations.map((each) => ({
        ...each,
        members: [...each.members, member("mallory@acme.test", "admin")],
      })),
    }));

    const again = await desk.apply("a");

    expect(changesOf(again)).toEqual([]);
    expect(remark(again, "undo/unsaid")).toContain("acme/member/mallory@acme.test");
  });

  test("does not bring back what time has ended", async () => {
    const until = { ...tom, until: "2026-03-20" };
    const desk = open({ a: acme({ members: [boss, until] }) });
    await desk.apply("a", { now: noon });
    desk.memory.edit((world) => accepted(world, "tom@acme.test"));

    const due = await desk.apply("a", { now: noon + 20 * 86_400_000, scope: "due" });

    expect(due.outcome.counts.applied).toBe(1);
    expect(changesOf(due)).toEqual([]);
    expect(remark(due, "undo/unsaid")).toContain("acme/member/tom@acme.test");
  });

  test("leaves what an additive section has got, and says how it goes", async () => {
    const ownership = { members: "additive" };
    const desk = open({ a: acme({ ownership }), b: acme({ ownership, members: [boss, zoe] }) });
    await desk.apply("a");

    const added = await desk.apply("b");

    expect(changesOf(added)).toEqual([]);
    expect(remark(added, "undo/left")).toContain("acme/member/zoe@acme.test");
  });

  test("names the fields of a thing that the earlier manifests do not say", async () => {
    const desk = open({
      a: acme({ displayName: "Acme" }),
      b: acme({ displayName: "Acme II", description: "All of it" }),
    });
    await desk.apply("a");

    const changed = await desk.apply("b");

    expect(changesOf(changed)).toEqual(["update acme/organization"]);
    expect(remark(changed, "undo/unsaid")).toContain("acme/organization (description)");
    expect(remark(changed, "undo/unsaid")).not.toContain("displayName");
  });

  test("goes by what was done where an apply stopped on its way, and by the manifests before it", async () => {
    const desk = open({ a: acme(), b: acme({ members: [boss, zoe, tom] }) });
    await desk.apply("a");
    desk.memory.fail("acme/member/tom@acme.test");

    const half = await desk.apply("b");
    const rest = await desk.apply("b");

    expect(changesOf(half)).toEqual(["delete acme/member/zoe@acme.test"]);
    // What was begun at the same commit is taken back with the rest.
    expect(rest.undo?.commits).toEqual(["a"]);
    expect(changesOf(rest)).toEqual(["delete acme/member/tom@acme.test", "delete acme/member/zoe@acme.test"]);
    expect(remark(rest, "undo/more")).toContain("acme/member/zoe@acme.test");
  });

  test("goes back one step where the step before was not done wholly", async () => {
    const desk = open({
      a: acme(),
      b: acme({ members: [boss, zoe, tom] }),
      c: acme({ members: [boss, zoe] }),
      d: acme({ members: [boss] }),
    });
    await desk.apply("a");
    desk.memory.fail("acme/member/tom@acme.test");
    await desk.apply("b");

    const { undo } = await desk.apply("d");

    expect(undo?.commits).toEqual(["b"]);
    expect(changesOf({ undo })).toEqual([
      "create acme/member/tom@acme.test",
      "create acme/member/zoe@acme.test",
    ]);
    expect(remark({ undo }, "undo/more")).toContain("tom@acme.test");
    expect(remark({ undo }, "undo/invited-anew")).toContain("zoe@acme.test");
  });

  test("says what nobody knows to be done", async () => {
    const desk = open({ a: acme(), b: acme({ members: [boss, zoe] }) });
    await desk.apply("a");
    const lost = new ConnectorError("The answer was lost", { retryable: false, unknownResult: true });
    desk.memory.fail("acme/member/zoe@acme.test", lost);

    const doubtful = await desk.apply("b");

    expect(doubtful.outcome.counts.unknown).toBe(1);
    expect(remark(doubtful, "undo/unknown")).toContain("acme/member/zoe@acme.test");
  });

  test("takes back what was made only in part", async () => {
    const memory = createMemory(start());
    const half = new ConnectorError("The logo was refused", { retryable: false, status: 422 });
    const { connector } = memory;
    const writer: typeof connector.writer = (settings, client) => {
      const { write, ...rest } = connector.writer(settings, client);
      return {
        ...rest,
        write: async (...args) => ({ ...(await write(...args)), unfinished: half }),
      };
    };
    const desk = open(
      { a: acme(), b: acme({ members: [boss, zoe] }) },
      { ...memory, connector: { ...connector, writer } },
    );

    await desk.apply("a");
    const cut = await desk.apply("b");

    expect(cut.outcome.counts).toMatchObject({ applied: 0, failed: 1 });
    expect(changesOf(cut)).toEqual(["delete acme/member/zoe@acme.test"]);
    expect(remark(cut, "undo/mailed")).toContain("acme/member/zoe@acme.test");
    expect(remark(cut, "undo/more")).toBeUndefined();
  });

  test("lacks an organization that cannot be read again, and the apply is as good as it was", async () => {
    const desk = open({ a: acme(), b: acme({ members: [boss, zoe] }) });
    await desk.apply("a");

    const blind = await desk.apply("b", {
      afterwards: async () => {
        desk.memory.failReads("org_acme");
        await Promise.resolve();
      },
    });

    expect(blind.outcome.complete).toBe(true);
    expect(blind.undo?.plan).toMatchObject({ verdict: "empty", organizations: [] });
    expect(remarksOf(blind)).toEqual([expect.stringMatching(/^undo\/unread acme: .*refuses org_acme/)]);
  });

  test("lacks an organization whose earlier manifests cannot be had, are none, or are not valid", async () => {
    const first = open({ b: acme({ members: [boss, zoe] }) });
    expect(remarksOf(await first.apply("b"))).toEqual([
      expect.stringMatching(/^undo\/no-manifests .*git knows no commit b\^1 here\.$/),
    ]);

    const dirty = open({ b: acme({ members: [boss, zoe] }) });
    expect(remarksOf(await dirty.apply("b", { dirty: true }))).toEqual([
      expect.stringMatching(/^undo\/no-manifests .*Neither the record nor git/),
    ]);

    const invalid = open({
      "b^1": acme({ members: [{ ...boss, workspaces: { nowhere: "admin" } }] }),
      b: acme({ members: [boss, zoe] }),
    });
    expect(remarksOf(await invalid.apply("b"))).toEqual([
      expect.stringMatching(/^undo\/no-manifests .*not valid any more: .*nowhere/),
    ]);
  });

  test("goes to the commit before where there is no record", async () => {
    const desk = open({ "b^1": acme(), b: acme({ members: [boss, zoe] }) });

    const { undo } = await desk.apply("b");

    expect(undo?.commits).toEqual(["b^1"]);
    expect(changesOf({ undo })).toEqual(["delete acme/member/zoe@acme.test"]);
  });

  test("leaves an organization that is new, whatever is in it", async () => {
    const desk = open({ a: acme(), b: `${acme()}\n---\n${acme({ members: [boss, zoe] }, "other")}` });
    await desk.apply("a");

    const made = await desk.apply("b");

    expect(made.undo?.plan.organizations).toEqual([]);
    expect(remarksOf(made)).toEqual([expect.stringMatching(/^undo\/organization other: /)]);
  });

  test("follows an organization that git calls otherwise now", async () => {
    const renamed = JSON.stringify({
      apiVersion: "orgwright/v1",
      kind: "Organization",
      metadata: { name: "acme-corp" },
      spec: { connection: "main", slug: "acme", previously: { names: ["acme"] }, members: [boss, zoe] },
    });
    const desk = open({ a: acme(), b: renamed });
    await desk.apply("a");

    const { undo } = await desk.apply("b");
    const back = await desk.apply("a", undo === undefined ? {} : { reviewed: undo.plan });

    expect(changesOf({ undo })).toEqual(["delete acme/member/zoe@acme.test"]);
    expect(back.outcome.complete).toBe(true);
    expect(remarksOf({ undo }).some((each) => each.startsWith("undo/unsaid"))).toBe(false);
  });

  test("calls a workspace that was made by the name it has for the earlier manifests", async () => {
    const workspaces = [{ name: "production", displayName: "Production EU" }];
    const desk = open({ a: acme({ workspaces: [], confirmEmpty: ["workspaces"] }), b: acme({ workspaces }) });
    await desk.apply("a");

    const { undo } = await desk.apply("b");
    const back = await desk.apply("a", undo === undefined ? {} : { reviewed: undo.plan });

    expect(changesOf({ undo })).toEqual(["delete acme/workspace/Production EU"]);
    expect(remarksOf({ undo })).toEqual([]);
    expect(back.outcome.complete).toBe(true);
  });

  test("finds an organization by its name where git finds it by its id now", async () => {
    const desk = open({ a: acme(), b: acme({ slug: undefined, id: "org_acme", members: [boss, zoe] }) });
    await desk.apply("a");

    expect(changesOf(await desk.apply("b"))).toEqual(["delete acme/member/zoe@acme.test"]);
  });

  test("names what went with something else and comes back later", async () => {
    const workspaces = [{ name: "one" }];
    const invited = { ...zoe, workspaces: { one: "member" } };
    const desk = open({
      a: acme({ workspaces, members: [boss, invited] }),
      b: acme({ workspaces: [], confirmEmpty: ["workspaces"], members: [boss, zoe] }),
    });
    await desk.apply("a");

    const { undo } = await desk.apply("b");

    // Nobody has changed Zoe, whose invitation has lost what it carried with the workspace.
    expect(changesOf({ undo })).toEqual(["create acme/workspace/one"]);
    expect(remark({ undo }, "undo/waiting")).toContain("zoe@acme.test");
    expect(remark({ undo }, "undo/made-anew")).toContain("acme/workspace/one");
  });

  test("knows the mails of this apply where the system neither lists nor revokes invitations", async () => {
    const { invitation, ...rest } = memoryKinds.member ?? missing();
    const hidden = { ...invitation, listed: false, revoke: false, change: "none" } as const;
    const memory = createMemory(start(), { ...memoryKinds, member: { ...rest, invitation: hidden } });
    const desk = open({ a: acme(), b: acme({ members: [boss, zoe] }) }, memory);
    await desk.apply("a");

    const { undo } = await desk.apply("b");

    expect(changesOf({ undo })).toEqual([]);
    expect(undo?.plan.organizations[0]?.waiting).toMatchObject([{ address: "acme/member/zoe@acme.test" }]);
    expect(remark({ undo }, "undo/waiting")).toContain("acme/member/zoe@acme.test");
    expect(remark({ undo }, "undo/unsaid")).toBeUndefined();
  });

  test("says what cannot be done any more", async () => {
    const desk = open({
      a: acme({ workspaces: [{ name: "production" }] }),
      b: acme({ workspaces: [{ name: "production" }], members: [boss, zoe] }),
    });
    await desk.apply("a");
    const twin = {
      kind: "workspace",
      id: "ws_twin",
      name: "production",
      organization: "org_acme",
      attributes: {},
    } as const;

    const stuck = await desk.apply("b", {
      afterwards: async () => {
        desk.memory.edit((world) => ({ ...world, workspaces: [...world.workspaces, twin] }));
        await Promise.resolve();
      },
    });

    expect(remarksOf(stuck)).toEqual([expect.stringMatching(/^undo\/impossible acme: .*2 live workspaces/)]);
  });

  test("names ten of many, and counts the rest", async () => {
    const crowd = Array.from({ length: 12 }, (_, at) => ({ email: `p${at}@acme.test`, role: "member" }));
    const desk = open({ a: acme(), b: acme({ members: [boss, ...crowd] }) });
    await desk.apply("a");

    expect(remark(await desk.apply("b"), "undo/mailed")).toMatch(/ and 2 more\.$/);
  });
});

const emails = ["ann@acme.test", "bea@acme.test", "cid@acme.test"];
const rooms = ["one", "two"];

const wishes: fc.Arbitrary<string> = fc
  .record({
    people: fc.subarray(emails),
    spaces: fc.subarray(rooms),
    roles: fc.subarray(["sre", "dev"]),
    named: fc.constantFrom("Acme", "Acme II"),
    picks: fc.array(fc.record({ role: fc.nat(), level: fc.nat(), space: fc.nat(), maps: fc.boolean() }), {
      minLength: 3,
      maxLength: 3,
    }),
  })
  .map(({ people, spaces, roles, named, picks }) =>
    acme({
      displayName: named,
      roles: roles.map((name) => ({ name })),
      workspaces: spaces.map((name) => ({ name })),
      confirmEmpty: [
        ...(roles.length === 0 ? ["roles"] : []),
        ...(spaces.length === 0 ? ["workspaces"] : []),
      ],
      members: [
        boss,
        ...people.map((email, at) => {
          const { role = 0, level = 0, space = 0, maps = false } = picks[at] ?? {};
          const known = ["owner", "admin", "member", ...roles];
          const room = spaces[space % Math.max(1, spaces.length)];
          const map = room === undefined ? {} : { [room]: ["owner", "admin", "member"][level % 3] };
          return { email, role: known[role % known.length], ...(maps ? { workspaces: map } : {}) };
        }),
      ],
    }),
  );

describe("for any two manifests", () => {
  test("the undo of the second has the changes of the first, is applied as shown, and leaves nothing to do", async () => {
    await fc.assert(
      fc.asyncProperty(wishes, wishes, fc.subarray(emails), async (first, second, accepting) => {
        const desk = open({ a: first, b: second });
        const join = () => {
          for (const email of accepting) desk.memory.edit((world) => accepted(world, email));
        };
        await desk.apply("a");
        join();
        await desk.apply("a");
        const before = await desk.live("acme");

        const { undo } = await desk.apply("b");
        if (undo === undefined) return;
        expect(undo.plan.digest).toBe((await desk.plan("a")).digest);
        const back = await desk.apply("a", { reviewed: undo.plan });
        join();
        await desk.apply("a");

        expect(back.outcome.complete).toBe(true);
        expect(unnamed(before, await desk.live("acme"), { undo })).toEqual([]);
        expect(remarksOf({ undo }).filter(isWrong)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

/** Both manifests say the whole of everything but of access, which an entry without `workspaces` keeps. */
function isWrong(remark: string): boolean {
  if (/^undo\/(?:unsaid|left)/.test(remark))
    return /acme\/(?:organization|role|workspace|member)/.test(remark);
  return !/^undo\/(?:mailed|invited-anew|made-anew|waiting)/.test(remark);
}
