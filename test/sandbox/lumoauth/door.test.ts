import { describe, expect, it } from "vitest";
import { startSandbox } from "../../../src/sandbox/index.ts";
import { open } from "../client.ts";
import { ACME, START } from "./acme.ts";
import { as } from "./client.ts";

const acme = () => open({ seed: ACME, now: () => START });

describe("a credential", () => {
  it.each([{ "X-API-Key": "ci" }, { Authorization: "ApiKey ci" }, { Authorization: "Bearer ci" }])(
    "is taken as %j",
    async (headers) => {
      const client = as(await acme(), "", { headers: headers as Record<string, string> });

      expect((await client.get("/organizations")).status).toBe(200);
    },
  );

  it("is demanded, and counts in its own tenant only", async () => {
    const sandbox = await acme();

    const none = await as(sandbox, "", { headers: {} }).get("/organizations");
    const unknown = await as(sandbox, "nobody").get("/organizations");
    const foreign = await as(sandbox, "ci", { tenant: "globex" }).get("/organizations");

    expect([none.status, unknown.status, foreign.status]).toEqual([401, 401, 401]);
    expect(none.body).toEqual({
      error: true,
      message: "Missing or unknown API key",
      status: 401,
      code: "invalid_token",
    });
  });

  it("reads with admin:read and writes with admin:write; neither brings the other", async () => {
    const sandbox = await acme();

    const written = await as(sandbox, "reader").post("/organizations", { name: "New" });
    const read = await as(sandbox, "writer").get("/organizations");

    expect([written.status, read.status]).toEqual([403, 403]);
    expect(written.body).toMatchObject({
      code: "insufficient_scope",
      details: { required: "admin:write" },
    });
    expect((await as(sandbox, "reader").get("/organizations")).status).toBe(200);
    expect((await as(sandbox, "writer").post("/organizations", { name: "New" })).status).toBe(201);
  });

  it("is told with the key it is, and the key is named in the log", async () => {
    const sandbox = await acme();
    await as(sandbox, "ci").get("/organizations");

    expect(sandbox.credentials().lumoauth[0]).toEqual({ token: "ci", account: "acme-corp/CI" });
    expect(sandbox.requests()[0]!.account).toBe("acme-corp/CI");
  });
});

describe("a tenant", () => {
  it("is found below both prefixes, unless the sandbox serves one", async () => {
    const statuses = async (dialect: "t" | "orgs" | "both") => {
      const sandbox = await open({ seed: ACME, lumoauth: { dialect } });
      const answers = [as(sandbox, "ci"), as(sandbox, "ci", { prefix: "orgs" })].map((client) =>
        client.get("/organizations"),
      );
      return (await Promise.all(answers)).map(({ status }) => status);
    };

    expect(await statuses("both")).toEqual([200, 200]);
    expect(await statuses("t")).toEqual([200, 404]);
    expect(await statuses("orgs")).toEqual([404, 200]);
  });

  it("that is not there is 404, whatever the credential", async () => {
    const { status, body } = await as(await acme(), "", { tenant: "initech" }).get("/organizations");

    expect(status).toBe(404);
    expect(body).toMatchObject({ error: true, status: 404, code: "tenant_not_found" });
  });

  it("shows nothing of another", async () => {
    const sandbox = await acme();
    const globex = as(sandbox, "globex", { tenant: "globex" });

    expect((await globex.get("/organizations")).body.data).toEqual([]);
    expect((await globex.get("/users")).body.data).toEqual([]);
    expect((await globex.get(`/organizations/${"a0000000-0000-4000-8000-000000000001"}`)).status).toBe(404);
  });
});

it("an unknown path is 404 and a known one with another method 405", async () => {
  const { endpoints } = await acme();
  const base = `${endpoints.lumoauth}/t/acme-corp/api/v1/admin`;
  const headers = { "X-API-Key": "ci" };

  const unknown = await fetch(`${base}/groups`, { headers });
  const known = await fetch(`${base}/organizations`, { method: "DELETE", headers });

  expect(await unknown.json()).toMatchObject({ error: true, status: 404, code: "resource_not_found" });
  expect(await known.json()).toMatchObject({ error: true, status: 405 });
  expect(known.headers.get("allow")).toBe("GET, POST");
});

it("a body that is not JSON is an invalid request", async () => {
  const { endpoints } = await acme();

  const response = await fetch(`${endpoints.lumoauth}/t/acme-corp/api/v1/admin/organizations`, {
    method: "POST",
    headers: { "X-API-Key": "ci" },
    body: "name=New",
  });

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: true, code: "invalid_request" });
});

describe("the pace", () => {
  it("allows 1000 reads and 100 writes a minute, announced on each reply", async () => {
    const sandbox = await startSandbox({ seed: ACME, now: () => START });
    try {
      const ci = as(sandbox, "ci");

      const read = await ci.get("/organizations");
      const write = await ci.post("/organizations", { name: "New" });

      expect(read.headers.get("x-ratelimit-limit")).toBe("1000");
      expect(write.headers.get("x-ratelimit-limit")).toBe("100");
      expect(write.headers.get("x-ratelimit-remaining")).toBe("99");
      expect(write.headers.get("x-ratelimit-reset")).toBe(String(START / 1000 + 60));
    } finally {
      await sandbox.close();
    }
  });

  it("refuses the write too many with Retry-After and still lets read", async () => {
    const sandbox = await startSandbox({ seed: ACME, now: () => START });
    try {
      const ci = as(sandbox, "ci");
      for (let sent = 0; sent < 100; sent += 1) {
        await ci.patch("/organizations/none", {});
      }

      const refused = await ci.patch("/organizations/none", {});

      expect(refused.status).toBe(429);
      expect(refused.headers.get("retry-after")).toBe("60");
      expect(refused.body.code).toBe("rate_limit_exceeded");
      expect((await ci.get("/organizations")).status).toBe(200);
      expect((await as(sandbox, "writer").patch("/organizations/none", {})).status).toBe(404);
    } finally {
      await sandbox.close();
    }
  });
});
