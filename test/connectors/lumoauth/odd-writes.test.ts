/** Servers that are not quite as inferred: what they pass over, leave pending, or answer otherwise. */
import { afterEach, describe, expect, it } from "vitest";
import type { Reply } from "../../../src/model/connector.ts";
import { ConnectorError } from "../../../src/model/errors.ts";
import {
  type Alter,
  acmeOf,
  acmeSeed,
  change,
  context,
  type Opened,
  openLumoAuth,
  readAcme,
  type WorldOptions,
} from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: WorldOptions): Promise<Opened> {
  const world = await openLumoAuth(options);
  opened.push(world);
  return world;
}

type Row = Readonly<Record<string, unknown>>;

/** Changes what single things are answered with. */
function answering(method: string, path: RegExp, row: (row: Row) => Row): Alter {
  return async (request, pass) => {
    const reply = await pass();
    if (request.method !== method || !path.test(request.path)) return reply;
    const { data } = reply.body as { readonly data: Row };
    return { ...reply, body: { data: row(data) } };
  };
}

const addNora = change({
  address: "acme/member/nora@acme.test",
  kind: "member",
  action: "create",
  after: { id: "u_nora", email: "nora@acme.test", roles: ["viewer"] },
});
const invitePia = change({
  address: "acme/member/new@acme.test",
  kind: "member",
  action: "create",
  after: { email: "new@acme.test", roles: ["viewer"] },
});

describe("a field that the server passes over", () => {
  const update = (
    address: string,
    kind: "organization" | "role" | "member",
    nativeId: string,
    after: object,
  ) => change({ address, kind, action: "update", nativeId, after: after as never });

  it.each([
    [
      "a new member's role",
      addNora,
      answering("POST", /members$/, (row) => ({ ...row, role: { id: 2, slug: "member" } })),
      "roleId",
    ],
    [
      "an invitation's role",
      invitePia,
      answering("POST", /invitations$/, (row) => ({ ...row, role: null })),
      "roleId",
    ],
    [
      "a member's status",
      update("acme/member/mia@acme.test", "member", "u_mia", { status: "suspended" }),
      answering("PATCH", /u_mia$/, (row) => ({ ...row, status: "active" })),
      "status",
    ],
    [
      "a role's description",
      update("acme/role/viewer", "role", "3", { description: "New" }),
      answering("PATCH", /roles\/3$/, (row) => ({ ...row, description: "Read only" })),
      "description",
    ],
    [
      "an organization's slug and logo",
      update("acme/organization", "organization", "org_acme", {
        slug: "new",
        "branding.logoUrl": "https://x.test/l.png",
      }),
      answering("PATCH", /org_acme$/, (row) => ({ ...row, slug: "acme", logoUrl: null })),
      "slug, logoUrl",
    ],
  ])("is said to be: %s", async (_, each, alter, fields) => {
    const world = await open({ alter });

    await expect(world.writer().write(each, context)).rejects.toMatchObject({
      name: "ConnectorError",
      message: expect.stringMatching(new RegExp(`passed over ${fields}$`)),
      retryable: false,
      unknownResult: true,
      requestId: expect.any(String),
    });
  });

  it("is none when a text is taken away and told as empty", async () => {
    const alter = answering("PATCH", /org_acme$/, ({ description: _, ...row }) => ({ ...row, logoUrl: "" }));
    const world = await open({ alter });
    const clear = update("acme/organization", "organization", "org_acme", {
      description: null,
      "branding.logoUrl": null,
    });

    expect(await world.writer().write(clear, context)).toEqual({});
  });
});

