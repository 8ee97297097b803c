import { describe, expect, it } from "vitest";
import { addEve, ofMember, promoteBob, removeBob } from "./changes.ts";
import { acmeSeed, change, context, failureOf, openings, people, twice, writes } from "./world.ts";

const open = openings();

const bumps = [true, false] as const;

describe.each(bumps)(
  "members, where memberChangesBumpOrganization is %s",
  (memberChangesBumpOrganization) => {
    it("are added by their user id, at once and without a mail", async () => {
      const world = await open({ memberChangesBumpOrganization });

      expect(await world.writer().write(addEve, context)).toEqual({ id: "user_eve" });
      await twice(world, addEve);

      expect(await people(world)).toContain("eve@acme.test admin active");
      expect(writes(world)).toEqual(["POST /organizations/org_acme/members"]);
    });

    it("get another role", async () => {
      const world = await open({ memberChangesBumpOrganization });

      await twice(world, promoteBob);

      expect(await people(world)).toContain("bob@acme.test admin active");
    });

    it("are removed", async () => {
      const world = await open({ memberChangesBumpOrganization });

      await twice(world, removeBob);

      expect((await people(world)).join()).not.toContain("bob");
    });

    it("come all at once without pushing each other's version away", async () => {
      const newcomers = Array.from({ length: 12 }, (_, index) => `user_new${index}`);
      const users = [...(acmeSeed.users ?? []), ...newcomers.map((id) => ({ id, email: `${id}@acme.test` }))];
      const world = await open({ memberChangesBumpOrganization, seed: { cnap: { ...acmeSeed, users } } });
      const writer = world.writer();

      await Promise.all(
        newcomers.map((id) =>
          writer.write(
            change({ ...ofMember(`id:${id}`), action: "create", after: { id, roles: ["member"] } }),
            context,
          ),
        ),
      );

      expect((await people(world)).filter((each) => each.startsWith("user_new"))).toHaveLength(12);
      expect(writes(world)).toHaveLength(12);
    });
  },
);

describe("members that somebody else changed since the plan", () => {
  it.each([
    ["who joined with another role", { ...addEve, after: { id: "user_alice", roles: ["member"] } }],
    ["whose role is a third one by now", { ...promoteBob, before: { roles: ["owner"] } }],
    ["who left", { ...promoteBob, nativeId: "user_eve" }],
    [
      "who got another role before the removal",
      { ...removeBob, before: { ...removeBob.before, roles: ["admin"] } },
    ],
  ])("are left alone: one %s", async (_, each) => {
    const world = await open();

    const failure = await failureOf(world.writer().write(each, context));

    expect(failure).toMatchObject({ retryable: false, unknownResult: false });
    expect(failure.message).toContain(each.address);
    expect(failure.message).toContain("since the plan was made");
    expect(writes(world)).toEqual([]);
  });

  it("keep the last owner, whatever is asked", async () => {
    const world = await open();
    const ops = { nativeId: "user_ops", ...ofMember("ops@acme.test") };
    const before = { email: "ops@acme.test", roles: ["owner"], status: "active" };

    for (const each of [
      change({ ...ops, action: "delete", before }),
      change({ ...ops, action: "update", before: { roles: ["owner"] }, after: { roles: ["member"] } }),
    ]) {
      expect(await failureOf(world.writer().write(each, context))).toMatchObject({ retryable: false });
    }
    expect(await people(world)).toContain("ops@acme.test owner active");
  });

  it("are no user at all", async () => {
    const world = await open();
    const nobody = { ...addEve, after: { id: "user_nobody", roles: ["admin"] } };

    expect(await failureOf(world.writer().write(nobody, context))).toMatchObject({ status: 400 });
  });

  it("are changed by owners only", async () => {
    const world = await open({ token: "alice-token" });

    expect(await failureOf(world.writer().write(promoteBob, context))).toMatchObject({ status: 403 });
  });
});
