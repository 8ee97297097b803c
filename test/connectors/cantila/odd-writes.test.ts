import { afterEach, describe, expect, it } from "vitest";
import type { Alter, Answered, Passing } from "../proxy.ts";
import { change, context, lookBefore, type Opened, openCantila, type WorldOptions } from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(alter: Alter, options: WorldOptions = {}): Promise<Opened> {
  const world = await openCantila({ lawless: true, ...options, alter });
  opened.push(world);
  return world;
}

/** Answers to one kind of write that are other ones, after it was done. */
const answering =
  (method: string, path: RegExp, alter: (answer: Answered, request: Passing) => Answered): Alter =>
  async (request, pass) => {
    const answer = await pass();
    return request.method === method && path.test(request.path) ? alter(answer, request) : answer;
  };

const invitePia = change({
  address: "acme/member/pia@acme.test",
  kind: "member",
  action: "create",
  after: { email: "pia@acme.test", roles: ["admin"] },
});
const look = (attributes: Record<string, string | null>) =>
  change({
    address: "acme/organization",
    kind: "organization",
    action: "update",
    nativeId: "acc_acme",
    before: lookBefore("acme", attributes),
    after: attributes,
  });
const create = change({
  address: "corner/organization",
  kind: "organization",
  action: "create",
  after: { slug: "corner", displayName: "Corner", parent: "agency" },
});
const told = ({ body }: Answered) => body as Record<string, object>;

describe("success that proves nothing", () => {
  it("is an error where the look stays as it was, though Cantila answers 200", async () => {
    const world = await open(async (request, pass) =>
      request.method === "PATCH"
        ? { ...(await pass()), body: { id: "acc_acme", name: "Acme", handle: "acme" } }
        : await pass(),
    );

    await expect(world.writer().write(look({ "branding.displayName": "New" }), context)).rejects.toThrow(
      /branding\.displayName is still another/,
    );
  });

  it("is an error where another account answers", async () => {
    const world = await open(
      answering("PATCH", /branding$/, (answer) => ({ ...answer, body: { ...told(answer), id: "acc_bolt" } })),
    );

    await expect(
      world.writer().write(look({ "branding.displayName": "New" }), context),
    ).rejects.toMatchObject({
      unknownResult: true,
    });
  });

  it("is an error where the documented look stays as it was", async () => {
    const world = await open(
      async (request, pass) => (request.method === "PUT" ? { status: 200, body: {} } : await pass()),
      { speaks: "documented", connection: { dialect: "documented" } },
    );

    await expect(world.writer().write(look({ "branding.displayName": "New" }), context)).rejects.toThrow(
      /still another/,
    );
  });

  it("is believed where the server writes a color its own way", async () => {
    const world = await open(
      answering("PATCH", /branding$/, (answer) => ({
        ...answer,
        body: { ...told(answer), brandPrimaryColor: "#AABBCC" },
      })),
    );

    await expect(
      world.writer().write(look({ "branding.primaryColor": "#aabbcc" }), context),
    ).resolves.toEqual({});
  });

  it("is an error where a member keeps the role", async () => {
    const world = await open(async (request, pass) =>
      request.method === "PATCH"
        ? { status: 200, body: { id: "mem_bob", email: "bob@acme.test", role: "developer" } }
        : await pass(),
    );
    const promotion = change({
      address: "acme/member/bob@acme.test",
      kind: "member",
      action: "update",
      nativeId: "mem_bob",
      before: { roles: ["developer"] },
      after: { roles: ["admin"] },
    });

    await expect(world.writer().write(promotion, context)).rejects.toMatchObject({ unknownResult: true });
  });

  it("is an error where a sub-account is another one, or below another one", async () => {
    for (const wrong of [{ handle: "korner" }, { parentAccountId: "acc_stranger" }]) {
      const world = await open(
        answering("POST", /sub$/, (answer) => ({
          ...answer,
          body: { ...told(answer), account: { ...told(answer)["account"], ...wrong } },
        })),
      );

      await expect(world.writer().write(create, context)).rejects.toMatchObject({ unknownResult: true });
    }
  });
});

