import { describe, expect, test } from "vitest";
import { kinds as apimetrics } from "../../../../src/connectors/apimetrics/kinds.ts";
import { memoryKinds } from "../../../../src/connectors/memory/index.ts";
import { accessPiece } from "../../../../src/entry/terraform/resources/access.ts";
import { UNKNOWN } from "../../../../src/entry/terraform/values/value.ts";
import type { LiveAccess, LiveRole } from "../../../../src/model/live.ts";
import { liveAccess, liveWorkspace, world } from "../../../plan/desk.ts";
import { filled, stageOf } from "./piece-stage.ts";

const SRE: LiveRole = { kind: "role", id: "SRE", name: "SRE", attributes: {} };
const granted = (level: string): LiveAccess => ({
  kind: "access",
  workspace: "ws_production",
  subject: { type: "role", role: "SRE" },
  level,
});
const live = (...access: readonly LiveAccess[]) =>
  world([{ access, roles: [SRE] }], [liveWorkspace("production")]);
const role = { organization: "main/acme", workspace: "production", role: "SRE", level: "VIEWER" };
const person = {
  organization: "main/acme",
  workspace: "production",
  email: "Ext@Partner.test",
  level: "VIEWER",
};
const outsider = (level: string, more: Partial<LiveAccess> = {}) =>
  liveAccess("ext@partner.test", "production", level, more);

describe("what access says", () => {
  const spec = (attributes: object) => accessPiece.part(filled(accessPiece, attributes as never), {})?.spec;

  test("one entry, beside others", () => {
    expect(spec(role)).toEqual({
      access: [{ workspace: "production", role: "SRE", level: "VIEWER" }],
      ownership: { access: "additive" },
    });
    expect(spec({ ...person, email: null, user_id: "auth0|1" })?.access).toEqual([
      { workspace: "production", id: "auth0|1", level: "VIEWER" },
    ]);
  });

  test("nothing while a part of it is unknown", () => {
    for (const name of ["workspace", "role", "level", "organization"])
      expect(spec({ ...role, [name]: UNKNOWN }), name).toBeUndefined();
  });

  test("its end revokes the same", () => {
    expect(accessPiece.ending(filled(accessPiece, role), {})?.spec.access).toEqual([
      { workspace: "production", role: "SRE", level: "VIEWER", ensure: "absent" },
    ]);
    expect(accessPiece.ending(filled(accessPiece, { ...role, level: null }), {})).toBeUndefined();
  });

  test("one subject and no more", () => {
    expect(accessPiece.validate(filled(accessPiece, role))).toEqual([]);
    expect(accessPiece.validate({ ...role, email: UNKNOWN })).toHaveLength(1);
    expect(accessPiece.validate({ ...role, role: null })).toHaveLength(1);
  });

  test("what is wrong with it is told at its attributes", async () => {
    const stage = stageOf(accessPiece, live(), apimetrics);
    expect(await stage.problems({ ...role, level: "BOSS" })).toEqual([expect.stringMatching(/ at level$/)]);
    expect(await stage.problems({ ...role, workspace: "gone" })).toEqual(["part/no-workspace at workspace"]);
    expect(accessPiece.place(["access", 0, "id"], {})).toEqual(["user_id"]);
    expect(accessPiece.place(["slug"], {})).toEqual(["organization"]);
  });
});

describe("a refresh", () => {
  test("of access that is as configured keeps its spelling", async () => {
    const state = await stageOf(accessPiece, live(outsider("VIEWER")), apimetrics).refreshed(person);
    expect(state).toEqual(
      filled(accessPiece, { ...person, id: "main/acme/access/production/ext@partner.test" }),
    );
  });

  test("finds a workspace by its id too", async () => {
    const state = await stageOf(accessPiece, live(outsider("VIEWER")), apimetrics).refreshed({
      ...person,
      workspace: "ws_production",
    });
    expect(state).toMatchObject({ workspace: "ws_production", level: "VIEWER" });
  });

  test("follows a level that was changed by hand", async () => {
    const stage = stageOf(accessPiece, live(outsider("EDITOR")), apimetrics);
    expect(await stage.refreshed(person)).toMatchObject({ level: "EDITOR" });
  });

  test("is of one level where a role may have several", async () => {
    const stage = stageOf(accessPiece, live(granted("EDITOR")), apimetrics);
    expect(await stage.refreshed(role)).toBeUndefined();
    expect(await stage.refreshed({ ...role, level: "EDITOR" })).toMatchObject({ level: "EDITOR" });
    const one = stageOf(accessPiece, live(granted("admin")), memoryKinds);
    expect(await one.refreshed({ ...role, level: "member" })).toMatchObject({ level: "admin" });
  });

  test("of access that is not there is nothing", async () => {
    expect(await stageOf(accessPiece, live(), apimetrics).refreshed(person)).toBeUndefined();
  });

  test("of an invitation that nobody accepted yet says so", async () => {
    const stage = stageOf(accessPiece, live(outsider("VIEWER", { pending: true })), apimetrics);
    expect(await stage.refreshed(person)).toMatchObject({ level: "VIEWER", pending: "invited" });
  });
});

