import { expect, test } from "vitest";
import { ownershipPiece } from "../../../../src/entry/terraform/resources/ownership.ts";
import { type Attributes, UNKNOWN } from "../../../../src/entry/terraform/values/value.ts";
import type { LiveAccess } from "../../../../src/model/live.ts";
import { ACME, account, desk } from "./memory-parts.ts";

const nothing = {
  roles: null,
  workspaces: null,
  access: null,
  absent: null,
  confirm_empty: null,
  pending: null,
};

function said(more: Attributes): Attributes {
  return { organization: ACME, ...nothing, ...more };
}

function grant(more: Attributes): Attributes {
  return { workspace: "prod", role: null, email: null, user_id: null, level: "member", ...more };
}

function roleAccess(role: string, level: string): LiveAccess {
  return { kind: "access", workspace: "ws_prod", level, subject: { type: "role", role } };
}

const owner = account("olga@acme.test", "owner");
const full = {
  members: [owner],
  roles: ["VIEWER", "SRE"],
  workspaces: ["prod", "dev"],
  access: [roleAccess("SRE", "admin"), roleAccess("VIEWER", "member")],
};

test("what is listed and there stays, what is not there is dropped, what is there and not listed is told", async () => {
  const { refresh } = desk(full);
  const state = said({
    roles: ["SRE", "GONE"],
    workspaces: ["prod"],
    access: [grant({ role: "SRE", level: "admin" }), grant({ role: "GONE" })],
  });
  expect(await refresh(ownershipPiece, state)).toMatchObject({
    id: "memory/acme/ownership",
    roles: ["SRE", "VIEWER"],
    workspaces: ["prod", "dev"],
    access: [grant({ role: "SRE", level: "admin" }), grant({ role: "VIEWER" })],
    absent: null,
    pending: null,
  });
});

test("a grant with another level is told with the live one", async () => {
  const { refresh } = desk(full);
  const state = said({ access: [grant({ role: "SRE" }), grant({ role: "VIEWER" })] });
  expect((await refresh(ownershipPiece, state))?.["access"]).toStrictEqual([
    grant({ role: "SRE", level: "admin" }),
    grant({ role: "VIEWER" }),
  ]);
});

test("a section that is left out is left alone", async () => {
  const { refresh, compare } = desk(full);
  const state = said({ roles: ["VIEWER", "SRE"] });
  expect(await refresh(ownershipPiece, state)).toMatchObject({ workspaces: null, access: null });
  expect((await compare(ownershipPiece, state)).plan?.changes).toStrictEqual([]);
});

test("an applied list removes the rest, and is read back as it was said", async () => {
  const { memory, parts, refresh } = desk(full);
  const state = said({ roles: ["SRE"], workspaces: ["prod"] });
  const part = ownershipPiece.part(state, {});
  const applied =
    part &&
    (await parts.apply(part, (compared) =>
      (ownershipPiece.judge?.(compared, { isPlan: false }) ?? []).map(({ summary, severity }) => ({
        code: "x",
        severity,
        message: summary,
      })),
    ));
  expect(applied?.outcome?.status).toBe("complete");
  expect(
    memory
      .writes()
      .map(({ action, address }) => `${action} ${address}`)
      .sort(),
  ).toStrictEqual(["delete acme/role/VIEWER", "delete acme/workspace/dev"]);
  expect(await refresh(ownershipPiece, state)).toMatchObject({ roles: ["SRE"], workspaces: ["prod"] });
});

test("what shall be absent and is there is taken off the list; what is gone stays on it", async () => {
  const { refresh } = desk(full);
  const absent = {
    roles: ["VIEWER", "OLD"],
    workspaces: null,
    access: [grant({ role: "SRE", level: "admin" })],
  };
  expect(await refresh(ownershipPiece, said({ absent }))).toMatchObject({
    roles: null,
    absent: { roles: ["OLD"], workspaces: null, access: [] },
  });
});

test("it creates and changes nothing: at apply, what is listed has to be there as it is listed", async () => {
  const { compare } = desk(full);
  const wish = said({ roles: ["SRE", "GONE"], access: [grant({ role: "SRE" })] });
  const compared = await compare(ownershipPiece, wish);
  const problems = ownershipPiece.judge?.(compared, { isPlan: false });
  expect(problems?.map(({ severity, summary }) => `${severity}: ${summary}`).sort()).toStrictEqual([
    "error: acme/access/prod/role:SRE is there in another way",
    "error: acme/role/GONE is listed and is not there",
  ]);
  expect(ownershipPiece.judge?.(compared, { isPlan: true })).toStrictEqual([]);
});

