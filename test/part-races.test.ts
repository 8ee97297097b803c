/** Parts that are written at the same time: laws 4 and 5, and what reads see of writes under way. */
import { expect, test } from "vitest";
import { memoryKinds } from "../src/connectors/memory/index.ts";
import { ConnectorError } from "../src/model/errors.ts";
import { codes, type Desk, memberPart, openDesk, partOf, removalOf, settle, yes } from "./part-desk.ts";
import { liveAccess, liveMember, liveWorkspace, world } from "./plan/desk.ts";

const guards = { minOwners: 1, maxRemovals: { count: 1000, percent: 100, total: 1000 } };
const robot = liveMember("robot@acme.test", "admin");
const olga = liveMember("olga@acme.test", "owner");
const otto = liveMember("otto@acme.test", "owner");
const mia = liveMember("mia@acme.test", "member");
const acme = world([{ members: [robot, olga, otto, mia] }], [liveWorkspace("one")]);
const oneOwner = world([{ members: [robot, olga, mia] }]);
const promotion = memberPart({ email: "mia@acme.test", role: "owner" });

function owners({ memory }: Desk): readonly (string | undefined)[] {
  return (memory.state().organizations[0]?.members ?? [])
    .filter(({ roles }) => roles.includes("owner"))
    .map(({ email }) => email);
}

test("of two owners who are to go at once, exactly one goes", async () => {
  const desk = openDesk(acme, { guards });

  const both = await Promise.all([
    desk.parts.apply(removalOf("olga@acme.test"), yes),
    desk.parts.apply(removalOf("otto@acme.test"), yes),
  ]);

  expect(owners(desk)).toEqual(["otto@acme.test"]);
  expect(both.map(({ problems }) => codes(problems))).toEqual([[], ["guard/last-owner"]]);
});

test("the same where one part calls the organization by its slug and the other by its id", async () => {
  const desk = openDesk(acme, { guards });
  const let1 = desk.hold("acme/member/olga@acme.test");

  const first = desk.parts.apply(removalOf("olga@acme.test"), yes);
  const second = desk.parts.apply(
    removalOf("otto@acme.test", { name: "org_acme", key: { id: "org_acme" } }),
    yes,
  );
  await settle();
  let1();
  await Promise.all([first, second]);

  expect(owners(desk)).toHaveLength(1);
});

test("the same where everything was read anew while the first removal was under way", async () => {
  const desk = openDesk(acme, { guards });
  const go = desk.hold("acme/member/olga@acme.test");

  const first = desk.parts.apply(removalOf("olga@acme.test"), yes);
  await settle();
  await desk.parts.apply(partOf({ roles: [{ name: "SRE" }], ownership: { roles: "additive" } }), yes);
  const before = desk.reads.length;
  const second = desk.parts.apply(removalOf("otto@acme.test"), yes);
  await settle();
  expect(desk.reads.length).toBeGreaterThan(before);
  expect(desk.begun).not.toContain("acme/member/otto@acme.test");
  go();
  await Promise.all([first, second]);

  expect(owners(desk)).toEqual(["otto@acme.test"]);
});

test.each([["the removal first"], ["the promotion first"]])(
  "an owner goes while another part makes a successor: %s",
  async (order) => {
    const desk = openDesk(oneOwner, { guards });
    const removal = removalOf("olga@acme.test");
    const parts = order === "the removal first" ? [removal, promotion] : [promotion, removal];

    const done = await Promise.all(parts.map((part) => desk.parts.apply(part, yes)));

    expect(done.map(({ outcome }) => outcome?.status)).toEqual(["complete", "complete"]);
    expect(owners(desk)).toEqual(["mia@acme.test"]);
    expect(desk.begun).toEqual(["acme/member/mia@acme.test", "acme/member/olga@acme.test"]);
  },
);

test("an owner stays when the successor's promotion fails", async () => {
  const desk = openDesk(oneOwner, { guards });
  desk.memory.fail("acme/member/mia@acme.test");

  const [made, removed] = await Promise.all([
    desk.parts.apply(promotion, yes),
    desk.parts.apply(removalOf("olga@acme.test"), yes),
  ]);

  expect(made.outcome?.status).toBe("partial");
  expect(codes(removed.problems)).toEqual(["guard/last-owner"]);
  expect(owners(desk)).toEqual(["olga@acme.test"]);
});

