import { describe, expect, it } from "vitest";
import { access, member, workspace } from "./changes.ts";
import { opening } from "./opening.ts";
import { type Alter, altering, answering } from "./proxy.ts";
import { contextOf, failureOf, readAcme, type WorldOptions } from "./world.ts";

const open = opening();

const read = async (alter: Alter, options: WorldOptions = {}) =>
  await readAcme(await open({ alter, ...options }));

const accounts = /\/organizations\/acme\/accounts\/$/;

describe("where an account's roles are", () => {
  const rolesOf = async (row: object): Promise<readonly string[]> => {
    const { members } = await read(altering(accounts, (rows) => rows.map((each) => bobs(each, row))));
    return members.find(({ id }) => id === "auth0|bob")?.roles ?? [];
  };
  const bobs = (each: Readonly<Record<string, unknown>>, row: object) =>
    each["id"] === "auth0|bob" ? { id: "auth0|bob", email: "bob@acme.test", ...row } : each;

  it.each([
    [{ app_metadata: { org_roles: { acme: ["SRE"] } } }, ["DEFAULT", "SRE"]],
    [{ app_metadata: { org_roles: { acme: [] } }, permissions: ["ADMIN"] }, ["DEFAULT"]],
    [{ app_metadata: { org_roles: { other: ["ADMIN"] }, acme: ["SRE", "DEFAULT"] } }, ["DEFAULT", "SRE"]],
    [{ app_metadata: { acme: [] } }, ["DEFAULT"]],
    [{ app_metadata: { org_roles: { other: ["ADMIN"] } }, permissions: ["DEFAULT"] }, ["DEFAULT"]],
    [{ app_metadata: {}, permissions: ["SRE", "AUDIT"] }, ["DEFAULT", "SRE", "AUDIT"]],
  ])("%j tells %j", async (row, roles) => {
    expect(await rolesOf(row)).toEqual(roles);
  });

  it.each([
    {},
    { permissions: [] },
    { permissions: null },
    { app_metadata: {} },
    { app_metadata: { org_roles: { other: ["ADMIN"] } } },
    { app_metadata: { acme: "ADMIN" } },
    { app_metadata: { acme: [1] } },
  ])("%j tells nothing, and nothing is planned", async (row) => {
    await expect(rolesOf(row)).rejects.toThrow("does not tell the roles of auth0|bob");
  });

  it("is not fooled by an organization that is called like a part of every object", async () => {
    const world = await open({
      seed: {
        tokens: [{ token: "secret-token", account: "ci@clients" }],
        organizations: [
          {
            id: "constructor",
            name: "C",
            members: [{ account: "olga@acme.test", roles: ["ADMIN"] }],
            service_accounts: [{ name: "ci", roles: ["ADMIN"] }],
          },
        ],
      },
      accountRoles: "absent",
    });
    const reader = world.reader();
    const [found] = await reader.find({ slug: "constructor", previousSlugs: [] });
    if (found === undefined) throw new Error("it was not found");

    await expect(reader.read(found)).rejects.toThrow("does not tell the roles of");
  });
});

describe("lists that contradict each other are not whole (law 3)", () => {
  it.each([
    ["roles without DEFAULT", /\/acme\/roles\/$/, "DEFAULT"],
    ["roles without ADMIN", /\/acme\/roles\/$/, "ADMIN"],
    ["projects without one that there is access to", /\/acme\/projects\/$/, "proj_stage"],
  ])("%s", async (_, path, lost) => {
    const alter = altering(path, (rows) => rows.filter(({ id }) => id !== lost));

    const error = await failureOf(read(alter));

    expect(error.message).toContain("is incomplete");
    expect(error.message).toContain(lost);
  });

  it("accounts without the one that asks", async () => {
    const alter = altering(accounts, (rows) => rows.filter(({ id }) => id !== "auth0|olga"));

    const error = await failureOf(read(alter, { token: "olga-token" }));

    expect(error.message).toContain("auth0|olga belongs to the organization and is not listed");
  });

  it.each([
    ["an invite list that says that it is a part", /\/invites\/$/],
    ["a full page that does not say whether it is the last", accounts],
  ])("%s", async (_, path) => {
    const rows = Array.from({ length: 100 }, (_unused, at) => ({
      id: `x${at}`,
      email: `x${at}@acme.test`,
      permissions: ["DEFAULT"],
    }));
    const meta = path === accounts ? {} : { more: true };

    const alter = answering(path, () => ({ status: 200, body: { meta, results: rows } }));

    await expect(read(alter)).rejects.toThrow("is incomplete");
  });
});

