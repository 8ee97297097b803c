import { afterEach, describe, expect, it } from "vitest";
import type { Answered } from "../proxy.ts";
import { type Opened, openCantila, type WorldOptions } from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

/** A world whose answers to one GET are other ones. */
async function altered(
  path: string,
  change: (answer: Answered, actAs: string | undefined) => Answered,
  options: WorldOptions = {},
): Promise<Opened> {
  const world = await openCantila({
    lawless: true,
    ...options,
    alter: async (request, pass) => {
      const answer = await pass();
      return request.method === "GET" && request.path === path
        ? change(answer, request.headers["x-cantila-act-as"]?.toString())
        : answer;
    },
  });
  opened.push(world);
  return world;
}

const key = (slug: string) => ({ slug, previousSlugs: [] });
const body = ({ body: told }: Answered) => told as Record<string, never>;

describe("an account that is asked for", () => {
  it("is never another one, where the act-as header is lost on the way", async () => {
    const world = await openCantila({
      lawless: true,
      alter: (_, pass) => pass({ headers: { "x-cantila-act-as": "agency" } }),
    });
    opened.push(world);

    await expect(world.reader().find(key("acme"))).rejects.toThrow(/asked for acme and answered for agency/);
    await expect(world.reader().find({ id: "acc_acme", previousSlugs: [] })).rejects.toThrow(/acc_agency/);
    await expect(
      world.reader().read({ kind: "organization", id: "acc_acme", attributes: {} }),
    ).rejects.toThrow(/act-as header was not followed/);
  });

  it.each([
    ["the framework's 404", { message: "Route GET:/v1 not found", error: "Not Found", statusCode: 404 }],
    ["a 404 of something in between", undefined],
    ["a 404 in another shape", { ok: false }],
  ])("is not taken for missing by %s", async (_, told) => {
    const { reader } = await altered("/accounts/me", () => ({
      status: 404,
      ...(told === undefined ? {} : { body: told }),
    }));

    await expect(reader().find(key("nobody"))).rejects.toMatchObject({ status: 404 });
  });

  it.each([{}, { id: "acc_acme", name: "Acme" }, [], "acme", null, { id: 1, name: "Acme", handle: "acme" }])(
    "is refused when it is %j",
    async (told) => {
      const { reader } = await altered("/accounts/me", () => ({ status: 200, body: told }));

      await expect(reader().find(key("acme"))).rejects.toThrow(/GET \/accounts\/me answered/);
    },
  );

  it("has colors in six small digits, and no empty texts", async () => {
    const { organization } = await altered("/accounts/me", (answer) => ({
      status: 200,
      body: { ...body(answer), brandPrimaryColor: "#0B5", brandDisplayName: "", brandAccentColor: null },
    }));

    expect((await organization()).attributes).toMatchObject({
      "branding.primaryColor": "#00bb55",
      "branding.displayName": null,
      "branding.accentColor": null,
    });
  });
});

describe("a list", () => {
  const rows = (name: string, change: (rows: readonly object[]) => unknown) => (answer: Answered) => ({
    status: 200,
    body: { [name]: change(body(answer)[name] ?? []) },
  });

  it.each([
    ["members", "/team/members"],
    ["invites", "/invites"],
  ])("of %s with a row that comes twice is refused", async (name, path) => {
    const { live } = await altered(
      path,
      rows(name, (all) => [...all, ...all.slice(0, 1)]),
    );

    await expect(live()).rejects.toThrow(/incomplete/);
  });

  it.each([
    ["members", "/team/members"],
    ["invites", "/invites"],
  ])("of %s of another account is refused", async (name, path) => {
    const { live } = await altered(
      path,
      rows(name, (all) => all.map((row) => ({ ...row, accountId: "acc_bolt" }))),
    );

    await expect(live()).rejects.toThrow(/asked for acc_acme and answered for acc_bolt/);
  });

  it.each([
    ["without itself", () => ({})],
    ["as a bare list", () => []],
    [
      "with an unknown role",
      (all: readonly object[]) => ({ members: all.map((row) => ({ ...row, role: "boss" })) }),
    ],
    [
      "without an id",
      (all: readonly object[]) => ({ members: all.map((row) => ({ ...row, id: undefined })) }),
    ],
    ["that is null", () => ({ members: null })],
  ])("of members %s is refused, and says the request's id", async (_, change) => {
    const { live } = await altered("/team/members", (answer) => ({
      status: 200,
      headers: { "x-request-id": "req_7" },
      body: change(body(answer)["members"] ?? []),
    }));

    await expect(live()).rejects.toMatchObject({ name: "ConnectorError", requestId: "req_7" });
  });

  it("of invitations with an unknown status, or a time that is none, is refused", async () => {
    for (const wrong of [{ status: "sleeping" }, { expiresAt: "soon" }]) {
      const { live } = await altered(
        "/invites",
        rows("invites", (all) => all.map((row) => ({ ...row, ...wrong }))),
      );

      await expect(live()).rejects.toMatchObject({ name: "ConnectorError" });
    }
  });

  it("of accounts that repeats one is refused", async () => {
    const { reader } = await altered(
      "/accounts/sub",
      rows("accounts", (all) => [...all, ...all]),
    );

    await expect(reader().organizations()).rejects.toThrow(/incomplete/);
  });

  it("of members may hold people of the parent account, who have no membership here", async () => {
    const inherited = {
      id: "mem_sub:olga",
      accountId: "acc_agency",
      email: "olga@agency.test",
      role: "owner",
    };
    const { live } = await altered(
      "/team/members",
      rows("members", (all) => [...all, inherited]),
    );

    expect(JSON.stringify(await live())).not.toContain("olga@agency.test");
  });

  it("of invitations holds what became of old ones, which is history", async () => {
    const { live } = await altered(
      "/invites",
      rows("invites", (all) =>
        all.map((row, index) => ({ ...row, status: index === 0 ? "expired" : "accepted" })),
      ),
    );

    expect((await live()).members.map(({ status }) => status)).toEqual(["active", "active"]);
  });
});

