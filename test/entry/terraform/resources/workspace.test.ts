import { describe, expect, test } from "vitest";
import { kinds as apimetrics } from "../../../../src/connectors/apimetrics/kinds.ts";
import { kinds as cnap } from "../../../../src/connectors/cnap/kinds.ts";
import { kinds as signalsmith } from "../../../../src/connectors/signalsmith/kinds.ts";
import { workspacePiece } from "../../../../src/entry/terraform/resources/workspace.ts";
import { UNKNOWN } from "../../../../src/entry/terraform/values/value.ts";
import type { LiveWorkspace } from "../../../../src/model/live.ts";
import { liveWorkspace, world } from "../../../plan/desk.ts";
import { filled, stageOf } from "./piece-stage.ts";

const settings = { name: "main", system: "signalsmith", endpoint: "http://127.0.0.1:1/" } as const;
const guide = signalsmith(settings);
/** Here only a person renames and unlinks. */
const byHand = signalsmith({ ...settings, dialect: "reference-b" });
const live = (...workspaces: readonly LiveWorkspace[]) => world([{}], workspaces);
const said = { organization: "main/acme", name: "production" };
const byId = { organization: "main/acme", workspace_id: "ws_production" };
const entry = (attributes: object) =>
  workspacePiece.part(filled(workspacePiece, { organization: "main/acme", ...attributes }), {})?.spec
    .workspaces;

describe("what a workspace says", () => {
  test("a name finds it", () => {
    expect(entry({ name: "production" })).toEqual([{ name: "production" }]);
    expect(entry({ name: "production", workspace_id: UNKNOWN })).toEqual([{ name: "production" }]);
  });

  test("an id is it, and a name beside it is what it shall be called", () => {
    expect(entry({ workspace_id: "ws_1" })).toEqual([{ name: "ws_1", id: "ws_1" }]);
    expect(entry({ workspace_id: "ws_1", name: "eu" })).toEqual([
      { name: "eu", id: "ws_1", displayName: "eu" },
    ]);
  });

  test("settings that are given; empty clears", () => {
    expect(
      entry({ name: "a", settings: { tags: [], email: "x@acme.test", security_profile: null } }),
    ).toEqual([{ name: "a", settings: { tags: null, email: "x@acme.test" } }]);
  });

  test("nothing while neither is known, and without one of them nothing is meant", () => {
    expect(entry({ name: UNKNOWN })).toBeUndefined();
    expect(workspacePiece.validate(filled(workspacePiece, { organization: "main/acme" }))).toHaveLength(1);
    expect(workspacePiece.validate({ ...said, name: UNKNOWN })).toEqual([]);
    expect(workspacePiece.validate(byId)).toEqual([]);
  });

  test("what is wrong with it is told at its attributes", () => {
    const at = (path: readonly (string | number)[], attributes = {}) =>
      workspacePiece.place(path, attributes);
    expect(at(["workspaces", 0, "settings", "securityProfile"])).toEqual(["settings", "security_profile"]);
    expect(at(["workspaces", 0, "displayName"])).toEqual(["name"]);
    expect(at(["workspaces", 0, "name"], byId)).toEqual(["workspace_id"]);
    expect(at(["workspaces", 0, "name"], said)).toEqual(["name"]);
    expect(at(["connection"])).toEqual(["organization"]);
  });

  test("its end names it by its id, and says nothing else of it", () => {
    const ending = workspacePiece.ending(
      filled(workspacePiece, { ...said, ...byId, settings: { tags: ["a"] } }),
      {},
    );
    expect(ending?.spec).toEqual({
      workspaces: [{ name: "production", id: "ws_production", ensure: "absent" }],
      ownership: { workspaces: "additive" },
    });
  });
});

describe("how it is called", () => {
  const id = (attributes: object) => workspacePiece.id({ organization: "main/acme", ...attributes });

  test("by its name, by its id where that alone is given", () => {
    expect(id({ name: "a/b", workspace_id: UNKNOWN })).toBe("main/acme/workspace/a%2Fb");
    expect(id({ name: null, workspace_id: "ws_1" })).toBe("main/acme/workspace/id:ws_1");
    expect(id({ name: UNKNOWN, workspace_id: "ws_1" })).toBeUndefined();
  });

  test("by its id for good once it is called so", async () => {
    const state = await stageOf(workspacePiece, live(liveWorkspace("production"))).refreshed(byId);
    expect(state).toMatchObject({ name: "production", id: "main/acme/workspace/id:ws_production" });
    expect(workspacePiece.id({ ...state, name: "other" })).toBe("main/acme/workspace/id:ws_production");
  });
});

