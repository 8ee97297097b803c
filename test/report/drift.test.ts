import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderDrift } from "../../src/report/index.ts";
import { becomes, change, effect, listed, organization, plan, risk, waiting } from "./plan-builder.ts";
import { dangerous, ordinary } from "./stories.ts";
import { strangePlan } from "./strange.ts";
import { expectHarmless } from "./terminal.ts";

const plain = { color: false, width: 80 };

describe("renderDrift", () => {
  it.each([
    ["drift-ordinary.txt", ordinary],
    ["drift-dangerous.txt", dangerous],
  ])("%s", async (file, story) => {
    await expect(renderDrift(story, plain)).toMatchFileSnapshot(`goldens/${file}`);
  });

  it("says that there is no drift when nothing differs, also when something waits", () => {
    const waits = organization("acme", {
      waiting: [
        waiting("acceptance", "acme/access/production/a@acme.test", "until the invitation is accepted"),
      ],
    });

    expect(renderDrift(plan([organization("acme"), organization("beta")]), plain)).toBe(
      "No drift. 2 organizations as declared.\n",
    );
    expect(renderDrift(plan([waits]), plain)).toMatch(/^No drift\. 1 organization as declared\.\n\nWaiting/u);
  });

  it("tells a critical one all the same where its acknowledgement does not say so, and owners who are left alone", () => {
    const acknowledged = { name: "mallory", reason: "agreed", expires: "2026-12-31" };
    const parts = { cause: "drift", risks: [risk("owner-lost", "")], acknowledged } as const;
    const acme = organization("acme", {
      changes: [change("delete", "acme/member/zed@evil.test", parts)],
      unmanaged: [
        listed("additive", "acme/member/eve@evil.test", "left; holds owner", true),
        listed("additive", "acme/member/ann@acme.test", "left"),
      ],
    });

    const text = renderDrift(plan([acme]), plain);

    expect(text).toMatch(/^Live differs: 1 by drift\n\nDrift {2}live moved\n/u);
    expect(text).toContain("critical, and acknowledged (mallory) without `critical: true`");
    expect(text).toMatch(/Unmanaged, with power {2}.*\n {2}acme\n {4}eve@evil\.test {2}left; holds owner/u);
    expect(text).not.toContain("ann@acme.test");
  });

  it("never says that there is no drift when something was not read", () => {
    const unread = { ...organization("beta"), verdict: "failed" as const };

    const text = renderDrift(plan([organization("acme"), unread]), plain);

    expect(text).not.toMatch(/no drift/iu);
    expect(text).toContain("Nothing differs in what was read: 1 organization.");
    expect(text).toContain("Unread: beta could not be read");
  });

  it("tells what live has, not what an apply would do", () => {
    const changes = [
      change("delete", "acme/member/zed@evil.test", {
        cause: "drift",
        risks: [risk("owner-lost", "")],
        effects: [effect("zed@evil.test", "loses", "owner", "acme")],
      }),
      change("update", "acme/member/amy@acme.test", {
        cause: "drift",
        fields: [{ path: "status", before: "suspended", after: "active" }],
        effects: [becomes("amy@acme.test", "admin", "member", "acme")],
      }),
      change("create", "acme/access/staging/role:SRE", {
        cause: "drift",
        effects: [effect("role:SRE", "gains", "viewer", "staging")],
      }),
    ];

    const text = renderDrift(plan([organization("acme", { changes })]), plain);

    expect(text).toContain(
      "not declared  member zed@evil.test\n        has owner on acme\n        owner rights that nobody declared\n",
    );
    expect(text).toContain(
      "status: live suspended, desired active\n        has admin on acme, desired is member\n",
    );
    expect(text).toContain("not live      access role SRE on staging\n        lacks viewer on staging\n");
    expect(text).not.toMatch(/remove|create|update/u);
  });

  it("lists what is acknowledged apart, with its reason, and counts it for no drift", () => {
    const acknowledged = { name: "audit", reason: "until the year ends", expires: "2026-12-31" };
    const one = change("delete", "acme/member/zed@evil.test", { cause: "drift", acknowledged });
    const two = change("delete", "acme/member/amy@acme.test", { cause: "drift" });

    const both = renderDrift(plan([organization("acme", { changes: [one, two] })]), plain);
    const only = renderDrift(plan([organization("acme", { changes: [one] })]), plain);

    expect(both).toMatch(
      /^Live differs: 1 by drift\n\nDrift .*amy@acme\.test.*\n\nAcknowledged .*zed@evil\.test/su,
    );
    expect(both).toContain("        known until 2026-12-31: until the year ends (audit)\n");
    expect(only).toMatch(
      /^1 difference is acknowledged\. Nothing else differs in what was read: 1\n {2}organization\.\n/u,
    );
    expect(only).not.toMatch(/No drift|Live differs|\nDrift/u);
  });

  it("is harmless and fits, whatever the text", () => {
    const style = fc.record({ color: fc.boolean(), width: fc.integer({ min: 40, max: 120 }) });

    fc.assert(
      fc.property(strangePlan, style, (story, chosen) => {
        expectHarmless(renderDrift(story, chosen), chosen);
      }),
    );
  });
});
