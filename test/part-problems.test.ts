/** What is wrong with a part: said with its place, before any request where that can be known. */
import { afterEach, describe, expect, test } from "vitest";
import type { Part } from "../src/index.ts";
import type { WiredWorld } from "./conformance/world.ts";
import { memberPart, openDesk, partOf, partsIn, removalOf, yes } from "./part-desk.ts";
import { partSystems, startSystem } from "./part-systems.ts";
import { liveMember, liveWorkspace, world } from "./plan/desk.ts";

const open: WiredWorld[] = [];
const acme = world(
  [{ members: [liveMember("olga@acme.test", "owner")] }],
  [liveWorkspace("one"), liveWorkspace("twin"), liveWorkspace("twin", "org_acme", { id: "ws_twin2" })],
);

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function on(name: string) {
  const system = partSystems.find(({ connector }) => connector.system === name);
  if (system === undefined) throw new Error(name);
  const running = await startSystem(system);
  open.push(running);
  return { running, parts: partsIn(running, system.connector) };
}

function about(part: Part): Part {
  return { ...part, connection: "main" };
}

describe("before any request", () => {
  test.each<[string, Part, readonly unknown[]]>([
    [
      "a key that is none",
      memberPart({ email: "a@acme.test", role: "member", ...{ rolle: "x" } }),
      [{ path: ["members", 0, "rolle"] }],
    ],
    [
      "a role that is none",
      memberPart({ email: "a@acme.test", role: "emperor" }),
      [{ path: ["members", 0, "role"] }],
    ],
    ["no role", memberPart({ email: "a@acme.test" }), [{ path: ["members", 0] }]],
    [
      "what the system does not have",
      partOf({ members: [{ email: "a@acme.test", role: "member", status: "suspended" }] }),
      [{ path: ["members", 0, "status"] }],
    ],
    [
      "an unknown connection",
      memberPart({ email: "a@acme.test", role: "member" }, { connection: "elsewhere" }),
      [{ path: ["connection"] }],
    ],
  ])("%s", async (_, part, problems) => {
    const { running, parts } = await on("signalsmith");
    const it = part.connection === "elsewhere" ? part : about(part);

    expect(parts.check(it)).toMatchObject(problems);
    expect((await parts.apply(it, yes)).problems).toMatchObject(problems);
    expect(running.writes()).toBe(0);
  });

  test("a check asks nobody", async () => {
    const { running, parts } = await on("signalsmith");

    expect(parts.check(about(memberPart({ email: "a@acme.test", role: "member" })))).toEqual([]);
    expect(parts.kinds("main")?.member).toBeDefined();
    expect(parts.kinds("elsewhere")).toBeUndefined();
    expect(running.requests()).toEqual([]);
  });

  test("what is wrong with the name of a parent has no place in the part", () => {
    const { parts } = openDesk(acme);
    const part = partOf({ displayName: "Acme" }, { parent: { name: "not a name", slug: "agency" } });

    const problems = parts.check(part);

    expect(problems.length).toBeGreaterThan(0);
    expect(problems.filter(({ path }) => path !== undefined && path[0] !== "parent")).toEqual([]);
  });
});

