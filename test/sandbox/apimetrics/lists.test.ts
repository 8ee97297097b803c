import { describe, expect, it } from "vitest";
import type { Sandbox, SandboxOptions, SandboxSeed } from "../../../src/sandbox/index.ts";
import { open } from "../client.ts";
import { as, type Client } from "./client.ts";

const ORG = "/api/2/organizations/big/";

/** An organization with 130 accounts and 60 projects. */
const BIG: SandboxSeed = {
  apimetrics: {
    tokens: [{ token: "t", account: "p0@big.test" }],
    organizations: [
      {
        id: "big",
        name: "Big",
        members: Array.from({ length: 130 }, (_, n) => ({
          account: `p${n}@big.test`,
          roles: n === 0 ? ["ADMIN"] : [],
        })),
      },
    ],
    projects: Array.from({ length: 60 }, (_, n) => ({
      name: `P${n}`,
      org_id: "big",
      tags: n % 2 === 0 ? ["even"] : [],
      system_tags: n < 10 ? ["old"] : [],
    })),
  },
};

const big = (apimetrics: SandboxOptions["apimetrics"] = {}): Promise<Sandbox> =>
  open({ seed: BIG, apimetrics });

async function follow(client: Client, path: string): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  for (let cursor: string | number | null = ""; cursor !== null; ) {
    const { body } = await client.get(path + (cursor === "" ? "" : `?cursor=${cursor}`));
    pages.push(body.results.map(({ id }) => id));
    expect(body.meta.more).toBe(body.meta.next_cursor !== null);
    cursor = body.meta.next_cursor;
  }
  return pages;
}

describe.each(["string", "integer"] as const)("pages with a cursor that is a %s", (metaCursor) => {
  it("have 25 rows, of accounts 100, and no row twice", async () => {
    const client = as(await big({ metaCursor }), "t");

    const projects = await follow(client, `${ORG}projects/`);
    const accounts = await follow(client, `${ORG}accounts/`);

    expect(projects.map(({ length }) => length)).toEqual([25, 25, 10]);
    expect(new Set(projects.flat()).size).toBe(60);
    expect(accounts.map(({ length }) => length)).toEqual([100, 30]);
    expect(new Set(accounts.flat()).size).toBe(130);
  });

  it("show the cursor as such", async () => {
    const { body } = await as(await big({ metaCursor }), "t").get(`${ORG}projects/`);

    expect(body.meta.next_cursor).toBeTypeOf(metaCursor === "string" ? "string" : "number");
  });

  it.each(["made-up", "-1", "%20"])("refuse the cursor %s", async (cursor) => {
    const { status, body } = await as(await big({ metaCursor }), "t").get(`${ORG}projects/?cursor=${cursor}`);

    expect(status).toBe(400);
    expect(body.error.code).toBe("bad_request");
  });
});

describe("the limit of a page", () => {
  it("is the asked one up to 100", async () => {
    const client = as(await big(), "t");

    expect((await client.get(`${ORG}projects/?limit=7`)).body.results).toHaveLength(7);
    expect((await client.get(`${ORG}accounts/?limit=1000`)).body.results).toHaveLength(100);
  });

  it.each(["0", "-3", "many", "1.5"])("cannot be %s", async (limit) => {
    const { status, body } = await as(await big(), "t").get(`${ORG}projects/?limit=${limit}`);

    expect(status).toBe(422);
    expect(body.detail).toMatchObject([{ loc: ["query", "limit"] }]);
  });
});

it("the list of projects can be narrowed by tags", async () => {
  const client = as(await big(), "t");

  const even = await client.get(`${ORG}projects/?tag=even&limit=100`);
  const oldEven = await client.get(`${ORG}projects/?tag=even&system_tag=old`);

  expect(even.body.results).toHaveLength(30);
  expect(oldEven.body.results.map(({ name }) => name)).toEqual(["P0", "P2", "P4", "P6", "P8"]);
});

it("an older server cuts a list and does not say so", async () => {
  const { body } = await as(await big({ meta: "empty" }), "t").get(`${ORG}projects/`);

  expect(body.meta).toEqual({});
  expect(body.results).toHaveLength(25);
});

it("invites come all at once", async () => {
  const client = as(await big(), "t");
  for (let n = 0; n < 30; n += 1) {
    await client.post(`${ORG}invites/`, { email: `new${n}@big.test` });
  }

  const { body } = await client.get(`${ORG}invites/`);

  expect(body.meta).toEqual({ more: false, next_cursor: null });
  expect(body.results).toHaveLength(30);
});
