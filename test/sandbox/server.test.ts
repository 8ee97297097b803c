import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { type SandboxSeed, startSandbox } from "../../src/sandbox/index.ts";
import { as, controls, open } from "./client.ts";

const START = Date.parse("2026-11-21T12:00:00Z");
const still = () => START;

describe("a sandbox without a seed", () => {
  it("serves one person with the token `sandbox` and one workspace", async () => {
    const sandbox = await open();

    const { status, body } = await as(sandbox, "sandbox").get("/workspaces");

    expect(sandbox.endpoints.signalsmith).toBe(`${sandbox.url}/signalsmith/api/v1`);
    expect(status).toBe(200);
    expect(body).toMatchObject([{ id: "ws_1", name: "Sandbox" }]);
  });

  it("tells what it serves at /", async () => {
    const sandbox = await open();

    const text = await (await fetch(sandbox.url)).text();

    expect(text).toContain(sandbox.endpoints.signalsmith);
    expect(text).toContain("/signalsmith/invitations/accept");
  });
});

describe("every reply", () => {
  it("is refused without a known bearer token", async () => {
    const sandbox = await open();

    const unknown = await as(sandbox, "stolen").get("/organizations");
    const none = await fetch(`${sandbox.endpoints.signalsmith}/organizations`);

    expect([unknown.status, none.status]).toEqual([401, 401]);
    expect(unknown.body).toEqual({ error: "Missing or unknown bearer token" });
  });

  it("carries a request id that counts", async () => {
    const client = as(await open(), "sandbox");

    const ids = [await client.get("/organizations"), await client.get("/nowhere")].map(({ headers }) =>
      headers.get("x-request-id"),
    );

    expect(ids).toEqual(["req_1", "req_2"]);
  });

  it("comes late by the latency", async () => {
    const client = as(await open({ latencyMs: 60 }), "sandbox");
    const before = performance.now();

    await client.get("/organizations");

    expect(performance.now() - before).toBeGreaterThanOrEqual(55);
  });

  it("says 400 to a body that is not JSON, 404 to unknown paths, 405 to unknown methods", async () => {
    const sandbox = await open();
    const url = `${sandbox.endpoints.signalsmith}/organizations`;
    const headers = { Authorization: "Bearer sandbox" };

    const broken = await fetch(url, { method: "POST", headers, body: "{name:" });
    const path = await fetch(`${sandbox.endpoints.signalsmith}/teams`, { headers });
    const method = await fetch(url, { method: "PATCH", headers });

    expect([broken.status, path.status, method.status]).toEqual([400, 404, 405]);
    expect(await broken.json()).toEqual({ error: "The body is not JSON" });
  });
});

describe("the request log", () => {
  it("has every request in order, with who asked", async () => {
    const sandbox = await open({ now: still });
    const client = as(sandbox, "sandbox");

    await client.get("/organizations?page=2");
    await client.post("/organizations", { name: "Acme" });
    await as(sandbox, "stolen").get("/organizations");

    const first = { system: "signalsmith", method: "GET", path: "/organizations", query: "?page=2" };
    expect(sandbox.requests()[0]).toEqual({
      ...first,
      id: "req_1",
      at: START,
      account: "owner@sandbox.test",
      status: 200,
    });
    expect(sandbox.requests().map(({ method, status, account }) => [method, status, account])).toEqual([
      ["GET", 200, "owner@sandbox.test"],
      ["POST", 201, "owner@sandbox.test"],
      ["GET", 401, undefined],
    ]);
  });

  it("leaves out the controls, which read and empty it", async () => {
    const sandbox = await open();
    await as(sandbox, "sandbox").get("/organizations");

    const before = await controls(sandbox).get("/requests");
    await controls(sandbox).delete("/requests");

    expect(before.body).toHaveLength(1);
    expect(sandbox.requests()).toEqual([]);
  });
});

