/** What parts ask a system, over HTTP: one set of list calls for all of them, and what writes make of that. */
import { afterEach, describe, expect, test } from "vitest";
import type { Part, Parts } from "../src/index.ts";
import type { LiveState } from "../src/model/live.ts";
import type { WiredWorld } from "./conformance/world.ts";
import { memberPart, partOf, partsIn, removalOf, yes } from "./part-desk.ts";
import { type PartSystem, partSystems, startSystem } from "./part-systems.ts";

const open: WiredWorld[] = [];
const main = { connection: "main" };
const slug = { slug: "acme" };

afterEach(async () => {
  await Promise.all(open.splice(0).map((world) => world.close()));
});

async function start(system: PartSystem): Promise<WiredWorld> {
  const world = await startSystem(system);
  open.push(world);
  return world;
}

async function applied(parts: Parts, part: Part): Promise<void> {
  const { problems, outcome } = await parts.apply(part, yes);
  expect({ problems, status: outcome?.status }).toEqual({ problems: [], status: "complete" });
}

/** All that is compared of a state, in an order of its own. */
function seen(state: LiveState | undefined): unknown {
  if (state === undefined) throw new Error("acme is not there");
  const order = <T>(all: readonly T[]) => all.map((each) => JSON.stringify(each)).sort();
  return {
    members: order(
      state.members.map(({ id, email, roles, status, protection }) => ({
        id,
        email: email?.toLowerCase(),
        roles: [...roles].sort(),
        status,
        protection,
      })),
    ),
    access: order(
      state.access.map(({ workspace, subject, level, pending }) => ({
        workspace,
        who: "id" in subject ? subject.id : subject.role,
        level,
        pending,
      })),
    ),
    workspaces: state.workspaces.map(({ id }) => id).sort(),
    roles: state.roles.map(({ name }) => name).sort(),
  };
}

