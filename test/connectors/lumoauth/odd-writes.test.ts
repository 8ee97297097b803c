/** Servers that are not quite as inferred: what they pass over, leave pending, or answer otherwise. */
import { describe, expect, it } from "vitest";
import type { Reply } from "../../../src/model/connector.ts";
import { ConnectorError } from "../../../src/model/errors.ts";
import { openings } from "./stage.ts";
import { type Alter, acmeSeed, change, context } from "./world.ts";

const open = openings();

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
