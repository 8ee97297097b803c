import { describe, expect, it } from "vitest";
import { mails, member, openings, pia, twice } from "./stage.ts";
import { accept, acmeOf, context, readAcme } from "./world.ts";

const open = openings();

describe.each(["refused", "allowed"] as const)(
  "an invitation, a second one being %s",
  (duplicateInvitations) => {
    const invite = member({
      email: "new@acme.test",
      action: "create",
      after: { email: "New@acme.test", roles: ["viewer"] },
    });

    it("is sent once, however often it is written", async () => {
      const world = await open({ duplicateInvitations });

      await twice(world, invite);

      const { members } = await readAcme(world);
      expect(members.filter(({ email }) => email === "New@acme.test")).toMatchObject([
        { roles: ["viewer"], status: "invited" },
      ]);
      expect(mails(world)).toBe(1);
    });

    it("is sent once although the first answer was lost", async () => {
      const world = await open({ duplicateInvitations, faults: "reset-after@1=POST:/invitations" });

      await expect(world.writer().write(invite, context)).rejects.toMatchObject({ unknownResult: true });
      await world.writer().write(invite, context);

      expect(acmeOf(world.sandbox).invitations.filter(({ email }) => /new@/i.test(email))).toHaveLength(1);
    });

    it("with another role is not overwritten by who did not see it", async () => {
      const world = await open({ duplicateInvitations });
      const other = member({ action: "create", after: { email: "pia@acme.test", roles: ["owner"] } });

      await expect(world.writer().write(other, context)).rejects.toMatchObject({
        status: 409,
        message: expect.stringContaining("has been invited with another role since the plan was made"),
      });
      expect(mails(world)).toBe(0);
    });

    it("that shall say another role is made anew, with one mail", async () => {
      const world = await open({ duplicateInvitations });
      const renewed = member({
        nativeId: "invitation 1",
        before: { roles: ["viewer"] },
        after: { email: "pia@acme.test", roles: ["member"] },
      });

      await twice(world, renewed);

      expect((await readAcme(world)).members.filter(({ email }) => email === "pia@acme.test")).toMatchObject([
        { roles: ["member"], status: "invited" },
      ]);
      expect(mails(world)).toBe(1);
    });

    it("that is expired by its status is followed by another one", async () => {
      const world = await open({ duplicateInvitations });
      const again = member({
        email: "late@acme.test",
        reason: "invitation-expired",
        nativeId: "invitation 2",
        before: { roles: [], status: "expired" },
        after: { email: "late@acme.test", roles: ["viewer"], status: "invited" },
      });

      await twice(world, again);

      expect((await readAcme(world)).members.filter(({ email }) => email === "late@acme.test")).toMatchObject(
        [{ roles: ["viewer"], status: "invited" }],
      );
      expect(mails(world)).toBe(1);
    });

    it("can follow one that was taken back in the same apply, with another role", async () => {
      const world = await open({ duplicateInvitations });
      const writer = world.writer();
      const after = { email: "pia@acme.test", roles: ["member"] };

      await writer.write(member({ action: "delete", nativeId: "invitation 1", before: pia }), context);
      await writer.write(member({ action: "create", after }), context);

      expect((await readAcme(world)).members.filter(({ email }) => email === "pia@acme.test")).toMatchObject([
        { roles: ["member"], status: "invited" },
      ]);
    });

    it("is taken back", async () => {
      const world = await open({ duplicateInvitations });

      await twice(world, member({ action: "delete", nativeId: "invitation 1", before: pia }));

      expect(acmeOf(world.sandbox).invitations.find(({ id }) => id === 1)?.status).toBe("revoked");
      expect((await readAcme(world)).members.map(({ id }) => id)).not.toContain("invitation 1");
    });
  },
);

describe("an invitation", () => {
  const stale = {
    action: "delete",
    nativeId: "invitation 1",
    before: pia,
    reason: "invitation-stale",
  } as const;
  const again = member({ reason: "invitation-expired", nativeId: "invitation 1", before: pia, after: pia });

  it("that was accepted since the plan is a member, and neither taken back nor renewed", async () => {
    const world = await open();
    await accept(world.sandbox, "pia@acme.test");

    for (const each of [member({ action: "delete", nativeId: "invitation 1", before: pia }), again]) {
      await expect(world.writer().write(each, context)).rejects.toThrow(
        "has accepted the invitation since the plan",
      );
    }
    expect(await world.writer().write(member(stale), context)).toEqual({});
    expect(world.sandbox.requests().every(({ method }) => method === "GET")).toBe(true);
  });

  it("of somebody who accepted and left is over", async () => {
    const world = await open();
    const [left] = acmeOf(world.sandbox).invitations.filter(({ status }) => status === "accepted");
    await world
      .writer()
      .write(
        member({ email: "mia@acme.test", action: "delete", nativeId: "u_mia", before: { status: "active" } }),
        context,
      );

    const removal = member({
      email: "mia@acme.test",
      action: "delete",
      nativeId: `invitation ${left?.id}`,
      before: pia,
    });
    expect(await world.writer().write(removal, context)).toEqual({});
  });

  it("of an unknown id or one that is over is gone already", async () => {
    const world = await open();

    for (const nativeId of ["invitation 2", "invitation 3", "invitation 999"]) {
      await world.writer().write(member({ ...stale, nativeId }), context);
    }

    expect(world.sandbox.requests().every(({ method }) => method === "GET")).toBe(true);
  });

  it("to a member is done when the role is the same, and somebody else's doing when it is not", async () => {
    const world = await open();
    const mia = (role: string) =>
      member({ email: "mia@acme.test", action: "create", after: { email: "mia@acme.test", roles: [role] } });

    expect(await world.writer().write(mia("member"), context)).toEqual({ id: "u_mia" });
    await expect(world.writer().write(mia("viewer"), context)).rejects.toMatchObject({
      moved: true,
      message: expect.stringContaining("has joined as member (active) since the plan was made"),
    });
    expect(mails(world)).toBe(0);
  });
});
