import { describe, expect, it } from "vitest";
import type { Attributes } from "../../../src/model/contract.ts";
import { InternalError } from "../../../src/model/errors.ts";
import { mails, member, openings, twice } from "./stage.ts";
import { change, context, type Opened, readAcme } from "./world.ts";

const open = openings();

describe("a member", () => {
  const add = (after: Record<string, unknown>) =>
    member({
      email: "nora@acme.test",
      action: "create",
      after: { email: "Nora@acme.test", ...after } as never,
    });
  const nora = async (world: Opened) => (await readAcme(world)).members.filter(({ id }) => id === "u_nora");

  it("who is a user of the tenant is added without a mail", async () => {
    const world = await open();

    await twice(world, add({ id: "u_nora", roles: ["viewer"] }));

    expect(await nora(world)).toMatchObject([{ roles: ["viewer"], status: "active" }]);
    expect(mails(world)).toBe(0);
    expect(await world.writer().write(add({ id: "u_nora", roles: ["viewer"] }), context)).toEqual({
      id: "u_nora",
    });
  });

  it.each([
    ["the answer is late", "slow@1:400=POST:/members"],
    ["the connection is lost behind the work", "reset-after@1=POST:/members"],
    ["half of the answer comes", "truncate@1=POST:/members"],
    ["a page comes in place of an answer", "html@1=POST:/members"],
    ["the server fails", "500@1=POST:/members"],
  ])("is added once, and nobody claims to know before, when %s", async (_, faults) => {
    const world = await open({ faults, timeoutMs: 150 });
    const wish = add({ id: "u_nora", roles: ["viewer"] });

    await expect(world.writer().write(wish, context)).rejects.toMatchObject({ unknownResult: true });

    expect(await world.writer().write(wish, context)).toEqual({ id: "u_nora" });
    expect(await nora(world)).toMatchObject([{ roles: ["viewer"] }]);
  });

  it("is added suspended where that is wished for", async () => {
    const world = await open();

    await twice(world, add({ id: "u_nora", roles: ["viewer"], status: "suspended" }));

    expect(await nora(world)).toMatchObject([{ roles: ["viewer"], status: "suspended" }]);
  });

  it.each(["member", "owner"])("who became %s meanwhile is left so", async (role) => {
    const world = await open();
    await world.writer().write(add({ id: "u_nora", roles: [role] }), context);

    await expect(
      world.writer().write(add({ id: "u_nora", roles: ["viewer"] }), context),
    ).rejects.toMatchObject({
      moved: true,
      message: expect.stringContaining(`has joined as ${role} (active) since the plan was made`),
    });
    expect(await nora(world)).toMatchObject([{ roles: [role] }]);
  });

  it("who was suspended meanwhile stays so", async () => {
    const world = await open();
    await world.writer().write(add({ id: "u_nora", roles: ["viewer"], status: "suspended" }), context);
    const active = add({ id: "u_nora", roles: ["viewer"], status: "active" });

    await expect(world.writer().write(active, context)).rejects.toMatchObject({ moved: true });

    expect(await nora(world)).toMatchObject([{ status: "suspended" }]);
  });

  it("who was added and not yet suspended is suspended by the next try", async () => {
    const world = await open({ faults: "500@1=PATCH:/members" });
    const wish = add({ id: "u_nora", roles: ["viewer"], status: "suspended" });

    await expect(world.writer().write(wish, context)).rejects.toMatchObject({ unknownResult: true });
    await world.writer().write(wish, context);

    expect(await nora(world)).toMatchObject([{ roles: ["viewer"], status: "suspended" }]);
  });

  it("who is no user of the tenant is refused by id", async () => {
    const { writer } = await open();

    await expect(writer().write(add({ id: "u_none", roles: ["viewer"] }), context)).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining("the tenant has no user u_none"),
    });
  });

  it("needs a role of the organization", async () => {
    const world = await open();

    for (const after of [{ id: "u_nora", roles: ["nothing"] }, { roles: ["nothing"] }]) {
      await expect(world.writer().write(add(after), context)).rejects.toThrow("has no role nothing");
    }
    await expect(world.writer().write(add({ roles: [] }), context)).rejects.toThrow(InternalError);
    expect(world.sandbox.requests().every(({ method }) => method === "GET")).toBe(true);
  });

  it("may have a role that was made or renamed in the same apply", async () => {
    const world = await open();
    const writer = world.writer();
    await writer.write(add({ id: "u_nora", roles: ["viewer"] }), context);
    await writer.write(
      change({ address: "acme/role/auditor", kind: "role", action: "create", after: {} }),
      context,
    );
    const promote = (role: string) =>
      member({ email: "mia@acme.test", nativeId: "u_mia", after: { roles: [role] } });

    await writer.write(promote("auditor"), context);
    await writer.write(
      change({
        address: "acme/role/reader",
        kind: "role",
        action: "update",
        nativeId: "3",
        after: { name: "reader" },
      }),
      context,
    );
    const before = world.sandbox.requests().length;
    await writer.write(promote("reader"), context);

    expect((await readAcme(world)).members.find(({ id }) => id === "u_mia")?.roles).toEqual(["reader"]);
    expect(world.sandbox.requests().slice(before)[0]?.method).toBe("PATCH");
  });

  it("changes role and status", async () => {
    const world = await open();
    const mia = (before: Attributes, after: Attributes) =>
      member({ email: "mia@acme.test", nativeId: "u_mia", before, after });
    const live = async () => (await readAcme(world)).members.find(({ id }) => id === "u_mia");

    await twice(world, mia({ roles: ["member"] }, { roles: ["viewer"] }));
    expect(await live()).toMatchObject({ roles: ["viewer"], status: "active" });
    await twice(world, mia({ status: "active" }, { status: "suspended" }));
    expect(await live()).toMatchObject({ roles: ["viewer"], status: "suspended" });
    await twice(
      world,
      mia({ roles: ["viewer"], status: "suspended" }, { roles: ["owner"], status: "active" }),
    );
    expect(await live()).toMatchObject({ roles: ["owner"], status: "active" });
  });

  it("who left meanwhile cannot be changed", async () => {
    const { writer } = await open();

    await expect(
      writer().write(
        member({ email: "nora@acme.test", nativeId: "u_nora", after: { roles: ["viewer"] } }),
        context,
      ),
    ).rejects.toMatchObject({ moved: true, message: expect.stringContaining("has left since") });
  });

  it("is removed, and stays a user of the tenant", async () => {
    const world = await open();
    const removal = member({
      email: "mia@acme.test",
      action: "delete",
      nativeId: "u_mia",
      before: { email: "mia@acme.test", roles: ["member"], status: "active" },
    });

    await twice(world, removal);

    expect((await readAcme(world)).members.map(({ id }) => id)).not.toContain("u_mia");
    expect(await world.reader().accounts?.(["mia@acme.test"])).toEqual([
      { id: "u_mia", email: "mia@acme.test" },
    ]);
  });

  it.each([
    [
      "removed",
      member({ email: "olga@acme.test", action: "delete", nativeId: "u_olga", before: { status: "active" } }),
    ],
    ["demoted", member({ email: "olga@acme.test", nativeId: "u_olga", after: { roles: ["viewer"] } })],
    ["suspended", member({ email: "olga@acme.test", nativeId: "u_olga", after: { status: "suspended" } })],
  ])("who is the last owner is not %s, in words", async (_, each) => {
    const world = await open();

    await expect(world.writer().write(each, context)).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("last owner"),
    });
    expect((await readAcme(world)).members[0]).toMatchObject({ roles: ["owner"], status: "active" });
  });
});
