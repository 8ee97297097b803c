import { describe, expect, it } from "vitest";
import { invitePia, ofMember, promoteNina, removeNina, renewOlaf } from "./changes.ts";
import { byHand } from "./hand.ts";
import { change, context, control, failureOf, openings, people, readAcme, twice, writes } from "./world.ts";

const open = openings();

describe("invitations", () => {
  it("are sent with their role, and with one mail however often they are written", async () => {
    const world = await open();

    await twice(world, invitePia);

    expect(await people(world)).toContain("Pia@acme.test admin invited");
    expect(writes(world)).toEqual(["POST /organizations/org_acme/invitations"]);
  });

  it("tell their id", async () => {
    const world = await open();

    const { id } = await world.writer().write(invitePia, context);

    const { members } = await readAcme(world);
    expect(members.find(({ email }) => email === "Pia@acme.test")?.id).toBe(id);
  });

  it("were accepted before they were written again", async () => {
    const world = await open();
    await world.writer().write(invitePia, context);
    await control(world, "invitations/accept", { email: "pia@acme.test" });

    await world.writer().write(invitePia, context);

    expect(await people(world)).toContain("Pia@acme.test admin active");
  });

  it.each([
    ["another role is pending", { ...invitePia, after: { email: "Nina@acme.test", roles: ["owner"] } }],
    [
      "they are a member with another one",
      { ...invitePia, after: { email: "bob@acme.test", roles: ["owner"] } },
    ],
  ])("are not taken for sent where %s", async (_, each) => {
    const world = await open();

    expect((await failureOf(world.writer().write(each, context))).message).toContain(
      "since the plan was made",
    );
  });

  it("get another role by another invitation", async () => {
    const world = await open();

    await twice(world, promoteNina);

    const all = await people(world);
    expect(all.filter((each) => each.startsWith("nina"))).toEqual(["nina@acme.test admin invited"]);
    expect(writes(world)).toEqual([
      "DELETE /organizations/org_acme/invitations/orgi_nina",
      "POST /organizations/org_acme/invitations",
    ]);
  });

  it("are sent again when they ran out", async () => {
    const world = await open();

    await twice(world, renewOlaf);

    const all = await people(world);
    expect(all.filter((each) => each.startsWith("olaf"))).toEqual(["olaf@acme.test member invited"]);
  });

  it("are taken back", async () => {
    const world = await open();

    await world.writer().write(removeNina, context);
    await world.writer().write(removeNina, context);

    expect((await people(world)).join()).not.toContain("nina");
  });

  it("are taken back when they are stale, even of somebody who is a member by now", async () => {
    const world = await open();
    await control(world, "invitations/accept", { email: "nina@acme.test" });
    const stale = { ...removeNina, reason: "invitation-stale" } as const;

    await world.writer().write(stale, context);

    expect(await people(world)).toContain("nina@acme.test member active");
  });

  it.each([
    ["taken back", removeNina],
    ["given another role", promoteNina],
  ])("that were accepted meanwhile are not %s", async (_, each) => {
    const world = await open();
    await control(world, "invitations/accept", { email: "nina@acme.test" });

    const { message } = await failureOf(world.writer().write(each, context));

    expect(message).toContain("has accepted the invitation since the plan was made");
    expect(await people(world)).toContain("nina@acme.test member active");
  });

  it("of somebody else's that stand in the way are named", async () => {
    const world = await open();
    const olaf = { ...renewOlaf, after: { ...renewOlaf.after, roles: ["admin"], email: "nina@acme.test" } };

    const { message } = await failureOf(world.writer().write(olaf, context));

    expect(message).toContain("was invited as member");
    expect(writes(world)).toEqual([]);
  });

  it("that ran out and were sent again by somebody are not taken back", async () => {
    const world = await open();
    await byHand(world, "POST", "/organizations/org_acme/invitations/orgi_olaf/resend");
    const stale = change({
      ...ofMember("olaf@acme.test"),
      action: "delete",
      reason: "invitation-stale",
      nativeId: "orgi_olaf",
      before: { email: "olaf@acme.test", roles: ["member"], status: "expired" },
    });

    const { message } = await failureOf(world.writer().write(stale, context));

    expect(message).toContain("was invited again by somebody else since the plan was made");
    expect(await people(world)).toContain("olaf@acme.test member invited");
  });

  it("that ran out are taken back", async () => {
    const world = await open();
    const before = { email: "olaf@acme.test", roles: ["member"], status: "expired" };
    const stale = { ...removeNina, ...ofMember("olaf@acme.test"), nativeId: "orgi_olaf", before };

    await world.writer().write(stale, context);
    await world.writer().write(stale, context);

    expect((await people(world)).join()).not.toContain("olaf");
  });

  it("are not sent to who accepted one at another of their addresses", async () => {
    const world = await open();
    await control(world, "invitations/accept", { email: "nina@acme.test" });
    const other = {
      ...promoteNina,
      ...ofMember("n.new@acme.test"),
      account: "Nina@acme.test",
      after: { email: "n.new@acme.test", roles: ["admin"] },
    };

    const { message } = await failureOf(world.writer().write(other, context));

    expect(message).toContain("has accepted the invitation since the plan was made");
    expect(writes(world)).toEqual([]);
  });

  it("are not sent a second time to who was invited as wished at another of their addresses", async () => {
    const world = await open();
    const other = {
      ...renewOlaf,
      ...ofMember("n.new@acme.test"),
      account: "nina@acme.test",
      after: { email: "n.new@acme.test", roles: ["member"], status: "invited" },
    };

    expect(await world.writer().write(other, context)).toEqual({ id: "orgi_nina" });

    expect((await people(world)).join()).not.toContain("n.new");
  });

  it("that are refused once the earlier one is cancelled say so", async () => {
    const world = await open({ token: "alice-token", ownersAboveAdmins: true });
    const nina = { ...promoteNina, after: { email: "nina@acme.test", roles: ["owner"] } };

    const failure = await failureOf(world.writer().write(nina, context));

    expect(failure).toMatchObject({ status: 403, retryable: false, unknownResult: false });
    expect(failure.message).toContain("the earlier invitation was cancelled, and the new one as owner");
    expect(failure.message).toContain("Only an owner may handle owners");
    expect((await people(world)).join()).not.toContain("nina");
  });

  it("that ran out make room, where CNAP lets them stand and where it does not", async () => {
    for (const expiredInvitations of ["standing", "replaced"] as const) {
      const world = await open({ expiredInvitations });

      await world.writer().write(renewOlaf, context);

      const all = await people(world);
      expect(all.filter((each) => each.startsWith("olaf"))).toEqual(["olaf@acme.test member invited"]);
    }
  });
});
