import { describe, expect, it } from "vitest";
import { parseFaults } from "../../src/sandbox/faults.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import { as, controls, open } from "./client.ts";

const ORGANIZATIONS = "/organizations";

async function faulty(faults: string) {
  const sandbox = await open({ faults });
  const client = as(sandbox, "sandbox");
  return { sandbox, client, organizations: () => sandbox.state().signalsmith.organizations.length };
}

describe("which request is hit", () => {
  it("is the Nth from the start", async () => {
    const { client, sandbox } = await faulty("500@2");

    const answers = [
      await client.get("/workspaces"),
      await client.get("/workspaces"),
      await client.get("/workspaces"),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 500, 200]);
    expect(answers[1]?.body).toEqual({ error: "Injected fault: status 500" });
    expect(sandbox.requests().map(({ fault }) => fault)).toEqual([undefined, "500@2", undefined]);
  });

  it("counts only requests that match the filter", async () => {
    const { client } = await faulty("500@2=POST:/organizations");

    const answers = [
      await client.post(ORGANIZATIONS, { name: "A" }),
      await client.get(ORGANIZATIONS),
      await client.post("/workspaces/ws_1/members"),
      await client.post(ORGANIZATIONS, { name: "B" }),
      await client.post(ORGANIZATIONS, { name: "C" }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([201, 200, 400, 500, 201]);
  });

  it("is a share of all, evenly spread", async () => {
    const { client } = await faulty("503%25");

    const statuses: number[] = [];
    for (let sent = 0; sent < 8; sent += 1) {
      statuses.push((await client.get("/workspaces")).status);
    }

    expect(statuses).toEqual([200, 200, 200, 503, 200, 200, 200, 503]);
  });

  it("can be chosen anew while running", async () => {
    const { client, sandbox } = await faulty("500@1");
    await client.get("/workspaces");

    await controls(sandbox).post("/faults", { spec: "502@2" });

    expect((await client.get("/workspaces")).status).toBe(200);
    expect((await client.get("/workspaces")).status).toBe(502);
    await controls(sandbox).post("/faults", { spec: "500@1" });
    await controls(sandbox).post("/faults", { spec: "" });
    expect((await client.get("/workspaces")).status).toBe(200);
  });
});

describe("what a fault does", () => {
  it("429 and 503 say when to come back", async () => {
    const { client } = await faulty("429@1:7,503@2,500@3");

    const answers = [
      await client.get("/workspaces"),
      await client.get("/workspaces"),
      await client.get("/workspaces"),
    ];

    expect(answers.map(({ headers }) => headers.get("retry-after"))).toEqual(["7", "1", null]);
  });

  it("a status takes the place of the work", async () => {
    const { client, organizations } = await faulty("500@1");

    await client.post(ORGANIZATIONS, { name: "Acme" });

    expect(organizations()).toBe(0);
  });

  it("reset cuts the connection before the work", async () => {
    const { client, sandbox, organizations } = await faulty("reset@1");

    await expect(client.post(ORGANIZATIONS, { name: "Acme" })).rejects.toThrow("fetch failed");

    expect(organizations()).toBe(0);
    expect(sandbox.requests()).toMatchObject([{ status: 0, fault: "reset@1" }]);
  });

  it("reset-after cuts it when the work is done", async () => {
    const { client, organizations } = await faulty("reset-after@1");

    await expect(client.post(ORGANIZATIONS, { name: "Acme" })).rejects.toThrow("fetch failed");

    expect(organizations()).toBe(1);
    expect((await client.get(ORGANIZATIONS)).status).toBe(200);
  });

  it("truncate sends half of the JSON", async () => {
    const { client, organizations } = await faulty("truncate@1");

    const { status, body } = await client.post(ORGANIZATIONS, { name: "Acme" });

    expect(status).toBe(201);
    expect(body).toMatch(/^\{"id":"org_1".*[^}]$/);
    expect(organizations()).toBe(1);
  });

  it("html answers 200 with a page", async () => {
    const { client, organizations } = await faulty("html@1");

    const { status, headers, body } = await client.post(ORGANIZATIONS, { name: "Acme" });

    expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(body).toContain("<html>");
    expect(organizations()).toBe(0);
  });

  it("slow answers late", async () => {
    const { client } = await faulty("slow@1:80");
    const before = performance.now();

    const { status } = await client.get("/workspaces");

    expect(status).toBe(200);
    expect(performance.now() - before).toBeGreaterThanOrEqual(75);
  });

  it("short-page loses rows and keeps the total", async () => {
    const { client } = await faulty("short-page@2,short-page@3");
    await client.post(ORGANIZATIONS, { name: "Acme" });

    const page = await client.get("/organizations/org_1/members");
    const array = await client.get("/workspaces");

    expect(page.body).toMatchObject({ data: [], pagination: { total: 1 } });
    expect(array.body).toEqual([]);
  });

  it("truncate and short-page leave a reply without a body alone", async () => {
    const seed = {
      signalsmith: {
        tokens: [{ token: "t", account: "o@a.test" }],
        organizations: [{ name: "A", members: [{ account: "o@a.test", role: "owner" as const }] }],
      },
    };
    const sandbox = await open({ seed, faults: "short-page@1", signalsmith: { dialect: "reference-a" } });

    expect((await as(sandbox, "t").delete("/organizations/org_1")).status).toBe(204);
  });
});

describe("a spec", () => {
  it("may be spaced, and empty", () => {
    expect(parseFaults(" 429@3 , reset@7,").map(({ text }) => text)).toEqual(["429@3", "reset@7"]);
    expect(parseFaults("")).toEqual([]);
  });

  it.each([
    "boom@1",
    "500",
    "500@0",
    "500%101",
    "200@1",
    "600@1",
    "reset@1:5",
    "500@1=post:/x",
    "500@1=POST",
  ])("%s cannot be read, and the error shows the grammar", async (faults) => {
    const started = startSandbox({ faults });

    await expect(started).rejects.toThrow(`Cannot read the fault \`${faults}\``);
    await expect(started).rejects.toThrow("Example: 429@3");
  });
});
