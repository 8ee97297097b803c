import { describe, expect, it } from "vitest";
import { createApi } from "../../../src/connectors/signalsmith/api.ts";
import type { ConnectionSettings, ReadClient, Reply } from "../../../src/model/connector.ts";

const settings: ConnectionSettings = {
  name: "main",
  system: "signalsmith",
  endpoint: "http://127.0.0.1",
  dialect: "reference-a",
};

/** A client that answers the pages of whatever is asked for. */
function answering(...pages: readonly unknown[]) {
  const asked: unknown[] = [];
  const client: ReadClient = {
    get: (_, options) => {
      const body = pages[asked.length];
      asked.push(options?.query?.["page"]);
      const reply: Reply = { status: 200, body, headers: {}, requestId: "req_7" };
      return Promise.resolve(reply);
    },
  };
  return { api: createApi(settings, client), asked };
}

const workspace = (index: number) => ({ id: `ws_${index}`, name: `W${index}` });
const workspaces = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => workspace(from + index));
const paged = (data: unknown, page: number, total: number, size = 100) => ({
  data,
  pagination: { page, page_size: size, total },
});

describe("a list", () => {
  it.each([
    ["a bare array", [workspaces(0, 3)], 3],
    ["an empty array", [[]], 0],
    ["a page", [paged(workspaces(0, 3), 1, 3)], 3],
    ["a page with null for no rows", [paged(null, 1, 0)], 0],
    ["several pages", [paged(workspaces(0, 100), 1, 150), paged(workspaces(100, 150), 2, 150)], 150],
    [
      "pages that the server keeps smaller",
      [paged(workspaces(0, 2), 1, 3, 2), paged(workspaces(2, 3), 2, 3, 2)],
      3,
    ],
    ["a bare array longer than a page", [workspaces(0, 130)], 130],
    ["a bare array as long as a page", [workspaces(0, 100), []], 100],
    ["a bare array of which the page is not looked at", [workspaces(0, 100), workspaces(0, 100)], 100],
    ["bare pages", [workspaces(0, 100), workspaces(100, 110)], 110],
    ["bare pages of the size that nobody asked for", [workspaces(0, 20), workspaces(20, 23)], 23],
    [
      "a bare array of which the page is not looked at, while a row changes",
      [workspaces(0, 100), [{ id: "ws_0", name: "Renamed" }, ...workspaces(1, 100)]],
      100,
    ],
  ])("is read whole from %s", async (_, pages, count) => {
    const { api, asked } = answering(...pages);

    expect(await api.workspaces()).toHaveLength(count);
    expect(asked).toHaveLength(pages.length);
  });

  it.each([
    ["a page ends early", [paged(workspaces(0, 2), 1, 3)]],
    ["a page has too many rows", [paged(workspaces(0, 3), 1, 2)]],
    ["a later page is empty", [paged(workspaces(0, 100), 1, 150), paged([], 2, 150)]],
    ["the total moves", [paged(workspaces(0, 100), 1, 150), paged(workspaces(100, 151), 2, 151)]],
    [
      "another page comes than was asked for",
      [paged(workspaces(0, 100), 1, 150), paged(workspaces(0, 50), 1, 150)],
    ],
    ["a bare page repeats a part", [workspaces(0, 100), workspaces(0, 30)]],
    ["a later bare page repeats", [workspaces(0, 100), workspaces(100, 200), workspaces(100, 200)]],
    ["a row comes twice", [paged(workspaces(0, 100), 1, 150), paged(workspaces(99, 149), 2, 150)]],
  ])("is incomplete, which is no answer, when %s (law 3)", async (_, pages) => {
    const { api } = answering(...pages);

    await expect(api.workspaces()).rejects.toMatchObject({
      name: "ConnectorError",
      requestId: "req_7",
      retryable: true,
    });
    await expect(answering(...pages).api.workspaces()).rejects.toThrow("is incomplete");
  });

  it.each([
    ["nothing", undefined],
    ["an object of another shape", { items: [] }],
    ["null", null],
    ["a text", "ok"],
    ["a page without numbers", { data: [] }],
    ["a row without an id", [{ name: "W" }]],
  ])("is refused with the request when it is %s", async (_, body) => {
    await expect(answering(body).api.workspaces()).rejects.toMatchObject({
      requestId: "req_7",
      retryable: false,
    });
  });
});

describe("a member", () => {
  const row = { id: "acc_1", email: "a@acme.test", org_role: "admin" };

  it.each([
    ["a role that nobody knows", { ...row, org_role: "superuser" }],
    ["no role", { id: "acc_1" }],
    ["a status that nobody knows", { ...row, status: "frozen" }],
  ])("with %s is refused by field, and no value of theirs is repeated", async (_, odd) => {
    const error = await answering([odd])
      .api.members("org_1")
      .catch((thrown: unknown) => thrown);

    expect(String(error)).toMatch(
      /GET \/organizations\/org_1\/members answered with something unknown: .*(role|status)/,
    );
    expect(String(error)).not.toMatch(/superuser|frozen|a@acme\.test/);
    expect(error).toMatchObject({ requestId: "req_7", retryable: false });
  });

  it("is taken with its role under either name, without e-mail, and with an account or without", async () => {
    const rows = [
      {
        id: "mem_1",
        account_id: "acc_1",
        email: "a@acme.test",
        role: "owner",
        name: "A",
        joined_at: "2026-01-01",
      },
      { id: "mem_2", account_id: null, email: "", org_role: "member", status: "active" },
    ];

    const members = await answering(rows).api.members("org_1");

    expect(members).toEqual([
      {
        id: "mem_1",
        live: {
          kind: "member",
          id: "acc_1",
          email: "a@acme.test",
          roles: ["owner"],
          status: "active",
          observed: { name: "A", joined: "2026-01-01" },
        },
      },
      {
        id: "mem_2",
        live: { kind: "member", id: "mem_2", roles: ["member"], status: "active", observed: {} },
      },
    ]);
  });
});

describe("an invitation", () => {
  it.each(["accepted", "declined", "revoked", "cancelled"])("that is %s is no member", async (status) => {
    const [row] = await answering([
      { id: "inv_1", email: "a@acme.test", role: "member", status },
    ]).api.invitations("o");

    expect(row).toEqual({ id: "inv_1", access: [] });
  });

  it("without word of what it carries says that this is unknown", async () => {
    const rows = [
      { id: "inv_1", email: "a@acme.test", role: "member", status: "expired", expires_at: "2026-01-01" },
    ];

    const [row] = await answering(rows).api.invitations("o");

    expect(row?.live).toMatchObject({ status: "expired", expiresAt: "2026-01-01", accessUnknown: true });
  });
});

describe("a workspace's member", () => {
  it("keeps a level that only the workspace knows", async () => {
    const [row] = await answering([
      { id: "acc_1", email: "a@acme.test", role: "Analyst" },
    ]).api.workspaceMembers("ws_1");

    expect(row).toEqual({
      id: "acc_1",
      account: "acc_1",
      accountTold: false,
      email: "a@acme.test",
      level: "Analyst",
      active: true,
    });
  });
});
