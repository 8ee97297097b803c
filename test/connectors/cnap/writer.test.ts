import { describe, expect, it } from "vitest";
import { ConnectorError, InternalError } from "../../../src/model/errors.ts";
import { ofMember, renameAcme } from "./changes.ts";
import { acmeSeed, change, context, openings, writes } from "./world.ts";

const open = openings();

describe("what no plan asks for", () => {
  it.each([
    change({ address: "acme/role/VIEWER", kind: "role", action: "create", after: {} }),
    change({ address: "acme/workspace/production", kind: "workspace", action: "create", after: {} }),
    change({
      address: "acme/workspace/production",
      kind: "workspace",
      action: "update",
      nativeId: "ws_prod",
    }),
    change({ ...ofMember("bob@acme.test"), action: "update", after: { roles: ["admin"] } }),
    change({
      ...ofMember("bob@acme.test"),
      action: "update",
      nativeId: "user_bob",
      after: { roles: ["king"] },
    }),
    change({ ...ofMember("id:user_eve"), action: "create", after: { roles: ["member"] } }),
    change({ address: "new/organization", kind: "organization", action: "create", after: {} }),
  ])("is our own mistake: %o", async (each) => {
    const world = await open();

    await expect(world.writer().write(each, context)).rejects.toThrow(InternalError);
    expect(writes(world)).toEqual([]);
  });

  it("is told apart from what CNAP refuses", async () => {
    const world = await open({ seed: { cnap: { ...acmeSeed, organizations: [], workspaces: [] } } });

    await expect(world.writer().write(renameAcme, context)).rejects.toThrow(ConnectorError);
  });
});
