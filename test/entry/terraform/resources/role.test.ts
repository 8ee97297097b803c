import { describe, expect, test } from "vitest";
import { kinds as apimetrics } from "../../../../src/connectors/apimetrics/kinds.ts";
import { kinds as lumoauth } from "../../../../src/connectors/lumoauth/kinds.ts";
import { rolePiece } from "../../../../src/entry/terraform/resources/role.ts";
import { UNKNOWN } from "../../../../src/entry/terraform/values/value.ts";
import type { LiveRole } from "../../../../src/model/live.ts";
import { world } from "../../../plan/desk.ts";
import { filled, stageOf } from "./piece-stage.ts";

const SRE: LiveRole = {
  kind: "role",
  id: "role_7",
  name: "SRE",
  attributes: { displayName: "Reliability", description: "Keeps it up" },
};
const live = (...roles: readonly LiveRole[]) => world([{ roles }]);
const said = { organization: "main/acme", name: "SRE" };

describe("what a role says", () => {
  test("its name, and only what is given", () => {
    expect(rolePiece.part(filled(rolePiece, said), {})).toEqual({
      connection: "main",
      name: "acme",
      key: { slug: "acme" },
      spec: { roles: [{ name: "SRE" }], ownership: { roles: "additive" } },
    });
  });

  test("empty text clears the description, unknown text says nothing", () => {
    const part = (description: string | typeof UNKNOWN) =>
      rolePiece.part(filled(rolePiece, { ...said, description }), {})?.spec.roles;
    expect(part("")).toEqual([{ name: "SRE", description: null }]);
    expect(part(UNKNOWN)).toEqual([{ name: "SRE" }]);
  });

  test("nothing while its name or its organization is unknown", () => {
    expect(rolePiece.part(filled(rolePiece, { ...said, name: UNKNOWN }), {})).toBeUndefined();
    expect(rolePiece.part(filled(rolePiece, { ...said, organization: UNKNOWN }), {})).toBeUndefined();
    expect(rolePiece.id({ ...said, name: UNKNOWN })).toBeUndefined();
  });

  test("its end says its name alone", () => {
    const ending = rolePiece.ending(filled(rolePiece, { ...said, description: "x" }), {
      organizationId: "org_1",
    });
    expect(ending).toMatchObject({
      key: { id: "org_1" },
      spec: { roles: [{ name: "SRE", ensure: "absent" }] },
    });
  });

  test("what is wrong with it is told at its attributes", () => {
    const at = (...path: readonly (string | number)[]) => rolePiece.place(path, said);
    expect(at("roles", 0, "displayName")).toEqual(["display_name"]);
    expect(at("roles", 0, "description")).toEqual(["description"]);
    expect(at("roles", 0, "name")).toEqual(["name"]);
    expect(at("connection")).toEqual(["organization"]);
  });
});

describe("a refresh", () => {
  test("of one that is as configured keeps its spelling, and tells what is only told", async () => {
    const state = await stageOf(rolePiece, live(SRE)).refreshed({ ...said, display_name: "Reliability" });
    expect(state).toEqual(
      filled(rolePiece, {
        ...said,
        id: "main/acme/role/SRE",
        role_id: "role_7",
        display_name: "Reliability",
        description: "Keeps it up",
      }),
    );
  });

  test("follows what was changed by hand", async () => {
    const state = await stageOf(rolePiece, live(SRE)).refreshed({
      ...said,
      display_name: "Ops",
      description: "",
    });
    expect(state).toMatchObject({ display_name: "Reliability", description: "Keeps it up" });
  });

  test("keeps empty text where live has none", async () => {
    const bare = { ...SRE, attributes: { displayName: "Reliability", description: null } };
    const stage = stageOf(rolePiece, live(bare));
    expect(await stage.refreshed({ ...said, description: "" })).toMatchObject({ description: "" });
    expect(await stage.refreshed({ ...said, description: "" }, { whole: true })).toMatchObject({
      description: null,
    });
  });

  test("of one that is not there is nothing, nor of one whose organization is not there", async () => {
    expect(await stageOf(rolePiece, live()).refreshed(said)).toBeUndefined();
    expect(await stageOf(rolePiece).refreshed(said)).toBeUndefined();
  });

  test("tells no attribute that the system does not have", async () => {
    const apiRole: LiveRole = { ...SRE, attributes: { displayName: "never", description: "Keeps it up" } };
    const stage = stageOf(rolePiece, live(apiRole), apimetrics);
    const state = await stage.refreshed(said);
    expect(state).toMatchObject({ display_name: null, description: "Keeps it up" });
    expect(await stage.steps(state ?? {})).toEqual([]);
  });

  test("tells nothing of what the system alone decides: it could not be said again", async () => {
    const description = { mode: "computed", compare: "exact" } as const;
    const role = { ...apimetrics.role!, attributes: { description } };
    const stage = stageOf(rolePiece, live(SRE), { ...apimetrics, role });
    expect(await stage.refreshed(said)).toMatchObject({ description: null });
  });

  test("of what cannot be changed stays as configured, and says what it waits for", async () => {
    const stage = stageOf(rolePiece, live(SRE), {
      ...apimetrics,
      role: { ...apimetrics.role!, update: "api" },
    });
    const state = await stage.refreshed({ ...said, description: "Other words" });
    expect(state).toMatchObject({
      description: "Other words",
      pending: expect.stringContaining("description cannot be changed"),
    });
  });
});