test("an organization that is not there is not made", async () => {
  const { compare } = desk();
  const compared = await compare(ownershipPiece, said({ organization: "memory/other" }));
  expect(ownershipPiece.refresh(said({}), { compared, name: "other", whole: true })).toBeUndefined();
  const problems = ownershipPiece.judge?.(compared, { isPlan: false }) ?? [];
  expect(problems).toMatchObject([{ severity: "error", path: ["organization"] }]);
});

test("an import lists all that there is and may be removed", async () => {
  const imported = ownershipPiece.imported("memory/acme/ownership");
  expect(imported).toStrictEqual({ organization: ACME });
  const state = await desk(full).refresh(ownershipPiece, said(imported ?? {}), true);
  expect(state).toMatchObject({
    roles: ["SRE", "VIEWER"],
    workspaces: ["dev", "prod"],
    access: [grant({ role: "SRE", level: "admin" }), grant({ role: "VIEWER" })],
  });
  expect(ownershipPiece.imported("memory/acme/role/ownership")).toBeUndefined();
});

test("an import lists no role of the system's own, which nothing removes", async () => {
  const { memory, refresh } = desk(full);
  memory.edit((world) => ({
    ...world,
    organizations: world.organizations.map((each) => ({
      ...each,
      roles: each.roles.map((role) => (role.name === "SRE" ? { ...role, protection: "system" } : role)),
    })),
  }));
  const state = await refresh(ownershipPiece, said({}), true);
  expect(state?.["roles"]).toStrictEqual(["VIEWER"]);
});

test("what shall be absent is not told as undeclared too", async () => {
  const absent = { roles: ["VIEWER"], workspaces: null, access: null };
  const state = await desk(full).refresh(ownershipPiece, said({ roles: ["SRE"], absent }));
  expect(state).toMatchObject({ roles: ["SRE"], absent: { roles: [] } });
});

test("destroying it does nothing", () => {
  expect(ownershipPiece.ending(said({ roles: ["SRE"] }), {})).toBeUndefined();
});

test("while a list is unknown it says nothing", () => {
  expect(ownershipPiece.part(said({ roles: UNKNOWN }), {})).toBeUndefined();
  expect(ownershipPiece.part(said({ roles: ["SRE"], absent: { roles: [UNKNOWN] } }), {})).toBeUndefined();
});

test("an empty list has to be confirmed, and something has to be said", () => {
  const summaries = (more: Attributes) => ownershipPiece.validate(said(more)).map(({ summary }) => summary);
  expect(summaries({})).toStrictEqual(["It makes nothing exact"]);
  expect(summaries({ roles: [] })).toStrictEqual(["`roles` is empty"]);
  expect(summaries({ roles: [], confirm_empty: ["roles"] })).toStrictEqual([]);
  expect(summaries({ roles: [], confirm_empty: UNKNOWN })).toStrictEqual([]);
  expect(summaries({ roles: UNKNOWN })).toStrictEqual([]);
  expect(summaries({ roles: ["A"], confirm_empty: ["members"] })).toStrictEqual(["`members` is no section"]);
  expect(summaries({ access: [grant({})] })).toStrictEqual([
    "One of `role`, `email` and `user_id` is missing",
  ]);
});

test("an empty list is understood: it may be what live has", async () => {
  const { compare, refresh } = desk({ members: [owner] });
  const state = said({ roles: [], absent: { roles: null, workspaces: [], access: null } });
  expect((await compare(ownershipPiece, state)).problems).toStrictEqual([]);
  expect(await refresh(ownershipPiece, state)).toMatchObject({ roles: [] });
});

test("a problem is at its list and member", () => {
  const reader = grant({ email: "b@acme.test" });
  const state = said({
    roles: ["B", "A"],
    access: [reader],
    absent: { roles: ["OLD"], workspaces: null, access: null },
  });
  const place = (...path: readonly (string | number)[]) => ownershipPiece.place(path, state);
  expect(place("roles", 0, "name")).toStrictEqual(["roles", { member: "A" }]);
  expect(place("roles", 2)).toStrictEqual(["absent", "roles", { member: "OLD" }]);
  expect(place("access", 0, "id")).toStrictEqual(["access", { member: reader }, "user_id"]);
  expect(place("ownership", "access")).toStrictEqual(["access"]);
  expect(place("confirmEmpty", 0)).toStrictEqual(["confirm_empty"]);
});
