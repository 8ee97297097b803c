import { describe, expect, it } from "vitest";
import { finish, type Time } from "../../../src/connectors/cnap/operations.ts";
import type { Reply, WriteClient } from "../../../src/model/connector.ts";
import { ConnectorError } from "../../../src/model/errors.ts";
import { failureOf } from "./world.ts";

const operation = (state: string, message?: string) => ({
  id: "op_1",
  state,
  done: state !== "RUNNING",
  error: message === undefined ? null : { message },
});
const reply = (body: unknown, status = 200): Reply => ({ status, body, headers: {}, requestId: "req-1" });
const begun = reply(operation("RUNNING"), 202);

/** A client that answers with these in turn, the last one again and again; what it was asked; a clock that sleeping moves. */
function world(waits: readonly (unknown | Error)[], reads: readonly unknown[] = []) {
  const asked: string[] = [];
  const next = (answers: readonly unknown[], line: string): Promise<Reply> => {
    const count = asked.filter((each) => each === line).length;
    asked.push(line);
    const answer = answers[Math.min(count, answers.length - 1)];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(reply(answer));
  };
  const client: WriteClient = {
    get: (path) => next(reads, `GET ${path}`),
    send: (method, path, { query = {} } = {}) =>
      next(waits, `${method} ${path}?${new URLSearchParams(query as Record<string, string>)}`),
  };
  let clock = 0;
  const time: Time = {
    now: () => clock,
    sleep: (ms) => {
      clock += ms;
      return Promise.resolve();
    },
  };
  return { client, asked, time, clock: () => clock };
}

const wait = "POST /operations/op_1:wait?timeout=20";
const refused = (status: number) => new ConnectorError("no", { status, retryable: false });

describe("an operation", () => {
  it("is asked for until it is done", async () => {
    const { client, asked, time } = world([
      operation("RUNNING"),
      operation("RUNNING"),
      operation("SUCCEEDED"),
    ]);

    await finish(client, begun, "DELETE /organizations/org_1", time);

    expect(asked).toEqual([wait, wait, wait]);
  });

  it("that is done in the first reply is asked for no more", async () => {
    const { client, asked, time } = world([]);

    await finish(client, reply(operation("SUCCEEDED"), 202), "DELETE /organizations/org_1", time);

    expect(asked).toEqual([]);
  });

  it.each([404, 405, 500, 503])("is looked at where waiting answers %i", async (status) => {
    const { client, asked, time } = world([refused(status)], [operation("RUNNING"), operation("SUCCEEDED")]);

    await finish(client, begun, "DELETE /organizations/org_1", time);

    expect(asked).toEqual([wait, "GET /operations/op_1", wait, "GET /operations/op_1"]);
  });

  it.each(["FAILED", "CANCELLED"])("that ends as %s is an error with its words and its id", async (state) => {
    const { client, time } = world([operation(state, "the cluster is on fire")]);

    const failure = await failureOf(finish(client, begun, "DELETE /organizations/org_1", time));

    expect(failure).toMatchObject({ retryable: false, unknownResult: false });
    expect(failure.message).toContain("op_1");
    expect(failure.message).toContain("the cluster is on fire");
  });

  it("that does not end is neither done nor failed, after five minutes", async () => {
    const { client, time, clock } = world([operation("RUNNING")]);

    const failure = await failureOf(finish(client, begun, "DELETE /organizations/org_1", time));

    expect(failure).toMatchObject({ retryable: false, unknownResult: true });
    expect(clock()).toBeGreaterThanOrEqual(300_000);
    expect(clock()).toBeLessThan(310_000);
  });

  it("that is none is unknown", async () => {
    const { client, time } = world([]);

    const failure = await failureOf(
      finish(client, reply({ ok: true }, 202), "DELETE /organizations/org_1", time),
    );

    expect(failure).toMatchObject({ unknownResult: true, requestId: "req-1" });
  });

  it.each([404, 409, 503])("that cannot be asked for (%i) is neither done nor failed", async (status) => {
    const { client, time } = world([refused(500)], [refused(status)]);

    const failure = await failureOf(finish(client, begun, "DELETE /organizations/org_1", time));

    expect(failure).toMatchObject({ status, retryable: false, unknownResult: true });
    expect(failure.message).toContain("DELETE /organizations/org_1 was taken on as operation op_1");
  });
});
