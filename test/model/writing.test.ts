import { describe, expect, it } from "vitest";
import type { Attributes } from "../../src/model/contract.ts";
import { isMade, isToDo } from "../../src/model/writing.ts";
import { change } from "./change.ts";

const address = "acme/member/bob@acme.test";
const writing = (action: "create" | "update" | "delete", before?: Attributes, after?: Attributes) => ({
  change: change({
    address,
    kind: "member",
    action,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  }),
});

describe("a change of something that is live", () => {
  const promotion = writing("update", { roles: ["member"] }, { roles: ["admin"], status: "active" });

  it.each<[string, Attributes, boolean]>([
    ["as the plan saw it", { roles: ["member"], status: "active" }, true],
    ["as it is wished", { roles: ["admin"], status: "active" }, false],
    ["not told, but for what is done", { roles: ["admin"] }, true],
  ])("is to do when it is %s: %o", (_, live, isDue) => {
    expect(isToDo(promotion, live)).toBe(isDue);
  });

  it.each<[string, Attributes | undefined, string]>([
    ["another", { roles: ["owner"] }, "became owner"],
    ["with more beside", { roles: ["member", "owner"] }, "became member, owner"],
    ["with nothing left", { roles: [] }, "became somebody without a role"],
    [
      "other where nothing was to change",
      { roles: ["member"], status: "suspended" },
      'got status "suspended"',
    ],
    ["gone", undefined, "is gone"],
  ])("has moved when it is %s", (_, live, words) => {
    expect(() => isToDo(promotion, live)).toThrow(
      expect.objectContaining({
        message: `${address} ${words} since the plan was made; plan again`,
        moved: true,
        status: 409,
      }),
    );
  });

  it("is to do while half of it is as it is wished", () => {
    const both = writing("update", { slug: "a", logo: "x" }, { slug: "b", logo: "y" });

    expect(isToDo(both, { slug: "b", logo: "x" })).toBe(true);
    expect(isToDo(both, { slug: "b", logo: "y" })).toBe(false);
  });

  it("compares sets whatever their order, and what is not set with null", () => {
    const both = writing("update", { roles: ["a", "b"], logo: null }, { roles: ["c", "d"], logo: "x" });

    expect(isToDo(both, { roles: ["b", "a"], logo: null })).toBe(true);
    expect(isToDo(both, { roles: ["d", "c"], logo: "x" })).toBe(false);
    expect(() => isToDo(both, { roles: ["b", "a"], logo: "y" })).toThrow('got logo "y"');
  });
});

describe("a removal", () => {
  const removal = writing("delete", { roles: ["member"], logo: "x" });

  it("is to do while live is what the plan saw, and done when it is gone", () => {
    expect(isToDo(removal, { roles: ["member"], logo: "x" })).toBe(true);
    expect(isToDo(removal, undefined)).toBe(false);
  });

  it.each<[Attributes, string]>([
    [{ roles: ["owner"] }, "became owner"],
    [{ logo: null }, "got logo null"],
  ])("has moved with %o", (live, words) => {
    expect(() => isToDo(removal, live)).toThrow(words);
  });
});

describe("a creation of what is there", () => {
  const creation = writing("create", undefined, { roles: ["member"], email: "bob@acme.test" });

  it("is made when it is what was asked for", () => {
    expect(isMade(creation, undefined)).toBe(false);
    expect(isMade(creation, { roles: ["member"] })).toBe(true);
    expect(() => isMade(creation, { roles: ["owner"] })).toThrow(
      "was made, with roles owner, since the plan was made",
    );
  });
});
