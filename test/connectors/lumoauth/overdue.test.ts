/** A server that leaves an invitation pending when its time is over. */
import { describe, expect, it } from "vitest";
import { ConnectorError } from "../../../src/model/errors.ts";
import { acmeProjects, manifest, olga } from "./acme.ts";
import { openings } from "./stage.ts";
import { type Alter, acmeOf, change, context, type Opened, readAcme, type WorldOptions } from "./world.ts";

const open = openings();
const acme = acmeProjects();
const openAcme = (options: WorldOptions) =>
  acme({
    ...options,
    organization: {
      members: [olga],
      invitations: [{ id: 1, email: "pia@acme.test", role: "viewer" }],
    },
  });

type Row = Readonly<Record<string, unknown>>;

describe("an invitation that stays pending although its time is over", () => {
  const past = "2026-01-01T00:00:00.000Z";

  /** Shows pia's invitation as pending and over, until it was sent again where that makes it run. */
  function overdue(resendHelps: boolean): Alter {
    let sent = false;
    return async (request, pass) => {
      const reply = await pass();
      sent ||= request.path.endsWith("/resend");
      if (request.method !== "GET" || !request.path.endsWith("/invitations")) return reply;
      const body = reply.body as { readonly data: readonly Row[] };
      const over = !(sent && resendHelps);
      const data = body.data.map((row) => (row["id"] === 1 && over ? { ...row, expiresAt: past } : row));
      return { ...reply, body: { ...body, data } };
    };
  }

  const again = (role: string) =>
    change({
      address: "acme/member/pia@acme.test",
      kind: "member",
      action: "update",
      reason: "invitation-expired",
      nativeId: "invitation 1",
      before: { roles: ["viewer"], status: "expired" },
      after: { email: "pia@acme.test", roles: [role], status: "invited" },
    });
  const sentBy = ({ sandbox }: Opened) =>
    sandbox
      .requests()
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path.replace(/.*org_acme/, "")}`);
  const pia = async (world: Opened) =>
    (await readAcme(world)).members.filter(({ email }) => email === "pia@acme.test");

  it("is told with its end, for the engine to judge", async () => {
    const world = await open({ alter: overdue(true) });

    expect(await pia(world)).toMatchObject([{ id: "invitation 1", status: "invited", expiresAt: past }]);
  });

  it("is sent again, once", async () => {
    const world = await open({ alter: overdue(true) });

    expect(await world.writer().write(again("viewer"), context)).toEqual({ id: "invitation 1" });
    expect(await world.writer().write(again("viewer"), context)).toEqual({ id: "invitation 1" });

    expect(sentBy(world)).toEqual(["POST /invitations/1/resend"]);
  });

  it("is sent again once where the list does not tell a new end, however often it is written", async () => {
    const world = await open({ alter: overdue(false) });
    const writer = world.writer();

    for (let count = 0; count < 3; count += 1)
      expect(await writer.write(again("viewer"), context)).toEqual({ id: "invitation 1" });

    expect(sentBy(world)).toEqual(["POST /invitations/1/resend"]);
  });

  it("is sent again once in a whole apply, as planned", async () => {
    const { project, writes } = await openAcme({ alter: overdue(false) });

    const { plan, outcome } = await project.apply(
      manifest("members: [{email: olga@acme.test, role: owner}, {email: pia@acme.test, role: viewer}]"),
    );

    expect(plan.counts.mails).toBe(1);
    expect(outcome.complete).toBe(true);
    expect(writes()).toEqual(["POST /invitations/1/resend 200"]);
  });

  it("is made anew where its end is not told", async () => {
    const untold: Alter = async (request, pass) => {
      const reply = await pass();
      if (request.method !== "GET" || !request.path.endsWith("/invitations")) return reply;
      const body = reply.body as { readonly data: readonly Row[] };
      const data = body.data.map((row) =>
        row["id"] === 1 ? { ...row, expiresAt: null, createdAt: past } : row,
      );
      return { ...reply, body: { ...body, data } };
    };
    const world = await open({ alter: untold });

    const { id } = await world.writer().write(again("viewer"), context);
    expect(await world.writer().write(again("viewer"), context)).toEqual({ id });

    expect(sentBy(world)).toEqual(["DELETE /invitations/1", "POST /invitations"]);
    expect(await pia(world)).toMatchObject([{ id, status: "invited" }]);
  });

  it("is made anew where it shall say another role", async () => {
    const world = await open({ alter: overdue(true) });

    await world.writer().write(again("member"), context);

    expect(sentBy(world)).toEqual(["DELETE /invitations/1", "POST /invitations"]);
    expect(await pia(world)).toMatchObject([{ roles: ["member"], status: "invited" }]);
  });

  it("is made anew where it cannot be sent again", async () => {
    const refuse: Alter = async (request, pass) => {
      if (!request.path.endsWith("/resend")) return await overdue(false)(request, pass);
      throw new ConnectorError("POST …/resend answered 422", { status: 422, retryable: false });
    };
    const world = await open({ alter: refuse });

    await world.writer().write(again("viewer"), context);

    expect(sentBy(world)).toEqual(["DELETE /invitations/1", "POST /invitations"]);
  });

  it("makes way for a new one", async () => {
    const world = await open({ alter: overdue(false) });
    const create = change({ ...again("member"), action: "create", reason: "not-live" });

    await world.writer().write(create, context);

    expect(acmeOf(world.sandbox).invitations.find(({ id }) => id === 1)?.status).toBe("revoked");
    expect(await pia(world)).toMatchObject([{ roles: ["member"], status: "invited" }]);
  });
});
