import { describe, expect, it } from "vitest";
import { as, open, unlike } from "./client.ts";

const ACME_TWO = { name: "Acme Two", handle: "Acme-Two" };

describe("a new sub-account", () => {
  it("has the handle in lower case, an id from it, and a key shown this once", async () => {
    const sandbox = await open();
    const agency = as(sandbox, "agency-admin", "agency");

    const made = await agency.post("/accounts/sub", ACME_TWO);
    const listed = await agency.get("/accounts/sub");

    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      account: {
        id: "acc_acme-two",
        name: "Acme Two",
        handle: "acme-two",
        plan: "hobby",
        parentAccountId: "acc_agency",
        createdAt: "2026-11-21T12:00:00.000Z",
      },
      key: {
        id: "key_6",
        accountId: "acc_acme-two",
        name: "default",
        scope: "admin",
        prefix: "ctk_live_00000",
        hash: "hash-of-key_6",
        createdAt: "2026-11-21T12:00:00.000Z",
      },
      rawKey: expect.stringMatching(/^ctk_live_[0-9a-f]{48}$/),
    });
    expect(listed.body.accounts.map(({ handle }) => handle)).toEqual(["acme", "acme-two"]);
    expect((await as(sandbox, made.body.rawKey, "acme-two").get("/team/members")).body.members).toEqual([]);
  });

  it("may be made with a deploy key, which gets an admin key for it", async () => {
    const { body } = await as(await open(), "agency-deploy", "agency").post("/accounts/sub", ACME_TWO);

    expect(body).toMatchObject({ key: { scope: "admin" } });
  });

  it("is made as asked, also as documented", async () => {
    const asked = { ...ACME_TWO, plan: "pro", keyName: "ci", keyScope: "read" };
    const sandbox = await open({ dialect: "documented" });

    const { body } = await as(sandbox, "agency-admin", "agency").post("/accounts/sub", asked);

    expect(body).toMatchObject({ account: { plan: "pro" }, key: { name: "ci", scope: "read" } });
    expect(body).not.toHaveProperty("key.hash");
    expect(body.rawKey).toMatch(/^ctk_live_/);
  });

  it("needs a handle nobody has, whosever it is", async () => {
    const sandbox = await open();

    const own = await as(sandbox, "agency-admin", "agency").post("/accounts/sub", {
      name: "A",
      handle: "acme",
    });
    const other = await as(sandbox, "rival-admin", "rival").post("/accounts/sub", {
      name: "A",
      handle: "ACME",
    });

    expect([own.status, other.status]).toEqual([400, 400]);
    expect(other.body).toEqual({ error: "handle already taken" });
  });

  it("needs a parent at the top, on a plan for it; the plan is asked first", async () => {
    const sandbox = await open();
    const agency = as(sandbox, "agency-admin", "agency");
    await agency.post("/accounts/sub", { name: "Big", handle: "big", plan: "agency" });

    const onHobby = await as(sandbox, "agency-admin", "acme").post("/accounts/sub", ACME_TWO);
    const ownKey = await as(sandbox, "acme-admin", "acme").post("/accounts/sub", ACME_TWO);
    const third = await as(sandbox, "agency-admin", "big").post("/accounts/sub", ACME_TWO);

    expect(onHobby.body.error).toMatch(/^parent account plan 'hobby' cannot create sub-accounts/);
    expect(ownKey.body).toEqual(onHobby.body);
    expect(third.body).toEqual({ error: "a sub-account cannot have sub-accounts" });
    expect((await as(sandbox, "agency-admin", "acme").get("/accounts/sub")).body).toEqual({ accounts: [] });
  });

  it.each([
    { name: "A" },
    { name: "A", handle: "ab" },
    { name: "A", handle: "-abc" },
    { ...ACME_TWO, plan: "x" },
  ])("is refused as %j, with the issues as JSON text", async (body) => {
    const { status, body: reply } = await as(await open(), "agency-admin", "agency").post(
      "/accounts/sub",
      body,
    );

    expect(status).toBe(400);
    expect(JSON.parse(String(reply.error))).toEqual([expect.objectContaining({ path: expect.any(Array) })]);
  });

  it("cannot be renamed or deleted", async () => {
    const sandbox = await open();
    const statuses = ["PATCH", "PUT", "DELETE"].map(async (method) => {
      const headers = { Authorization: "Bearer agency-admin" };
      return (await fetch(`${sandbox.endpoints.cantila}/accounts/acc_acme`, { method, headers })).status;
    });

    expect(await Promise.all(statuses)).toEqual([404, 404, 404]);
  });
});

it("GET /accounts is there as documented only", async () => {
  const documented = await as(await open({ dialect: "documented" }), "agency-read").get("/accounts");

  expect(documented.body.accounts.map(({ handle }) => handle)).toEqual(["agency", "acme"]);
  expect((await as(await open(), "agency-read").get("/accounts")).status).toBe(404);
});

