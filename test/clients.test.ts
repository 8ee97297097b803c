/** What the clients of one run share. */
import { afterEach, describe, expect, it } from "vitest";
import { type ClientWorld, clients } from "../src/clients.ts";
import type { Connection, Project } from "../src/model/contract.ts";
import { type Answer, json, type ScriptedServer, startServer } from "./io/http-server.ts";
import { instantTime } from "./io/virtual-time.ts";

const servers: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function scene(
  own: Partial<Connection>,
  world: Partial<ClientWorld> = {},
  answer: Answer = json(200, {}),
) {
  const server = await startServer(answer);
  servers.push(server);
  const connection: Connection = { system: "apimetrics", endpoint: server.url, token: { env: "T" }, ...own };
  const project: Project = {
    apiVersion: "orgwright/v1",
    kind: "Project",
    manifests: ["orgs/*.yaml"],
    connections: { main: connection, other: connection },
  };
  const time = instantTime();
  const open = clients(project, {
    credential: () => "token-1",
    userAgent: "orgwright/test",
    now: time.now,
    sleep: time.sleep,
    random: () => 0,
    ...world,
  });
  return { server, open, time };
}

describe("the clients of a connection", () => {
  it("share one pace, whether they read or write; another connection has its own", async () => {
    const { open, time } = await scene({ pace: { perSecond: 1 } });

    await open.read("main").get("/a");
    await open.read("other").get("/a");
    expect(time.slept).toEqual([]);
    await open.write("main").send("POST", "/b");
    await open.read("main").get("/c");

    expect(time.slept.length).toBe(2);
    expect(time.slept.reduce((sum, ms) => sum + ms)).toBeGreaterThan(1900);
  });

  it("send as many at once as the project file says", async () => {
    const slow: Answer = (request, response) => setTimeout(() => json(200, {})(request, response), 30);
    const { open, server } = await scene({ pace: { concurrency: 2 } }, {}, slow);

    await Promise.all(["/a", "/b", "/c", "/d"].map((path) => open.read("main").get(path)));

    expect(server.busiest()).toBe(2);
  });

  it("keep to the run's rate", async () => {
    const { open, time } = await scene({}, { maxRate: { count: 1, ms: 10_000 } });

    await open.read("main").get("/a");
    await open.read("main").get("/b");

    expect(time.slept).toHaveLength(1);
  });
});

describe("the clients of a run", () => {
  it("share its budget over all connections, every attempt counted", async () => {
    let told = 0;
    const { open, server } = await scene({}, { maxRequests: 3, onBudget: () => (told += 1) }, json(500, {}));

    await expect(open.read("main").get("/a")).rejects.toMatchObject({ status: 500, unsent: "budget" });
    await expect(open.write("other").send("POST", "/b")).rejects.toMatchObject({ unsent: "budget" });

    expect(server.received).toHaveLength(3);
    expect(told).toBe(1);
  });

  it("end together", async () => {
    const stop = new AbortController();
    const { open, server } = await scene({}, { stop: stop.signal });

    stop.abort();

    await expect(open.read("main").get("/a")).rejects.toMatchObject({ unsent: "stopped" });
    await expect(open.write("other").send("POST", "/b")).rejects.toMatchObject({ unsent: "stopped" });
    expect(server.received).toEqual([]);
  });
});
