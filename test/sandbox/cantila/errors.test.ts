import { describe, expect, it } from "vitest";
import { as, open } from "./client.ts";

const JSON_TYPE = { "Content-Type": "application/json" };

async function ask(path: string, init: RequestInit = {}) {
  const sandbox = await open();
  const headers = { Authorization: "Bearer agency-admin", "X-Cantila-Act-As": "agency", ...init.headers };
  const response = await fetch(sandbox.endpoints.cantila + path, { ...init, headers });
  return { status: response.status, body: await response.json() };
}

describe("the server's errors", () => {
  it("are the framework's for unknown paths, other methods and a trailing slash", async () => {
    const shape = { statusCode: 404, error: "Not Found", message: expect.any(String) };

    expect(await ask("/teams")).toEqual({ status: 404, body: shape });
    expect(await ask("/invites", { method: "PUT" })).toEqual({ status: 404, body: shape });
    expect(await ask("/team/members/")).toEqual({ status: 404, body: shape });
  });

  it("are the framework's for injected faults, too", async () => {
    const sandbox = await open({}, { faults: "500@1" });

    const { body } = await as(sandbox, "agency-read", "agency").get("/accounts/me");

    expect(body).toMatchObject({ statusCode: 500, error: "Internal Server Error" });
  });
});

describe("a body that is not there", () => {
  it("counts as {} with a JSON content type", async () => {
    const { status, body } = await ask("/team/members/mem_1", { method: "PATCH", headers: JSON_TYPE });

    expect([status, body]).toEqual([400, { error: { formErrors: [], fieldErrors: { role: ["Required"] } } }]);
  });

  it("is missing without one", async () => {
    const { status, body } = await ask("/team/members/mem_1", { method: "PATCH" });

    expect([status, body]).toEqual([400, { error: { formErrors: ["Required"], fieldErrors: {} } }]);
  });

  it("is only text with another one", async () => {
    const init = { method: "PATCH", body: JSON.stringify({ role: "admin" }) };

    const { status, body } = await ask("/team/members/mem_1", init);

    expect([status, body]).toEqual([400, { error: { formErrors: [expect.any(String)], fieldErrors: {} } }]);
  });

  it("does not keep a DELETE from working", async () => {
    const sandbox = await open();
    const headers = { Authorization: "Bearer agency-admin", ...JSON_TYPE };

    const { status } = await fetch(`${sandbox.endpoints.cantila}/team/members/mem_2`, {
      method: "DELETE",
      headers,
    });

    expect(status).toBe(204);
  });
});

describe("the activity", () => {
  it("is newest first, as many as asked for", async () => {
    const sandbox = await open();
    const agency = as(sandbox, "agency-admin", "agency");
    await agency.post("/invites", { email: "a@acme.test" });
    await agency.delete("/invites/inv_1");

    expect((await agency.get("/activity")).body.events).toMatchObject([
      { id: "evt_2", kind: "invite.revoked", detail: "a@acme.test", at: "2026-11-21T12:00:00.000Z" },
      { id: "evt_1", kind: "invite.created" },
    ]);
    expect((await agency.get("/activity?limit=1")).body.events).toHaveLength(1);
    expect((await agency.get("/activity?limit=501")).status).toBe(400);
  });
});
