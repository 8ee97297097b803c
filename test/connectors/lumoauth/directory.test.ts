import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDirectory } from "../../../src/connectors/lumoauth/directory.ts";
import { apiOn, paged } from "./answering.ts";

const user = (index: number) => ({ id: `u${index}`, email: `M${index}@acme.test` });

/** A tenant of so many users, whose search finds parts of e-mails. */
function tenant(count: number) {
  const users = Array.from({ length: count }, (_, index) => user(index));
  const answering = apiOn((query) => {
    const search = String(query["search"] ?? "").toLowerCase();
    return paged(
      users.filter(({ email }) => email.toLowerCase().includes(search)),
      query,
    );
  });
  return { ...answering, ask: createDirectory(answering.api) };
}

describe("which people are users of the tenant", () => {
  it("is told for exact e-mails in any case, with as few requests as either way takes, and one to choose", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 900 }),
        fc.uniqueArray(fc.nat({ max: 1000 }), { maxLength: 12 }),
        async (count, wanted) => {
          const { ask, asked } = tenant(count);

          const found = await ask(wanted.map((index) => `m${index}@ACME.test`));

          expect([...found].sort(byId)).toEqual(
            wanted
              .filter((index) => index < count)
              .map(user)
              .sort(byId),
          );
          const pages = Math.max(1, Math.ceil(count / 100));
          expect(asked.length).toBeLessThanOrEqual(
            Math.min(wanted.length + 1, Math.max(pages, wanted.length)),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it("asks nobody for nobody", async () => {
    const { ask, asked } = tenant(3);

    expect(await ask([])).toEqual([]);
    expect(asked).toEqual([]);
  });

  it("asks once for each person, whoever asks", async () => {
    const { ask, asked } = tenant(900);

    await ask(["m1@acme.test"]);
    await Promise.all([ask(["M1@acme.test"]), ask(["m2@acme.test", "m1@acme.test"])]);

    expect(asked.map(({ search }) => search)).toEqual(["m1@acme.test", "m2@acme.test"]);
  });

  it("asks for the list once", async () => {
    const { ask, asked } = tenant(150);

    const all = await Promise.all([
      ask(["m1@acme.test", "m149@acme.test"]),
      ask(["m7@acme.test", "m8@acme.test"]),
    ]);
    await ask(["m9@acme.test"]);

    expect(all.map((found) => found.length)).toEqual([2, 2]);
    expect(asked.map(({ page }) => page)).toEqual([1, 2]);
  });
});

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