describe("a refresh", () => {
  const tagged = liveWorkspace("production", "org_acme", {
    attributes: {
      "settings.tags": ["eu", "gold"],
      "settings.email": "ops@acme.test",
      "settings.securityProfile": null,
    },
  });

  test("tells the id, and leaves alone what is not given", async () => {
    const state = await stageOf(workspacePiece, live(tagged), apimetrics).refreshed(said);
    expect(state).toEqual(
      filled(workspacePiece, {
        ...said,
        workspace_id: "ws_production",
        id: "main/acme/workspace/production",
      }),
    );
  });

  test("keeps what does not differ, and follows what does", async () => {
    const stage = stageOf(workspacePiece, live(tagged), apimetrics);
    const same = await stage.refreshed({
      ...said,
      settings: { tags: ["gold", "eu"], email: null, security_profile: null },
    });
    expect(same?.["settings"]).toEqual({ tags: ["gold", "eu"], email: null, security_profile: null });
    const other = await stage.refreshed({ ...said, settings: { tags: ["eu"], email: "x@acme.test" } });
    expect(other?.["settings"]).toEqual({
      tags: ["eu", "gold"],
      email: "ops@acme.test",
      security_profile: null,
    });
  });

  test("of an empty set keeps it where live has none, and shows what live has else", async () => {
    const bare = liveWorkspace("production", "org_acme", { attributes: { "settings.tags": null } });
    const settings = { tags: [] };
    expect(
      await stageOf(workspacePiece, live(bare), apimetrics).refreshed({ ...said, settings }),
    ).toMatchObject({
      settings: { tags: [] },
    });
    expect(
      await stageOf(workspacePiece, live(tagged), apimetrics).refreshed({ ...said, settings }),
    ).toMatchObject({
      settings: { tags: ["eu", "gold"] },
    });
  });

  test("shows a rename by hand, and does not take it for another one", async () => {
    const renamed = { ...liveWorkspace("eu"), id: "ws_production" };
    const stage = stageOf(workspacePiece, live(renamed), apimetrics);
    expect(await stage.refreshed({ ...said, ...byId })).toMatchObject({
      name: "eu",
      workspace_id: "ws_production",
    });
    expect(await stage.steps({ ...said, ...byId })).toEqual(["update acme/workspace/production"]);
  });

  test("of a rename that only a person can undo keeps what is wanted, and says so", async () => {
    const renamed = { ...liveWorkspace("eu"), id: "ws_production" };
    const state = await stageOf(workspacePiece, live(renamed), byHand).refreshed({ ...said, ...byId });
    expect(state).toMatchObject({ name: "production", pending: expect.stringContaining("Workspace Name") });
  });

  test("of one that is not there is nothing", async () => {
    expect(await stageOf(workspacePiece, live(), apimetrics).refreshed(said)).toBeUndefined();
    expect(
      await stageOf(workspacePiece, live(liveWorkspace("production", "other")), guide)
        .refreshed(said)
        .catch(String),
    ).toContain("workspace");
  });

  test("of one that was unlinked is nothing", async () => {
    const free = { ...liveWorkspace("production"), organization: undefined } as unknown as LiveWorkspace;
    expect(await stageOf(workspacePiece, live(free), guide).refreshed({ ...said, ...byId })).toBeUndefined();
  });

  test("of one that somebody else has to grant waits for that", async () => {
    const state = await stageOf(workspacePiece, live(), cnap).refreshed(said);
    expect(state).toMatchObject({
      ...said,
      workspace_id: null,
      pending: expect.stringContaining("customer"),
    });
  });

  test.each([
    ["name", said],
    ["id", byId],
  ])(
    "by %s tells nothing that could not be said again where names are no attributes",
    async (_, attributes) => {
      const stage = stageOf(workspacePiece, live(liveWorkspace("production")), cnap);
      const state = await stage.refreshed(attributes);
      expect(state).toMatchObject({ ...attributes, pending: null });
      expect(await stage.steps(state ?? {})).toEqual([]);
      expect(await stage.refreshed(attributes, { whole: true })).toEqual(state);
    },
  );

  test("of an import tells everything", async () => {
    const state = await stageOf(workspacePiece, live(tagged), apimetrics).refreshed(byId, { whole: true });
    expect(state).toMatchObject({
      name: "production",
      settings: { tags: ["eu", "gold"], email: "ops@acme.test", security_profile: null },
    });
    const bare = liveWorkspace("production");
    expect(await stageOf(workspacePiece, live(bare), guide).refreshed(said, { whole: true })).toMatchObject({
      settings: null,
    });
  });
});

