import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Change, OrganizationPlan } from "../../src/model/contract.ts";
import { driftFingerprint, driftSeverity, driftTitle } from "../../src/report/index.ts";
import { drifted, unread } from "./drift-stories.ts";
import { becomes, change, effect, follows, listed, organization, risk } from "./plan-builder.ts";
import { strangePlan } from "./strange.ts";

const someone = "acme/member/a@acme.test";

describe("driftSeverity", () => {
  const cases: readonly (readonly [string, string, Change])[] = [
    [
      "critical",
      "an owner whom nobody declared",
      change("delete", someone, { risks: [risk("owner-lost", "")] }),
    ],
    [
      "critical",
      "a declared owner who is none",
      change("create", someone, { risks: [risk("owner-gained", "")] }),
    ],
    [
      "critical",
      "an admin whom nobody declared",
      change("delete", someone, { effects: [effect("a@acme.test", "loses", "ADMIN", "acme")] }),
    ],
    [
      "critical",
      "a member made admin of a workspace",
      change("update", someone, { effects: [becomes("a@acme.test", "project-admin", "viewer", "prod")] }),
    ],
    [
      "critical",
      "somebody who brings admin access along",
      change("delete", someone, { effects: [follows(effect("a@acme.test", "loses", "admin", "prod"))] }),
    ],
    ["critical", "an organization that is gone", change("create", "acme/organization")],
    [
      "warning",
      "an admin who was made a member",
      change("update", someone, { effects: [becomes("a@acme.test", "member", "admin", "acme")] }),
    ],
    [
      "warning",
      "a role whose name only sounds like one",
      change("delete", someone, { effects: [effect("a@acme.test", "loses", "landowner", "acme")] }),
    ],
    ["warning", "a suspended member", change("update", someone)],
    ["warning", "access that nobody declared", change("delete", "acme/access/prod/role:SRE")],
    ["warning", "a workspace that is gone", change("create", "acme/workspace/prod")],
    [
      "warning",
      "two-factor switched off",
      change("update", "acme/organization", { risks: [risk("security-setting", "")] }),
    ],
    ["note", "another name", change("update", "acme/organization")],
    ["note", "another description of a role", change("update", "acme/role/SRE")],
  ];

  it.each(cases)("%s: %s", (severity, _, difference) => {
    expect(driftSeverity(difference)).toBe(severity);
  });
});

describe("driftFingerprint", () => {
  it("stays as it is when only the order, the words, an acknowledged or a merged difference move", () => {
    const [first, ...others] = drifted.changes;
    const same: OrganizationPlan = {
      ...drifted,
      changes: [
        ...others
          .filter(({ cause, acknowledged }) => cause === "drift" && acknowledged === undefined)
          .reverse(),
        ...(first === undefined ? [] : [{ ...first, note: "other words" }]),
      ],
      waiting: [],
      history: [],
    };

    expect(driftFingerprint([same])).toBe(driftFingerprint([drifted]));
    expect(driftFingerprint([unread, drifted])).toBe(driftFingerprint([drifted, unread]));
  });

  it("moves with each difference, each release, and an acknowledgement that ends", () => {
    const changes = drifted.changes.map(({ acknowledged: _, ...each }) => each);
    const others = [
      { ...drifted, changes: drifted.changes.slice(1) },
      { ...drifted, changes },
      { ...drifted, released: [] },
      { ...drifted, changes: drifted.changes.map((each) => ({ ...each, cause: "unclassified" as const })) },
    ];

    const all = [drifted, ...others].map((one) => driftFingerprint([one]));
    expect(new Set(all).size).toBe(5);
  });
});

describe("driftTitle", () => {
  it("says how much, and how bad", () => {
    expect(driftTitle([drifted])).toBe("Drift in acme: 4 differences, 1 critical, 1 released");
    expect(driftTitle([drifted, unread])).toBe(
      "Drift in acme, beta: 4 differences, 1 critical, 1 released, 1 could not be read",
    );
    expect(driftTitle([organization("acme")])).toBe("Drift in acme: none");
    expect(driftTitle([organization("a", { released: [listed("released", "a/role/R", "was")] })])).toBe(
      "Drift in a: 1 released",
    );
  });

  it("is one short line, whatever the names", () => {
    fc.assert(
      fc.property(strangePlan, ({ organizations }) => {
        const title = driftTitle(organizations);

        expect(title.length).toBeLessThanOrEqual(255);
        expect(title).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
