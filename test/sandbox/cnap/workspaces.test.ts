import { describe, expect, it } from "vitest";
import { acme, NOW } from "./acme.ts";
import { as, control, etagOf, match } from "./client.ts";

const SHOP = "/workspaces/ws_1";
const REVOKE = `${SHOP}:revokeManagement`;
const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);

describe("the workspaces that an organization manages", () => {
  it("are listed for its members, without slug and etag", async () => {
    const mia = as(await acme(), "mia");

    const { body } = await mia.get("/organizations/org_1/workspaces");

    expect(body.data).toEqual([
      { id: "ws_1", name: "Shop", icon: null, created_at: Date.UTC(2026, 0, 1) / 1000 },
    ]);
    expect((await mia.get("/organizations/org_2/workspaces")).status).toBe(403);
  });

  it("are open to every member of it as admin, whatever their role there", async () => {
    const mia = as(await acme(), "mia");

    const { status, body } = await mia.patch(SHOP, { name: "Store" }, match(await etagOf(mia, SHOP)));

    expect(status).toBe(200);
    expect(body).toMatchObject({ id: "ws_1", name: "Store", slug: "shop" });
  });
});

describe("the members of a workspace", () => {
  it("are its owner and those who belong to it themselves, not those who manage it", async () => {
    const sandbox = await acme();

    const { status, body } = await as(sandbox, "carl").get(`${SHOP}/members`);

    expect(status).toBe(200);
    expect(body.data).toContainEqual(expect.objectContaining({ role: "owner" }));
    expect((await as(sandbox, "nora").get(`${SHOP}/members`)).status).toBe(403);
  });
});

describe("the workspace list", () => {
  it("has what is the caller's own and what comes through organizations", async () => {
    const sandbox = await acme();
    const listed = async (who: string) => names((await as(sandbox, who).get("/workspaces")).body.data);

    expect(await listed("olga")).toEqual(["Shop", "Home"]);
    expect(await listed("carl")).toEqual(["Shop", "Lab"]);
    expect(await listed("nora")).toEqual([]);
    expect(await listed("shop")).toEqual(["Shop"]);
  });

  it("may hide what comes through organizations", async () => {
    const sandbox = await acme({ managedWorkspaces: "hidden" });
    const listed = async (who: string) => names((await as(sandbox, who).get("/workspaces")).body.data);

    expect([await listed("olga"), await listed("mia"), await listed("shop")]).toEqual([
      ["Home"],
      ["Lab"],
      ["Shop"],
    ]);
    expect((await as(sandbox, "olga").get(SHOP)).status).toBe(200);
  });
});

describe("one workspace", () => {
  it("is read by who has access: 403 for others, 404 when there is none", async () => {
    const sandbox = await acme();

    expect((await as(sandbox, "mia").get("/workspaces/ws_2")).body).toEqual({
      id: "ws_2",
      name: "Lab",
      slug: "lab",
      plan: { tier: "free", billed_by: "platform" },
      workspace_class: "standard",
      created_at: Date.UTC(2026, 0, 1) / 1000,
      updated_at: Date.UTC(2026, 0, 1) / 1000,
      etag: expect.any(String),
    });
    expect((await as(sandbox, "nora").get(SHOP)).status).toBe(403);
    expect((await as(sandbox, "shop").get("/workspaces/ws_2")).status).toBe(403);
    expect((await as(sandbox, "nora").get("/workspaces/ws_9")).status).toBe(404);
  });

  it("is renamed by its owner and admins, 422 for a body that does not fit", async () => {
    const sandbox = await acme();
    const carl = as(sandbox, "carl");
    const patch = async (body: unknown) =>
      (await carl.patch("/workspaces/ws_2", body, match(await etagOf(carl, "/workspaces/ws_2")))).status;

    expect([await patch({ slug: "lab-2" }), await patch({ name: "" })]).toEqual([200, 422]);
    expect([await patch({ slug: "shop" }), await patch({ owner: "mia" })]).toEqual([409, 422]);
    const mia = as(sandbox, "mia");
    const etag = await etagOf(mia, "/workspaces/ws_2");
    expect((await mia.patch("/workspaces/ws_2", { name: "Mine" }, match(etag))).status).toBe(403);
    expect((await mia.patch("/workspaces/ws_9", { name: "Mine" }, match(etag))).status).toBe(403);
  });

  it("must be the one that akua-context names, if any", async () => {
    const sandbox = await acme();
    const inShop = as(sandbox, "carl", { "akua-context": "ws_1" });

    expect((await inShop.post(REVOKE, undefined, match("0"))).status).toBe(409);
    expect((await inShop.patch("/workspaces/ws_2", {}, match("0"))).status).toBe(403);
  });
});

