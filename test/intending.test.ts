import { describe, expect, test } from "vitest";
import { connectors } from "../src/connectors/index.ts";
import { type IntentRequest, intend, touched } from "../src/intending.ts";
import { type Documents, parseManifests } from "../src/manifest/index.ts";
import type { Plan, Project } from "../src/model/contract.ts";
import { renderPlanMarkdown } from "../src/report/index.ts";

const now = Date.parse("2026-03-10T12:00:00Z");
const token = { env: "NOWHERE" };
const project: Project = {
  apiVersion: "orgwright/v1",
  kind: "Project",
  manifests: ["orgs/*.yaml"],
  connections: {
    signalsmith: { system: "signalsmith", endpoint: "https://one.test/api/v1", token },
    second: { system: "signalsmith", endpoint: "https://two.test/api/v1", token },
    identity: { system: "lumoauth", endpoint: "https://three.test", tenant: "acme", token },
    metrics: { system: "apimetrics", endpoint: "https://four.test", token },
    sites: { system: "cantila", endpoint: "https://five.test/v1", dialect: "documented", token },
  },
};

function documents(...texts: readonly string[]): Documents {
  const text = texts.map((each) => `apiVersion: orgwright/v1\n${each.trim()}\n`).join("---\n");
  const parsed = parseManifests([{ file: "orgs/all.yaml", text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.value;
}

function acme(spec: string, name = "acme", top = "connection: signalsmith, slug: acme-corp"): string {
  const head = top.split(", ").map((each) => `  ${each}`);
  const rest = spec.split("\n").map((each) => `  ${each}`);
  return `kind: Organization\nmetadata: {name: ${name}}\nspec:\n${[...head, ...rest].join("\n")}`;
}

const alice = "members:\n  - {email: alice@acme.test, role: owner}";
const bob = `${alice}\n  - {email: bob@acme.test, role: member, workspaces: {production: admin}}`;
const production = "workspaces: [{name: production, id: ws_1}]";
const nothing = documents();

function ask(base: Documents | undefined, head: Documents, more: Partial<IntentRequest> = {}): Plan {
  const intent = intend({ project, connectors, now, base, head, ...more });
  if (!intent.valid) throw new Error(JSON.stringify(intent.diagnostics));
  return intent.plan;
}

/** `action address` of every change, by organization and address. */
function asked(plan: Plan): readonly string[] {
  return plan.organizations.flatMap(({ changes }) =>
    changes.map(({ action, address }) => `${action} ${address}`),
  );
}

function released(plan: Plan): readonly string[] {
  return plan.organizations.flatMap((each) => each.released.map(({ address }) => address));
}

function codes(plan: Plan): readonly string[] {
  return plan.organizations.flatMap((each) =>
    each.diagnostics.map(({ code, address }) => `${code} ${address}`),
  );
}

describe("intend", () => {
  test("a new member is added, and access is told on its own: no mail and nothing that waits", () => {
    const plan = ask(
      documents(acme(`${alice}\n${production}`)),
      documents(
        acme(
          `${bob}\n    reason: OPS-1`.replace("}}\n    reason: OPS-1", "}, reason: OPS-1}") +
            `\n${production}`,
        ),
      ),
    );

    const [acmePlan] = plan.organizations;
    expect(asked(plan)).toEqual([
      "create acme/access/production/bob@acme.test",
      "create acme/member/bob@acme.test",
    ]);
    expect(acmePlan).toMatchObject({ basis: "intent", verdict: "applicable", waiting: [], forPerson: [] });
    expect(plan.counts).toMatchObject({ create: 2, mails: 0, waiting: 0 });
    expect(acmePlan?.changes[1]).toMatchObject({
      verb: "add",
      cause: "intended",
      after: { roles: ["member"], email: "bob@acme.test" },
      note: "OPS-1",
      origins: [{ file: "orgs/all.yaml" }],
    });
    expect(plan.stages).toEqual([["acme/member/bob@acme.test"], ["acme/access/production/bob@acme.test"]]);
  });

  test("a removal in an exact section says what goes with it", () => {
    const plan = ask(documents(acme(`${bob}\n${production}`)), documents(acme(`${alice}\n${production}`)));

    expect(asked(plan)).toEqual(["delete acme/member/bob@acme.test"]);
    expect(plan.organizations[0]?.changes[0]).toMatchObject({
      before: { email: "bob@acme.test", roles: ["member"] },
      effects: [
        { verb: "loses", what: "member", on: "acme", cascade: false },
        { verb: "loses", what: "admin", on: "production", cascade: true },
      ],
    });
  });

  test("another role is an update with fields, risks and effects", () => {
    const head = bob.replace("role: member", "role: owner");
    const plan = ask(documents(acme(`${bob}\n${production}`)), documents(acme(`${head}\n${production}`)));

    expect(plan.organizations[0]?.changes).toMatchObject([
      {
        action: "update",
        fields: [{ path: "roles", before: ["member"], after: ["owner"] }],
        before: { roles: ["member"] },
        after: { roles: ["owner"] },
        effects: [{ verb: "changes", what: "owner", from: "member" }],
        risks: [{ code: "owner-gained" }],
      },
    ]);
  });

  test.each([
    ["additive", `${alice}\nownership: {members: additive}`],
    ["undeclared", "displayName: Acme"],
  ])("what an %s section no longer declares is released, never removed", (_what, head) => {
    const plan = ask(documents(acme(`${bob}\n${production}`)), documents(acme(`${head}\n${production}`)));

    expect(asked(plan).filter((each) => each.startsWith("delete"))).toEqual([]);
    expect(released(plan)).toEqual(expect.arrayContaining(["acme/member/bob@acme.test"]));
    expect(plan.organizations[0]?.released[0]?.message).toBe("was declared, no longer is");
  });

  test("an observed section is told as observed, without a word on what is live", () => {
    const observe = "\nownership: {members: observe}";
    const plan = ask(
      documents(acme(`${alice}${observe}\n${production}`)),
      documents(acme(`${bob}${observe}\n${production}`)),
    );

    expect(asked(plan)).toEqual([]);
    expect(plan.organizations[0]?.observed.map(({ message }) => message)).toEqual([
      "is newly declared; its section is observed only",
      "is newly declared; its section is observed only",
    ]);
  });

  test("a manifest that is gone releases all of it and removes nothing", () => {
    const plan = ask(documents(acme(`${bob}\n${production}`)), nothing);

    expect(plan.organizations).toMatchObject([
      { name: "acme", basis: "intent", verdict: "empty", changes: [] },
    ]);
    expect(released(plan)).toEqual([
      "acme/access/production/bob@acme.test",
      "acme/member/alice@acme.test",
      "acme/member/bob@acme.test",
      "acme/organization",
      "acme/workspace/production",
    ]);
  });

  test("a new manifest is all new, and says that live may have it", () => {
    const plan = ask(nothing, documents(acme(`${bob}\n${production}`)));

    expect(asked(plan)).toEqual([
      "create acme/access/production/bob@acme.test",
      "create acme/member/alice@acme.test",
      "create acme/member/bob@acme.test",
      "create acme/organization",
      "create acme/workspace/production",
    ]);
    expect(codes(plan)).toEqual(["intent/all-new acme/organization"]);
  });

  test("an organization that no request could make is not said to be created", () => {
    const members = "members: [{email: alice@acme.test, role: ADMIN}]";
    const added = (top: string) =>
      asked(
        ask(
          nothing,
          documents(acme(members.replace("ADMIN", top.includes("metrics") ? "ADMIN" : "owner"), "acme", top)),
        ),
      );

    expect(added("connection: metrics, id: acmeid")).toEqual(["create acme/member/alice@acme.test"]);
    expect(added("connection: signalsmith, id: org_1")).toEqual(["create acme/member/alice@acme.test"]);
    expect(added("connection: sites, slug: agency")).toEqual(["create acme/member/alice@acme.test"]);
    const site = acme(alice, "agency", "connection: sites, slug: agency");
    expect(ask(nothing, documents(site)).organizations[0]?.forPerson).toEqual([]);
  });

  test("ensure: absent is a deletion, and a guard holds the whole organization's", () => {
    const member = ask(
      documents(acme(`${bob}\n${production}\nownership: {members: additive}`)),
      documents(
        acme(
          `${alice}\n  - {email: bob@acme.test, ensure: absent}\n${production}\nownership: {members: additive}`,
        ),
      ),
    );
    const unknown = ask(
      documents(acme(alice)),
      documents(acme(`${alice}\n  - {email: eve@acme.test, ensure: absent}`)),
    );
    const whole = ask(
      documents(
        acme("members: [{email: alice@acme.test, role: owner}]", "acme", "connection: identity, slug: acme"),
      ),
      documents(acme("ensure: absent", "acme", "connection: identity, slug: acme")),
    );

    expect(asked(member)).toEqual(["delete acme/member/bob@acme.test"]);
    expect(asked(unknown)).toEqual(["delete acme/member/eve@acme.test"]);
    expect(unknown.organizations[0]?.changes[0]).toMatchObject({
      before: { email: "eve@acme.test" },
      effects: [],
    });
    expect(asked(whole)).toEqual(["delete acme/organization"]);
    expect(
      asked(ask(nothing, documents(acme("ensure: absent", "acme", "connection: identity, slug: acme")))),
    ).toEqual(["delete acme/organization"]);
    expect(whole.verdict).toBe("blocked");
    const [change] = whole.organizations[0]?.changes ?? [];
    expect(change).toMatchObject({
      blockedBy: ["delete-organization"],
      risks: [{ code: "organization-deleted" }],
    });
    expect(whole.organizations[0]?.guards).toMatchObject([
      { guard: "delete-organization", approved: false, changes: [change?.id] },
    ]);
  });

  test("the last declared owner is held, where the head says who all the members are", () => {
    const base = documents(acme(bob.replace(", workspaces: {production: admin}", "")));
    const head = (ownership: string) =>
      documents(
        acme(
          `members: [{email: bob@acme.test, role: member}, {email: alice@acme.test, role: member}]${ownership}`,
        ),
      );

    const exact = ask(base, head(""));
    const additive = ask(base, head("\nownership: {members: additive}"));

    expect(exact.verdict).toBe("blocked");
    expect(exact.organizations[0]?.guards).toMatchObject([{ guard: "last-owner" }]);
    expect(exact.organizations[0]?.guards[0]?.message).toContain("as far as the manifests tell");
    expect(additive.verdict).toBe("applicable");
    expect(additive.organizations[0]?.guards).toEqual([]);
  });

  test("removals are not counted against live, which nobody has read", () => {
    const many = Array.from({ length: 12 }, (_, at) => `  - {email: m${at}@acme.test, role: member}`).join(
      "\n",
    );
    const plan = ask(documents(acme(`${alice}\n${many}`)), documents(acme(alice)));

    expect(plan.counts.delete).toBe(12);
    expect(plan.verdict).toBe("applicable");
  });

  test("a group's people come into each organization that it is in", () => {
    const group = (people: string) => `kind: Group\nmetadata: {name: team}\nspec: {members: [${people}]}`;
    const two = ["acme", "beta"].map((name) =>
      acme(`${alice}\n  - {group: team, role: member}`, name, `connection: signalsmith, slug: ${name}`),
    );
    const plan = ask(
      documents(...two, group("bob@acme.test")),
      documents(...two, group("bob@acme.test, carol@acme.test")),
    );

    expect(asked(plan)).toEqual(["create acme/member/carol@acme.test", "create beta/member/carol@acme.test"]);
  });

  test("a renamed organization is the same one", () => {
    const base = documents(acme(alice, "old"));
    const renamed = ask(base, documents(acme(bob.replace(", workspaces: {production: admin}", ""), "new")));
    const moved = ask(
      base,
      documents(
        acme(`${alice}\npreviously: {slugs: [acme-corp]}`, "old", "connection: signalsmith, slug: acme-inc"),
      ),
    );

    expect(asked(renamed)).toEqual(["create new/member/bob@acme.test"]);
    expect(renamed.organizations).toHaveLength(1);
    expect(codes(renamed)).toEqual([]);
    expect(released(renamed)).toEqual([]);
    expect(moved.organizations[0]?.changes).toMatchObject([
      { action: "update", reason: "renamed", before: { slug: "acme-corp" }, after: { slug: "acme-inc" } },
    ]);
  });

  test("a manifest that is gone has no remarks: all of it is listed", () => {
    expect(codes(ask(documents(acme(`${bob}\n${production}`)), nothing))).toEqual([]);
  });

  test("a parent that is found otherwise is a difference of the sub-account too", () => {
    const child = acme("parent: agency\ndisplayName: Child", "child", "connection: sites, slug: child");
    const parent = (slug: string) =>
      acme("displayName: Agency", "agency", `connection: sites, slug: ${slug}`);
    const [base, head] = [documents(parent("one"), child), documents(parent("two"), child)];

    expect(codes(ask(base, head))).toContain("intent/unseen child/organization");
    expect(touched({ project, connectors, now, base, head }).names).toEqual(["agency", "child"]);
  });

  test("a renamed role is an update, and its holders keep it", () => {
    const top = "connection: identity, slug: acme";
    const spec = (role: string, more = "") =>
      `roles: [{name: ${role}, displayName: Same${more}}]\nmembers: [{email: alice@acme.test, role: ${role}}]`;
    const plan = ask(
      documents(acme(spec("ops"), "acme", top)),
      documents(acme(spec("sre", ", previously: [ops]"), "acme", top)),
    );

    expect(plan.organizations[0]?.changes).toMatchObject([
      {
        address: "acme/role/sre",
        action: "update",
        reason: "renamed",
        before: { name: "ops" },
        after: { name: "sre" },
      },
    ]);
  });

  test("a person's new address is no removal", () => {
    const person =
      "kind: Person\nmetadata: {name: bob}\nspec: {email: bob@acme.test, aliases: [robert@acme.test]}";
    const member = (email: string) => acme(`${alice}\n  - {email: ${email}, role: member}`);
    const plan = ask(documents(member("robert@acme.test")), documents(person, member("bob@acme.test")));

    expect(asked(plan)).toEqual([]);
    expect(codes(plan)).toEqual(["intent/other-account acme/member/bob@acme.test"]);
    expect(plan.organizations[0]?.diagnostics).toMatchObject([
      {
        severity: "warning",
        message: expect.stringContaining("who holds role member: new e-mails: bob@acme.test."),
      },
    ]);
    expect(renderPlanMarkdown(plan)).toContain("**1 warning, and no change that manifests alone can tell**");
  });

  test("another alias or id of a declared person is a warning that names the role", () => {
    const person = (more: string) =>
      `kind: Person\nmetadata: {name: bob}\nspec: {email: bob@acme.test, aliases: [old@acme.test${more}}`;
    const member = acme(`${alice}\n  - {email: bob@acme.test, role: owner}`);
    const messages = (more: string) =>
      ask(documents(person("]"), member), documents(person(more), member)).organizations.flatMap(
        ({ diagnostics }) => diagnostics.map(({ severity, message }) => `${severity} ${message}`),
      );
    const start =
      "warning acme/member/bob@acme.test: other accounts than before stand for who holds role owner: ";

    expect(messages(", eve@evil.test]")).toEqual([`${start}new e-mails: eve@evil.test.`]);
    expect(messages("], ids: {signalsmith: usr_66}")).toEqual([`${start}the id is usr_66, it was not said.`]);
    expect(messages("]")).toEqual([]);
  });

  test("who is left alone under a new address is released under it", () => {
    const person =
      "kind: Person\nmetadata: {name: bob}\nspec: {email: bob@acme.test, aliases: [robert@acme.test]}";
    const additive = "ownership: {members: additive}";
    const base = documents(acme(`${alice}\n  - {email: robert@acme.test, role: member}\n${additive}`));

    expect(released(ask(base, documents(person, acme(`${alice}\n${additive}`))))).toEqual([
      "acme/member/bob@acme.test",
    ]);
  });

  test("a workspace that is meant by its id is there already, where none is linked", () => {
    const top = "connection: metrics, id: acmeid";
    const base = documents(acme("displayName: Acme", "acme", top));
    const plan = ask(
      base,
      documents(acme("displayName: Acme\nworkspaces: [{name: one, id: p1}]", "acme", top)),
    );

    expect(asked(plan)).toEqual([]);
    expect(codes(plan)).toEqual([
      "intent/exact-from-here acme/workspace",
      "intent/unseen acme/workspace/one",
    ]);
  });

  test("a section that becomes exact, and access that becomes whole, is a warning: live may lose more than is shown", () => {
    const section = ask(documents(acme(`${alice}\nownership: {members: additive}`)), documents(acme(alice)));
    const whole = ask(
      documents(acme(`${bob.replace(", workspaces: {production: admin}", "")}\n${production}`)),
      documents(acme(`${bob}\n${production}`)),
    );

    expect(codes(section)).toEqual(["intent/exact-from-here acme/member"]);
    expect(codes(whole)).toEqual(["intent/exact-from-here acme/member/bob@acme.test"]);
  });

  test("a workspace that lasts is released and not removed; another id is another workspace", () => {
    const top = "connection: metrics, id: acmeid";
    const project = (more: string) => acme(`workspaces: [${more}]`, "acme", top);
    const lasting = ask(
      documents(project("{name: one, id: p1}, {name: two, id: p2}")),
      documents(project("{name: one, id: p1}")),
    );
    const linked = ask(
      documents(acme(`${alice}\n${production}`)),
      documents(acme(`${alice}\n${production.replace("ws_1", "ws_2")}`)),
    );

    expect(asked(lasting)).toEqual([]);
    expect(released(lasting)).toEqual(["acme/workspace/two"]);
    expect(asked(linked)).toEqual(["delete acme/workspace/id%3Aws_1", "create acme/workspace/production"]);
    expect(linked.organizations[0]?.changes[1]?.after).toEqual({ id: "ws_2" });
  });

  test("what was not declared before is not said to have been", () => {
    const base = documents(
      acme("workspaces: [{name: one, id: p1}]", "acme", "connection: metrics, id: acmeid"),
    );
    const head = documents(
      acme(
        "workspaces: [{name: one, id: p1, displayName: First}]",
        "acme",
        "connection: metrics, id: acmeid",
      ),
    );

    expect(ask(base, head).organizations[0]?.changes[0]?.fields).toEqual([
      { path: "displayName", before: null, after: "First" },
    ]);
    expect(ask(head, base).organizations[0]?.released).toMatchObject([
      { address: "acme/workspace/one", message: "displayName: was declared, no longer is" },
    ]);
  });

  test("the credential's own account is not shown as removed by absence", () => {
    const own: Project = {
      ...project,
      connections: {
        signalsmith: {
          system: "signalsmith",
          endpoint: "https://one.test/api/v1",
          token,
          self: "bob@acme.test",
        },
      },
    };
    const members = `${alice}\n  - {email: bob@acme.test, role: owner}`;
    const plan = ask(documents(acme(members)), documents(acme(alice)), { project: own });

    expect(asked(plan)).toEqual([]);
    expect(released(plan)).toEqual(["acme/member/bob@acme.test"]);
  });

  test("what holds later is said to be different, where nothing is now", () => {
    const head = documents(acme(`${alice}\n  - {email: eve@acme.test, role: owner, from: 2026-04-01}`));
    const plan = ask(documents(acme(alice)), head);

    expect(asked(plan)).toEqual([]);
    expect(codes(plan)).toEqual(["intent/same-at-this-time acme/organization"]);
  });

  test("an invalid head has no plan; an organization on a connection that the base's project has not is one", () => {
    const head = documents(acme(alice, "acme", "connection: elsewhere, slug: acme"));
    const intent = intend({ project, connectors, now, base: nothing, head });

    expect(intent.valid).toBe(false);
    expect(intent.diagnostics.map(({ code }) => code)).toEqual(["manifest/unknown-connection"]);
  });

  test.each([
    ["invalid", documents(acme("members: [{email: alice@acme.test, role: ownr}]"))],
    ["unreadable", undefined],
  ])("an %s base is no base, with a warning", (_what, base) => {
    const plan = ask(base, documents(acme(alice)));

    expect(asked(plan)).toEqual(["create acme/member/alice@acme.test", "create acme/organization"]);
    expect(plan.diagnostics).toMatchObject([{ code: "intent/base-invalid", severity: "warning" }]);
  });

  test("only what is asked for is shown, a gone one by its base's name; the entry's notes are in the plan", () => {
    const base = documents(acme(alice), acme(alice, "beta", "connection: signalsmith, slug: beta"));
    const head = documents(acme(alice, "acme", "connection: second, slug: acme-corp"));
    const note = { code: "entry/note", severity: "note" as const, message: "Hello." };

    const plan = ask(base, head, { only: ["beta"], notes: [note] });

    expect(plan.organizations.map(({ name }) => name)).toEqual(["beta"]);
    expect(plan.diagnostics).toEqual([note]);
    expect(ask(base, head).organizations.map(({ name }) => name)).toEqual(["acme", "acme~acme-corp", "beta"]);
  });
});

describe("touched", () => {
  const names = (base: Documents | undefined, head: Documents) =>
    touched({ project, connectors, now, base, head }).names;
  const beta = acme(alice, "beta", "connection: signalsmith, slug: beta");
  const approval = (reason: string) =>
    `kind: Approval\nmetadata: {name: ok}\nspec: {organization: beta, guard: self, digest: ${"a".repeat(64)}, changes: [${"b".repeat(64)}], reason: ${reason}, expires: 2026-04-01}`;

  test("nothing, when both say the same: lines, reasons and order are no difference", () => {
    const base = documents(acme(`${bob}\n${production}`), beta);
    const head = documents(
      beta,
      acme(`${production}\n${bob.replace("role: member,", "role: member, reason: why,")}`),
    );

    expect(names(base, head)).toEqual([]);
  });

  test.each([
    ["a member", alice.replace("owner", "admin"), ["acme"]],
    ["ownership", `${alice}\nownership: {members: additive}`, ["acme"]],
    ["an earlier slug", `${alice}\npreviously: {slugs: [x]}`, ["acme"]],
    ["an entry for later", `${alice}\n  - {email: e@acme.test, role: owner, from: 2026-04-01}`, ["acme"]],
    ["a workspace", `${alice}\n${production}`, ["acme"]],
  ])("%s", (_what, spec, expected) => {
    expect(names(documents(acme(alice), beta), documents(acme(spec), beta))).toEqual(expected);
  });

  test("a workspace's id, which no attribute says", () => {
    const spec = `${alice}\n${production}`;

    expect(names(documents(acme(spec)), documents(acme(spec.replace("ws_1", "ws_2"))))).toEqual(["acme"]);
  });

  test("a rename by the head's name, what is gone by the base's, another connection once", () => {
    expect(names(documents(acme(alice, "old"), beta), documents(acme(alice, "new")))).toEqual([
      "beta",
      "new",
    ]);
    expect(
      names(documents(acme(alice)), documents(acme(alice, "acme", "connection: second, slug: acme-corp"))),
    ).toEqual(["acme"]);
  });

  test("a new, other or gone approval touches the organization that it names", () => {
    const [bare, with1, with2] = [
      documents(beta),
      documents(beta, approval("one")),
      documents(beta, approval("two")),
    ];

    expect(names(bare, with1)).toEqual(["beta"]);
    expect(names(with1, with2)).toEqual(["beta"]);
    expect(names(with1, bare)).toEqual(["beta"]);
    expect(names(with1, documents(beta, approval("one")))).toEqual([]);
  });

  test("of an invalid base all that the head has", () => {
    const invalid = documents(acme("members: [{email: alice@acme.test, role: ownr}]"), beta);

    expect(names(invalid, documents(acme(alice), beta))).toEqual(["acme", "beta"]);
    expect(names(undefined, documents(acme(alice)))).toEqual(["acme"]);
  });

  test("of an invalid head all that either has", () => {
    const invalid = documents(acme("members: [{email: alice@acme.test, role: ownr}]"));

    expect(names(documents(beta), invalid)).toEqual(["acme", "beta"]);
  });
});
