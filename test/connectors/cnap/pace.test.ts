/** What a change costs is what it then costs. */
import { describe, expect, it } from "vitest";
import { cnap } from "../../../src/connectors/cnap/index.ts";
import type { Change } from "../../../src/model/contract.ts";
import {
  addEve,
  createNew,
  deleteOther,
  invitePia,
  promoteBob,
  promoteNina,
  removeBob,
  removeNina,
  renameAcme,
  renewOlaf,
} from "./changes.ts";
import { change, context, openings, writes } from "./world.ts";

const open = openings();

const endOwn = change({
  address: "acme/workspace/own",
  kind: "workspace",
  action: "delete",
  nativeId: "ws_own",
});
const plain = { ...createNew, after: { slug: "brand-new", displayName: "Brand New" } };

describe("the price of a change", () => {
  it.each<[string, Change]>([
    ["a new organization", plain],
    ["a new organization with a logo", createNew],
    ["a changed organization", renameAcme],
    ["a deleted organization", deleteOther],
    ["a workspace that is managed no more", endOwn],
    ["somebody who is added", addEve],
    ["somebody who is invited", invitePia],
    ["another role", promoteBob],
    ["a member who goes", removeBob],
    ["an invitation that says another role", promoteNina],
    ["an invitation that is sent again", renewOlaf],
    ["an invitation that is taken back", removeNina],
  ])("is what it sends: %s", async (_, each) => {
    const world = await open();
    const told = cnap.requests(each, world.settings);

    await world.writer().write(each, context);

    const sent = writes(world).length;
    expect({ reads: world.sandbox.requests().length - sent, writes: sent }).toEqual(told);
  });

  it("has no published pace behind it", () => {
    expect(cnap.limits({ name: "main", system: "cnap", endpoint: "https://cnap.test" })).toEqual({
      shared: "own",
    });
  });
});
