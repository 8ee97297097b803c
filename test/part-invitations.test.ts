/** An invitation is a state, over parts and runs: no second mail for one wish (law 7). */
import { afterEach, describe, expect, test } from "vitest";
import { accepted, memoryKinds } from "../src/connectors/memory/index.ts";
import { signalsmith } from "../src/connectors/signalsmith/index.ts";
import type { Kinds } from "../src/model/kinds.ts";
import { worldOf } from "./conformance/world.ts";
import { acmeSeed, openSignalSmith } from "./connectors/signalsmith/world.ts";
import { memberPart, openDesk, partOf, partsIn, yes } from "./part-desk.ts";
import { liveMember, now, world } from "./plan/desk.ts";

const day = 86_400_000;
const acme = world([{ members: [liveMember("olga@acme.test", "owner")] }]);
const wish = memberPart({ email: "new@acme.test", role: "member" });
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

function unlisted(): Kinds {
  const { member } = memoryKinds;
  if (member === undefined) throw new Error("memory has members");
  return { ...memoryKinds, member: { ...member, invitation: { ...member.invitation, listed: false } } };
}

describe("pending", () => {
  test("is in sync, and an acceptance moves nothing", async () => {
    const desk = openDesk(acme);

    const { invitations } = await desk.parts.apply(wish, yes);
    const pending = await desk.parts.apply({ ...wish, invitations }, yes);
    desk.memory.edit((state) => accepted(state, "new@acme.test"));
    const joined = await desk.again().apply({ ...wish, invitations }, yes);

    expect(invitations).toEqual({
      "acme/member/new@acme.test": {
        sentAt: new Date(now).toISOString(),
        count: 1,
        roles: ["member"],
        access: {},
      },
    });
    expect(pending.outcome?.status).toBe("unchanged");
    expect(pending.invitations).toEqual(invitations);
    expect(joined.outcome?.status).toBe("unchanged");
    expect(joined.invitations).toEqual({});
    expect(desk.memory.writes()).toHaveLength(1);
  });

  test("where the system hides it, what the part remembers tells it, in this run and the next", async () => {
    const desk = openDesk(acme, { kinds: unlisted() });
    const { invitations } = await desk.parts.apply(wish, yes);

    for (const parts of [desk.parts, desk.again()]) {
      const { plan } = await parts.compare({ ...wish, invitations });
      expect(plan?.changes).toEqual([]);
    }
    expect((await desk.again().compare(wish)).plan?.changes).toHaveLength(1);
  });

  test("the same over the wire, where SignalSmith hides the pending", async () => {
    const { sandbox, settings } = await openSignalSmith({
      pendingMembers: "hidden",
      seed: { signalsmith: acmeSeed },
      connection: { self: "ops@acme.test" },
    });
    closing.push(() => sandbox.close());
    const { name: _, ...connection } = settings;
    const running = worldOf(sandbox, { system: "signalsmith", token: "secret-token", connection });
    const part = { ...wish, connection: "main" };

    const { invitations, outcome } = await partsIn(running, signalsmith).apply(part, yes);
    const next = await partsIn(running, signalsmith).apply({ ...part, invitations }, yes);

    expect(outcome?.status).toBe("complete");
    expect(next.outcome?.status).toBe("unchanged");
    expect(next.invitations).toEqual(invitations);
    expect(running.writes()).toBe(1);
  });
});

describe("expired", () => {
  test("is sent again after the quiet period, and no more often than the cap", async () => {
    let time = now;
    const desk = openDesk(acme, {
      kinds: unlisted(),
      invitations: { quietDays: 3, maxPerPerson: 2 },
      now: () => time,
    });
    let { invitations } = await desk.parts.apply(wish, yes);
    const changes = async () =>
      (await desk.again().compare({ ...wish, invitations })).plan?.changes.map(({ action }) => action);

    time = now + 6 * day;
    expect(await changes()).toEqual([]);
    time = now + 11 * day;
    expect(await changes()).toHaveLength(1);
    ({ invitations } = await desk.again().apply({ ...wish, invitations }, yes));
    expect(invitations["acme/member/new@acme.test"]).toMatchObject({
      count: 2,
      sentAt: new Date(time).toISOString(),
    });
    time = now + 40 * day;
    expect(await changes()).toEqual([]);
  });
});

test("a mail that went out is remembered though another change of the part failed", async () => {
  const desk = openDesk(acme);
  const both = memberPart(
    { email: "new@acme.test", role: "member" },
    {
      spec: {
        members: [
          { email: "new@acme.test", role: "member" },
          { email: "bad@acme.test", role: "member" },
        ],
        ownership: { members: "additive" },
      },
    },
  );
  desk.memory.fail("acme/member/bad@acme.test");

  const { outcome, invitations } = await desk.parts.apply(both, yes);

  expect(outcome?.status).toBe("partial");
  expect(Object.keys(invitations)).toEqual(["acme/member/new@acme.test"]);
});

test("an owner goes beside an invited successor when others own the organization, though the part speaks of few", async () => {
  const invited = liveMember("new@acme.test", "owner", { status: "invited" });
  const owners = ["olga@acme.test", "otto@acme.test"].map((email) => liveMember(email, "owner"));
  const robot = liveMember("robot@acme.test", "admin");
  const desk = openDesk(world([{ members: [...owners, robot, invited] }]), { guards: { minOwners: 1 } });
  const part = partOf({
    members: [
      { email: "olga@acme.test", ensure: "absent" },
      { email: "new@acme.test", role: "owner" },
    ],
    ownership: { members: "additive" },
  });

  const { plan } = await desk.parts.compare(part);

  expect(plan?.changes.map(({ address }) => address)).toEqual(["acme/member/olga@acme.test"]);
  expect(plan?.waiting).toEqual([]);
});
