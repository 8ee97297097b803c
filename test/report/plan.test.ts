import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderPlan } from "../../src/report/index.ts";
import { change, effect, follows, listed, organization, plan, risk } from "./plan-builder.ts";
import { dangerous, ordinary } from "./stories.ts";
import { strangePlan } from "./strange.ts";
import { expectHarmless } from "./terminal.ts";

const plain = { color: false, width: 80 };

describe("renderPlan", () => {
  it.each([
    ["plan-ordinary-80.txt", ordinary, plain],
    ["plan-dangerous-80.txt", dangerous, plain],
    ["plan-dangerous-120.txt", dangerous, { color: false, width: 120 }],
    ["plan-ordinary-color.txt", ordinary, { color: true, width: 100 }],
  ])("%s", async (file, story, style) => {
    await expect(renderPlan(story, style)).toMatchFileSnapshot(`goldens/${file}`);
  });

  it("says the same without colour", () => {
    const colors = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "gu");

    expect(renderPlan(dangerous, { color: true, width: 80 }).replace(colors, "")).toBe(
      renderPlan(dangerous, plain),
    );
  });

  it("says of an empty plan that there is nothing to apply, and names the organizations", () => {
    const text = renderPlan(plan([organization("acme"), organization("beta")]), plain);

    expect(text).toBe("Plan: no changes\nNothing to apply.\n\n2 organizations are as declared: acme, beta\n");
  });

  it("tells an organization with nothing but unmanaged entries in one line", () => {
    const quiet = organization("acme", {
      unmanaged: [listed("system", "acme/role/DEFAULT", "the system's own")],
    });

    expect(renderPlan(plan([quiet]), plain)).toContain(
      "1 organization is as declared: acme (1 unmanaged entry left alone)\n",
    );
  });

  it("puts the dangers before every organization, owners first", () => {
    const text = renderPlan(dangerous, plain);
    const order = [
      "Look at this first",
      "\n  blocked",
      "\n  unread",
      "\n  owner gained",
      "\n  security",
      "\n  released",
      "\n  approved",
      "\nacme ·",
    ];

    const places = order.map((words) => text.indexOf(words));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  it("counts the same danger beyond ten, and lists each where it happens", () => {
    const changes = Array.from({ length: 15 }, (_, index) =>
      change("create", `acme/member/p${index}@acme.test`, {
        risks: [risk("admin-gained", `p${index}@acme.test becomes admin of acme`)],
      }),
    );

    const text = renderPlan(plan([organization("acme", { changes })]), plain);

    expect(text.match(/becomes admin of acme/gu)).toHaveLength(10);
    expect(text).toContain("and 5 more, listed below");
    expect(text.match(/risk: admin gained/gu)).toHaveLength(15);
  });

  it("says once for several people what follows for all of them", () => {
    const losing = ["a", "b", "c"].map((name) =>
      follows(effect(`${name}@acme.test`, "loses", "viewer", "staging")),
    );
    const changes = [change("delete", "acme/workspace/staging", { effects: losing })];

    expect(renderPlan(plan([organization("acme", { changes })]), plain)).toContain(
      "a@acme.test, b@acme.test, c@acme.test lose viewer on staging (follows)",
    );
  });

  it.each([
    [true, ["drift", "drift"], /· all drift\n/u],
    [true, ["drift", "due"], /· drift\n.*· due\n/su],
    [false, ["unclassified", "unclassified"], /^(?!.*unclassified)/su],
  ] as const)("shows causes when classified is %s: %j", (classified, causes, expected) => {
    const changes = causes.map((cause, index) => change("delete", `acme/member/p${index}@a.test`, { cause }));

    expect(renderPlan(plan([organization("acme", { changes, classified })]), plain)).toMatch(expected);
  });

  it("counts many unmanaged entries by why they are left", () => {
    const many = (number: number): string =>
      renderPlan(
        plan([
          organization("acme", {
            changes: [change("create", "acme/role/SRE")],
            unmanaged: Array.from({ length: number }, (_, index) =>
              listed("additive", `acme/role/R${index}`, "left"),
            ),
          }),
        ]),
        plain,
      );

    expect(many(5)).toContain("role R4  left");
    expect(many(6)).toContain("6 in additive sections");
    expect(many(6)).not.toContain("role R4");
  });

  it("decodes addresses into words", () => {
    const changes = [
      change("create", "acme/access/production/role:SRE:ANALYST"),
      change("create", "acme/member/id:auth0|12%2F3"),
      change("delete", "acme/access/prod%2Feu/id:user_9"),
    ];

    const text = renderPlan(plan([organization("acme", { changes })]), plain);

    expect(text).toContain("create access role SRE (ANALYST) on production");
    expect(text).toContain("create member id:auth0|12/3");
    expect(text).toContain("remove access id:user_9 on prod/eu");
  });

  it("shows what is created when no effect tells it", () => {
    const after = { displayName: "Viewer", description: null, tags: ["a", "b c"], levels: {} };

    const text = renderPlan(
      plan([organization("acme", { changes: [change("create", "acme/role/VIEWER", { after })] })]),
      plain,
    );

    expect(text).toMatch(/displayName: Viewer\n +description: none\n +tags: a, "b c"\n +levels: none\n/u);
  });

  it("does not repeat what the name of a change and its effects say", () => {
    const after = {
      email: "Kim@Partner.test",
      roles: ["member"],
      workspaces: { staging: "viewer" },
      status: "suspended",
    };
    const effects = [effect("kim@partner.test", "gains", "member", "acme")];
    const changes = [change("create", "acme/member/kim@partner.test", { after, effects })];

    const text = renderPlan(plan([organization("acme", { changes })]), plain);

    expect(text).toContain(
      "create member kim@partner.test\n      status: suspended\n      gains member on acme\n",
    );
  });

  it("names the change that brings a risk where the risk does not", () => {
    const changes = [
      change("update", "acme/access/emea/amy@acme.test", {
        risks: [risk("owner-gained", "amy@acme.test becomes owner of emea")],
      }),
      change("delete", "acme/workspace/emea", { risks: [risk("access-by-cascade", "3 people lose access")] }),
    ];

    const text = renderPlan(plan([organization("acme", { changes })]), plain);

    expect(text).toContain("acme: amy@acme.test becomes owner of emea\n");
    expect(text).toContain("acme: 3 people lose access (remove workspace emea)\n");
  });

  it("renders thousands of changes, each one", () => {
    const changes = Array.from({ length: 3000 }, (_, index) =>
      change("create", `acme/member/p${index}@acme.test`),
    );

    const text = renderPlan(plan([organization("acme", { changes })]), plain);

    expect(text.match(/\+ create member/gu)).toHaveLength(3000);
  });

  it("is harmless and fits, whatever the text", () => {
    const style = fc.record({ color: fc.boolean(), width: fc.integer({ min: 40, max: 120 }) });

    fc.assert(
      fc.property(strangePlan, style, (story, chosen) => {
        expectHarmless(renderPlan(story, chosen), chosen);
      }),
      {
        numRuns: 200,
      },
    );
  });
});
