import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { type ClientOptions, path, type RequestLine, readClient, writeClient } from "../../src/io/http.ts";
import { createPace } from "../../src/io/pace.ts";
import { createBudget } from "../../src/io/pace-budget.ts";
import { machineTime } from "../../src/io/pace-clock.ts";
import { ConfigurationError, ConnectorError } from "../../src/model/errors.ts";
import {
  type Answer,
  json,
  reset,
  type ScriptedServer,
  silent,
  startServer,
  text,
  truncated,
} from "./http-server.ts";
import { instantTime } from "./virtual-time.ts";

const CANARY = "canary-9f2c-token";
const servers: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function scene(...script: readonly Answer[]) {
  const server = await startServer(...script);
  servers.push(server);
  const lines: RequestLine[] = [];
  const sleeps: number[] = [];
  const options: ClientOptions = {
    endpoint: `${server.url}/api/v1`,
    token: CANARY,
    userAgent: "orgwright/test",
    random: () => 1,
    sleep: async (ms) => {
      await Promise.resolve();
      sleeps.push(ms);
    },
    onRequest: (line) => lines.push(line),
  };
  return { server, lines, sleeps, options };
}

async function caught(promise: Promise<unknown>): Promise<ConnectorError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConnectorError)) throw new TypeError(`no ConnectorError: ${inspect(error)}`);
  return error;
}

const ok = json(200, { fine: true });

