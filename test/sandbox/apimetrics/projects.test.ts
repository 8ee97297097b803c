import { describe, expect, it } from "vitest";
import { controls } from "../client.ts";
import { STARTED } from "./acme.ts";
import { acme, as, statuses } from "./client.ts";

const PROJECTS = "/api/2/organizations/acme/projects/";
const ONE = "/api/2/projects/proj_1/";

describe("making a project", () => {
  it("answers 200 and makes the caller its owner", async () => {
    const ci = as(await acme(), "ci");

    const made = await ci.post(PROJECTS, { name: "Lab", tags: ["new"], email: "lab@acme.test" });

    expect(made).toEqual({
      status: 200,
      body: {
        id: "proj_4",
        name: "Lab",
        org_id: "acme",
        tags: ["new"],
        system_tags: [],
        email: "lab@acme.test",
        security_profile: null,
        created: STARTED,
        last_update: STARTED,
      },
    });
    expect((await ci.get("/api/2/projects/proj_4/access/")).body.results).toMatchObject([
      { account_id: "ci@clients", access_level: "OWNER", account_email: null },
    ]);
  });

  it("makes nobody its owner with creatorOwns false", async () => {
    const ci = as(await acme({ creatorOwns: false }), "ci");
    await ci.post(PROJECTS, { name: "Lab" });

    expect((await ci.get("/api/2/projects/proj_4/access/")).body.results).toEqual([]);
    expect((await ci.get("/api/2/projects/proj_4/")).status).toBe(200);
  });

  it("neither needs a name nor minds one that is there", async () => {
    const ci = as(await acme(), "ci");

    const nameless = await ci.post(PROJECTS, {});
    const twin = await ci.post(PROJECTS, { name: "Production" });

    expect(statuses(nameless, twin)).toEqual([200, 200]);
    expect(nameless.body.name).toBe("New project");
  });

  it.each([
    [{ name: 1 }, ["body", "name"]],
    [{ tags: "x" }, ["body", "tags"]],
    [{ email: "x" }, ["body", "email"]],
    [{ org_id: "globex" }, ["body", "org_id"]],
  ])("refuses %j and names the field", async (body, loc) => {
    const answer = await as(await acme(), "ci").post(PROJECTS, body);

    expect(answer.status).toBe(422);
    expect(answer.body.detail).toMatchObject([{ loc }]);
  });
});

describe("a project", () => {
  it("is read by whoever has access, directly, by a role or as ADMIN", async () => {
    const sandbox = await acme();

    const answers = await Promise.all(
      ["olga", "ci", "mia", "nora", "sam", "gus"].map((name) => as(sandbox, name).get(ONE)),
    );

    expect(statuses(...answers)).toEqual([200, 200, 200, 200, 403, 403]);
  });

  it("is changed by its owners and the organization's administrators", async () => {
    const sandbox = await acme();

    const ci = await as(sandbox, "ci").post(ONE, { name: "Prod", tags: null });
    const editor = await as(sandbox, "mia").post(ONE, { name: "Mine" });
    const owner = await as(sandbox, "mia").post("/api/2/projects/proj_2/", {
      tags: ["test"],
      security_profile: "strict",
    });

    expect(statuses(ci, editor, owner)).toEqual([200, 403, 200]);
    expect(ci.body).toMatchObject({ name: "Prod", tags: ["live"], last_update: STARTED });
    expect(owner.body).toMatchObject({ name: "Staging", tags: ["test"], security_profile: "strict" });
  });

  it("is named by the header Apimetrics-Project-Id too", async () => {
    const sandbox = await acme();

    const missing = await as(sandbox, "ci").get(ONE, {});
    const other = await as(sandbox, "ci").get(ONE, { "Apimetrics-Project-Id": "proj_2" });

    expect(statuses(missing, other)).toEqual([400, 400]);
    expect(missing.body.error.message).toContain("Apimetrics-Project-Id");
  });

  it("can do without the header with projectHeader ignored", async () => {
    const { endpoints } = await acme({ projectHeader: "ignored" });

    const reply = await fetch(endpoints.apimetrics + ONE, { headers: { Authorization: "Bearer ci" } });

    expect(reply.status).toBe(200);
  });

  it("is not found when there is none", async () => {
    expect((await as(await acme(), "ci").get("/api/2/projects/proj_9/")).status).toBe(404);
  });
});

describe("removing a project", () => {
  it("is refused while a role or an account has access", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    const asked = [await ci.delete(`${PROJECTS}proj_1/`)];
    await ci.delete(`${ONE}access/grant_1/`);
    await ci.delete(`${ONE}access/grant_2/`);
    asked.push(await ci.delete(`${PROJECTS}proj_1/`));
    await ci.delete(`${ONE}roles/grant_3/`);
    asked.push(await ci.delete(`${PROJECTS}proj_1/`));

    expect(statuses(...asked)).toEqual([409, 409, 200]);
    expect(asked[0]!.body.error.code).toBe("conflict");
  });

  it("moves it out for good, with its open invites", async () => {
    const sandbox = await acme();
    const ci = as(sandbox, "ci");
    await ci.delete("/api/2/projects/proj_2/access/grant_4/");
    await ci.post("/api/2/projects/proj_2/invites/", { email: "x@partner.test" });

    const { body } = await ci.delete(`${PROJECTS}proj_2/`);

    expect(body).toMatchObject({ id: "proj_2", name: "Staging", org_id: "community" });
    expect((await ci.get(PROJECTS)).body.results.map(({ id }) => id)).toEqual(["proj_1"]);
    const after = [
      await ci.get("/api/2/projects/proj_2/"),
      await ci.post("/api/2/projects/proj_2/access/", {}),
      await ci.delete(`${PROJECTS}proj_2/`),
    ];
    expect(statuses(...after)).toEqual([403, 403, 404]);
    expect(sandbox.state().apimetrics.community).toMatchObject([{ id: "proj_2" }]);
    expect(
      (await controls(sandbox).post("/apimetrics/invitations/accept", { email: "x@partner.test" })).status,
    ).toBe(404);
  });

  it("is for the organization's administrators, in the organization it is in", async () => {
    const sandbox = await acme();

    const owner = await as(sandbox, "mia").delete(`${PROJECTS}proj_2/`);
    const elsewhere = await as(sandbox, "gus").delete("/api/2/organizations/globex/projects/proj_2/");

    expect(statuses(owner, elsewhere)).toEqual([403, 404]);
  });
});
