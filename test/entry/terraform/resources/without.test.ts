import { expect, test } from "vitest";
import { membersPiece } from "../../../../src/entry/terraform/resources/members.ts";
import { ownershipPiece } from "../../../../src/entry/terraform/resources/ownership.ts";
import type { Piece } from "../../../../src/entry/terraform/resources/piece.ts";
import { withoutAll } from "../../../../src/entry/terraform/resources/without.ts";
import type { Attributes } from "../../../../src/entry/terraform/values/value.ts";
import { ACME, access, account, desk } from "./memory-parts.ts";

const owner = account("olga@acme.test", "owner");

async function gone(piece: Piece, state: Attributes) {
  const held = desk({
    members: [owner],
    workspaces: ["prod"],
    access: [access(owner, "ws_prod", "admin")],
  });
  const { problems } = await held.compare(piece, state);
  expect(problems.map(({ code }) => code)).toContain("part/no-workspace");
  return problems.map(({ path = [] }) => piece.place(path, state));
}

test("workspaces that are gone are taken out of each member, and the members stay", async () => {
  const olga = { role: "owner", workspaces: { prod: "admin", a: "admin", b: "admin" } };
  const state = { organization: ACME, members: { "olga@acme.test": olga }, ownership: "exact" };
  const left = withoutAll(state, await gone(membersPiece, state));
  expect(left).toStrictEqual({
    ...state,
    members: { "olga@acme.test": { ...olga, workspaces: { prod: "admin" } } },
  });
});

test("grants on a workspace that is gone are no longer said", async () => {
  const grants = ["prod", "a"].map((workspace) => ({ workspace, role: "owner", level: "admin" }));
  const state = { organization: ACME, access: grants, absent: null };
  expect(withoutAll(state, await gone(ownershipPiece, state))).toStrictEqual({
    ...state,
    access: [grants[0]],
  });
});

test("a resource that is only about what is gone has nothing left", () => {
  expect(withoutAll({ workspace: "a" }, [["workspace"]])).toBeUndefined();
});

test("a map of the resource's own loses the key", () => {
  expect(withoutAll({ workspaces: { a: "x", b: "y" } }, [["workspaces", "a"]])).toStrictEqual({
    workspaces: { b: "y" },
  });
});