describe("an answer that nobody knows", () => {
  it.each([
    ["an account without an id", accounts, { email: "x@acme.test" }],
    [
      "a grant with another level",
      /\/projects\/access$/,
      { id: "g", project: "proj_prod", account_id: "a", access_level: "GOD" },
    ],
    [
      "a grant without its account",
      /\/projects\/access$/,
      { id: "g", project: "proj_prod", access_level: "OWNER" },
    ],
    ["an invite without its e-mail", /\/acme\/invites\/$/, { id: "i" }],
    ["a service account without its account", /\/service_accounts$/, { id: "s", meta: {} }],
  ])("is an error: %s", async (_, path, row) => {
    const error = await failureOf(read(altering(path, (rows) => [...rows, row])));

    expect(error.message).toContain("answered with something unknown");
    expect(error.retryable).toBe(false);
  });

  it.each([
    ["nothing", undefined],
    ["something else", { ok: true }],
  ])("to a creation leaves its result unknown: %s", async (_, body) => {
    const create = workspace("lab", { action: "create", after: {} });
    const alter: Alter = async (request, pass) => {
      const answer = await pass();
      return request.method === "POST" ? { status: 200, ...(body === undefined ? {} : { body }) } : answer;
    };
    const world = await open({ alter });
    const writer = world.writer();

    const error = await failureOf(writer.write(create, contextOf(create)));
    await writer.write(create, contextOf(create));

    expect(error.unknownResult).toBe(true);
    expect((await readAcme(world)).workspaces.filter(({ name }) => name === "lab")).toHaveLength(1);
  });

  it("that gives access to somebody else is said aloud", async () => {
    const grant = access("staging", "bob@acme.test", {
      action: "create",
      after: { level: "OWNER" },
      holder: "auth0|bob",
    });
    const alter: Alter = async (request, pass) => {
      const answer = await pass();
      return request.method === "POST"
        ? { status: 201, body: { ...Object(answer.body), account_id: "ci@clients" } }
        : answer;
    };
    const world = await open({ alter });

    const error = await failureOf(world.writer().write(grant, contextOf(grant)));

    expect(error.message).toContain("the access went to ci@clients instead");
    expect(error.unknownResult).toBe(true);
  });
});

describe("a refusal says why, in each of its three shapes", () => {
  const invite = member("pia@acme.test", { action: "create", after: { email: "pia@acme.test", roles: [] } });

  it.each([
    [400, { error: { message: "No such plan", code: "x" } }, "No such plan"],
    [401, { error_msg: "Who are you" }, "Who are you"],
    [
      422,
      { detail: [{ loc: ["body", "email"], msg: "is no e-mail", type: "t" }] },
      "body.email is no e-mail",
    ],
    [403, {}, "answered 403"],
    [409, "a text", "answered 409"],
    [400, { error: { message: null }, error_msg: "" }, "answered 400"],
    [422, { detail: "odd" }, "answered 422: odd"],
  ])("%i %j", async (status, body, words) => {
    const alter: Alter = async (request, pass) =>
      request.method === "POST" ? { status, body } : await pass();
    const world = await open({ alter });

    const error = await failureOf(world.writer().write(invite, contextOf(invite)));

    expect(error.status).toBe(status);
    expect(error.message).toContain(words);
    expect(error.message).toContain("POST /api/2/organizations/acme/invites/");
  });
});
