import { describe, expect, it, vi } from "vitest";
import { signalsmith } from "../../../src/connectors/signalsmith/index.ts";
import type { ConnectionSettings } from "../../../src/model/connector.ts";
import { change, openSignalSmith } from "./world.ts";

const settings: ConnectionSettings = { name: "main", system: "signalsmith", endpoint: "https://x.test" };

describe("the pace of SignalSmith", () => {
  it("is what reference A says, for all who call at a workspace together", () => {
    expect(signalsmith.limits(settings)).toEqual({
      all: { perMinute: 100, perSecond: 20 },
      shared: "with-others",
    });
  });

  it("costs one write more for a logo", () => {
    const create = (more: object) =>
      signalsmith.requests(
        change({
          address: "acme/organization",
          kind: "organization",
          action: "create",
          after: { slug: "acme", ...more },
        }),
        settings,
      );

    expect(create({})).toEqual({ reads: 0, writes: 1 });
    expect(create({ "branding.logoUrl": "https://x.test/a.png" })).toEqual({ reads: 0, writes: 2 });
  });

  it("looks once at a list for many changes of it", async () => {
    const world = await openSignalSmith();
    // However slow the machine is, no time passes.
    vi.spyOn(performance, "now").mockReturnValue(performance.now());
    try {
      const writer = world.writer();
      const context = { id: () => "org_acme" };
      for (const [name, role] of [
        ["alice", "admin"],
        ["bob", "member"],
      ] as const) {
        const removal = change({
          address: `acme/member/${name}@acme.test`,
          kind: "member",
          action: "delete",
          nativeId: `acc_${name}`,
          before: { email: `${name}@acme.test`, roles: [role], status: "active" },
        });
        await writer.write(removal, context);
      }
      expect(world.sandbox.requests().map(({ method }) => method)).toEqual(["GET", "DELETE", "DELETE"]);
    } finally {
      vi.restoreAllMocks();
      await world.sandbox.close();
    }
  });
});
