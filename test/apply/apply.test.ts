import { describe, expect, test } from "vitest";
import { stopUnreviewed } from "../../src/apply/reviewed.ts";
import { createMemory } from "../../src/connectors/memory/index.ts";
import { ConnectorError } from "../../src/model/errors.ts";
import { shownOf } from "../../src/model/review.ts";
import {
  applied,
  liveMember,
  member,
  organization,
  planned,
  role,
  roleAccess,
  workspace,
  world,
} from "../plan/desk.ts";

const owner = liveMember("olga@acme.test", "owner");
const olga = member("olga@acme.test", "owner");

describe("one organization's failure (law 8)", () => {
  const wish = organization({
    roles: [role("sre")],
    workspaces: [workspace("production"), workspace("staging")],
    access: [roleAccess("sre", "production", "admin"), roleAccess("sre", "staging", "admin")],
  });

  test("skips its dependents by name, and does the rest", async () => {
    const memory = createMemory(world([{ members: [owner] }]));
    memory.fail(
      "acme/workspace/production",
      new ConnectorError("refused", { status: 409, retryable: false, requestId: "req_7" }),
    );

    const outcome = await applied(memory, await planned({ desired: [wish], memory }));

    const byAddress = Object.fromEntries(
      (outcome.organizations[0]?.results ?? []).map((each) => [each.address, each]),
    );
    expect(byAddress["acme/workspace/production"]).toMatchObject({ status: "failed" });
    expect(byAddress["acme/workspace/production"]?.error?.message).toContain("req_7");
    expect(byAddress["acme/access/production/role:sre"]).toMatchObject({
      status: "skipped",
      because: "acme/workspace/production",
    });
    expect(byAddress["acme/access/staging/role:sre"]).toMatchObject({ status: "applied" });
    expect(outcome.counts).toEqual({ applied: 3, failed: 1, skipped: 1, unknown: 0, todo: 0 });
    expect(outcome.complete).toBe(false);
  });

  test("leaves the next plan with exactly what is left", async () => {
    const memory = createMemory(world([{ members: [owner] }]));
    memory.fail("acme/workspace/production");
    await applied(memory, await planned({ desired: [wish], memory }));

    const next = await planned({ desired: [wish], memory });

    expect(next.organizations[0]?.changes.map(({ address }) => address)).toEqual([
      "acme/access/production/role:sre",
      "acme/workspace/production",
    ]);
  });

  test("does not stop another organization, also when it cannot be read (law 3)", async () => {
    const memory = createMemory(
      world([
        { name: "acme", members: [owner] },
        { name: "beta", members: [{ ...owner, id: "b" }] },
      ]),
    );
    memory.failReads("org_acme", new ConnectorError("page 2 is missing", { retryable: true }));
    const desired = ["acme", "beta"].map((name) =>
      organization({ name, members: [olga, member("ann@acme.test", "member")] }),
    );

    const plan = await planned({ desired, memory });
    const outcome = await applied(memory, plan);

    expect(plan.organizations.map(({ verdict }) => verdict)).toEqual(["failed", "applicable"]);
    expect(plan.organizations[0]?.changes).toEqual([]);
    expect(plan.verdict).toBe("failed");
    expect(outcome.organizations.map(({ status }) => status)).toEqual(["failed", "complete"]);
  });

  test("a write whose result is unknown is told apart from one that failed", async () => {
    const memory = createMemory(world([{ members: [owner] }]));
    memory.fail(
      "acme/role/sre",
      new ConnectorError("the connection broke", { retryable: false, unknownResult: true }),
    );

    const outcome = await applied(memory, await planned({ desired: [wish], memory }));

    expect(outcome.counts).toMatchObject({ unknown: 1, skipped: 2 });
  });

  test("a blocked organization is not touched, while others go on", async () => {
    const memory = createMemory(world([{ name: "acme", members: [owner] }, { name: "beta" }]));
    const desired = [organization({ members: [] }), organization({ name: "beta", roles: [role("sre")] })];

    const outcome = await applied(memory, await planned({ desired, memory, guards: { minOwners: 1 } }));

    expect(outcome.organizations.map(({ status }) => status)).toEqual(["blocked", "complete"]);
    expect(memory.writes().map(({ address }) => address)).toEqual(["beta/role/sre"]);
  });
});

