import { describe, expect, it } from "vitest";
import { openings, twice } from "./stage.ts";
import { acmeOf, change, context, type Opened } from "./world.ts";

const open = openings();

describe.each(["t", "orgs"] as const)("writing an organization below %s", (dialect) => {
  const only = { dialect, connection: { dialect } };

  it("creates it with all that is given, changes it, and deletes it", async () => {
    const world = await open(only);
    const after = {
      slug: "new",
      displayName: "New",
      description: "A new one",
      "branding.logoUrl": "https://new.test/logo.png",
    };
    const address = "new/organization";
    const create = change({ address, kind: "organization", action: "create", after });

    await twice(world, create);
    const { id = "" } = await world.writer().write(create, context);
    const [made] = await world.reader().find({ id, previousSlugs: [] });
    expect(made).toMatchObject({ id, slug: "new", attributes: after });

    const changed = { slug: "newer", displayName: "Newer", description: null, "branding.logoUrl": null };
    await twice(
      world,
      change({ address, kind: "organization", action: "update", nativeId: id, after: changed }),
    );
    const [found] = await world.reader().find({ slug: "newer", previousSlugs: [] });
    expect(found).toMatchObject({ id, attributes: changed });

    await twice(world, change({ address, kind: "organization", action: "delete", nativeId: id }));
    expect(await world.reader().find({ id, previousSlugs: [] })).toEqual([]);
  });
});

describe("an organization's name", () => {
  const nameOf = ({ sandbox }: Opened) => acmeOf(sandbox).name;
  const rename = (displayName: string) =>
    change({
      address: "acme/organization",
      kind: "organization",
      action: "update",
      nativeId: "org_acme",
      after: { displayName },
    });

  it("is the name to show at creation, or else the slug", async () => {
    const world = await open();
    const create = (name: string, after: Record<string, string>) =>
      world
        .writer()
        .write(
          change({ address: `${name}/organization`, kind: "organization", action: "create", after }),
          context,
        );

    await create("a", { slug: "a", displayName: "A" });
    await create("b", { slug: "b" });

    const made = world.sandbox.state().lumoauth.tenants[0]?.organizations.slice(2);
    expect(made?.map(({ name, displayName }) => [name, displayName])).toEqual([
      ["A", "A"],
      ["b", null],
    ]);
  });

  it("follows the name to show where both were the same, and only there", async () => {
    const world = await open();

    await twice(world, rename("Acme Incorporated"));
    expect(nameOf(world)).toBe("Acme Incorporated");

    const other = await open({
      alter: async ({ method, path }, pass) => {
        const reply = await pass();
        return method === "GET" && path.endsWith("/org_acme")
          ? { ...reply, body: { data: { ...(reply.body as { data: object }).data, name: "Something else" } } }
          : reply;
      },
    });
    await other.writer().write(rename("Acme Incorporated"), context);
    expect(acmeOf(other.sandbox)).toMatchObject({ name: "Acme", displayName: "Acme Incorporated" });
  });
});

describe("an organization that is refused", () => {
  const create = (after: Record<string, string>) =>
    change({ address: "x/organization", kind: "organization", action: "create", after });

  it("exists already as somebody else's", async () => {
    const write = (await open()).writer().write(create({ slug: "acme", displayName: "X" }), context);

    await expect(write).rejects.toMatchObject({
      moved: true,
      message: expect.stringContaining('was made by somebody else, with the name "Acme", since the plan'),
    });
  });

  it("has a wrong field", async () => {
    const write = (await open()).writer().write(create({ slug: "Not a slug!", displayName: "X" }), context);

    await expect(write).rejects.toMatchObject({ status: 409, message: expect.stringContaining("a field") });
  });

  it.each([
    ["a slug that is taken", {}, "other"],
    ["a slug that cannot change", { slugs: "fixed" } as const, "acme-new"],
  ])("keeps its slug: %s", async (_, options, slug) => {
    const world = await open(options);
    const update = change({
      address: "acme/organization",
      kind: "organization",
      action: "update",
      nativeId: "org_acme",
      after: { slug },
    });

    await expect(world.writer().write(update, context)).rejects.toMatchObject({ status: 409 });
    expect(acmeOf(world.sandbox).slug).toBe("acme");
  });
});
