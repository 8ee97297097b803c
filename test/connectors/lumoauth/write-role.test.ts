import { describe, expect, it } from "vitest";
import { InternalError } from "../../../src/model/errors.ts";
import { openings, twice } from "./stage.ts";
import { acmeOf, change, context, readAcme } from "./world.ts";

const open = openings();

describe("a role", () => {
  const address = "acme/role/auditor";
  const create = change({
    address,
    kind: "role",
    action: "create",
    after: { displayName: "Auditor", description: "Looks" },
  });

  it("is created, changed, renamed and deleted", async () => {
    const world = await open();

    await twice(world, create);
    const { id: nativeId = "" } = await world.writer().write(create, context);
    const after = { name: "inspector", displayName: "Inspector", description: null };
    await twice(world, change({ address, kind: "role", action: "update", nativeId, after }));
    const { roles } = await readAcme(world);
    expect(roles.at(-1)).toMatchObject({
      id: nativeId,
      name: "inspector",
      attributes: { displayName: "Inspector", description: null },
    });
    await twice(world, change({ address, kind: "role", action: "delete", nativeId }));
    expect((await readAcme(world)).roles.map(({ name }) => name)).toEqual([
      "owner",
      "member",
      "viewer",
      "spare",
    ]);
  });

  it("is called by its slug where it has no name to show", async () => {
    const world = await open();

    await twice(world, change({ address, kind: "role", action: "create", after: { description: "Looks" } }));

    expect(acmeOf(world.sandbox).roles.at(-1)).toMatchObject({ slug: "auditor", name: "auditor" });
  });

  it("that came with the organization is there already where only its slug is declared", async () => {
    const world = await open();
    const declare = change({ address: "acme/role/member", kind: "role", action: "create", after: {} });

    await twice(world, declare);

    expect(await world.writer().write(declare, context)).toEqual({ id: "2" });
  });

  it("is not taken for another one of its slug or name", async () => {
    const { writer } = await open();
    const same = change({
      address: "acme/role/viewer",
      kind: "role",
      action: "create",
      after: { displayName: "V" },
    });
    const named = change({ address, kind: "role", action: "create", after: { displayName: "Viewer" } });

    await expect(writer().write(same, context)).rejects.toMatchObject({ status: 409 });
    await expect(writer().write(named, context)).rejects.toMatchObject({ status: 409 });
  });

  it("that is refused for another one's display name says whose, and how that one is renamed", async () => {
    const { writer } = await open();
    const reader = change({
      address: "acme/role/reader",
      kind: "role",
      action: "create",
      after: { displayName: "viewer" },
    });
    const taken = change({
      address: "acme/role/viewer",
      kind: "role",
      action: "create",
      after: { displayName: "V" },
    });

    await expect(writer().write(reader, context)).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining(
        "the role viewer has the display name Viewer already; write `previously: [viewer]` if that one shall be renamed",
      ),
    });
    await expect(writer().write(taken, context)).rejects.toMatchObject({
      moved: true,
      message: expect.stringContaining("was made by somebody else, with another display name or description"),
    });
  });

  it("of the system stays as it is, in words", async () => {
    const { writer } = await open();
    const update = change({
      address: "acme/role/member",
      kind: "role",
      action: "update",
      nativeId: "2",
      after: { displayName: "M" },
    });

    await expect(writer().write(update, context)).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("comes with the organization"),
    });
  });

  it("that is in use, as the plan has seen, says by whom", async () => {
    const { writer } = await open();
    const loses = (subject: string) =>
      ({ subject, verb: "loses", what: "viewer", on: "acme", cascade: true }) as const;
    const remove = change({
      address: "acme/role/viewer",
      kind: "role",
      action: "delete",
      nativeId: "3",
      effects: [loses("vic@acme.test"), loses("pia@acme.test")],
    });

    await expect(writer().write(remove, context)).rejects.toMatchObject({
      status: 422,
      requestId: expect.any(String),
      message: expect.stringContaining("held by vic@acme.test, pia@acme.test (invited)"),
    });
  });
});

describe("what LumoAuth does not know", () => {
  it.each(["workspace", "access"] as const)("is no %s", async (kind) => {
    const { writer } = await open();
    const address = kind === "access" ? "acme/access/production/a@acme.test" : "acme/workspace/production";

    await expect(writer().write(change({ address, kind, action: "create" }), context)).rejects.toThrow(
      InternalError,
    );
  });

  it("is a change of what is live without its id, or of another kind than its address", async () => {
    const { writer } = await open();
    const bare = change({ address: "acme/role/viewer", kind: "role", action: "delete" });
    const odd = change({ address: "acme/member/a@acme.test", kind: "role", action: "create", after: {} });

    await expect(writer().write(bare, context)).rejects.toThrow(InternalError);
    await expect(writer().write(odd, context)).rejects.toThrow(InternalError);
  });
});