describe("a write that is answered with something unknown", () => {
  it.each<[string, Partial<Reply>]>([
    ["nothing", { status: 204, body: undefined }],
    ["a text", { body: "done" }],
    ["a bare row", { body: { id: "org_x", slug: "x", name: "X" } }],
    ["a row without its id", { body: { data: { slug: "x", name: "X" } } }],
  ])("has an unknown result: %s", async (_, answer) => {
    const alter: Alter = async (request, pass) => {
      const reply = await pass();
      return request.method === "POST" ? { ...reply, ...answer } : reply;
    };
    const world = await open({ alter });
    const create = change({
      address: "x/organization",
      kind: "organization",
      action: "create",
      after: { slug: "x", displayName: "X" },
    });

    await expect(world.writer().write(create, context)).rejects.toMatchObject({
      unknownResult: true,
      retryable: false,
      requestId: expect.any(String),
    });
    expect(await world.writer().write(create, context)).toMatchObject({ id: expect.any(String) });
    expect(
      world.sandbox.state().lumoauth.tenants[0]?.organizations.filter(({ slug }) => slug === "x"),
    ).toHaveLength(1);
  });

  it("is done where there is nothing to tell, with a message or without", async () => {
    const alter: Alter = async (request, pass) => {
      const reply = await pass();
      return request.method === "DELETE" ? { ...reply, status: 204, body: undefined } : reply;
    };
    const world = await open({ alter });
    const removal = change({
      address: "acme/member/mia@acme.test",
      kind: "member",
      action: "delete",
      nativeId: "u_mia",
      before: { status: "active" },
    });

    expect(await world.writer().write(removal, context)).toEqual({});
  });
});

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
      nativeId: "1",
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

    expect(await pia(world)).toMatchObject([{ id: "1", status: "invited", expiresAt: past }]);
  });

  it("is sent again, once", async () => {
    const world = await open({ alter: overdue(true) });

    expect(await world.writer().write(again("viewer"), context)).toEqual({ id: "1" });
    expect(await world.writer().write(again("viewer"), context)).toEqual({ id: "1" });

    expect(sentBy(world)).toEqual(["POST /invitations/1/resend"]);
  });

  it("is made anew where sending it again does not make it run", async () => {
    const world = await open({ alter: overdue(false) });

    const { id } = await world.writer().write(again("viewer"), context);
    expect(await world.writer().write(again("viewer"), context)).toEqual({ id });

    expect(sentBy(world)).toEqual([
      "POST /invitations/1/resend",
      "DELETE /invitations/1",
      "POST /invitations",
    ]);
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

describe("a refusal that means something else", () => {
  const refusing =
    (method: string, path: RegExp, status: number, body: object): Alter =>
    async (request, pass) => {
      if (request.method !== method || !path.test(request.path)) return await pass();
      throw new ConnectorError(`${method} answered ${status}`, {
        status,
        retryable: false,
        requestId: "req_9",
        body,
      });
    };
  const said = { error: true, message: "no seats left", status: 0, code: "validation_error" };

  it.each([
    ["an invitation", invitePia, /invitations$/, 400],
    ["an invitation", invitePia, /invitations$/, 422],
    ["an invitation", invitePia, /invitations$/, 409],
  ])("is repeated behind the words: %s, %#", async (_, each, path, status) => {
    const world = await open({ alter: refusing("POST", path, status, said) });

    await expect(world.writer().write(each, context)).rejects.toMatchObject({
      status,
      requestId: "req_9",
      message: expect.stringContaining("LumoAuth says: no seats left"),
    });
  });

  it("is thrown as it is where nothing is known of it", async () => {
    for (const status of [403, 409, 422, 500]) {
      const world = await open({ alter: refusing("POST", /members$/, status, said) });
      await expect(world.writer().write(addNora, context)).rejects.toMatchObject({
        status,
        requestId: "req_9",
      });
    }
  });

  it("is no deletion where the tenant is not there", async () => {
    const gone = { error: true, message: "Tenant not found", status: 404, code: "tenant_not_found" };
    const world = await open({ alter: refusing("DELETE", /./, 404, gone) });
    const removal = change({
      address: "acme/organization",
      kind: "organization",
      action: "delete",
      nativeId: "org_acme",
    });

    await expect(world.writer().write(removal, context)).rejects.toMatchObject({ status: 404 });
  });

  it("says of a role that is kept that nobody seems to hold it", async () => {
    const world = await open({ alter: refusing("DELETE", /roles/, 422, {}) });
    const removal = change({ address: "acme/role/spare", kind: "role", action: "delete", nativeId: "4" });

    await expect(world.writer().write(removal, context)).rejects.toThrow("nobody seems to hold it");
  });

  it("names the first of many who hold a role", async () => {
    const [tenant] = acmeSeed.tenants ?? [];
    const [acme] = tenant?.organizations ?? [];
    const members = Array.from({ length: 8 }, (_, index) => ({
      user: `m${index}@acme.test`,
      role: "viewer",
    }));
    const organizations = [{ ...acme, name: "Acme", members, invitations: [] }];
    const seed = { lumoauth: { tenants: [{ ...tenant, slug: "acme-corp", organizations }] } };
    const world = await open({ seed });
    const removal = change({ address: "acme/role/viewer", kind: "role", action: "delete", nativeId: "3" });

    await expect(world.writer().write(removal, context)).rejects.toThrow(
      /m0@acme\.test, .*m4@acme\.test and 3 more/,
    );
  });
});

describe("a list that could not be read while writing", () => {
  it("is read again for the next change", async () => {
    let broken = true;
    const alter: Alter = async (request, pass) => {
      if (request.method === "GET" && request.path.endsWith("/roles") && broken) {
        broken = false;
        throw new ConnectorError("GET roles got no whole answer", { retryable: true });
      }
      return await pass();
    };
    const world = await open({ alter });
    const writer = world.writer();

    await expect(writer.write(addNora, context)).rejects.toThrow("no whole answer");

    expect(await writer.write(addNora, context)).toEqual({ id: "u_nora" });
  });
});