describe("the management of a workspace", () => {
  it("names one organization, or none, and has an etag of its own", async () => {
    const carl = as(await acme(), "carl");

    const shop = (await carl.get(`${SHOP}/management`)).body;
    const lab = (await carl.get("/workspaces/ws_2/management")).body;

    expect(shop).toEqual({
      workspace_id: "ws_1",
      management: {
        organization: { id: "org_1", name: "Acme Corp" },
        granted_at: Date.UTC(2026, 0, 1) / 1000,
      },
      etag: expect.any(String),
    });
    expect(lab.management).toBeNull();
    expect(shop.etag).not.toBe(await etagOf(carl, SHOP));
  });

  it("is revoked by the owner of the workspace, for everybody at once", async () => {
    const sandbox = await acme();
    const carl = as(sandbox, "carl");

    const { status } = await carl.post(REVOKE, undefined, match(await etagOf(carl, `${SHOP}/management`)));

    expect(status).toBe(204);
    expect((await carl.get(`${SHOP}/management`)).body.management).toBeNull();
    expect((await as(sandbox, "olga").get(SHOP)).status).toBe(403);
    expect((await as(sandbox, "olga").get("/organizations/org_1/workspaces")).body.data).toEqual([]);
    const again = await carl.post(REVOKE, undefined, match(await etagOf(carl, `${SHOP}/management`)));
    expect(again.status).toBe(404);
  });

  it("is revoked by the workspace's own token as well, but never by the organization", async () => {
    const sandbox = await acme();
    const shop = as(sandbox, "shop");
    const etag = await etagOf(shop, `${SHOP}/management`);

    const organization = await as(sandbox, "olga").post(REVOKE, undefined, match(etag));
    const stranger = await as(sandbox, "nora").post(REVOKE, undefined, match(etag));
    const workspace = await shop.post(REVOKE, undefined, match(etag));

    expect([organization.status, stranger.status, workspace.status]).toEqual([403, 403, 204]);
  });

  it("wants its own etag, not the workspace's", async () => {
    const carl = as(await acme(), "carl");

    expect((await carl.post(REVOKE, undefined, match(await etagOf(carl, SHOP)))).status).toBe(409);
    expect((await carl.post("/workspaces/ws_9:revokeManagement", undefined, match("1"))).status).toBe(404);
  });
});

describe("granting management, as only the customer can", () => {
  it("opens the workspace to the organization", async () => {
    const sandbox = await acme();
    const before = await etagOf(as(sandbox, "carl"), "/workspaces/ws_2/management");

    const { status } = await control(sandbox, "/workspaces/grant", {
      workspace: "lab",
      organization: "acme",
    });

    expect(status).toBe(200);
    expect((await as(sandbox, "adam").get("/workspaces/ws_2/management")).body).toMatchObject({
      management: { organization: { id: "org_1" }, granted_at: NOW },
    });
    expect(await etagOf(as(sandbox, "carl"), "/workspaces/ws_2/management")).not.toBe(before);
  });

  it("is for one organization at a time", async () => {
    const sandbox = await acme();
    const grant = async (workspace: string, organization: string) =>
      (await control(sandbox, "/workspaces/grant", { workspace, organization })).status;

    expect([await grant("ws_1", "globex"), await grant("ws_9", "acme"), await grant("lab", "none")]).toEqual([
      409, 404, 404,
    ]);
    expect((await control(sandbox, "/workspaces/grant", {})).status).toBe(400);
  });
});
