/** Somebody else is at work between the plan and a write to a member. */
import { afterEach, describe, expect, it } from "vitest";
import type { Change } from "../../../src/model/contract.ts";
import type { Alter } from "../proxy.ts";
import { colleague, type Later } from "./colleague.ts";
import { change, context, type Opened, openCantila, type WorldOptions } from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: WorldOptions = {}): Promise<Opened> {
  const world = await openCantila({ lawless: true, ...options });
  opened.push(world);
  return world;
}

type Parts = Partial<Change> & Pick<Change, "action">;
const member = (name: string, parts: Parts) =>
  change({ address: `acme/member/${name}@acme.test`, kind: "member", ...parts });
const bob = (parts: Parts) => member("bob", { nativeId: "mem_bob", ...parts });
const removal = (role: string) =>
  bob({ action: "delete", before: { email: "bob@acme.test", roles: [role], status: "active" } });
const promotion = bob({ action: "update", before: { roles: ["developer"] }, after: { roles: ["admin"] } });
const rolesOf = async ({ live }: Opened, name: string) =>
  (await live()).members
    .filter(({ email }) => email === `${name}@acme.test`)
    .map(({ roles, status }) => [roles[0], status]);

describe("a member whose role the plan has not seen", () => {
  it.each([
    ["removed", removal("developer")],
    ["given another", promotion],
  ])("is not %s", async (_, planned) => {
    const world = await open();
    await colleague(world, { request: "PATCH /team/members/mem_bob", body: { role: "owner" } });
    await colleague(world, { request: "PATCH /team/members/mem_alice", body: { role: "viewer" } });

    await expect(world.writer().write(planned, context)).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining("became owner"),
    });
    expect(await rolesOf(world, "bob")).toEqual([["owner", "active"]]);
  });

  it("is not written to when it is the wanted one by now", async () => {
    const world = await open();
    await colleague(world, { request: "PATCH /team/members/mem_bob", body: { role: "admin" } });
    const before = world.writes().length;

    expect(await world.writer().write(promotion, context)).toEqual({});
    expect(world.writes()).toHaveLength(before);
  });

  it("is removed where the plan has seen it, the only owner too: that was approved", async () => {
    const world = await open();
    await colleague(world, { request: "PATCH /team/members/mem_bob", body: { role: "owner" } });
    await colleague(world, { request: "PATCH /team/members/mem_alice", body: { role: "viewer" } });

    await world.writer().write(removal("owner"), context);

    expect(await rolesOf(world, "bob")).toEqual([]);
  });
});

describe("a 404 that Cantila has not said", () => {
  const notFound: Alter = async ({ method }, pass) =>
    method === "GET"
      ? await pass()
      : { status: 404, body: { statusCode: 404, error: "Not Found", message: "Route not found" } };

  it.each([
    ["a removal", removal("developer")],
    ["a change", promotion],
  ])("is not taken for gone by %s", async (_, planned) => {
    const world = await open({ alter: notFound });

    await expect(world.writer().write(planned, context)).rejects.toMatchObject({ status: 404 });
  });

  it.each([
    ["a removal", removal("developer"), true],
    ["a change", promotion, false],
  ])("is looked up by %s: gone is gone", async (_, planned, isDone) => {
    const ref: Later = {};
    const world = await open({
      alter: async (request, pass) => {
        if (request.method !== "GET") await colleague(ref.world, { request: "DELETE /team/members/mem_bob" });
        return await pass();
      },
    });
    ref.world = world;

    const written = world.writer().write(planned, context);

    await (isDone
      ? expect(written).resolves.toEqual({})
      : expect(written).rejects.toMatchObject({ status: 409, message: expect.stringContaining("has left") }));
  });
});
