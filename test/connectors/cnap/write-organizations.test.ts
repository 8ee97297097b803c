import { describe, expect, it } from "vitest";
import { createNew, deleteOther, ofAcme, renameAcme } from "./changes.ts";
import { byHand } from "./hand.ts";
import { acmeSeed, change, context, control, failureOf, openings, readAcme, twice, writes } from "./world.ts";

const open = openings();

describe("organizations", () => {
  it("are made, with a logo, once", async () => {
    const world = await open();

    const { id } = await world.writer().write(createNew, context);
    expect(await world.writer().write(createNew, context)).toEqual({ id });

    const found = await world.reader().find({ slug: "brand-new", previousSlugs: [] });
    expect(found).toEqual([
      {
        kind: "organization",
        id,
        slug: "brand-new",
        attributes: {
          slug: "brand-new",
          displayName: "Brand New",
          "branding.logoUrl": "https://new.test/logo.png",
        },
      },
    ]);
    expect(writes(world)).toEqual(["POST /organizations", `PATCH /organizations/${id}`]);
  });

  it("are made with their slug as name where there is no other", async () => {
    const world = await open();

    await world.writer().write({ ...createNew, after: { slug: "brand-new" } }, context);

    const [found] = await world.reader().find({ slug: "brand-new", previousSlugs: [] });
    expect(found?.attributes["displayName"]).toBe("brand-new");
  });

  it("that somebody else made under the slug are not taken for ours", async () => {
    const world = await open();
    const other = { ...createNew, after: { slug: "other", displayName: "Mine" } };

    expect((await failureOf(world.writer().write(other, context))).message).toContain(
      "was made by somebody else",
    );
    expect(writes(world)).toEqual([]);
  });

  it("whose slug is somebody else's are refused", async () => {
    const organizations = [
      ...(acmeSeed.organizations ?? []),
      {
        id: "org_foreign",
        name: "Foreign",
        slug: "foreign",
        members: [{ user: "user_carl", role: "owner" as const }],
      },
    ];
    const world = await open({ seed: { cnap: { ...acmeSeed, organizations } } });

    const created = { ...createNew, after: { slug: "foreign", displayName: "Mine" } };
    expect(await failureOf(world.writer().write(created, context))).toMatchObject({ status: 400 });
    const renamed = { ...renameAcme, after: { slug: "foreign" }, before: { slug: "acme" } };
    expect(await failureOf(world.writer().write(renamed, context))).toMatchObject({ status: 409 });
  });

  it("are changed, and a logo is cleared", async () => {
    const world = await open();
    const clear = change({
      ...ofAcme,
      action: "update",
      before: { "branding.logoUrl": "https://acme.test/logo.png" },
      after: { "branding.logoUrl": null },
    });

    await twice(world, renameAcme);
    expect((await readAcme(world)).organization.attributes).toEqual(renameAcme.after);
    await twice(world, clear);
    expect((await readAcme(world)).organization.attributes).toEqual({ ...renameAcme.after, ...clear.after });
  });

  it("that another hand changed half are brought the rest of the way", async () => {
    const world = await open();
    await world.writer().write({ ...renameAcme, after: { slug: "acme-new" } }, context);

    await world.writer().write(renameAcme, context);

    expect((await readAcme(world)).organization.attributes).toEqual(renameAcme.after);
  });

  it("that another hand changed to something else are left so", async () => {
    const world = await open();
    const third = {
      ...renameAcme,
      before: { displayName: "Acme Before" },
      after: { displayName: "Acme After" },
    };

    const { message } = await failureOf(world.writer().write(third, context));

    expect(message).toContain('has the displayName "Acme" by now');
    expect(writes(world)).toEqual([]);
  });

  it.each([false, true])(
    "are deleted, and gone when that is said (asynchronous: %s)",
    async (asyncDeletes) => {
      const world = await open({ asyncDeletes });

      await twice(world, deleteOther);

      expect(await world.reader().find({ id: "org_other", previousSlugs: [] })).toEqual([]);
    },
  );

  it("that got a logo from somebody else are made, and keep it", async () => {
    const world = await open();
    const made = await byHand(world, "POST", "/organizations", {
      body: { name: "Brand New", slug: "brand-new" },
    });
    const icon = "https://theirs.test/logo.png";
    await byHand(world, "PATCH", `/organizations/${made["id"]}`, { etag: made["etag"], body: { icon } });

    const { message } = await failureOf(world.writer().write(createNew, context));

    expect(message).toContain(`has the branding.logoUrl "${icon}" by now`);
    const [found] = await world.reader().find({ slug: "brand-new", previousSlugs: [] });
    expect(found?.attributes["branding.logoUrl"]).toBe(icon);
  });

  it("that get a logo from their making get the wished one in its place", async () => {
    const icon = "https://cnap.test/default.png";
    const world = await open({
      alter: async (request, pass) => {
        const answer = await pass();
        if (request.method !== "POST" || request.path !== "/organizations") return answer;
        const made = answer.body as { readonly id: string; readonly etag: string };
        const { sandbox } = world;
        await byHand({ sandbox }, "PATCH", `/organizations/${made.id}`, { etag: made.etag, body: { icon } });
        return { ...answer, body: { ...made, icon } };
      },
    });

    await world.writer().write(createNew, context);

    const [found] = await world.reader().find({ slug: "brand-new", previousSlugs: [] });
    expect(found?.attributes["branding.logoUrl"]).toBe("https://new.test/logo.png");
  });

  it("are not deleted while they manage workspaces, where CNAP says so", async () => {
    const removal = change({ ...ofAcme, action: "delete", before: { slug: "acme" } });

    const world = await open();
    expect(await failureOf(world.writer().write(removal, context))).toMatchObject({ status: 400 });
    const other = await open({ deleteWhileManaging: "allowed" });
    await other.writer().write(removal, context);
    expect(await other.reader().find({ id: "org_acme", previousSlugs: [] })).toEqual([]);
  });
});

describe("management of a workspace", () => {
  const ending = (name: string, nativeId: string) =>
    change({
      address: `acme/workspace/${name}`,
      kind: "workspace",
      action: "delete",
      reason: "declared-absent",
      nativeId,
      before: {},
    });

  it("is revoked by the workspace's owner", async () => {
    const world = await open();

    await twice(world, ending("own", "ws_own"));

    expect((await readAcme(world)).workspaces.map(({ id }) => id)).toEqual(["ws_prod"]);
  });

  it("is revoked by nobody else", async () => {
    const world = await open();

    const failure = await failureOf(world.writer().write(ending("production", "ws_prod"), context));

    expect(failure).toMatchObject({ status: 403, retryable: false });
    expect((await readAcme(world)).workspaces).toHaveLength(2);
  });

  it("that another organization has by now is over for this one", async () => {
    const world = await open();
    const writer = world.writer();
    await writer.write(ending("own", "ws_own"), context);
    await control(world, "workspaces/grant", { workspace: "ws_own", organization: "org_other" });

    await writer.write(ending("own", "ws_own"), context);

    expect(writes(world)).toEqual(["POST /workspaces/ws_own:revokeManagement"]);
  });

  it("of a workspace that is gone is over", async () => {
    const world = await open();

    expect(await world.writer().write(ending("production", "ws_nowhere"), context)).toEqual({});
  });
});