describe("an invitation", () => {
  it.each([
    ["that is none", () => ({})],
    [
      "for somebody else",
      (answer: Answered) => ({ ...told(answer), invite: { ...told(answer)["invite"], email: "x@x.test" } }),
    ],
    [
      "with another role",
      (answer: Answered) => ({ ...told(answer), invite: { ...told(answer)["invite"], role: "owner" } }),
    ],
    [
      "into another account",
      (answer: Answered) => ({
        ...told(answer),
        invite: { ...told(answer)["invite"], accountId: "acc_bolt" },
      }),
    ],
  ])("%s counts as unknown, is taken back, and tells no token", async (_, body) => {
    const world = await open(
      answering("POST", /^\/invites$/, (answer) => ({ status: 201, body: body(answer) })),
    );

    const error: unknown = await world
      .writer()
      .write(invitePia, context)
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: "ConnectorError", unknownResult: true });
    expect(JSON.stringify(error) + String(error)).not.toContain("cti_");
    expect((await world.live()).members.map(({ email }) => email)).not.toContain("pia@acme.test");
  });

  it("whose answer is lost is taken back, so that the next run hands out a token", async () => {
    const world = await open((_, pass) => pass(), { faults: "reset-after@1=POST:/invites" });

    await expect(world.writer().write(invitePia, context)).rejects.toMatchObject({ unknownResult: true });
    expect((await world.live()).members.map(({ email }) => email)).not.toContain("pia@acme.test");

    const written = await world.writer().write(invitePia, context);

    expect(written.secret).toMatch(/^cti_/);
    expect((await world.live()).members.filter(({ email }) => email === "pia@acme.test")).toHaveLength(1);
  });

  it("whose answer is lost stays where Cantila mails it, and is found done", async () => {
    const world = await open((_, pass) => pass(), {
      faults: "reset-after@1=POST:/invites",
      speaks: "documented",
      connection: { dialect: "documented" },
    });

    await expect(world.writer().write(invitePia, context)).rejects.toMatchObject({ unknownResult: true });
    await world.writer().write(invitePia, context);

    expect(world.writes()).toEqual(["POST /invites"]);
  });

  it("that somebody else made just now with the same role is found done", async () => {
    let raced = false;
    const world = await open(async (request, pass) => {
      if (request.method !== "POST" || raced) return await pass();
      raced = true;
      await pass();
      return await pass();
    });

    expect(await world.writer().write(invitePia, context)).toEqual({ id: expect.any(String) });
    expect((await world.live()).members.filter(({ email }) => email === "pia@acme.test")).toHaveLength(1);
  });

  it("that was revoked meanwhile is not there to be revoked", async () => {
    const world = await open((_, pass) => pass());
    const removal = change({
      address: "acme/member/nina@acme.test",
      kind: "member",
      action: "delete",
      nativeId: "inv_nina",
      before: { email: "nina@acme.test", status: "invited" },
    });
    await world.writer().write(removal, context);

    expect(await world.writer().write(removal, context)).toEqual({});
  });

  it("that says it is pending after it was revoked is an error", async () => {
    const world = await open(
      answering("DELETE", /^\/invites/, (answer) => ({
        ...answer,
        body: { ...told(answer), status: "pending" },
      })),
    );
    const removal = change({
      ...invitePia,
      action: "delete",
      nativeId: "inv_nina",
      before: { status: "invited" },
    });

    await expect(world.writer().write(removal, context)).rejects.toMatchObject({ unknownResult: true });
  });

  it("is refused as Cantila says where nothing explains it", async () => {
    const world = await open(async (request, pass) =>
      request.method === "POST"
        ? { status: 400, body: { error: { formErrors: [], fieldErrors: { email: ["Invalid"] } } } }
        : await pass(),
    );

    await expect(world.writer().write(invitePia, context)).rejects.toMatchObject({
      status: 400,
      message: "POST /invites answered 400: email Invalid",
    });
  });
});

describe("an account that is acted as", () => {
  it("is written nothing to when another one answers", async () => {
    const world = await open((_, pass) => pass({ headers: { "x-cantila-act-as": "agency" } }));

    for (const each of [invitePia, look({ "branding.displayName": "New" })]) {
      await expect(world.writer().write(each, context)).rejects.toThrow(/nothing is written/);
    }
    expect(world.writes()).toEqual([]);
  });

  it("is looked at again after a look that failed", async () => {
    let broken = true;
    const world = await open(async (request, pass) =>
      request.path === "/accounts/me" && broken ? { status: 403, body: { error: "no" } } : await pass(),
    );
    const writer = world.writer();

    await expect(writer.write(invitePia, context)).rejects.toMatchObject({ status: 403 });
    broken = false;
    await expect(writer.write(invitePia, context)).resolves.toMatchObject({ secret: expect.any(String) });
  });
});

describe("a sub-account whose answer is lost", () => {
  it("is found by the next run, without its key", async () => {
    const world = await open((_, pass) => pass(), { faults: "reset-after@1=POST:/accounts/sub" });

    await expect(world.writer().write(create, context)).rejects.toMatchObject({ unknownResult: true });
    expect(await world.writer().write(create, context)).toEqual({ id: "acc_corner" });
    expect(world.sandbox.state().cantila.accounts.filter(({ handle }) => handle === "corner")).toHaveLength(
      1,
    );
  });

  it("tells nothing of its key in an error", async () => {
    const world = await open(
      answering("POST", /sub$/, (answer) => ({ ...answer, body: { ...told(answer), account: {} } })),
    );

    const error: unknown = await world
      .writer()
      .write(create, context)
      .catch((thrown: unknown) => thrown);

    expect(JSON.stringify(error) + String(error)).not.toMatch(/ctk_/);
    expect(error).toMatchObject({ unknownResult: true });
  });
});
