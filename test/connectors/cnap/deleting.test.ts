import { describe, expect, it } from "vitest";
import { deleteOther } from "./changes.ts";
import { byHand } from "./hand.ts";
import type { Alter } from "./proxy.ts";
import { context, failureOf, type Opened, openings } from "./world.ts";

const open = openings();
const other = "/organizations/org_other";
const planned = { ...deleteOther, before: { slug: "other", displayName: "Other", "branding.logoUrl": null } };

type Meddle = (world: Opened) => Promise<unknown>;
const etagOf = async (world: Opened) => (await byHand(world, "GET", other))["etag"];
const rename: Meddle = async (world) =>
  await byHand(world, "PATCH", other, { etag: await etagOf(world), body: { name: "Payments" } });
const join: Meddle = async (world) =>
  await byHand(world, "POST", `${other}/members`, {
    etag: await etagOf(world),
    body: { user_id: "user_alice", role: "owner" },
  });

/** A world in which somebody acts between the look and the first deletion. */
async function meddled(meddle: Meddle, options: { readonly etagMetadata?: string } = {}): Promise<Opened> {
  let isFirst = true;
  const alter: Alter = async (request, pass) => {
    if (request.method === "DELETE" && isFirst) {
      isFirst = false;
      await meddle(world);
    }
    return await pass();
  };
  const world: Opened = await open({ alter, ...options });
  return world;
}

const statuses = ({ sandbox }: Opened) =>
  sandbox
    .requests()
    .filter(({ method }) => method === "DELETE")
    .map(({ status }) => status);
const isThere = ({ sandbox }: Opened) =>
  sandbox.state().cnap.organizations.some(({ id }) => id === "org_other");

describe("an organization that shall be deleted", () => {
  it("is kept when it is another than the plan saw", async () => {
    const world = await open();
    await rename(world);

    const failure = await failureOf(world.writer().write(planned, context));

    expect(failure).toMatchObject({ status: 409, retryable: false, unknownResult: false });
    expect(failure.message).toContain('has the displayName "Payments" by now');
    expect(statuses(world)).toEqual([]);
    expect(isThere(world)).toBe(true);
  });

  it.each<[string, Meddle, string]>([
    ["renames it", rename, 'has the displayName "Payments" by now'],
    ["joins it", join, "was changed by somebody since the plan was made"],
  ])("is kept when somebody %s between the look and the deletion", async (_, meddle, words) => {
    for (const etagMetadata of ["etag", "current_version"]) {
      const world = await meddled(meddle, { etagMetadata });

      const failure = await failureOf(world.writer().write(planned, context));

      expect(failure.message).toContain(words);
      expect(statuses(world)).toEqual([409]);
      expect(isThere(world)).toBe(true);
    }
  });

  it.each([404, 409, 503])(
    "is not said to be there when its operation cannot be asked for (%i)",
    async (status) => {
      const alter: Alter = async (request, pass) =>
        request.path.startsWith("/operations")
          ? { status, body: { success: false, errors: [{ code: 1, message: "x" }], result: {} } }
          : await pass();
      const world = await open({ alter, asyncDeletes: true });

      const failure = await failureOf(world.writer().write(planned, context));

      expect(failure).toMatchObject({ unknownResult: true, retryable: false });
      expect(failure.message).toContain("was taken on as operation");
      expect(statuses(world)).toEqual([202]);
    },
  );
});
