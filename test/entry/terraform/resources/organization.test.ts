import { describe, expect, test } from "vitest";
import { kinds as apimetrics } from "../../../../src/connectors/apimetrics/kinds.ts";
import { kinds as cantilaKinds } from "../../../../src/connectors/cantila/kinds.ts";
import { type MemoryWorld, memoryKinds } from "../../../../src/connectors/memory/index.ts";
import { organizationPiece } from "../../../../src/entry/terraform/resources/organization.ts";
import { UNKNOWN } from "../../../../src/entry/terraform/values/value.ts";
import type { LiveOrganization } from "../../../../src/model/live.ts";
import { filled, stageOf } from "./piece-stage.ts";

const cantila = cantilaKinds({
  name: "main",
  system: "cantila",
  endpoint: "http://127.0.0.1:1/",
  dialect: "documented",
});
const acme = (more: Partial<LiveOrganization> = {}): LiveOrganization => ({
  kind: "organization",
  id: "org_1",
  slug: "acme",
  ...more,
  attributes: { slug: more.slug ?? "acme", displayName: "Acme", description: null, ...more.attributes },
});
const live = (...all: readonly LiveOrganization[]): MemoryWorld => ({
  organizations: all.map((organization) => ({ organization, roles: [], members: [], access: [] })),
  workspaces: [],
});
const said = { connection_name: "main", slug: "acme" };
const told = { ...said, organization_id: "org_1", id: "main/acme" };
const part = (attributes: object) =>
  organizationPiece.part(filled(organizationPiece, attributes as never), {});

describe("what an organization says", () => {
  test("by its slug, by its id, or the slug that the one with the id shall have", () => {
    expect(part(said)).toEqual({ name: "acme", connection: "main", key: { slug: "acme" }, spec: {} });
    expect(part({ connection_name: "main", organization_id: "org_1" })).toMatchObject({
      name: "org_1",
      key: { id: "org_1" },
    });
    expect(part(told)).toMatchObject({ name: "acme", key: { slug: "acme", id: "org_1" } });
  });

  test("what is given; empty clears", () => {
    const attributes = {
      ...said,
      display_name: "Acme",
      description: "",
      settings: { require_two_factor: true, password_expiry_days: 0 },
      branding: { logo_url: "" },
    };
    expect(part(attributes)?.spec).toEqual({
      displayName: "Acme",
      description: null,
      settings: { requireTwoFactor: true, passwordExpiryDays: null },
      branding: { logoUrl: null },
    });
  });

  test("its parent, on the same connection", () => {
    expect(part({ ...said, parent: "main/id:acc_1" })?.parent).toEqual({ name: "acc_1", id: "acc_1" });
    expect(part({ ...said, parent: UNKNOWN })).not.toHaveProperty("parent");
  });

  test("nothing while it is not known which one is meant", () => {
    expect(part({ ...said, slug: UNKNOWN })).toBeUndefined();
    expect(part({ ...said, connection_name: UNKNOWN })).toBeUndefined();
  });

  test("what is remembered of another one's id is not its id", () => {
    const attributes = filled(organizationPiece, { ...said, organization_id: UNKNOWN });
    expect(organizationPiece.part(attributes, { organizationId: "org_gone" })?.key).toEqual({ slug: "acme" });
  });

  test("its end, and that it shall not be there, say nothing else", () => {
    const attributes = { ...told, display_name: "Acme", settings: { tags: ["a"] } };
    expect(organizationPiece.ending(filled(organizationPiece, attributes), {})?.spec).toEqual({
      ensure: "absent",
    });
    expect(part({ ...attributes, ensure: "absent" })?.spec).toEqual({ ensure: "absent" });
  });

  test("what is wrong with it is told at its attributes", () => {
    const at = (...path: readonly (string | number)[]) => organizationPiece.place(path, {});
    expect(at("displayName")).toEqual(["display_name"]);
    expect(at("settings", "passwordExpiryDays")).toEqual(["settings", "password_expiry_days"]);
    expect(at("branding", "logoUrl")).toEqual(["branding", "logo_url"]);
    expect(at("connection")).toEqual(["connection_name"]);
    expect(at("id")).toEqual(["organization_id"]);
    expect(at("ownership", "members")).toEqual([]);
    expect(at()).toEqual([]);
  });
});

describe("what no schema can check", () => {
  const places = (config: object) =>
    organizationPiece
      .validate(filled(organizationPiece, config as never))
      .map(({ path = [] }) => path.join("."));

  test("a key is needed, and is no empty text", () => {
    expect(places({ connection_name: "main" })).toEqual([""]);
    expect(places({ ...said, slug: "" })).toEqual(["slug"]);
    expect(places({ ...said, slug: UNKNOWN })).toEqual([]);
    expect(places(told)).toEqual([]);
  });

  test("a connection has a name without strange signs", () => {
    expect(places({ ...said, connection_name: "a/b" })).toEqual(["connection_name"]);
    expect(places({ ...said, connection_name: "" })).toEqual(["connection_name"]);
  });

  test("a parent is on the same connection", () => {
    expect(places({ ...said, parent: "other/agency" })).toEqual(["parent"]);
    expect(places({ ...said, parent: "main/agency" })).toEqual([]);
    expect(places({ ...said, connection_name: UNKNOWN, parent: "other/agency" })).toEqual([]);
  });

  test("what shall not be there must not be protected", () => {
    const absent = { ...said, ensure: "absent" };
    expect(places(absent)).toEqual(["deletion_protection"]);
    expect(places({ ...absent, deletion_protection: true })).toEqual(["deletion_protection"]);
    expect(places({ ...absent, deletion_protection: false })).toEqual([]);
    expect(places({ ...absent, deletion_protection: UNKNOWN })).toEqual([]);
  });
});