describe("another one", () => {
  const replaced = (from: object, to: object, kinds = apimetrics, isMoved = false) =>
    accessPiece.replaced(filled(accessPiece, from as never), filled(accessPiece, to as never), {
      kinds,
      isMoved,
    });

  test("is one of another subject, workspace or organization", () => {
    expect(replaced(role, { ...role, role: "OPS" })).toEqual([{ path: ["role"] }]);
    expect(replaced(role, { ...role, role: UNKNOWN })).toEqual([{ path: ["role"] }]);
    expect(replaced(role, person)).toEqual([{ path: ["email"] }]);
    expect(replaced(role, { ...role, workspace: "test" })).toEqual([{ path: ["workspace"] }]);
    expect(replaced(role, role, apimetrics, true)).toEqual([{ path: ["organization"] }]);
    expect(replaced(role, role)).toEqual([]);
    expect(replaced(person, { ...person, email: "ext@partner.test" })).toEqual([]);
  });

  test("is one of another level only where several may hold", () => {
    expect(replaced(role, { ...role, level: "OWNER" })).toEqual([{ path: ["level"] }]);
    expect(replaced(person, { ...person, level: "OWNER" })).toEqual([]);
    expect(replaced(role, { ...role, level: "admin" }, memoryKinds)).toEqual([]);
  });

  test("is one of another level where none can be updated", () => {
    const access = { ...apimetrics.access!, update: "none" as const };
    expect(replaced(person, { ...person, level: "OWNER" }, { ...apimetrics, access })).toEqual([
      { path: ["level"] },
    ]);
  });
});

test("granted, changed, and revoked, others left alone", async () => {
  const stage = stageOf(accessPiece, live(granted("EDITOR")), apimetrics);
  expect(await stage.applied(role)).toMatchObject({ level: "VIEWER", pending: null });
  const levels = () => stage.memory.state().organizations[0]?.access.map(({ level }) => level);
  expect(levels()?.sort()).toEqual(["EDITOR", "VIEWER"]);
  await stage.ended(role);
  expect(levels()).toEqual(["EDITOR"]);
});

describe("imported", () => {
  test("with its level, or without where there is one", async () => {
    const begin = accessPiece.imported("main/acme/access/production/role:SRE");
    expect(begin).toEqual({ organization: "main/acme", workspace: "production", role: "SRE" });
    expect(accessPiece.imported("main/acme/access/production/role:SRE:VIEWER")).toEqual(role);
    const one = stageOf(accessPiece, live(granted("EDITOR")), apimetrics);
    const state = await one.refreshed(begin ?? {}, { whole: true });
    expect(state).toMatchObject({ level: "EDITOR", id: "main/acme/access/production/role:SRE" });
    expect(await one.steps(state ?? {})).toEqual([]);
  });

  test("not where several levels leave it open, and not what is not there", async () => {
    const begin = accessPiece.imported("main/acme/access/production/role:SRE") ?? {};
    const two = stageOf(accessPiece, live(granted("EDITOR"), granted("VIEWER")), apimetrics);
    expect(await two.refreshed(begin, { whole: true })).toBeUndefined();
    expect(await two.refreshed({ ...begin, level: "VIEWER" }, { whole: true })).toMatchObject(role);
    const none = stageOf(accessPiece, live(), apimetrics);
    expect(await none.refreshed(begin, { whole: true })).toBeUndefined();
    expect(await two.refreshed({ ...begin, workspace: "gone" }, { whole: true })).toBeUndefined();
  });

  test("of a person by address and by id", async () => {
    const stage = stageOf(accessPiece, live(outsider("EDITOR")), apimetrics);
    for (const id of ["ext@partner.test", "id:user_ext@partner.test"]) {
      const begin = accessPiece.imported(`main/acme/access/production/${id}`);
      expect(await stage.refreshed(begin ?? {}, { whole: true }), id).toMatchObject({ level: "EDITOR" });
    }
    expect(accessPiece.imported("main/acme/access/production")).toBeUndefined();
  });
});