test("two parts that would both take the last owner are both refused, and none waits for the other for ever", async () => {
  const desk = openDesk(oneOwner, { guards });

  const all = await Promise.all([
    desk.parts.apply(removalOf("olga@acme.test"), yes),
    desk.parts.apply(memberPart({ email: "olga@acme.test", role: "member" }), yes),
    desk.parts.apply(removalOf("olga@acme.test"), yes),
  ]);

  expect(all.map(({ problems }) => codes(problems))).toEqual(Array(3).fill(["guard/last-owner"]));
  expect(desk.memory.writes()).toEqual([]);
});

test("of two who hold the owner's level on a workspace, one keeps it, though only a read can tell what became of access", async () => {
  if (memoryKinds.access === undefined) throw new Error("memory has access");
  const kinds = { ...memoryKinds, access: { ...memoryKinds.access, ownerLevel: "owner" } };
  const live = world(
    [
      {
        members: [robot, olga, mia],
        access: [liveAccess("olga@acme.test", "one", "owner"), liveAccess("mia@acme.test", "one", "owner")],
      },
    ],
    [liveWorkspace("one")],
  );
  const desk = openDesk(live, { guards, kinds });
  const go = desk.hold("acme/access/one/olga@acme.test");
  const ending = (email: string) =>
    partOf({
      access: [{ email, workspace: "one", level: "owner", ensure: "absent" }],
      ownership: { access: "additive" },
    });

  const first = desk.parts.apply(ending("olga@acme.test"), yes);
  await settle();
  const second = desk.parts.apply(ending("mia@acme.test"), yes);
  await settle();
  go();
  await Promise.all([first, second]);

  expect((await first).problems).toEqual([]);
  expect(desk.memory.state().organizations[0]?.access).toHaveLength(1);
  expect(codes((await second).problems)).toEqual(["guard/last-owner"]);
});

test("what is read while a role is changed is read again once it is changed", async () => {
  const live = world([
    {
      members: [robot],
      roles: [{ kind: "role", id: "role_SRE", name: "SRE", attributes: { displayName: "Old" } }],
    },
  ]);
  const desk = openDesk(live);
  const part = partOf({ roles: [{ name: "SRE", displayName: "New" }], ownership: { roles: "additive" } });
  const go = desk.hold("acme/role/SRE");

  const applied = desk.parts.apply(part, yes);
  await settle();
  expect((await desk.parts.compare(part)).plan?.changes).toHaveLength(1);
  go();
  await applied;

  expect((await desk.parts.compare(part)).plan?.changes).toEqual([]);
});

test("a member who is found by a read while the creation is under way is there once", async () => {
  const desk = openDesk(acme);
  const part = memberPart({ email: "new@acme.test", role: "member" });
  const release = desk.hold("acme/member/mia@acme.test");
  const other = desk.parts.apply(removalOf("mia@acme.test"), yes);
  await settle();
  await desk.parts.apply(part, yes);
  release();
  await other;

  const live = await desk.parts.live("memory", { slug: "acme" });
  expect(live?.members.filter(({ email }) => email === "new@acme.test")).toHaveLength(1);
  expect(live?.members.map(({ email }) => email)).not.toContain("mia@acme.test");
});

test("a read that fails while a write moves it on is asked again, and nobody is left with a rejected promise", async () => {
  const desk = openDesk(acme);
  const rejected: unknown[] = [];
  const note = (reason: unknown) => void rejected.push(reason);
  process.on("unhandledRejection", note);
  try {
    const go = desk.hold("acme/member/new@acme.test");
    const applied = desk.parts.apply(memberPart({ email: "new@acme.test", role: "member" }), yes);
    await settle();
    await desk.parts.apply(partOf({ roles: [{ name: "SRE" }], ownership: { roles: "additive" } }), yes);
    const answer = desk.holdReads();
    desk.failNextRead(new ConnectorError("no answer", { retryable: true }));
    const reading = desk.parts.live("memory", { slug: "acme" }).catch(() => "failed");
    await settle();
    go();
    await settle();
    answer();
    expect(await reading).toBe("failed");
    await applied;
    await settle();

    expect((await desk.parts.live("memory", { slug: "acme" }))?.members).toHaveLength(5);
    expect(rejected).toEqual([]);
  } finally {
    process.off("unhandledRejection", note);
  }
});

test("a part of an organization that ends meanwhile never makes it again", async () => {
  const desk = openDesk(oneOwner);
  await desk.parts.compare(promotion);
  desk.memory.edit((state) => ({ ...state, organizations: [] }));
  desk.memory.fail("acme/member/mia@acme.test");
  const first = await desk.parts.apply(promotion, yes);
  expect(first.outcome?.status).toBe("partial");

  const second = await desk.parts.apply(promotion, yes);

  expect(second.outcome).toBeUndefined();
  expect(second.compared.live).toBeUndefined();
  expect(desk.memory.writes()).toEqual([]);
});
