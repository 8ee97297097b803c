import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Change, OrganizationPlan } from "../../src/model/contract.ts";
import { driftKey, isKnown, isTold, movedToo, shownCause } from "../../src/report/drift-severity.ts";
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

const acknowledged = { name: "a", reason: "agreed", expires: "2026-12-31" };
const owner = { risks: [risk("owner-lost", "")], effects: [effect("a@acme.test", "loses", "owner", "acme")] };

describe("isTold", () => {
  it.each([
    [true, "what live moved", { cause: "drift" }],
    [true, "what nobody knows who moved", { cause: "unclassified" }],
    [false, "what git moved", { cause: "intended" }],
    [false, "what only time moved", { cause: "due" }],
    [false, "what is acknowledged", { cause: "drift", acknowledged }],
    [true, "what is critical and acknowledged without that", { cause: "drift", acknowledged, ...owner }],
    [
      false,
      "what is acknowledged as critical",
      { cause: "drift", acknowledged: { ...acknowledged, critical: true }, ...owner },
    ],
    [true, "an owner whom git removes too", { cause: "intended", ...owner }],
    [true, "an owner whose time is over", { cause: "due", ...owner }],
    [
      true,
      "an owner's level that git takes too",
      { cause: "intended", effects: [becomes("a@acme.test", "project-owner", "viewer", "prod")] },
    ],
    [
      false,
      "an admin whom git removes",
      { cause: "intended", effects: [effect("a@acme.test", "loses", "admin", "acme")] },
    ],
  ] as const)("%s: %s", (told, _, parts) => {
    const difference = change("delete", someone, parts);

    expect(isTold(difference)).toBe(told);
    expect(isKnown(difference)).toBe("acknowledged" in parts && !told);
  });

  it("says who else moved", () => {
    const shown = (cause: Change["cause"], parts = {}) => {
      const one = change("delete", someone, { cause, ...parts });
      return [shownCause(one), movedToo(one)];
    };

    expect(shown("intended", owner)).toEqual(["drift", "git moved too"]);
    expect(shown("due", owner)).toEqual(["drift", "time moved too"]);
    expect(shown("unclassified", owner)).toEqual(["unclassified", ""]);
    expect(shown("intended")).toEqual(["intended", ""]);
    expect(shownCause(change("create", someone, { cause: "intended", ...owner }))).toBe("intended");
  });
});

describe("driftKey", () => {
  it("is another one once the same change means more, or is worse", () => {
    const role = change("delete", "acme/role/SRE", {
      cause: "drift",
      effects: [effect("a@acme.test", "loses", "SRE", "acme"), effect("b@acme.test", "loses", "SRE", "acme")],
    });
    const grown = { ...role, effects: [...role.effects, effect("c@acme.test", "loses", "SRE", "acme")] };
    const worse = { ...role, risks: [risk("owner-lost", "")] };

    expect(new Set([role, grown, worse].map(driftKey)).size).toBe(3);
    expect(driftKey({ ...role, effects: [...role.effects].reverse() })).toBe(driftKey(role));
    expect(driftFingerprint([organization("acme", { changes: [grown] })])).not.toBe(
      driftFingerprint([organization("acme", { changes: [role] })]),
    );
  });
});

describe("driftFingerprint", () => {
  it("moves with owners who are left alone, and with what they hold", () => {
    const left = (message: string, danger: boolean) =>
      driftFingerprint([organization("acme", { unmanaged: [listed("additive", someone, message, danger)] })]);

    expect(left("left; holds owner", true)).not.toBe(left("left", false));
    expect(left("left; holds owner", true)).not.toBe(left("left; holds root-owner", true));
    expect(left("left", false)).toBe(driftFingerprint([organization("acme")]));
  });

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