describe.each(partSystems)("$connector.system", (system) => {
  const { connector, person, other, role } = system;
  const newcomer = memberPart({ email: "new@acme.test", role }, main);

  test("many members are compared with the list calls of one", async () => {
    const count = connector.system === "signalsmith" ? 500 : 40;
    const [one, many] = [await start(system), await start(system)];
    await partsIn(one, connector).compare(newcomer);
    const parts = partsIn(many, connector);

    const all = await Promise.all(
      Array.from({ length: count }, (_, at) =>
        parts.compare(memberPart({ email: `p${at}@acme.test`, role }, main)),
      ),
    );

    expect(all.map(({ plan }) => plan?.changes.length)).toEqual(Array(count).fill(1));
    // LumoAuth is asked for the account of each new person, whom it may know: never for anything twice.
    const asked = (world: WiredWorld) =>
      world
        .requests()
        .map(({ method, path, query }) => `${method} ${path}${query}`)
        .filter((line) => !/\/users\?.*(new|p\d+)(%40|@)/.test(line))
        .sort();
    expect(asked(one).length).toBeGreaterThan(0);
    expect(asked(many)).toEqual(asked(one));
    expect(many.writes()).toBe(0);
  });

  test("what is known behind a member's writes is what a new read tells", async () => {
    const world = await start(system);
    const parts = partsIn(world, connector);
    const parted = [newcomer, memberPart({ email: person, role: other }, main), removalOf(person, main)];

    for (const part of parted) {
      await applied(parts, part);
      const fresh = await partsIn(world, connector).live("main", slug);
      expect(seen(await parts.live("main", slug))).toEqual(seen(fresh));
    }
  });

  test("a part is in sync once it is applied, in this run and in the next", async () => {
    const world = await start(system);
    const parts = partsIn(world, connector);

    for (const part of [newcomer, memberPart({ email: person, role: other }, main)]) {
      const { invitations } = await parts.apply(part, yes);
      for (const run of [parts, partsIn(world, connector)]) {
        const { plan, problems } = await run.compare({ ...part, invitations });
        expect({ changes: plan?.changes, problems }).toEqual({ changes: [], problems: [] });
      }
    }
  });

  test("an organization that is not there is no problem, and is not made by what refers to it", async () => {
    const world = await start(system);
    const parts = partsIn(world, connector);
    const nowhere = { ...main, name: "nowhere", key: { slug: "nowhere" } };

    for (const part of [memberPart({ email: "new@acme.test", role }, nowhere), removalOf(person, nowhere)]) {
      expect(await parts.compare(part)).toMatchObject({ live: undefined, plan: undefined, held: [] });
      expect(await parts.apply(part, yes)).not.toHaveProperty("outcome");
    }
    expect(world.writes()).toBe(0);
  });

  test("a failed read is said, is never an organization that is not there, and is asked again", async () => {
    const world = await start(system);
    const parts = partsIn(world, connector);
    await world.faults("500%100");

    const failed = await parts.compare(newcomer);
    const refused = await parts.apply(newcomer, yes);
    await expect(parts.live("main", slug)).rejects.toThrow();
    await world.faults("");

    for (const { problems } of [failed, refused])
      expect(problems).toMatchObject([{ code: "system/failed", severity: "error" }]);
    expect([failed.plan, refused.outcome]).toEqual([undefined, undefined]);
    expect((await parts.compare(newcomer)).plan?.changes).toHaveLength(1);
  });

  test("a write that fails is said, and what is live is read anew", async () => {
    const world = await start(system);
    const parts = partsIn(world, connector);
    await parts.compare(newcomer);
    const raise = memberPart({ email: person, role: other }, main);
    const faults = ["POST", "PUT", "PATCH", "DELETE"].map((method) => `500%100=${method}:/`);
    await world.faults(faults.join(","));

    const { outcome, problems } = await parts.apply(raise, yes);
    await world.faults("");
    const before = world.requests().length;
    const { plan } = await parts.compare(raise);

    expect(outcome?.status).toBe("partial");
    expect(problems.filter(({ severity }) => severity === "error")).toHaveLength(1);
    expect(world.requests().length).toBeGreaterThan(before);
    expect(plan?.changes).toHaveLength(1);
  });

  test("a write whose answer is lost is said to be unknown, and settled by the next read", async () => {
    const world = await start(system);
    const parts = partsIn(world, connector);
    const raise = memberPart({ email: person, role: other }, main);
    await parts.compare(raise);
    const faults = ["POST", "PUT", "PATCH", "DELETE"].map((method) => `reset-after%100=${method}:/`);
    await world.faults(faults.join(","));

    const { outcome, problems } = await parts.apply(raise, yes);
    await world.faults("");
    const before = world.requests().length;
    const { plan } = await parts.compare(raise);
    const { plan: fresh } = await partsIn(world, connector).compare(raise);

    expect(outcome?.status).toBe("partial");
    expect(problems.map(({ code }) => code)).toEqual(["system/unknown-result"]);
    expect(world.requests().length).toBeGreaterThan(before);
    expect(plan?.changes).toEqual(fresh?.changes);
  });

  test("an error of the judge writes nothing, and the judge has seen what would be done", async () => {
    const world = await start(system);
    const parts = partsIn(world, connector);
    const shown: (string | undefined)[] = [];

    const { problems, outcome } = await parts.apply(newcomer, ({ plan }) => {
      shown.push(...(plan?.changes ?? []).map(({ action, address }) => `${action} ${address}`));
      return [{ code: "part/moved", severity: "error", message: "not so" }];
    });

    expect(shown).toEqual(["create acme/member/new@acme.test"]);
    expect(problems).toMatchObject([{ code: "part/moved" }]);
    expect(outcome).toBeUndefined();
    expect(world.writes()).toBe(0);
  });
});

const [smith] = partSystems;
if (smith === undefined) throw new Error("there are systems");

test("after a member's write the next part asks nothing; after an organization's it does", async () => {
  const world = await start(smith);
  const parts = partsIn(world, smith.connector);
  await applied(parts, removalOf("alice@acme.test", main));
  const before = world.requests().length;
  await parts.compare(memberPart({ email: "bob@acme.test", role: "member" }, main));
  expect(world.requests().length).toBe(before);

  await applied(parts, partOf({ displayName: "Acme Two" }, main));
  const behind = world.requests().length;
  const { live } = await parts.compare(memberPart({ email: "bob@acme.test", role: "member" }, main));
  expect(world.requests().length).toBeGreaterThan(behind);
  expect(live?.organization.attributes).toMatchObject({ displayName: "Acme Two" });
});