describe("a workspace that a part only refers to", () => {
  const to = (workspace: string) =>
    memberPart({ email: "olga@acme.test", role: "owner", workspaces: { [workspace]: "admin" } });

  test.each(["one", "ws_one"])("is found by its name and by its id: %s", async (workspace) => {
    const desk = openDesk(acme);

    const { outcome, problems } = await desk.parts.apply(to(workspace), yes);

    expect({ status: outcome?.status, problems }).toEqual({ status: "complete", problems: [] });
    expect(desk.memory.writes().map(({ kind }) => kind)).toEqual(["access"]);
    expect((await desk.parts.compare(to(workspace))).plan?.changes).toEqual([]);
  });

  test("is never made", async () => {
    const desk = openDesk(acme);

    const { problems, outcome } = await desk.parts.apply(to("three"), yes);

    expect(problems).toMatchObject([
      { code: "part/no-workspace", path: ["members", 0, "workspaces", "three"] },
    ]);
    expect(outcome).toBeUndefined();
    expect(desk.memory.writes()).toEqual([]);
  });

  test("is not guessed among several", async () => {
    const desk = openDesk(acme);

    const { problems } = await desk.parts.compare(
      partOf({ access: [{ role: "sre", workspace: "twin", level: "admin" }] }),
    );

    expect(problems).toMatchObject([{ code: "part/several-workspaces", path: ["access", 0, "workspace"] }]);
    expect(problems[0]?.message).toContain("ws_twin, ws_twin2");
  });

  test("stays when another one is declared beside it", async () => {
    const desk = openDesk(acme);
    const part = partOf({
      workspaces: [{ name: "two" }],
      members: [{ email: "olga@acme.test", role: "owner", workspaces: { one: "admin", two: "admin" } }],
      ownership: { workspaces: "additive", members: "additive" },
    });

    await desk.parts.apply(part, yes);

    expect(desk.memory.state().workspaces.map(({ name }) => name)).toEqual(["one", "twin", "twin", "two"]);
  });
});

describe("cantila", () => {
  const sub = { name: "fresh", key: { slug: "fresh" }, connection: "main" };
  const parent = { name: "agency", slug: "agency" };

  test("an account below another one is made, found again and filled", async () => {
    const { running, parts } = await on("cantila");
    const account = partOf({ branding: { displayName: "Fresh Cloud" } }, { ...sub, parent });

    expect(
      (await parts.compare(memberPart({ email: "a@acme.test", role: "admin" }, sub))).live,
    ).toBeUndefined();
    const made = await parts.apply(account, yes);
    expect({ status: made.outcome?.status, problems: made.problems }).toEqual({
      status: "complete",
      problems: [],
    });
    const member = memberPart({ email: "a@acme.test", role: "admin" }, sub);
    expect((await parts.apply(member, yes)).outcome?.status).toBe("complete");

    expect(running.invitations()).toContain("a@acme.test");
    expect((await parts.compare(account)).plan?.changes).toEqual([]);
    expect((await parts.live("main", { slug: "fresh" }))?.organization.parentSlug).toBe("agency");
    expect((await parts.organizations("main")).map(({ slug }) => slug)).toContain("fresh");
  });

  test("which dialect it speaks is asked again when nobody answered", async () => {
    const { running, parts } = await on("cantila");
    const part = memberPart({ email: "vera@acme.test", role: "viewer" }, { connection: "main" });
    await running.faults("500%100");
    expect((await parts.compare(part)).problems).toMatchObject([{ code: "system/failed" }]);
    await running.faults("");

    const { problems, kinds } = await parts.compare(part);
    expect(problems).toEqual([]);
    expect(kinds?.member?.rank).toEqual(["owner", "admin", "developer", "viewer"]);
  });
});

describe("cnap", () => {
  test("a workspace that another party has granted is left alone by members, and everybody's access is implied", async () => {
    const { running, parts } = await on("cnap");
    const newcomer = memberPart({ email: "eve@acme.test", role: "member" }, { connection: "main" });
    const workspace = partOf(
      { workspaces: [{ name: "production", id: "ws_prod" }], ownership: { workspaces: "additive" } },
      { connection: "main" },
    );

    await parts.apply(newcomer, yes);
    const compared = await parts.compare(workspace);
    await parts.apply(removalOf("bob@acme.test", { connection: "main" }), yes);

    expect({ changes: compared.plan?.changes, problems: compared.problems }).toEqual({
      changes: [],
      problems: [],
    });
    expect(compared.found().get("acme/workspace/production")).toMatchObject({ id: "ws_prod" });
    const live = await parts.live("main", { slug: "acme" });
    expect(live?.workspaces.map(({ id }) => id)).toEqual(expect.arrayContaining(["ws_prod", "ws_own"]));
    expect(
      running.requests().filter(({ method, path }) => method !== "GET" && path.includes("workspace")),
    ).toEqual([]);
  });
});