describe("reading", () => {
  it("sends the credential, the agent and the query, and parses the answer", async () => {
    const { server, options, lines } = await scene(ok);

    const reply = await readClient(options).get("/organizations", {
      query: { page: 2 },
      headers: { "x-a": "b" },
    });

    expect(reply).toMatchObject({ status: 200, body: { fine: true }, requestId: "req_7" });
    expect(server.received[0]).toMatchObject({
      method: "GET",
      url: "/api/v1/organizations?page=2",
      headers: { authorization: `Bearer ${CANARY}`, "user-agent": "orgwright/test", "x-a": "b" },
    });
    expect(lines).toMatchObject([
      { method: "GET", path: "/organizations", status: 200, attempt: 1, requestId: "req_7" },
    ]);
  });

  it("has no means to write, at runtime either (law 2)", async () => {
    const { server, options } = await scene(ok);
    const client = readClient(options);

    const smuggled: object = { method: "DELETE", body: "{}" };
    await client.get("/organizations", smuggled);

    expect(Object.keys(client)).toEqual(["get"]);
    expect(Object.isFrozen(client)).toBe(true);
    expect(server.received.map(({ method }) => method)).toEqual(["GET"]);
  });

  it.each([500, 502, 503, 504])("repeats after %i with growing waits", async (status) => {
    const { options, sleeps, lines } = await scene(json(status, {}), json(status, {}), ok);

    const reply = await readClient(options).get("/a");

    expect(reply.body).toEqual({ fine: true });
    expect(sleeps).toEqual([1000, 2000]);
    expect(lines.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it.each([
    ["a cut connection", reset],
    ["half an answer", truncated],
    ["broken JSON", text(200, '{"data": [')],
    ["a login page", text(200, "<html>Sign in</html>")],
  ])("repeats after %s", async (_, fault) => {
    const { options, server } = await scene(fault, ok);

    const reply = await readClient(options).get("/a");

    expect(reply.body).toEqual({ fine: true });
    expect(server.received).toHaveLength(2);
  });

  it("gives up after five attempts and tells status, request and words", async () => {
    const { options, server } = await scene(json(500, { error: "out of order" }));

    const error = await caught(readClient(options).get("/a"));

    expect(server.received).toHaveLength(5);
    expect(error).toMatchObject({ status: 500, requestId: "req_7", retryable: true, unknownResult: false });
    expect(error.body).toEqual({ error: "out of order" });
    expect(error.message).toBe("GET /a answered 500: out of order");
  });

  it.each([
    [
      "an envelope of errors",
      { success: false, errors: [{ code: 7002, message: "not found" }] },
      "not found",
    ],
    ["a flag beside the words", { error: true, message: "no such role", status: 404 }, "no such role"],
    [
      "errors by field",
      { error: { formErrors: [], fieldErrors: { email: ["Invalid email"] } } },
      "Invalid email",
    ],
    ["a list of details", { detail: [{ loc: ["body", "id"], msg: "too short", type: "x" }] }, "too short"],
    ["an object of its own", { error: { message: "denied", code: 403, details: {} } }, "denied"],
    ["a flat text", { error_msg: "expired" }, "expired"],
  ])("finds the words of a refusal in %s", async (_, body, words) => {
    const { options } = await scene(json(400, body));

    await expect(readClient(options).get("/x")).rejects.toThrow(`GET /x answered 400: ${words}`);
  });

  it("says of HTML that it is not JSON", async () => {
    const { options } = await scene(text(200, "<html>"));

    const error = await caught(readClient(options).get("/a"));

    expect(error).toMatchObject({ status: 200, requestId: "req_7", retryable: true });
    expect(error.message).toBe("GET /a answered something that is not JSON with status 200");
  });

  it.each([400, 401, 403, 404, 409, 422, 501])("does not repeat after %i", async (status) => {
    const { options, server } = await scene(text(status, "<html>no</html>"));

    const error = await caught(readClient(options).get("/a"));

    expect(error).toMatchObject({ status, retryable: false, body: undefined });
    expect(server.received).toHaveLength(1);
  });

  it("takes time-outs for lost answers", async () => {
    const { options, server } = await scene(silent, ok);

    const reply = await readClient({ ...options, timeoutMs: 1500 }).get("/a");

    expect(reply.status).toBe(200);
    expect(server.received).toHaveLength(2);
  });

  it("does not repeat what can never work", async () => {
    const { options, sleeps } = await scene(ok);

    const error = await caught(readClient({ ...options, endpoint: "http://127.0.0.1:1" }).get("/a"));

    expect(error.retryable).toBe(false);
    expect(sleeps).toEqual([]);
  });

  it("takes an empty answer for no body", async () => {
    const { options } = await scene(text(200, ""));

    expect((await readClient(options).get("/a")).body).toBeUndefined();
  });
});

describe("a part where the whole was asked for (law 3)", () => {
  it("is an error, and asking again is not tried", async () => {
    const { options, server } = await scene(json(206, [{ id: 1 }]));

    const error = await caught(readClient(options).get("/a"));

    expect(error).toMatchObject({ status: 206, retryable: false, requestId: "req_7" });
    expect(server.received).toHaveLength(1);
  });
});

describe("the pace", () => {
  it("keeps to the number of requests at the same time", async () => {
    const slow: Answer = (request, response) => setTimeout(() => ok(request, response), 30);
    const { options, server } = await scene(slow);
    const client = readClient({ ...options, concurrency: 3 });

    await Promise.all(Array.from({ length: 10 }, () => client.get("/a")));

    expect(server.busiest()).toBe(3);
    expect(server.received).toHaveLength(10);
  });

  it("rests as long as Retry-After says, in seconds", async () => {
    const { options, sleeps } = await scene(json(429, {}, { "retry-after": "7" }), ok);

    await readClient({ ...options, random: () => 0 }).get("/a");

    expect(sleeps).toHaveLength(1);
    expect(sleeps[0]).toBeGreaterThan(6900);
    expect(sleeps[0]).toBeLessThanOrEqual(7000);
  });

  it("rests until the date in Retry-After", async () => {
    const now = Date.parse("2026-01-01T00:00:00Z");
    const date = new Date(now + 9000).toUTCString();
    const { options, sleeps } = await scene(json(429, {}, { "retry-after": date }), ok);

    await readClient({ ...options, random: () => 0, now: () => now }).get("/a");

    expect(sleeps).toEqual([9000]);
  });

  it("backs off after 429 without Retry-After, or with one that nobody can read", async () => {
    const { options, sleeps } = await scene(json(429, {}), json(429, {}, { "retry-after": "soon" }), ok);

    await readClient({ ...options, now: () => 0 }).get("/a");

    expect(sleeps).toEqual([5000, 10_000]);
  });

  it("holds everybody back while one was told to wait", async () => {
    const { options, server } = await scene(json(429, {}, { "retry-after": "1" }), ok);
    const { sleep: _, ...real } = options;
    const client = readClient({ ...real, concurrency: 1, random: () => 0 });

    await Promise.all([client.get("/first"), client.get("/second"), client.get("/third")]);

    const [first, ...others] = server.received.map(({ at }) => at);
    expect(others.every((at) => at - (first ?? 0) >= 950)).toBe(true);
    expect(server.received.map(({ url }) => url)[1]).toBe("/api/v1/first");
  });

  it("does not wait beyond the deadline", async () => {
    const { options, sleeps } = await scene(json(429, {}, { "retry-after": "3600" }), ok);

    const error = await caught(readClient(options).get("/a"));

    expect(error).toMatchObject({ status: 429, retryable: true });
    expect(sleeps).toEqual([]);
  });
});

describe("what an answer tells of the pace", () => {
  const quota = (remaining: number) => ({
    "x-ratelimit-limit": "100",
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": "30",
  });

  it("is heard in a good answer too: nothing is sent while nothing is left", async () => {
    const { options, server, sleeps } = await scene(json(200, {}, quota(0)), ok);
    const client = readClient({ ...options, random: () => 0, now: () => 0 });

    await client.get("/a");
    await client.get("/b");

    expect(sleeps).toEqual([30_000]);
    expect(server.received).toHaveLength(2);
  });

  it("takes the place of a guess after 429 without Retry-After", async () => {
    const { options, sleeps } = await scene(json(429, {}, quota(0)), ok);

    await readClient({ ...options, random: () => 0, now: () => 0 }).get("/a");

    expect(sleeps).toEqual([30_000]);
  });

  it("goes by X-Retry-After as well, and lets nothing absurd stop it", async () => {
    const { options, sleeps } = await scene(
      json(429, {}, { "x-retry-after": "4" }),
      json(429, {}, { "retry-after": "99999999" }),
      json(200, {}, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999" }),
      ok,
    );
    const client = readClient({ ...options, random: () => 0, now: () => 0 });

    await client.get("/a");
    await client.get("/b");

    expect(sleeps).toEqual([4000, 5000]);
  });

  it("is not waited for beyond the deadline: those who come after are told so, and not sent", async () => {
    const { options, server, sleeps } = await scene(json(429, {}, { "retry-after": "3600" }), ok);
    const client = readClient({ ...options, random: () => 0, now: () => 0 });

    const first = await caught(client.get("/a"));
    const second = await caught(client.get("/b"));

    expect(first.message).toBe(
      "GET /a answered 429; it asks to wait 3600 s, which is longer than this run waits",
    );
    expect(second.message).toBe("GET /b was not sent: the system asks to wait 60 min");
    expect(second).toMatchObject({ retryable: true, unknownResult: false, unsent: undefined });
    expect(server.received).toHaveLength(1);
    expect(sleeps).toEqual([]);
  });
});

describe("one pace for several clients", () => {
  it("counts their requests together, each attempt and each redirection", async () => {
    const { options, server } = await scene(
      json(201, {}),
      json(500, {}),
      text(302, "", { location: "/api/v1/c" }),
      ok,
    );
    const time = instantTime();
    const windows = { all: [{ count: 1, ms: 1000 }], reads: [], writes: [], leave: 0 };
    const budget = createBudget(4);
    const pace = createPace({ time, random: () => 0, windows, budget });

    await writeClient({ ...options, pace }).send("POST", "/a", { body: {} });
    const reply = await readClient({ ...options, pace }).get("/b");

    expect(reply.status).toBe(200);
    expect(server.received.map(({ url }) => url)).toEqual([
      "/api/v1/a",
      "/api/v1/b",
      "/api/v1/b",
      "/api/v1/c",
    ]);
    expect(time.slept.reduce((sum, ms) => sum + ms)).toBeGreaterThanOrEqual(3000);
    expect(budget.isSpent()).toBe(true);
  });
});

describe("a run that may send no more", () => {
  const paced = (most: number, stop?: AbortSignal) => {
    const time = instantTime();
    return createPace({
      time,
      random: () => 1,
      budget: createBudget(most),
      ...(stop === undefined ? {} : { stop }),
    });
  };

  it("says of what was not sent that it was not, and why", async () => {
    const { options, server } = await scene(json(201, {}));
    const client = writeClient({ ...options, pace: paced(1) });

    await client.send("POST", "/a");
    const error = await caught(client.send("POST", "/b"));

    expect(error).toMatchObject({ unsent: "budget", retryable: false, unknownResult: false });
    expect(error.message).toBe("POST /b was not sent: the run has sent all that it may (1)");
    expect(server.received).toHaveLength(1);
  });

  it("keeps what is known of an attempt that it cannot repeat: nothing was done", async () => {
    const { options } = await scene(json(503, { error: "busy" }, { "retry-after": "1" }));

    const error = await caught(writeClient({ ...options, pace: paced(1) }).send("POST", "/a"));

    expect(error).toMatchObject({ status: 503, unsent: "budget", retryable: false, unknownResult: false });
    expect(error.message).toMatch(/^POST \/a answered 503: busy; not sent again: the run has sent all/);
  });

  it("keeps what is known of an attempt that it cannot repeat: nobody knows", async () => {
    const { options } = await scene(reset);

    const error = await caught(
      writeClient({ ...options, pace: paced(1) }).send("POST", "/a", { headers: { "idempotency-key": "k" } }),
    );

    expect(error).toMatchObject({ unsent: undefined, retryable: false, unknownResult: true });
  });

  it("ends a wait between attempts at once when it is stopped", async () => {
    const stop = new AbortController();
    const { options, server } = await scene(json(500, {}));
    const endless = { now: machineTime.now, sleep: () => new Promise<void>(() => {}) };
    const pace = createPace({ time: endless, random: () => 1, stop: stop.signal });
    const client = readClient({ ...options, pace, onRequest: () => setImmediate(() => stop.abort()) });

    const error = await caught(client.get("/a"));

    expect(error).toMatchObject({ status: 500, unsent: "stopped", retryable: false });
    expect(server.received).toHaveLength(1);
  });

  it("lets what was sent come to its end when it is stopped", async () => {
    const stop = new AbortController();
    const late: Answer = (request, response) => {
      stop.abort();
      setTimeout(() => json(201, { id: 1 })(request, response), 20);
    };
    const { options } = await scene(late);
    const client = writeClient({ ...options, pace: paced(9, stop.signal) });

    expect((await client.send("POST", "/a")).body).toEqual({ id: 1 });
    expect(await caught(client.send("POST", "/b"))).toMatchObject({ unsent: "stopped" });
  });
});

describe("a write with an idempotency key", () => {
  const keyed = { headers: { "Idempotency-Key": "key-1" }, body: {} };

  it.each([
    ["500", json(500, {})],
    ["502", json(502, {})],
    ["504", json(504, {})],
    ["a cut connection", reset],
    ["half an answer", truncated],
    ["a page", text(200, "<html>")],
  ])("is repeated after %s, with the same key", async (_, fault) => {
    const { options, server } = await scene(fault, json(201, { id: 1 }));

    const reply = await writeClient(options).send("POST", "/a", keyed);

    expect(reply.body).toEqual({ id: 1 });
    expect(server.received.map(({ headers }) => headers["idempotency-key"])).toEqual(["key-1", "key-1"]);
  });

  it.each([400, 403, 404, 409, 422, 501])("is not repeated after %i", async (status) => {
    const { options, server } = await scene(json(status, {}));

    await caught(writeClient(options).send("POST", "/a", keyed));

    expect(server.received).toHaveLength(1);
  });

  it("stays unknown when an attempt got no answer, whatever later ones are told", async () => {
    const { options, server } = await scene(reset, json(409, { error: "in progress" }));

    const error = await caught(writeClient(options).send("POST", "/a", keyed));

    expect(error).toMatchObject({ status: 409, unknownResult: true });
    expect(server.received).toHaveLength(2);
  });
});

describe("writing", () => {
  it("sends JSON", async () => {
    const { options, server } = await scene(json(201, { id: "org_1" }));

    const reply = await writeClient(options).send("POST", "/a", { body: { name: "Acme" } });

    expect(reply.body).toEqual({ id: "org_1" });
    expect(server.received[0]).toMatchObject({ method: "POST", body: '{"name":"Acme"}' });
    expect(server.received[0]?.headers["content-type"]).toBe("application/json");
  });

  it("sends no body and no content type when there is none", async () => {
    const { options, server } = await scene(text(204, ""));

    const reply = await writeClient(options).send("DELETE", "/a");

    expect(reply).toMatchObject({ status: 204, body: undefined });
    expect(server.received[0]?.headers["content-type"]).toBeUndefined();
  });

  it.each([429, 503])("repeats after %i, when nothing was done", async (status) => {
    const { options, server } = await scene(json(status, {}), json(201, { id: 1 }));

    await writeClient(options).send("POST", "/a", { body: {} });

    expect(server.received).toHaveLength(2);
  });

  it.each([
    [500, true],
    [501, false],
    [502, true],
    [504, true],
    [409, false],
  ])("does not repeat after %i; the result is unknown: %s", async (status, unknownResult) => {
    const { options, server } = await scene(json(status, {}));

    const error = await caught(writeClient(options).send("POST", "/a", { body: {} }));

    expect(error).toMatchObject({ status, retryable: false, unknownResult });
    expect(server.received).toHaveLength(1);
  });

  it.each([
    ["a cut connection", reset],
    ["half an answer", truncated],
    ["a time-out", silent],
    ["a page", text(200, "<html>")],
  ])("does not know the result after %s", async (_, fault) => {
    const { options, server } = await scene(fault);

    const error = await caught(writeClient({ ...options, timeoutMs: 1500 }).send("PUT", "/a", { body: {} }));

    expect(error).toMatchObject({ retryable: false, unknownResult: true });
    expect(server.received).toHaveLength(1);
  });

  it("repeats when no connection came to be, and knows that nothing was done", async () => {
    const { options, server, sleeps } = await scene(ok);
    await server.close();

    const error = await caught(
      writeClient({ ...options, random: () => 0.5 }).send("POST", "/a", { body: {} }),
    );

    expect(error).toMatchObject({ retryable: true, unknownResult: false });
    expect(error.message).toMatch(/^POST \/a found no connection: .*ECONNREFUSED/);
    expect(sleeps).toHaveLength(4);
  });

  it("follows no redirection", async () => {
    const { options, server } = await scene(text(307, "", { location: "/elsewhere" }), ok);

    const error = await caught(writeClient(options).send("POST", "/a", { body: {} }));

    expect(error).toMatchObject({ status: 307, retryable: false, unknownResult: true });
    expect(server.received).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ["303 with a place", text(303, "", { location: "/elsewhere" })],
    ["302 without a place", text(302, "")],
    ["302 with a place that is none", text(302, "", { location: "http://[" })],
    ["300 with a body", json(300, { choices: [] })],
    ["304", text(304, "")],
  ])("knows neither that it was done nor that it was not after %s", async (_, answer) => {
    const { options, server } = await scene(answer, ok);

    const error = await caught(writeClient(options).send("POST", "/a", { body: {} }));

    expect(error).toMatchObject({ retryable: false, unknownResult: true });
    expect(server.received).toHaveLength(1);
  });
});

it("takes no redirection without a place for something read", async () => {
  const { options } = await scene(json(302, { fine: true }));

  const error = await caught(readClient(options).get("/a"));

  expect(error).toMatchObject({ status: 302, retryable: false, unknownResult: false });
});

describe("the credential", () => {
  it("follows a redirection within the origin, and none away from it", async () => {
    const other = await scene(ok);
    const away = text(302, "", { location: `${other.server.url}/steal` });
    const { options, server } = await scene(text(302, "", { location: "/api/v1/b" }), away);

    const error = await caught(readClient(options).get("/a"));

    expect(server.received.map(({ url }) => url)).toEqual(["/api/v1/a", "/api/v1/b"]);
    expect(other.server.received).toEqual([]);
    expect(error.message).toContain("not followed");
  });

  it.each<[string, Answer]>([
    ["a refusal that repeats it", json(401, { error: `bad token ${CANARY}` })],
    ["a refusal in another shape", json(400, { error: { message: CANARY, seen: [`Bearer ${CANARY}`] } })],
    ["a refusal in plain text", text(403, `Bearer ${CANARY}`)],
    ["a page", text(200, `<html>${CANARY}`)],
    ["a cut connection", reset],
    ["half an answer", truncated],
    ["no HTTP at all", (_, response) => response.socket?.end(`nonsense ${CANARY}\r\n\r\n`)],
    ["a redirection", text(302, "", { location: `https://elsewhere.test/?t=${CANARY}` })],
  ])("appears nowhere in the error or the log after %s (law 11)", async (_, fault) => {
    const { options, lines } = await scene(fault);

    const errors = [
      await caught(readClient(options).get("/a")),
      await caught(writeClient(options).send("POST", "/a", { body: {} })),
    ];

    for (const error of errors) {
      const everything = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error.body ?? "");
      expect(everything).not.toContain(CANARY);
    }
    expect(JSON.stringify(lines)).not.toContain(CANARY);
  });

  it("appears nowhere when JSON spells it with escapes", async () => {
    const token = 'canary"9\\f';
    const { options } = await scene(json(400, { error: { detail: token } }));

    const error = await caught(readClient({ ...options, token }).get("/a"));

    expect(inspect(error, { depth: 20 })).not.toMatch(/canary/);
  });

  const rich = "sk_live/AbC+dEf&GhI==";
  const echo = JSON.stringify({ error: `unknown token ${rich}`, [rich]: { seen: [`Bearer ${rich}`] } });

  it.each<[string, string]>([
    ["as it is", echo],
    ["with escaped slashes, as PHP does", echo.replaceAll("/", "\\/")],
    ["safe for HTML, as Go does", echo.replaceAll("&", "\\u0026").replaceAll("=", "\\u003D")],
    ["in escapes throughout", echo.replaceAll("sk_live", "\\u0073k_live").replaceAll("+", "\\u002b")],
    ["percent-encoded", echo.replaceAll(rich, encodeURIComponent(rich))],
    ["percent-encoded in small letters", echo.replaceAll(rich, encodeURIComponent(rich).toLowerCase())],
    ["percent-encoded twice", echo.replaceAll(rich, encodeURIComponent(encodeURIComponent(rich)))],
    ["as a part of an address", echo.replaceAll(rich, encodeURI(rich))],
    ["escaped for HTML", echo.replaceAll("&", "&amp;").replaceAll("/", "&#x2F;").replaceAll("+", "&#43;")],
    ["as JSON in JSON", JSON.stringify({ error: { message: echo.replaceAll("/", "\\/") } })],
    ["at the end of what is shown", JSON.stringify({ error: `${"x".repeat(190)} ${rich}` })],
  ])("appears nowhere when a refusal spells it %s", async (_, body) => {
    const { options } = await scene(text(401, body));

    const error = await caught(readClient({ ...options, token: rich }).get("/a"));

    const everything = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error.body);
    expect(everything).not.toMatch(/AbC|GhI/i);
    expect(everything).toContain("[cred");
    expect(error.body).toBeDefined();
  });

  it("appears nowhere when a server calls a request or a place by it", async () => {
    const named = json(401, { error: "no" }, { "x-request-id": `req-${CANARY}` });
    const elsewhere = text(302, "", { location: `https://${CANARY}.test/` });
    const { options, lines } = await scene(named, elsewhere);
    const client = readClient(options);

    const errors = [await caught(client.get("/a")), await caught(client.get("/a"))];

    expect(inspect([errors, lines], { depth: 20 })).not.toContain(CANARY);
    expect(errors[0]?.requestId).toBe("req-[credential]");
  });

  it.each(["", "two words", `${CANARY}\n`])(
    "is refused without being shown when no header can carry it",
    (token) => {
      const options = { endpoint: "http://127.0.0.1:9", token, userAgent: "orgwright/test" };

      expect(() => readClient(options)).toThrow(ConfigurationError);
      expect(() => readClient(options)).not.toThrow(CANARY);
    },
  );
});

describe("path", () => {
  it("encodes segments", () => {
    expect(path`/organizations/${"a/b?c#d"}/members/${"x@y.z"}`).toBe(
      "/organizations/a%2Fb%3Fc%23d/members/x%40y.z",
    );
  });

  it.each(["", ".", ".."])("refuses the segment %j, which leads elsewhere", (segment) => {
    expect(() => path`/organizations/${segment}`).toThrow(ConfigurationError);
  });
});
