import { describe, expect, it } from "vitest";
import { open } from "../client.ts";
import { acme, START } from "./acme.ts";
import { as } from "./client.ts";

const people = Array.from({ length: 120 }, (_, index) => `p${index}@many.test`);

const many = () =>
  open({
    now: () => START,
    seed: {
      cnap: {
        tokens: [{ token: "t", user: "p0@many.test" }],
        organizations: [
          {
            name: "Many",
            members: people.map((user, index) => ({ user, role: index === 0 ? "owner" : "member" })),
          },
        ],
      },
    },
  });

const MEMBERS = "/organizations/org_1/members";

describe("a list", () => {
  it("comes in pages of 50 that lead from one to the next", async () => {
    const client = as(await many(), "t");
    const sizes: number[] = [];
    const seen: (string | null)[] = [];

    let path = MEMBERS;
    for (let more = true; more; ) {
      const { body } = await client.get(path);
      sizes.push(body.data.length);
      seen.push(...body.data.map(({ email }) => email));
      path = `${MEMBERS}?cursor=${body.next_cursor}`;
      more = body.has_more;
      expect(body.next_cursor === null).toBe(!more);
    }

    expect(sizes).toEqual([50, 50, 20]);
    expect(seen).toEqual(people);
  });

  it("has up to 100 rows, and no cursor when they are just enough", async () => {
    const client = as(await many(), "t");
    const first = (await client.get(`${MEMBERS}?limit=60`)).body;
    const second = (await client.get(`${MEMBERS}?limit=60&cursor=${first.next_cursor}`)).body;

    expect([first.data.length, first.has_more]).toEqual([60, true]);
    expect([second.data.length, second.has_more, second.next_cursor]).toEqual([60, false, null]);
  });

  it.each(["limit=0", "limit=101", "limit=ten", "limit=", "limit=1.5", "cursor=abc", "cursor="])(
    "refuses ?%s",
    async (query) => {
      const { status, body } = await as(await many(), "t").get(`${MEMBERS}?${query}`);

      expect(status).toBe(400);
      expect(body.errors[0]?.path?.[0]).toBe("query");
    },
  );

  it("refuses the cursor of another list", async () => {
    const client = as(await many(), "t");
    const { next_cursor } = (await client.get(MEMBERS)).body;

    expect((await client.get(`/organizations?cursor=${next_cursor}`)).status).toBe(400);
  });
});

describe("every refusal", () => {
  it("has the same envelope, whatever is wrong", async () => {
    const sandbox = await acme();
    const url = sandbox.endpoints.cnap;
    const headers = { Authorization: "Bearer olga" };

    const replies = await Promise.all([
      fetch(`${url}/organizations`),
      fetch(`${url}/organizations`, { headers: { Authorization: "Bearer stolen" } }),
      fetch(`${url}/teams`, { headers }),
      fetch(`${url}/organizations`, { method: "PUT", headers }),
      fetch(`${url}/organizations`, { method: "POST", headers, body: "{name:" }),
    ]);

    expect(replies.map(({ status }) => status)).toEqual([401, 401, 404, 405, 400]);
    for (const reply of replies) {
      expect(await reply.json()).toEqual({
        success: false,
        errors: [{ code: expect.any(Number), message: expect.any(String) }],
        result: {},
      });
    }
  });

  it("by the sandbox itself has it too", async () => {
    const sandbox = await open({ faults: "503@1,429@2" });
    const client = as(sandbox, "sandbox");

    const answers = [await client.get("/organizations"), await client.get("/organizations")];

    expect(answers.map(({ status, body }) => [status, body.errors[0]?.code])).toEqual([
      [503, 7009],
      [429, 7008],
    ]);
  });
});