describe("the rate limit", () => {
  it("lets 20 requests through in a second, as documented", async () => {
    const client = as(await startLimited({}), "sandbox");

    const answers = await Promise.all(Array.from({ length: 25 }, () => client.get("/organizations")));

    const late = answers.filter(({ status }) => status === 429);
    expect(late).toHaveLength(5);
    expect(late[0]?.headers.get("retry-after")).toBe("1");
    expect(late[0]?.body).toEqual({ error: "Rate limit exceeded" });
  });

  it("lets 100 requests through in a minute, as documented, and says when there is room again", async () => {
    const sandbox = await startLimited({ burstPerSecond: 0 });
    const client = as(sandbox, "sandbox");
    await client.get("/organizations");
    sandbox.advance(20_000);
    await Promise.all(Array.from({ length: 99 }, () => client.get("/organizations")));

    const refused = await client.get("/organizations");
    sandbox.advance(40_000);
    const later = await client.get("/organizations");

    expect([refused.status, refused.headers.get("retry-after"), later.status]).toEqual([429, "40", 200]);
  });

  it("counts each credential and each workspace by itself, and does no refused work", async () => {
    const sandbox = await startLimited({ requestsPerMinute: 1 });
    const seen = (token: string, workspace?: string) =>
      as(sandbox, token, workspace).post("/organizations", { name: "A" });

    const statuses = [
      await seen("sandbox"),
      await seen("sandbox"),
      await seen("sandbox", "ws_1"),
      await seen("other"),
    ];

    expect(statuses.map(({ status }) => status)).toEqual([201, 429, 409, 401]);
    expect(sandbox.state().signalsmith.organizations).toHaveLength(1);
  });

  function startLimited(limits: { requestsPerMinute?: number; burstPerSecond?: number }) {
    const { requestsPerMinute = 100 } = limits;
    return open({ now: still, ...limits, requestsPerMinute });
  }
});

describe("the controls", () => {
  it("move the clock", async () => {
    const sandbox = await open({ now: still });

    const { body } = await controls(sandbox).post("/clock", { advanceMs: 60_000 });
    sandbox.advance(1000);
    const made = await as(sandbox, "sandbox").post("/organizations", { name: "Acme" });

    expect(body).toEqual({ now: "2026-11-21T12:01:00.000Z" });
    expect(made.body.updated_at).toBe("2026-11-21T12:01:01.000Z");
  });

  it("give the state and take it back", async () => {
    const sandbox = await open();
    const client = as(sandbox, "sandbox");
    await client.post("/organizations", { name: "Acme" });

    const saved = await controls(sandbox).get("/state");
    await client.post("/organizations", { name: "Globex" });
    const { status } = await controls(sandbox).put("/state", saved.body);

    expect(status).toBe(204);
    expect((await client.get("/organizations")).body).toMatchObject([{ slug: "acme" }]);
  });

  it("refuse a bad seed with its problems, and keep what they have", async () => {
    const sandbox = await open();

    const { status, body } = await controls(sandbox).put("/state", { signalsmith: {}, github: {} });

    expect(status).toBe(400);
    expect(body.problems).toEqual([
      "github: no such system; there is signalsmith, cnap, lumoauth, cantila, apimetrics.",
    ]);
    expect(sandbox.state().signalsmith.tokens).toHaveLength(1);
  });

  it.each([
    ["/clock", { advanceMs: -1 }, "advanceMs"],
    ["/clock", {}, "advanceMs"],
    ["/faults", { spec: "boom@1" }, "boom@1"],
    ["/faults", {}, "spec"],
    ["/signalsmith/invitations/accept", {}, "email"],
  ])("refuse a bad body for %s: %j", async (path, body, named) => {
    const answer = await controls(await open()).post(path, body);

    expect(answer.status).toBe(400);
    expect(answer.body.error).toContain(named);
  });

  it("are closed to a web page that calls the sandbox by another name", async () => {
    const { url } = await open();

    const status = await new Promise((resolve, reject) => {
      const sent = request(`${url}/_sandbox/state`, { headers: { Host: "evil.test" } }, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      });
      sent.on("error", reject).end();
    });

    expect(status).toBe(403);
  });
});

describe("the state", () => {
  it("is a copy, and a seed of the same state", async () => {
    const sandbox = await open({ now: still });
    await as(sandbox, "sandbox", "ws_1").post("/organizations", { name: "Acme" });

    const state = sandbox.state();
    const twin = await open({ seed: JSON.parse(JSON.stringify(state)) as SandboxSeed });
    state.signalsmith.organizations.pop();

    expect(sandbox.state().signalsmith.organizations).toHaveLength(1);
    expect(twin.state()).toEqual(sandbox.state());
  });
});

describe("closing", () => {
  it("drops requests that wait, and frees the port", async () => {
    const sandbox = await startSandbox({ latencyMs: 60_000 });
    const waiting = as(sandbox, "sandbox").get("/organizations");
    const dropped = expect(waiting).rejects.toThrow("fetch failed");
    while (sandbox.requests().length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }

    await sandbox.close();

    await dropped;
    const next = await open({ port: Number(new URL(sandbox.url).port) });
    expect(next.url).toBe(sandbox.url);
  });

  it("leaves a taken port to its owner", async () => {
    const sandbox = await open();

    const second = startSandbox({ port: Number(new URL(sandbox.url).port) });

    await expect(second).rejects.toThrow("EADDRINUSE");
  });
});
