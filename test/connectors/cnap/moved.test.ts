/** What somebody else did since the plan was made: something third stops the change, the very thing is done, and neither is written. */
import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/model/contract.ts";
import {
  addEve,
  deleteOther,
  invitePia,
  ofMember,
  promoteBob,
  promoteNina,
  removeBob,
  removeNina,
  renameAcme,
  renewOlaf,
} from "./changes.ts";
import { byHand } from "./hand.ts";
import { change, context, control, failureOf, type Opened, openings, people, writes } from "./world.ts";

const open = openings();

type Meddle = (world: Opened) => Promise<unknown>;
const acme = "/organizations/org_acme";

const etagAt = async (world: Opened, path: string) => (await byHand(world, "GET", path))["etag"];
const rename =
  (path: string, name: string): Meddle =>
  async (world) =>
    await byHand(world, "PATCH", path, { etag: await etagAt(world, path), body: { name } });
const join =
  (user: string, role: string): Meddle =>
  async (world) =>
    await byHand(world, "POST", `${acme}/members`, {
      etag: await etagAt(world, acme),
      body: { user_id: user, role },
    });
const invite =
  (email: string, role: string): Meddle =>
  async (world) =>
    await byHand(world, "POST", `${acme}/invitations`, { body: { email, role } });
const resend =
  (id: string): Meddle =>
  async (world) =>
    await byHand(world, "POST", `${acme}/invitations/${id}/resend`);
/** What another writer of ours does is what a colleague does. */
const colleague =
  (...changes: readonly Change[]): Meddle =>
  async (world) => {
    for (const each of changes) await world.writer().write(each, context);
  };
const accept =
  (email: string): Meddle =>
  async (world) =>
    await control(world, "invitations/accept", { email });

const toOwner = { ...promoteBob, after: { roles: ["owner"] } };
const inviteNinaAsOwner = change({
  ...ofMember("nina@acme.test"),
  action: "create",
  after: { email: "nina@acme.test", roles: ["owner"] },
});
const removeOlaf = change({
  ...ofMember("olaf@acme.test"),
  action: "delete",
  nativeId: "orgi_olaf",
  before: { email: "olaf@acme.test", roles: ["member"], status: "expired" },
});
const renameShort = {
  ...renameAcme,
  before: { displayName: "Acme" },
  after: { displayName: "Acme New" },
};
const endOwn = change({
  address: "acme/workspace/own",
  kind: "workspace",
  action: "delete",
  nativeId: "ws_own",
  before: { displayName: "Own" },
});

describe("what somebody else changed to something third is left so", () => {
  it.each<[string, Change, Meddle, string]>([
    ["an organization that was renamed", renameShort, rename(acme, "Theirs"), 'displayName "Theirs"'],
    [
      "an organization that was deleted",
      { ...renameShort, address: "other/organization", nativeId: "org_other" },
      colleague(deleteOther),
      "was deleted by somebody",
    ],
    [
      "an organization to be deleted that was renamed",
      { ...deleteOther, before: { displayName: "Other" } },
      rename("/organizations/org_other", "Theirs"),
      'displayName "Theirs"',
    ],
    [
      "an organization of the same slug",
      change({
        address: "new/organization",
        kind: "organization",
        action: "create",
        after: { slug: "brand-new", displayName: "Ours" },
      }),
      async (world) =>
        byHand(world, "POST", "/organizations", { body: { name: "Theirs", slug: "brand-new" } }),
      'with the name "Theirs"',
    ],
    ["a member who is to be promoted", promoteBob, colleague(toOwner), "has the role owner by now"],
    ["a member who left", promoteBob, colleague(removeBob), "has left"],
    ["a member who is to go", removeBob, colleague(toOwner), "has the role owner by now"],
    ["somebody who joined", addEve, join("user_eve", "owner"), "has joined as owner"],
    ["somebody who is invited", invitePia, invite("pia@acme.test", "owner"), "was invited as owner"],
    ["an invitation that was accepted", removeNina, accept("nina@acme.test"), "has accepted the invitation"],
    [
      "an invitation that was said anew",
      removeNina,
      colleague(removeNina, inviteNinaAsOwner),
      "was invited again by somebody else, as owner,",
    ],
    [
      "an invitation that was said anew with another role",
      promoteNina,
      colleague(removeNina, inviteNinaAsOwner),
      "was invited as owner, not member by somebody else",
    ],
    [
      "an invitation of another role than the plan saw",
      { ...removeNina, before: { ...removeNina.before, roles: ["owner"] } },
      async () => undefined,
      "was invited as member, not owner by somebody else",
    ],
    [
      "an invitation of another role than the plan saw, to be said anew",
      { ...promoteNina, before: { roles: ["owner"] } },
      async () => undefined,
      "was invited as member, not owner by somebody else",
    ],
    ["an invitation that can be accepted again", removeOlaf, resend("orgi_olaf"), "was invited again"],
    [
      "an invitation that can be accepted again, to be said anew",
      { ...renewOlaf, after: { ...renewOlaf.after, roles: ["admin"] } },
      resend("orgi_olaf"),
      "was invited again by somebody else",
    ],
  ])("%s", async (_, each, meddle, words) => {
    const world = await open();
    await meddle(world);
    const before = writes(world);

    const failure = await failureOf(world.writer().write(each, context));

    expect(failure).toMatchObject({ moved: true, status: 409, retryable: false, unknownResult: false });
    expect(failure.message).toContain(words);
    expect(failure.message).toContain("since the plan was made; plan again");
    expect(writes(world)).toEqual(before);
  });
});

