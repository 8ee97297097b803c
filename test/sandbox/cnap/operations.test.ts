import { describe, expect, it } from "vitest";
import { acme, NOW } from "./acme.ts";
import { as, control, etagOf, match } from "./client.ts";

const GLOBEX = "/organizations/org_2";

async function deleting() {
  const sandbox = await acme({ asyncDeletes: true });
  const gus = as(sandbox, "gus");
  const etag = await etagOf(gus, GLOBEX);
  const begun = await gus.delete(GLOBEX, match(etag));
  return { sandbox, gus, etag, begun };
}

describe("a deletion that takes its time", () => {
  it("answers 202 with a running operation, and is done when asked often enough", async () => {
    const { sandbox, gus, begun } = await deleting();

    expect(begun.status).toBe(202);
    expect(begun.body).toMatchObject({ id: "op_1", state: "RUNNING", done: false, organization_id: "org_2" });
    expect((await gus.get(GLOBEX)).status).toBe(200);

    sandbox.advance(5000);
    const polled = await gus.get("/operations/op_1");
    const waited = await gus.post("/operations/op_1:wait?timeout=5");
    const after = await gus.get("/operations/op_1");

    expect([polled.body.done, waited.body.done]).toEqual([false, true]);
    expect(waited.body).toMatchObject({ state: "SUCCEEDED", started_at: NOW, completed_at: NOW + 5 });
    expect(after.body).toEqual(waited.body);
    expect((await gus.get(GLOBEX)).status).toBe(404);
  });

  it("lets the organization be read but not changed meanwhile", async () => {
    const { sandbox, gus, etag } = await deleting();

    const refused = [
      await gus.patch(GLOBEX, { name: "Still" }, match(etag)),
      await gus.delete(GLOBEX, match(etag)),
      await gus.post(`${GLOBEX}/members`, { user_id: "nora" }, match(etag)),
      await gus.post(`${GLOBEX}/invitations`, { email: "nora@acme.test" }),
      await control(sandbox, "/workspaces/grant", { workspace: "lab", organization: "globex" }),
    ];

    expect(refused.map(({ status }) => status)).toEqual([409, 409, 409, 409, 409]);
    expect((await gus.get(`${GLOBEX}/members`)).status).toBe(200);
  });

  it("is told to who began it only", async () => {
    const { sandbox, gus } = await deleting();

    expect((await as(sandbox, "olga").get("/operations/op_1")).status).toBe(404);
    expect((await as(sandbox, "shop").get("/operations/op_1")).status).toBe(403);
    expect((await gus.get("/operations/op_9")).status).toBe(404);
  });

  it("is waited for between 1 and 60 seconds", async () => {
    const { gus } = await deleting();
    const wait = async (timeout: string) =>
      (await gus.post(`/operations/op_1:wait?timeout=${timeout}`)).status;

    expect([await wait("0"), await wait("61"), await wait("soon"), await wait("60")]).toEqual([
      400, 400, 400, 200,
    ]);
  });
});