describe("the branding of the server", () => {
  const MINE = "/accounts/me/branding";

  it("is patched: an empty text clears, an omitted field stays, letters keep their case", async () => {
    const agency = as(await open(), "agency-admin", "acme");

    const set = await agency.patch(MINE, { brandDisplayName: "Acme Cloud", brandPrimaryColor: "#00BB5A" });
    const cleared = await agency.patch(MINE, {
      brandDisplayName: "",
      brandLogoUrl: "https://acme.test/l.png",
    });
    const nothing = await agency.patch(MINE, {});

    expect(set.body).toMatchObject({ brandDisplayName: "Acme Cloud", brandPrimaryColor: "#00BB5A" });
    expect(cleared.body).not.toHaveProperty("brandDisplayName");
    expect(cleared.body).toMatchObject({
      brandPrimaryColor: "#00BB5A",
      brandLogoUrl: "https://acme.test/l.png",
    });
    expect([nothing.status, nothing.body]).toEqual([200, cleared.body]);
    expect((await agency.get("/accounts/me")).body).toEqual(cleared.body);
  });

  it("drops the documented names with a 200 and changes nothing", async () => {
    const agency = unlike(await open(), "agency-admin", "acme");
    const before = await agency.get("/accounts/me");

    const { status, body } = await agency.patch(MINE, { displayName: "Acme Cloud", primaryColor: "#00bb5a" });

    expect([status, body]).toEqual([200, before.body]);
  });

  it.each([
    { brandPrimaryColor: "#0b5" },
    { brandAccentColor: "green" },
    { brandDisplayName: "x".repeat(65) },
    { brandLogoUrl: "ftp://acme.test/logo" },
    { brandLogoUrl: `https://acme.test/${"x".repeat(500)}` },
  ])("refuses %j", async (body) => {
    const agency = as(await open(), "agency-admin", "acme");

    const { status, body: reply } = await agency.patch(MINE, body);

    expect([status, typeof reply.error]).toEqual([400, "string"]);
  });

  it("refuses null by field", async () => {
    const { status, body } = await as(await open(), "agency-admin", "acme").patch(MINE, {
      brandLogoUrl: null,
    });

    expect(status).toBe(400);
    expect(body.error).toMatchObject({ formErrors: [], fieldErrors: { brandLogoUrl: [expect.any(String)] } });
  });

  it("of a child is the parent's by id, whomever it acts as; a bad value is a 403 there", async () => {
    const sandbox = await open();
    const named = { brandDisplayName: "A" };
    const patch = async (token: string, id: string, body: object, account?: string) =>
      (await as(sandbox, token, account).patch(`/accounts/${id}/branding`, body)).status;

    expect(await patch("agency-admin", "acc_acme", named)).toBe(200);
    expect(await patch("agency-admin", "acc_acme", named, "nowhere")).toBe(200);
    expect(await patch("agency-admin", "acme", named)).toBe(403);
    expect(await patch("agency-admin", "acc_acme", { brandPrimaryColor: "#0b5" })).toBe(403);
    expect(await patch("rival-admin", "acc_acme", named)).toBe(403);
    expect(await patch("acme-admin", "acc_acme", named)).toBe(403);
  });

  it("cannot be read or put there: the framework's 404", async () => {
    const agency = as(await open(), "agency-admin", "agency");

    const read = await agency.get(MINE);
    const put = await agency.put(MINE, { displayName: "A" });

    expect([read.status, put.status]).toEqual([404, 404]);
    expect(read.body).toEqual({
      statusCode: 404,
      error: "Not Found",
      message: "Route GET:/v1/accounts/me/branding not found",
    });
  });
});

describe("the documented branding", () => {
  const MINE = "/accounts/me/branding";
  const documented = { dialect: "documented" } as const;

  it("is read and put, short colors too, and is no part of the account", async () => {
    const sandbox = await open(documented);
    const agency = as(sandbox, "agency-admin", "acme");

    const before = await agency.get(MINE);
    const put = await agency.put(MINE, { displayName: "Acme Cloud", primaryColor: "#0b5" });

    expect(before.body).toEqual({ displayName: null, primaryColor: null });
    expect(put.body).toEqual({ displayName: "Acme Cloud", primaryColor: "#0b5" });
    expect((await agency.get(MINE)).body).toEqual(put.body);
    expect((await agency.get("/accounts/me")).body).not.toHaveProperty("brandDisplayName");
    expect((await as(sandbox, "agency-read").get("/accounts/acc_acme/branding")).body).toEqual(put.body);
    expect((await as(sandbox, "rival-admin").get("/accounts/acc_acme/branding")).status).toBe(403);
  });

  it.each([
    ["replaces", null],
    ["merges", "#0b5"],
  ] as const)("%s what a put leaves out, by option", async (putBranding, kept) => {
    const agency = as(await open({ ...documented, putBranding }), "agency-admin", "acme");
    await agency.put(MINE, { displayName: "Acme", primaryColor: "#0b5" });

    const { body } = await agency.put(MINE, { displayName: "Acme Cloud" });

    expect(body).toEqual({ displayName: "Acme Cloud", primaryColor: kept });
  });

  it("refuses what is no color, and knows no PATCH", async () => {
    const agency = as(await open(documented), "agency-admin", "acme");

    const color = await agency.put(MINE, { primaryColor: "green" });
    const type = await agency.put(MINE, { primaryColor: 5 });
    const patch = await agency.patch(MINE, { brandDisplayName: "A" });

    expect([color.status, type.status, patch.status]).toEqual([422, 422, 404]);
    expect(color.body).toEqual({ error: "unprocessable_entity", message: "green is no color" });
  });
});