describe("what somebody else did just so is done", () => {
  it.each<[string, Change, Meddle]>([
    ["an organization was renamed", renameShort, rename(acme, "Acme New")],
    ["an organization was deleted", deleteOther, colleague(deleteOther)],
    ["a member was promoted", promoteBob, colleague(promoteBob)],
    ["a member is gone", removeBob, colleague(removeBob)],
    ["somebody joined", addEve, join("user_eve", "admin")],
    ["somebody was invited", invitePia, invite("pia@acme.test", "admin")],
    ["an invitation is gone", removeNina, colleague(removeNina)],
    ["an invitation was said anew", promoteNina, colleague(promoteNina)],
    ["an invitation was sent again", renewOlaf, resend("orgi_olaf")],
    ["the management of a workspace is over", endOwn, colleague(endOwn)],
  ])("%s", async (_, each, meddle) => {
    const world = await open();
    await meddle(world);
    const before = writes(world);

    await world.writer().write(each, context);

    expect(writes(world)).toEqual(before);
  });
});

describe("an invitation that this apply took back", () => {
  it("is done a second time, whoever invites the person again after that", async () => {
    const world = await open();
    const writer = world.writer();
    await writer.write(removeNina, context);
    await writer.write(inviteNinaAsOwner, context);

    expect(await writer.write(removeNina, context)).toEqual({});

    expect(await people(world)).toContain("nina@acme.test owner invited");
  });
});

it("a new invitation that finds somebody else's in its place says what was cancelled, and that it moved", async () => {
  const world: Opened = await open({
    alter: async (request, pass) => {
      const answer = await pass();
      if (request.method === "DELETE") await invite("nina@acme.test", "owner")(world);
      return answer;
    },
  });

  const failure = await failureOf(world.writer().write(promoteNina, context));

  expect(failure).toMatchObject({ moved: true, message: expect.stringContaining("was cancelled") });
  expect(await people(world)).toContain("nina@acme.test owner invited");
});

describe("keys", () => {
  it("are new for the same change at another time, else a server would answer what it answered before", async () => {
    const keys: unknown[] = [];
    const world = await open({
      alter: async (request, pass) => {
        if (request.method === "PATCH") keys.push(request.headers["idempotency-key"]);
        return await pass();
      },
    });
    const back = { ...promoteBob, before: { roles: ["admin"] }, after: { roles: ["member"] } };

    for (const each of [promoteBob, back, promoteBob]) await world.writer().write(each, context);

    expect(new Set(keys).size).toBe(3);
    expect(keys.every((key) => typeof key === "string" && key.length >= 1 && key.length <= 64)).toBe(true);
    expect(await people(world)).toContain("bob@acme.test admin active");
  });

  it("go with every write of the organization and its members, and with no invitation", async () => {
    const keyed: string[] = [];
    const bare: string[] = [];
    const world = await open({
      alter: async (request, pass) => {
        const list = request.headers["idempotency-key"] === undefined ? bare : keyed;
        if (request.method !== "GET") list.push(`${request.method} ${request.path}`);
        return await pass();
      },
    });
    const writer = world.writer();

    for (const each of [renameShort, addEve, promoteBob, { ...removeBob, before: {} }, endOwn, deleteOther])
      await writer.write(each, context);
    for (const each of [invitePia, removeNina]) await writer.write(each, context);

    expect(keyed).toEqual([
      `PATCH ${acme}`,
      `POST ${acme}/members`,
      `PATCH ${acme}/members/user_bob`,
      `DELETE ${acme}/members/user_bob`,
      "POST /workspaces/ws_own:revokeManagement",
      "DELETE /organizations/org_other",
    ]);
    expect(bare).toEqual([`POST ${acme}/invitations`, `DELETE ${acme}/invitations/orgi_nina`]);
  });
});
