import { afterEach, describe, expect, it } from "vitest";
import { ConnectorError } from "../../../src/model/errors.ts";
import type { LiveState } from "../../../src/model/live.ts";
import { type Alter, altering, rowsOf } from "./proxy.ts";
import { acmeSeed, type Opened, openSignalSmith } from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function readAcme(options: Parameters<typeof openSignalSmith>[0]): Promise<LiveState> {
  const world = await openSignalSmith(options);
  opened.push(world);
  const reader = world.reader();
  const [acme] = await reader.find({ id: "org_acme", previousSlugs: [] });
  if (acme === undefined) throw new Error("acme was not found");
  return await reader.read(acme);
}

/** Acme with so many members, invitations aside. */
function crowd(count: number): typeof acmeSeed {
  const [acme, ...others] = acmeSeed.organizations ?? [];
  if (acme === undefined) throw new Error("no acme in the seed");
  const { invitations: _, members = [], ...rest } = acme;
  const more = Array.from({ length: count - members.length }, (_unused, index) => ({
    account: `m${index}@acme.test`,
    role: "member" as const,
  }));
  return { ...acmeSeed, organizations: [{ ...rest, members: [...members, ...more] }, ...others] };
}

const memberList = /^\/organizations\/org_acme\/members$/;

/** The member list as bare arrays of so many rows, whatever size is asked for. */
function barePages(size: number, asked: number[] = [], looksAtPage = true): Alter {
  return async (request, pass) => {
    if (request.method !== "GET" || !memberList.test(request.path)) return await pass();
    const number = Number(request.query.get("page"));
    asked.push(number);
    const all = rowsOf(await pass({ query: { page: "1", page_size: "100" } }));
    const from = looksAtPage ? (number - 1) * size : 0;
    return { status: 200, body: all.slice(from, from + size) };
  };
}

describe("a member list that is not the whole list (law 3)", () => {
  it("is incomplete when it is shorter than the organization's own count", async () => {
    const reading = readAcme({ seed: { signalsmith: crowd(43) }, alter: barePages(20, [], false) });

    await expect(reading).rejects.toThrow(
      "GET /organizations/org_acme/members is incomplete: 20 members are listed and the organization counts 43",
    );
    await expect(reading).rejects.toThrow(ConnectorError);
  });

  it("is incomplete when invitations fill it up to the count", async () => {
    const alter = altering(memberList, (rows) => rows.filter(({ id }) => id !== "mem_bob"));

    await expect(readAcme({ alter })).rejects.toThrow("2 members are listed and the organization counts 3");
  });

  it.each([
    [20, 43, [1, 2, 3]],
    [20, 40, [1, 2, 3]],
  ])("is read whole in bare pages of %i, %i members", async (size, count, pages) => {
    const asked: number[] = [];

    const { members } = await readAcme({
      seed: { signalsmith: crowd(count) },
      alter: barePages(size, asked),
    });

    expect(members).toHaveLength(count);
    expect(asked).toEqual(pages);
  });

  it("is an error when the server calls it a part", async () => {
    const alter: Alter = async (request, pass) => {
      const answer = await pass();
      return memberList.test(request.path) ? { status: 206, body: rowsOf(answer) } : answer;
    };

    await expect(readAcme({ alter })).rejects.toMatchObject({ name: "ConnectorError", status: 206 });
  });

  it("is read to an end when it is as long as a page, ignores the page, and moves", async () => {
    let asked = 0;
    const list = altering(memberList, ([first, ...rest]) => {
      asked += 1;
      return [{ ...first, last_active: `2026-01-01T00:00:${asked}Z` }, ...rest];
    });
    const alter: Alter = (request, pass) =>
      list(request, () => pass({ query: { page: "1", page_size: "100" } }));

    const { members } = await readAcme({ seed: { signalsmith: crowd(100) }, alter });

    expect(members).toHaveLength(100);
    expect(asked).toBe(2);
  });
});

describe("two accounts with one e-mail on a workspace", () => {
  it("stay two: only the member's own account is the member's access", async () => {
    const second = { id: "wm_9", account_id: "acc_second", email: "alice@acme.test", role: "owner" };
    const alter = altering(/^\/workspaces\/ws_prod\/members$/, (rows) => [...rows, second]);

    const { access } = await readAcme({ alter });

    const alices = access.filter(
      ({ subject }) => subject.type === "person" && subject.email?.toLowerCase() === "alice@acme.test",
    );
    expect(alices).toMatchObject([
      { subject: { id: "acc_alice" }, level: "admin" },
      { subject: { id: "acc_second" }, level: "owner" },
    ]);
  });

  it("a row that tells no account is the member's with its e-mail", async () => {
    const alter = altering(/^\/workspaces\/ws_prod\/members$/, (rows) =>
      rows.map(({ account_id: _, id, ...row }) => ({ ...row, id: `wm_${String(id)}` })),
    );

    const { access } = await readAcme({ alter });

    expect(access.map(({ subject }) => (subject.type === "person" ? subject.id : ""))).toContain("acc_alice");
  });
});

describe("a row that does not tell its status", () => {
  const silent = (keep: readonly string[]) =>
    altering(memberList, (rows) =>
      rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => keep.includes(name)))),
    );
  const bare = ["id", "account_id", "email", "org_role"];

  it("is a member's when somebody joined, and an invitation's when it expires", async () => {
    const { members } = await readAcme({ alter: silent([...bare, "joined_at", "expires_at"]) });

    expect(members.map(({ email, status }) => [email, status])).toEqual([
      ["ops@acme.test", "active"],
      ["Alice@acme.test", "active"],
      ["bob@acme.test", "active"],
      ["nina@acme.test", "invited"],
    ]);
  });

  it("is no answer when it tells nothing, where pending people are in the list", async () => {
    await expect(readAcme({ alter: silent(bare) })).rejects.toThrow(
      "status: expected it, or one of joined_at and expires_at",
    );
  });

  it("is no answer when it says both", async () => {
    const alter = altering(memberList, (rows) =>
      rows.map(({ status: _, ...row }) => ({ ...row, joined_at: "2026-01-01", expires_at: "2027-01-01" })),
    );

    await expect(readAcme({ alter })).rejects.toThrow("pendingMembers: hidden");
  });

  it.each([{ pendingMembers: "hidden" }, { dialect: "reference-a" }, { dialect: "reference-b" }] as const)(
    "is a member's where the list holds members only: %o",
    async (options) => {
      const { members } = await readAcme({ ...options, alter: silent(bare) });

      expect(members.filter(({ status }) => status === "active")).toHaveLength(3);
    },
  );

  it("is no access on a workspace when it expires", async () => {
    const pending = { id: "wm_9", email: "pia@acme.test", role: "owner", expires_at: "2027-01-01" };
    const alter = altering(/^\/workspaces\/ws_prod\/members$/, (rows) => [...rows, pending]);

    expect(JSON.stringify(await readAcme({ alter }))).not.toContain("pia@acme.test");
  });
});