describe("reviewed is applied (law 9)", () => {
  const wish = (...emails: readonly string[]) =>
    organization({ members: [olga, ...emails.map((email) => member(email, "member"))] });
  const live = (...emails: readonly string[]) =>
    world([{ members: [owner, ...emails.map((email) => liveMember(email, "member"))] }]);

  test("an organization goes on when each of its changes was shown, and fewer are fine", async () => {
    const reviewed = await planned({ desired: [wish("a@acme.test", "b@acme.test")], live: live() });
    const current = await planned({
      desired: [wish("a@acme.test", "b@acme.test")],
      live: live("a@acme.test"),
    });

    expect(stopUnreviewed(current, { shown: shownOf(reviewed) }).size).toBe(0);
  });

  test("it stops when live moved, and says so", async () => {
    const reviewed = await planned({ desired: [wish("a@acme.test")], live: live() });
    const current = await planned({ desired: [wish("a@acme.test")], live: live("stranger@acme.test") });

    const [problem] = stopUnreviewed(current, { shown: shownOf(reviewed) }).get("acme") ?? [];

    expect(problem?.message).toContain("the live state moved");
    expect(problem?.why).toContain("delete acme/member/stranger@acme.test");
    expect(problem?.why).not.toContain("a@acme.test,");
  });

  test("it stops when the manifests moved, and says so", async () => {
    const reviewed = await planned({ desired: [wish("a@acme.test")], live: live() });
    const moved = { ...wish("a@acme.test", "b@acme.test"), manifest: { other: true } };
    const current = await planned({ desired: [moved], live: live() });

    expect(stopUnreviewed(current, { shown: shownOf(reviewed) }).get("acme")?.[0]?.message).toContain(
      "the manifests moved",
    );
  });

  test("a due change counts as shown while the manifests are the same, and only then", async () => {
    const reviewed = await planned({ desired: [wish("a@acme.test")], live: live() });
    const current = await planned({ desired: [wish()], live: live("a@acme.test") });
    const due = {
      ...current,
      organizations: current.organizations.map((each) => ({
        ...each,
        changes: each.changes.map((change) => ({ ...change, cause: "due" as const })),
      })),
    };
    const edited = {
      ...due,
      organizations: due.organizations.map((each) => ({ ...each, manifestDigest: "0".repeat(64) })),
    };

    expect(stopUnreviewed(due, { shown: shownOf(reviewed) }).size).toBe(0);
    expect(stopUnreviewed(edited, { shown: shownOf(reviewed) }).size).toBe(1);
  });

  test("that organization alone stops", async () => {
    const two = (extra: readonly string[]) => [
      wish("a@acme.test"),
      organization({ name: "beta", roles: [role("x"), ...extra.map((name) => role(name))] }),
    ];
    const reviewed = await planned({
      desired: two([]),
      live: world([{ members: [owner] }, { name: "beta" }]),
    });
    const current = await planned({
      desired: two(["y"]),
      live: world([{ members: [owner] }, { name: "beta" }]),
    });

    expect([...stopUnreviewed(current, { shown: shownOf(reviewed) }).keys()]).toEqual(["beta"]);
  });

  test("what any of several plans has shown goes on", async () => {
    const first = await planned({ desired: [wish("a@acme.test")], live: live() });
    const second = await planned({ desired: [wish("b@acme.test")], live: live() });
    const current = await planned({ desired: [wish("a@acme.test", "b@acme.test")], live: live() });
    const shown = [...shownOf(first), ...shownOf(second)];

    expect(stopUnreviewed(current, { shown }).size).toBe(0);
    expect(stopUnreviewed(current, { shown: shownOf(first) }).size).toBe(1);
  });

  test("a plan that somebody saw elsewhere goes on by its digest, and no other", async () => {
    const current = await planned({ desired: [wish("a@acme.test")], live: live() });
    const [acme] = current.organizations;

    expect(stopUnreviewed(current, { shown: [], digests: [acme?.digest ?? ""] }).size).toBe(0);
    expect(stopUnreviewed(current, { shown: [], digests: ["0".repeat(64)] }).size).toBe(1);
  });

  test("what may go on unseen is what git or time moved, never what live moved", async () => {
    const current = await planned({ desired: [wish("a@acme.test")], live: live("stranger@acme.test") });
    const caused = (cause: "intended" | "drift") => ({
      ...current,
      organizations: current.organizations.map((each) => ({
        ...each,
        changes: each.changes.map((change) => ({
          ...change,
          cause: change.action === "delete" ? cause : ("intended" as const),
        })),
      })),
    });

    expect(stopUnreviewed(caused("intended"), { shown: [], unseen: ["acme"] }).size).toBe(0);
    expect(stopUnreviewed(caused("intended"), { shown: [], unseen: ["beta"] }).size).toBe(1);
    const [problem] = stopUnreviewed(caused("drift"), { shown: [], unseen: ["acme"] }).get("acme") ?? [];
    expect(problem?.why).toBe("Not reviewed: delete acme/member/stranger@acme.test.");
  });

  test("an intent plan shows nothing that counts", async () => {
    const current = await planned({ desired: [wish("a@acme.test")], live: live() });
    const intent = {
      ...current,
      organizations: current.organizations.map((each) => ({ ...each, basis: "intent" as const })),
    };

    expect(stopUnreviewed(current, { shown: shownOf(intent) }).size).toBe(1);
  });
});
