/** Work that goes on behind the reply, when the run is to end or the machine's clock is set meanwhile; over real HTTP. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { finish } from "../../../src/connectors/cnap/operations.ts";
import { writeClient } from "../../../src/io/http.ts";
import { asOneChange } from "../../../src/io/http-change.ts";
import { createPace } from "../../../src/io/pace.ts";
import { createBudget } from "../../../src/io/pace-budget.ts";
import { machineTime } from "../../../src/io/pace-clock.ts";
import { type Answer, json, type ScriptedServer, startServer } from "../../io/http-server.ts";

const operation = (isDone: boolean) => ({
  id: "op_1",
  state: isDone ? "SUCCEEDED" : "RUNNING",
  done: isDone,
});
const servers: ScriptedServer[] = [];

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** Deletes in a run that may send so many requests, and is stopped once it is told that the work goes on. */
async function deletion(most: number, ...script: readonly Answer[]) {
  const server = await startServer(...script);
  servers.push(server);
  const stop = new AbortController();
  const end = { stop: stop.signal, budget: createBudget(most) };
  const pace = createPace({ time: machineTime, random: () => 0, ...end });
  const client = writeClient({ endpoint: server.url, token: "t", userAgent: "test", pace });
  const what = "DELETE /organizations/org_1";
  await asOneChange(async () => {
    const reply = await client.send("DELETE", "/organizations/org_1");
    if (most > 1) stop.abort();
    await finish(client, reply, what);
  });
  return server.received.map(({ method, url }) => `${method} ${url}`);
}

describe("an operation of a change that was sent", () => {
  it.each([
    ["the run is stopped", 99],
    ["the budget is spent", 1],
  ])("is asked for until it is done, though %s", async (_, most) => {
    const received = await deletion(
      most,
      json(202, operation(false)),
      json(409, {}),
      json(200, operation(false)),
      json(200, operation(true)),
    );

    expect(received.slice(1)).toEqual([
      "POST /operations/op_1:wait?timeout=20",
      "GET /operations/op_1",
      "POST /operations/op_1:wait?timeout=20",
    ]);
  });

  it("is not given up because the machine's clock was set forwards", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const later: Answer = (request, response) => {
      vi.setSystemTime(Date.now() + 3_600_000);
      json(200, operation(false))(request, response);
    };

    const received = await deletion(99, json(202, operation(false)), later, json(200, operation(true)));

    expect(received).toHaveLength(3);
  });
});
