import { describe, expect, it } from "vitest";
import { isStale } from "../../../src/connectors/cnap/conditional.ts";
import { ConnectorError } from "../../../src/model/errors.ts";
import { type Alter, type Answered, altering } from "./proxy.ts";
import { change, context, failureOf, openings, people, readAcme } from "./world.ts";

const opened = openings();
const open = (alter: Alter) => opened({ alter });

/** Answers writes of a method with something else, once the sandbox has done the work. */
function answering(method: string, answer: Answered): Alter {
  return async (request, pass) => {
    const real = await pass();
    return request.method === method && real.status < 400 ? answer : real;
  };
}

const bob = { address: "acme/member/bob@acme.test", kind: "member", nativeId: "user_bob" } as const;
const promoteBob = change({
  ...bob,
  action: "update",
  before: { roles: ["member"] },
  after: { roles: ["admin"] },
});
const removeBob = change({ ...bob, action: "delete", before: { roles: ["member"], status: "active" } });
const invitePia = change({
  address: "acme/member/pia@acme.test",
  kind: "member",
  action: "create",
  after: { email: "pia@acme.test", roles: ["member"] },
});
const createNew = change({
  address: "new/organization",
  kind: "organization",
  action: "create",
  after: { slug: "brand-new", displayName: "Brand New" },
});

describe("a write that answers something unknown", () => {
  it.each([
    ["a role that was not confirmed", promoteBob, "PATCH", { status: 200, body: { ok: false } }],
    ["a role with nothing", promoteBob, "PATCH", { status: 200 }],
    [
      "a removal with an error and a good status",
      removeBob,
      "DELETE",
      { status: 200, body: { success: false } },
    ],
    ["an invitation without an id", invitePia, "POST", { status: 201, body: { email: "pia@acme.test" } }],
    ["an organization without an id", createNew, "POST", { status: 201, body: { name: "Brand New" } }],
    ["a promise that is no operation", removeBob, "DELETE", { status: 202, body: { ok: true } }],
  ])("is neither done nor failed, and done when it is written again: %s", async (_, each, method, answer) => {
    let calls = 0;
    const world = await open(async (request, pass) => {
      const altered = answering(method, answer);
      if (request.method === method) calls += 1;
      return await altered(request, pass);
    });

    const failure = await failureOf(world.writer().write(each, context));
    await world.writer().write(each, context);

    expect(failure).toMatchObject({ unknownResult: true, retryable: false });
    expect(calls).toBe(1);
  });
});

describe("rows that say something unknown", () => {
  it.each<[string, Alter]>([
    ["a role", altering(/members$/, (row) => ({ ...row, role: "king" }))],
    ["a member without a version", altering(/members$/, ({ etag: _, ...row }) => row)],
    ["an invitation without an end", altering(/invitations$/, ({ expires_at: _, ...row }) => row)],
    ["an invitation's status", altering(/invitations$/, (row) => ({ ...row, status: "lost" }))],
    ["an invitation's id", altering(/invitations$/, (row) => ({ ...row, id: "user_bob" }))],
    ["a workspace without an id", altering(/workspaces$/, ({ id: _, ...row }) => row)],
    ["the caller's role", altering(/organizations$/, ({ role: _, ...row }) => row)],
  ])("are refused by name: %s", async (_, alter) => {
    const failure = await failureOf(readAcme(await open(alter)));

    expect(failure).toMatchObject({ retryable: false, unknownResult: false });
    expect(failure.message).toContain("answered with something unknown");
  });

  it("are taken where they say more than is known", async () => {
    const alter = altering(/./, (row) => ({ ...row, mood: "cheerful" }));

    expect(await people(await open(alter))).toHaveLength(5);
  });
});

describe("a conflict", () => {
  const conflict = (errors: unknown, status = 409) =>
    isStale(
      new ConnectorError("409", { status, retryable: false, body: { success: false, errors, result: {} } }),
    );

  it.each([
    ["the current etag in its metadata", [{ code: 1, message: "Conflict", metadata: { current_etag: "7" } }]],
    ["ABORTED in its metadata", [{ code: 1, message: "Conflict", metadata: { reason: "ABORTED" } }]],
    ["ABORTED in its words", [{ code: 1, message: "ABORTED: try again" }]],
    [
      "it behind another",
      [
        { code: 1, message: "Conflict" },
        { code: 2, message: "x", metadata: { etag: "7" } },
      ],
    ],
  ])("is about the version with %s", (_, errors) => {
    expect(conflict(errors)).toBe(true);
  });

  it.each([
    ["other words", [{ code: 1, message: "Already a member" }]],
    ["other metadata", [{ code: 1, message: "Slug taken", metadata: { slug: "acme" } }]],
    ["no errors", []],
    ["another form", "conflict"],
  ])("is about something else with %s", (_, errors) => {
    expect(conflict(errors)).toBe(false);
  });

  it("is no conflict with another status", () => {
    expect(conflict([{ code: 1, message: "ABORTED", metadata: { etag: "7" } }], 400)).toBe(false);
  });
});

describe("somebody who joins between the look and the write", () => {
  const addEve = change({
    address: "acme/member/id:user_eve",
    kind: "member",
    action: "create",
    after: { id: "user_eve", roles: ["member"] },
  });
  const taken: Answered = {
    status: 409,
    body: { success: false, errors: [{ code: 1, message: "Already a member" }], result: {} },
  };

  it("is a member, and that is what was wanted", async () => {
    const world = await open(async (request, pass) => {
      if (request.method !== "POST") return await pass();
      await pass();
      return taken;
    });

    expect(await world.writer().write(addEve, context)).toEqual({ id: "user_eve" });
  });

  it("is not taken for one who is no member", async () => {
    const world = await open(async (request, pass) => (request.method === "POST" ? taken : await pass()));

    expect(await failureOf(world.writer().write(addEve, context))).toMatchObject({ status: 409 });
  });

  it("is not invited twice", async () => {
    const world = await open(async (request, pass) => {
      if (request.method !== "POST") return await pass();
      await pass();
      return taken;
    });

    const { id } = await world.writer().write(invitePia, context);

    expect(id).toMatch(/^orgi_/);
  });
});