describe("how it is called", () => {
  const id = (attributes: object) => organizationPiece.id({ connection_name: "main", ...attributes });

  test("by its slug, by its id where that alone is given", () => {
    expect(id({ slug: "acme", organization_id: UNKNOWN })).toBe("main/acme");
    expect(id({ slug: null, organization_id: "org_1" })).toBe("main/id:org_1");
    expect(id({ slug: UNKNOWN, organization_id: "org_1" })).toBeUndefined();
  });

  test("by its id for good once it is called so", async () => {
    const state = await stageOf(organizationPiece, live(acme())).refreshed({
      connection_name: "main",
      organization_id: "org_1",
    });
    expect(state).toMatchObject({ slug: "acme", id: "main/id:org_1" });
    expect(organizationPiece.id({ ...state, slug: "new" })).toBe("main/id:org_1");
  });
});

describe("a refresh", () => {
  test("tells what is not said, and leaves settings alone that are not given", async () => {
    const rich = acme({ attributes: { "settings.requireTwoFactor": true, "settings.tags": ["eu"] } });
    expect(await stageOf(organizationPiece, live(rich), apimetrics).refreshed(said)).toEqual(
      filled(organizationPiece, { ...told, display_name: "Acme" }),
    );
  });

  test("follows what was changed by hand, the slug too", async () => {
    const stage = stageOf(
      organizationPiece,
      live(acme({ slug: "acme-inc", attributes: { description: "x" } })),
    );
    const state = await stage.refreshed({ ...told, display_name: "ACME", description: "" });
    expect(state).toMatchObject({
      slug: "acme-inc",
      id: "main/acme",
      display_name: "Acme",
      description: "x",
    });
  });

  test("follows settings that are given, and keeps those that are as given", async () => {
    const rich = acme({
      attributes: { "settings.requireTwoFactor": false, "settings.passwordExpiryDays": null },
    });
    const state = await stageOf(organizationPiece, live(rich), apimetrics).refreshed({
      ...said,
      settings: { require_two_factor: true, password_expiry_days: 0, tags: null },
    });
    expect(state?.["settings"]).toEqual({ require_two_factor: false, password_expiry_days: 0, tags: null });
  });

  test("keeps what only a person can change, and says so", async () => {
    const child = acme({ parent: "acc_top", parentSlug: "top" });
    const stage = stageOf(organizationPiece, live(child, acme({ id: "acc_top", slug: "top" })), cantila);
    expect(await stage.refreshed({ ...told, parent: "main/top", display_name: "Other" })).toMatchObject({
      display_name: "Other",
      parent: "main/top",
      pending: expect.stringContaining("displayName cannot be changed"),
    });
    expect(await stage.refreshed({ ...told, parent: "main/else" })).toMatchObject({
      parent: "main/else",
      pending: expect.stringContaining("below top"),
    });
  });

  test("of one that is not there is nothing", async () => {
    expect(await stageOf(organizationPiece, live()).refreshed(said)).toBeUndefined();
  });

  test("of one that only a person can make waits for that", async () => {
    const state = await stageOf(organizationPiece, live(), apimetrics).refreshed(said);
    expect(state).toMatchObject({ ...said, pending: expect.stringContaining("support") });
  });

  test("of one that shall not be there and is not is as configured", async () => {
    const absent = filled(organizationPiece, { ...told, ensure: "absent" });
    expect(await stageOf(organizationPiece, live()).refreshed(absent)).toEqual(absent);
  });

  test("of one that shall not be there and is shows that", async () => {
    const state = await stageOf(organizationPiece, live(acme())).refreshed({ ...told, ensure: "absent" });
    expect(state).toMatchObject({ ensure: "present", pending: null });
  });

  test("of one whose end is for a person waits for that", async () => {
    const state = await stageOf(organizationPiece, live(acme()), apimetrics).refreshed({
      ...told,
      ensure: "absent",
    });
    expect(state).toMatchObject({ ensure: "absent", pending: expect.stringContaining("support") });
  });

  test("of an import tells everything that could be said again", async () => {
    const child = acme({
      parent: "acc_top",
      parentSlug: "top",
      attributes: { "branding.primaryColor": "#00bb55" },
    });
    const stage = stageOf(organizationPiece, live(child, acme({ id: "acc_top", slug: "top" })), cantila);
    const state = await stage.refreshed(organizationPiece.imported("main/acme") ?? {}, { whole: true });
    expect(state).toMatchObject({
      ...told,
      parent: "main/top",
      settings: null,
      branding: { primary_color: "#00bb55", logo_url: null },
    });
    expect(state).not.toHaveProperty("branding.description");
    expect(await stage.steps(state ?? {})).toEqual([]);
  });
});