describe("another one", () => {
  const replaced = (from: object, to: object, kinds = apimetrics, isMoved = false) =>
    workspacePiece.replaced(
      filled(workspacePiece, { ...said, ...byId, ...from }),
      filled(workspacePiece, { ...said, ...byId, ...to }),
      { kinds, isMoved },
    );

  test("is one in another organization, or of another id", () => {
    expect(replaced({}, {}, apimetrics, true)).toEqual([{ path: ["organization"] }]);
    expect(replaced({}, { workspace_id: "ws_2" })).toEqual([{ path: ["workspace_id"] }]);
    expect(replaced({}, { workspace_id: UNKNOWN })).toEqual([{ path: ["workspace_id"] }]);
    expect(replaced({ workspace_id: null }, { workspace_id: "ws_2" })).toEqual([]);
    expect(replaced({}, {})).toEqual([]);
  });

  test("is not one that is only renamed, where the system can", () => {
    expect(replaced({}, { name: "eu" })).toEqual([]);
    expect(replaced({}, { name: UNKNOWN })).toEqual([]);
  });

  test("is one of another name where the system cannot rename", () => {
    expect(replaced({}, { name: "eu" }, cnap)).toEqual([{ path: ["name"] }]);
  });

  test("cannot be where only a person renames and none can be ended, and says what they do", () => {
    expect(replaced({}, { name: "eu" }, byHand)).toEqual([
      { path: ["name"], impossible: expect.stringContaining("Workspace Name") },
    ]);
    const workspace = { ...byHand.workspace!, delete: "api" as const };
    expect(replaced({}, { name: "eu" }, { ...byHand, workspace })).toEqual([{ path: ["name"] }]);
  });

  test("is not one whose setting was not given before: it may be live already", () => {
    const fixed = { mode: "immutable", compare: "set" } as const;
    const workspace = {
      ...apimetrics.workspace!,
      attributes: { ...apimetrics.workspace!.attributes, "settings.tags": fixed },
    };
    const kinds = { ...apimetrics, workspace };
    const tags = (...all: readonly string[]) => ({ settings: { tags: all } });
    expect(replaced({}, tags("eu"), kinds)).toEqual([]);
    expect(replaced(tags("eu"), tags("us"), kinds)).toEqual([{ path: ["settings", "tags"] }]);
    expect(replaced(tags("a", "b"), tags("b", "a"), kinds)).toEqual([]);
    expect(replaced(tags("eu"), { settings: null }, kinds)).toEqual([]);
  });
});

test("made, renamed, and ended", async () => {
  const stage = stageOf(workspacePiece, live());
  const made = await stage.applied(said);
  expect(made).toMatchObject({ name: "production", workspace_id: expect.any(String), pending: null });
  const renamed = await stage.applied({ ...made, name: "eu" });
  expect(renamed).toMatchObject({ name: "eu", workspace_id: made?.["workspace_id"] });
  expect(stage.memory.state().workspaces.map(({ name }) => name)).toEqual(["eu"]);
  await stage.ended(renamed ?? {});
  expect(stage.memory.state().workspaces.filter(({ organization }) => organization === "org_acme")).toEqual(
    [],
  );
});

test("imported by name and by id", () => {
  expect(workspacePiece.imported("main/acme/workspace/production")).toEqual(said);
  expect(workspacePiece.imported("main/id:org_1/workspace/id:ws_1")).toEqual({
    organization: "main/id:org_1",
    workspace_id: "ws_1",
  });
  const colon = { organization: "main/acme", name: "id:x/y" };
  expect(workspacePiece.imported(workspacePiece.id(colon) ?? "")).toEqual(colon);
  expect(workspacePiece.imported("main/acme/workspace/role:x")).toBeUndefined();
  expect(workspacePiece.imported("main/acme/role/x")).toBeUndefined();
});