describe("whose the credential is", () => {
  it("stays open where a person has no e-mail: then it is not nobody, and not guessed", async () => {
    const { live } = await altered("/me", (answer) => ({
      status: 200,
      body: { ...body(answer), user: { id: "u" } },
    }));

    const { selfIsNobody, members } = await live();

    expect(selfIsNobody).toBeUndefined();
    expect(members.some(({ protection }) => protection === "self")).toBe(false);
  });

  it("is an error where no account is told", async () => {
    const { reader } = await altered("/me", () => ({ status: 200, body: { authenticated: true } }));

    await expect(reader().organizations()).rejects.toThrow(/credential's account/);
  });
});

describe("the dialect", () => {
  it.each([
    [403, { error: "no" }],
    [404, undefined],
    [404, { page: "not found" }],
    [500, { statusCode: 500, error: "Internal Server Error", message: "boom" }],
  ])("is no guess where neither answers: %d %j", async (status, told) => {
    const { reader } = await altered("/accounts/me/branding", () => ({
      status,
      ...(told === undefined ? {} : { body: told }),
    }));

    await expect(reader().dialect?.()).rejects.toMatchObject({ status });
  });
});

describe("the activity", () => {
  const events = (count: number) => ({
    events: Array.from({ length: count }, (_, index) => ({
      id: `evt_${index}`,
      kind: "invite.created",
      title: "Invited",
      detail: index % 2 === 0 ? `p${index}@acme.test` : null,
      actorAccountId: "acc_agency",
      at: new Date(1_000_000 - index * 1000).toISOString(),
    })),
  });
  const since = (ms: number) => new Date(ms).toISOString();

  it("is told oldest first, with who did it to what", async () => {
    const { reader, organization } = await altered("/activity", () => ({ status: 200, body: events(3) }));

    expect(await reader().history?.(await organization(), since(998_000))).toEqual([
      { at: since(998_000), actor: "acc_agency", action: "invite.created", target: "Invited: p2@acme.test" },
      { at: since(999_000), actor: "acc_agency", action: "invite.created", target: "Invited" },
      {
        at: since(1_000_000),
        actor: "acc_agency",
        action: "invite.created",
        target: "Invited: p0@acme.test",
      },
    ]);
  });

  it("is an error where the most that Cantila tells does not reach back far enough", async () => {
    const { reader, organization } = await altered("/activity", () => ({ status: 200, body: events(500) }));
    const found = await organization();

    await expect(reader().history?.(found, since(0))).rejects.toThrow(/incomplete/);
    expect(await reader().history?.(found, since(900_000))).toHaveLength(101);
    expect(await reader().history?.(found, since(501_000))).toHaveLength(500);
  });

  it("with a time that is none is refused", async () => {
    const { reader, organization } = await altered("/activity", () => ({
      status: 200,
      body: { events: [{ id: "e", kind: "k", at: "yesterday" }] },
    }));

    await expect(reader().history?.(await organization(), since(0))).rejects.toThrow(/yesterday/);
  });
});