describe("another one", () => {
  const replaced = (from: object, to: object, kinds = memoryKinds) =>
    organizationPiece.replaced(
      filled(organizationPiece, { ...told, ...from }),
      filled(organizationPiece, { ...told, ...to }),
      { kinds, isMoved: false },
    );

  test("is one on another connection, or of another id", () => {
    expect(replaced({}, { connection_name: "other" })).toEqual([{ path: ["connection_name"] }]);
    expect(replaced({}, { organization_id: "org_2" })).toEqual([{ path: ["organization_id"] }]);
    expect(replaced({}, {})).toEqual([]);
  });

  test("is not one with another slug or name, where the system can change them", () => {
    expect(replaced({}, { slug: "new" })).toEqual([]);
    expect(replaced({ display_name: "a" }, { display_name: "b" })).toEqual([]);
  });

  test("cannot be where the system fixes a slug or a name for good", () => {
    const support = expect.stringContaining("support");
    expect(replaced({}, { slug: "new" }, apimetrics)).toEqual([{ path: ["slug"], impossible: support }]);
    expect(replaced({}, { slug: "new" }, cantila)).toEqual([{ path: ["slug"], impossible: support }]);
    expect(replaced({ display_name: "a" }, { display_name: "b" }, cantila)).toEqual([
      { path: ["display_name"], impossible: support },
    ]);
    expect(replaced({ display_name: "a" }, { display_name: UNKNOWN }, cantila)).toEqual([]);
  });

  test("takes the place of one that the system can end and make", () => {
    const slug = { mode: "immutable", compare: "exact" } as const;
    const organization = { ...memoryKinds.organization, attributes: { slug } };
    expect(replaced({}, { slug: "new" }, { ...memoryKinds, organization })).toEqual([{ path: ["slug"] }]);
    const top = { ...organization, createTop: "none" as const };
    expect(replaced({}, { slug: "new" }, { ...memoryKinds, organization: top })).toEqual([
      { path: ["slug"], impossible: expect.any(String) },
    ]);
    const parent = { parent: "main/top" };
    expect(replaced(parent, { ...parent, slug: "new" }, { ...memoryKinds, organization: top })).toEqual([
      { path: ["slug"] },
    ]);
  });

  test("is one with another slug where the slug is only how it is found", () => {
    const organization = { ...memoryKinds.organization, attributes: {} };
    expect(replaced({}, { slug: "new" }, { ...memoryKinds, organization })).toEqual([{ path: ["slug"] }]);
  });

  test("is one below another parent", () => {
    const top = { parent: "main/top" };
    expect(replaced(top, { parent: "main/else" })).toEqual([{ path: ["parent"] }]);
    expect(replaced(top, { parent: "main/else" }, cantila)).toEqual([
      { path: ["parent"], impossible: expect.stringContaining("support") },
    ]);
    expect(replaced(top, { parent: "main/id:acc_top" })).toEqual([]);
    expect(replaced({}, top)).toEqual([]);
    expect(replaced(top, {})).toEqual([]);
  });

  test("is one that was ended and is wanted again", () => {
    const ended = { ensure: "absent", pending: null };
    expect(replaced(ended, {})).toEqual([{ path: ["ensure"] }]);
    expect(replaced(ended, { ensure: "present" })).toEqual([{ path: ["ensure"] }]);
    expect(replaced(ended, ended)).toEqual([]);
    expect(replaced({ ensure: "absent", pending: "ask" }, {})).toEqual([]);
    expect(replaced({ ensure: "present" }, ended)).toEqual([]);
  });
});

test("made, renamed, and made again as another one", async () => {
  const stage = stageOf(organizationPiece);
  const made = await stage.applied({ ...said, display_name: "Acme", description: "x" });
  expect(made).toMatchObject({
    ...said,
    display_name: "Acme",
    description: "x",
    organization_id: expect.any(String),
  });
  expect(await stage.steps(made ?? {})).toEqual([]);
  const renamed = await stage.applied({ ...made, slug: "acme-inc", description: "" });
  expect(renamed).toMatchObject({ slug: "acme-inc", organization_id: made?.["organization_id"] });
  expect(stage.memory.state().organizations.map(({ organization: { slug } }) => slug)).toEqual(["acme-inc"]);
});

test("imported by slug and by id", () => {
  expect(organizationPiece.imported("main/acme")).toEqual({ ...said, organization_id: null });
  expect(organizationPiece.imported("main/id:org_1")).toEqual({
    connection_name: "main",
    slug: null,
    organization_id: "org_1",
  });
  expect(organizationPiece.imported("main/acme/role/x")).toBeUndefined();
  expect(organizationPiece.imported("acme")).toBeUndefined();
});
