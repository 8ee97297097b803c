import { afterEach, describe, expect, it } from "vitest";
import { InternalError } from "../../../src/model/errors.ts";
import {
  change,
  context,
  lookBefore,
  type Opened,
  openCantila,
  variants,
  type WorldOptions,
} from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: WorldOptions = {}): Promise<Opened> {
  const world = await openCantila(options);
  opened.push(world);
  return world;
}

const account = (
  name: string,
  after: Record<string, string | null>,
  action: "create" | "update" = "update",
) =>
  change({
    address: `${name}/organization`,
    kind: "organization",
    action,
    after,
    ...(action === "update" ? { nativeId: `acc_${name}`, before: lookBefore(name, after) } : {}),
  });
const creation = (more: Record<string, string> = {}) =>
  account("corner", { slug: "corner", displayName: "Corner Shop", parent: "agency", ...more }, "create");

describe.each(variants)("writing accounts to $speaks as $dialect", ({ dialect, speaks }) => {
  const start = (options: WorldOptions = {}) => open({ speaks, connection: { dialect }, ...options });

  it("makes a sub-account with its look, once, and hands out its key the one time", async () => {
    const world = await start();
    const writer = world.writer();
    const create = creation({ "branding.displayName": "Corner", "branding.primaryColor": "#001122" });

    const first = await writer.write(create, context);
    const second = await writer.write(create, context);

    expect(first.id).toBe("acc_corner");
    expect(typeof first.secret).toBe("string");
    expect(second).toEqual({ id: "acc_corner" });
    expect((await world.organization("corner")).attributes).toMatchObject({
      slug: "corner",
      displayName: "Corner Shop",
      "branding.displayName": "Corner",
      "branding.primaryColor": "#001122",
    });
    const accounts = world.sandbox.state().cantila.accounts.filter(({ handle }) => handle === "corner");
    expect(accounts).toMatchObject([{ parent: "agency" }]);
  });

  it("asks the server for a key that can only read", async () => {
    const world = await start();
    await world.writer().write(creation(), context);

    const keys = world.sandbox.state().cantila.keys.filter((each) => each.account === "corner");
    expect(keys).toMatchObject([{ scope: speaks === "server" ? "read" : "admin" }]);
  });

  it("makes it below the parent by the parent's id, and names it by its handle where no name is given", async () => {
    const world = await start();
    const create = account("corner", { slug: "corner", parent: "acc_agency" }, "create");

    await world.writer().write(create, context);

    expect((await world.organization("corner")).attributes["displayName"]).toBe("corner");
  });

  it("refuses a handle that another tenant has, and one of ours that is called otherwise", async () => {
    const world = await start();
    const taken = (handle: string) =>
      account(handle, { slug: handle, displayName: "Another", parent: "agency" }, "create");

    await expect(world.writer().write(taken("stranger"), context)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("taken"),
    });
    await expect(world.writer().write(taken("bolt"), context)).rejects.toMatchObject({
      moved: true,
      message: expect.stringContaining("was made, with the name Bolt"),
    });
    expect(world.sandbox.state().cantila.accounts).toHaveLength(4);
  });

  it("makes nothing below an account that is not reached", async () => {
    const world = await start();
    const create = account("corner", { slug: "corner", parent: "stranger" }, "create");

    await expect(world.writer().write(create, context)).rejects.toMatchObject({ status: 403 });
    expect(world.writes()).toEqual([]);
  });

  it("makes nothing without a parent", async () => {
    const world = await start();
    const create = account("corner", { slug: "corner" }, "create");

    await expect(world.writer().write(create, context)).rejects.toThrow(InternalError);
  });

  it("changes one field of the look, leaves the others, and clears", async () => {
    const world = await start();
    const look = async () => (await world.organization()).attributes;

    for (const _ of [1, 2]) {
      await world.writer().write(account("acme", { "branding.displayName": "Acme Sky" }), context);
      expect(await look()).toMatchObject({
        "branding.displayName": "Acme Sky",
        "branding.primaryColor": "#00bb5a",
      });
    }
    for (const _ of [1, 2]) {
      await world.writer().write(account("acme", { "branding.primaryColor": null }), context);
      expect(await look()).toMatchObject({
        "branding.displayName": "Acme Sky",
        "branding.primaryColor": null,
      });
    }
  });

  it("changes the look of the credential's own account", async () => {
    const world = await start();

    await world.writer().write(account("agency", { "branding.displayName": "A" }), context);

    expect((await world.organization("agency")).attributes["branding.displayName"]).toBe("A");
    expect((await world.organization("acme")).attributes["branding.displayName"]).toBe("Acme Cloud");
  });

  it("changes no name and no handle", async () => {
    const world = await start();

    for (const after of [{ displayName: "New" }, { slug: "new", "branding.displayName": "New" }]) {
      await expect(world.writer().write(account("acme", after), context)).rejects.toThrow(InternalError);
    }
    expect(world.writes()).toEqual([]);
  });

  it("writes no look of an account that is not reached", async () => {
    const world = await start();

    await expect(
      world.writer().write(account("stranger", { "branding.displayName": "Mine" }), context),
    ).rejects.toMatchObject({ status: 403 });
    expect(world.writes()).toEqual([]);
  });
});

describe("the server's look", () => {
  it("has an accent color and a logo", async () => {
    const world = await open();
    const after = { "branding.accentColor": "#113355", "branding.logoUrl": "https://acme.test/logo.png" };

    await world.writer().write(account("acme", after), context);

    expect((await world.organization()).attributes).toMatchObject(after);
  });

  it("is refused in words when a value does not fit", async () => {
    const world = await open({ lawless: true });

    await expect(
      world.writer().write(account("acme", { "branding.primaryColor": "green" }), context),
    ).rejects.toMatchObject({ status: 400, message: expect.stringMatching(/answered 400: .*color/i) });
  });
});

describe("the documented look", () => {
  it.each(["merges", "replaces"] as const)("is whole where PUT %s", async (putBranding) => {
    const world = await open({ speaks: "documented", options: { putBranding } });

    await world.writer().write(account("acme", { "branding.primaryColor": "#123456" }), context);

    expect((await world.organization()).attributes).toMatchObject({
      "branding.displayName": "Acme Cloud",
      "branding.primaryColor": "#123456",
    });
  });
});

describe("a parent that may have none", () => {
  it("is refused in the words of Cantila", async () => {
    const world = await open();
    const create = account("corner", { slug: "corner", parent: "acme" }, "create");

    await expect(world.writer().write(create, context)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("sub-accounts"),
    });
  });

  it("says which field does not fit, in words rather than in JSON", async () => {
    const world = await open({ lawless: true });
    const create = account("corner", { slug: "-x", parent: "agency" }, "create");

    const error = await world
      .writer()
      .write(create, context)
      .catch((thrown: unknown) => String(thrown));

    expect(error).toMatch(/answered 400: (handle )?[^[{]+$/);
  });
});