describe("another one", () => {
  const replaced = (from: object, to: object, kinds = lumoauth(), isMoved = false) =>
    rolePiece.replaced(filled(rolePiece, { ...said, ...from }), filled(rolePiece, { ...said, ...to }), {
      kinds,
      isMoved,
    });

  test("is one of another name, or in another organization", () => {
    expect(replaced({}, { name: "OPS" })).toEqual([{ path: ["name"] }]);
    expect(replaced({}, { name: UNKNOWN })).toEqual([{ path: ["name"] }]);
    expect(replaced({}, {}, lumoauth(), true)).toEqual([{ path: ["organization"] }]);
    expect(replaced({}, {})).toEqual([]);
  });

  test("is one whose description changes where the system cannot change it", () => {
    const change = [{ description: "a" }, { description: "b" }] as const;
    expect(replaced(...change, apimetrics)).toEqual([{ path: ["description"] }]);
    expect(replaced(...change)).toEqual([]);
    expect(replaced({ description: null }, { description: "b" }, apimetrics)).toEqual([
      { path: ["description"] },
    ]);
    expect(replaced({ description: null }, { description: "" }, apimetrics)).toEqual([]);
    expect(replaced({ description: "a" }, { description: "a" }, apimetrics)).toEqual([]);
  });

  test("is not an attribute that the system does not have: that is an error of its own", () => {
    expect(replaced({}, { display_name: "x" }, apimetrics)).toEqual([]);
  });

  test("cannot be where a role cannot be made anew, and says why", () => {
    const role = { ...apimetrics.role!, delete: { forPerson: "Ask the support." } };
    const kinds = { ...apimetrics, role };
    expect(replaced({ description: "a" }, { description: "b" }, kinds)).toEqual([
      { path: ["description"], impossible: expect.stringContaining("Ask the support.") },
    ]);
    expect(replaced({ description: "a" }, { description: UNKNOWN }, kinds)).toEqual([]);
  });
});

test("made, and ended", async () => {
  const stage = stageOf(rolePiece, live());
  expect(await stage.applied({ ...said, display_name: "Reliability" })).toMatchObject({
    display_name: "Reliability",
    role_id: expect.any(String),
    pending: null,
  });
  expect(await stage.steps({ ...said, display_name: "Reliability" })).toEqual([]);
  await stage.ended(said);
  expect(await stage.refreshed(said)).toBeUndefined();
});

test("imported by its id, with all that live tells", async () => {
  const begin = rolePiece.imported("main/acme/role/SRE");
  expect(begin).toEqual(said);
  expect(await stageOf(rolePiece, live(SRE)).refreshed(begin ?? {}, { whole: true })).toMatchObject({
    id: "main/acme/role/SRE",
    display_name: "Reliability",
    description: "Keeps it up",
  });
  expect(rolePiece.imported("main/acme/member/a@b.test")).toBeUndefined();
  expect(rolePiece.imported("main/acme")).toBeUndefined();
  const strange = { organization: "main/id:a%2Fb", name: "a/b:c%" };
  expect(rolePiece.imported(rolePiece.id(strange) ?? "")).toEqual(strange);
});
