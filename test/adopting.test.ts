/** Live moved by hand, and the manifests edited to say so: example by example, on texts as people write them. */
import { describe, expect, it } from "vitest";
import type { MemoryWorld } from "../src/connectors/memory/index.ts";
import {
  changedLines,
  changesIn,
  holds,
  inside,
  joins,
  leaves,
  member,
  role,
  staged,
  workspace,
} from "./manifest/adopt/stage.ts";

const acme = `# Who may do what at Acme.
apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme, labels: {tier: gold}}
spec:
  connection: main
  slug: acme-corp   # never changes
  displayName: "Acme Corp"
  description: |
    Makes everything,
    and anvils.
  roles:
    - name: auditor
      description: Looks at everything
    # Nobody has this one yet.
    - name: editor
  workspaces:
    - {name: production}
    - {name: staging}

  members:
    # The founder.
    - {email: alice@acme.test, role: owner, workspaces: {production: owner, staging: owner}}

    # Bob keeps the servers running.
    - email: bob@acme.test
      role: admin   # since May
      workspaces:
        production: admin   # on call
        # staging is for the others
        staging: member
      reason: OPS-1

    - { email: "carol@acme.test", role: 'member' }
    # - {email: old@acme.test, role: member}
    - group: platform-team
      role: member
      workspaces: {staging: member}
    - email: kim@consulting.test
      role: member
      until: 2030-06-30
  # Roles have access too.
  access:
    - {role: auditor, workspace: production, level: member}
---
apiVersion: orgwright/v1
kind: Group
metadata: {name: platform-team}
spec: {members: [dave@acme.test, erin@acme.test]}
`;

/** What becomes of the manifest of Acme when live moves. */
async function adopted(...edits: readonly ((world: MemoryWorld) => MemoryWorld)[]) {
  return await adoptedIn(acme, ...edits);
}

async function adoptedIn(text: string, ...edits: readonly ((world: MemoryWorld) => MemoryWorld)[]) {
  const stage = await staged({ "orgs/acme.yaml": text });
  expect((await stage.plan()).verdict).toBe("empty");
  for (const edit of edits) stage.edit(edit);
  const result = await stage.adopt();
  const edited = result.texts["orgs/acme.yaml"] ?? "";
  const again = await stage.adopt(result.texts);
  expect(again.adopted).toEqual([]);
  expect(again.files).toEqual([]);
  return {
    text: edited,
    lines: changedLines(text, edited),
    left: changesIn(await stage.plan(result.texts)),
    words: result.adopted.map(({ address, words }) => `${address}: ${words}`),
    reasons: result.refused.map(({ address, reason }) => `${address}: ${reason}`),
  };
}

describe("what live says otherwise", () => {
  it("a member's role, in the entry's own style and with its comment", async () => {
    const result = await adopted(
      member("bob@acme.test", { roles: ["owner"] }),
      member("alice@acme.test", { roles: ["admin"] }),
      member("carol@acme.test", { roles: ["editor"] }),
    );

    expect(result.lines).toEqual([
      "-    - {email: alice@acme.test, role: owner, workspaces: {production: owner, staging: owner}}",
      "+    - {email: alice@acme.test, role: admin, workspaces: {production: owner, staging: owner}}",
      "-      role: admin   # since May",
      "+      role: owner   # since May",
      `-    - { email: "carol@acme.test", role: 'member' }`,
      `+    - { email: "carol@acme.test", role: 'editor' }`,
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
    expect(result.words).toContain("acme/member/bob@acme.test: role owner as live has it");
  });

  it("levels in a member's map, in both styles", async () => {
    const result = await adopted(
      holds("bob@acme.test", "production", "member"),
      holds("alice@acme.test", "staging", "member"),
      holds("role:auditor", "production", "admin"),
    );

    expect(result.lines).toEqual([
      "-    - {email: alice@acme.test, role: owner, workspaces: {production: owner, staging: owner}}",
      "+    - {email: alice@acme.test, role: owner, workspaces: {production: owner, staging: member}}",
      "-        production: admin   # on call",
      "+        production: member   # on call",
      "-    - {role: auditor, workspace: production, level: member}",
      "+    - {role: auditor, workspace: production, level: admin}",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("names and descriptions, quotes kept, a block of text as one line", async () => {
    const result = await adopted((world) => ({
      ...inside(world, ({ organization, roles }) => ({
        organization: {
          ...organization,
          attributes: { ...organization.attributes, displayName: 'Acme "2"', description: "Anvils: only" },
        },
        roles: roles.map((each) => (each.name === "auditor" ? { ...each, attributes: {} } : each)),
      })),
    }));

    expect(result.lines).toEqual([
      `-  displayName: "Acme Corp"`,
      "-  description: |",
      "-    Makes everything,",
      "-    and anvils.",
      `+  displayName: "Acme \\"2\\""`,
      `+  description: "Anvils: only"`,
      "-      description: Looks at everything",
      "+      description: null",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });
});

describe("what is live and not declared", () => {
  it("becomes an entry in the style of the last one, with all its access", async () => {
    const result = await adopted(
      joins("mallory@acme.test", "admin"),
      holds("mallory@acme.test", "production", "admin"),
    );

    expect(result.lines).toEqual([
      "+    - email: mallory@acme.test",
      "+      role: admin",
      "+      workspaces: {production: admin}",
    ]);
    expect(result.text).toContain("until: 2030-06-30\n    - email: mallory@acme.test\n");
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("roles, workspaces and access, each where it belongs", async () => {
    const result = await adopted(
      role("Reader", { displayName: "Reads: all" }),
      workspace("Play Ground"),
      holds("alice@acme.test", "Play Ground", "owner"),
      holds("role:Reader", "Play Ground", "member"),
      member("carol@acme.test", { roles: ["Reader"] }),
    );

    expect(result.lines).toEqual([
      "+    - name: Reader",
      `+      displayName: "Reads: all"`,
      "+    - {name: play-ground, id: ws_Play Ground, displayName: Play Ground}",
      "-    - {email: alice@acme.test, role: owner, workspaces: {production: owner, staging: owner}}",
      "+    - {email: alice@acme.test, role: owner, workspaces: {production: owner, staging: owner, play-ground: owner}}",
      `-    - { email: "carol@acme.test", role: 'member' }`,
      `+    - { email: "carol@acme.test", role: 'Reader' }`,
      "+    - {role: Reader, workspace: play-ground, level: member}",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("more access goes into the member's own map, line by line there", async () => {
    const result = await adopted(workspace("lab"), holds("bob@acme.test", "lab", "owner"));

    expect(result.lines).toEqual(["+    - {name: lab, id: ws_lab}", "+        lab: owner"]);
    expect(result.text).toContain("        staging: member\n        lab: owner\n      reason: OPS-1\n");
    expect(result).toMatchObject({ left: [], reasons: [] });
  });
});

describe("what is declared and gone", () => {
  it("its entry goes with its own comments, and no other line", async () => {
    const result = await adopted(leaves("bob@acme.test"), leaves("alice@acme.test"));

    expect(result.lines).toEqual([
      "-    # The founder.",
      "-    - {email: alice@acme.test, role: owner, workspaces: {production: owner, staging: owner}}",
      "-",
      "-    # Bob keeps the servers running.",
      "-    - email: bob@acme.test",
      "-      role: admin   # since May",
      "-      workspaces:",
      "-        production: admin   # on call",
      "-        # staging is for the others",
      "-        staging: member",
      "-      reason: OPS-1",
      "-",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("access goes from the map, with the comment above it; an empty map stays a map", async () => {
    const result = await adopted(
      holds("bob@acme.test", "staging", undefined),
      holds("alice@acme.test", "production", undefined),
      holds("alice@acme.test", "staging", undefined),
    );

    expect(result.lines).toEqual([
      "-    - {email: alice@acme.test, role: owner, workspaces: {production: owner, staging: owner}}",
      "+    - {email: alice@acme.test, role: owner, workspaces: {}}",
      "-        # staging is for the others",
      "-        staging: member",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("the last access of a map and of a section", async () => {
    const result = await adopted(
      holds("bob@acme.test", "staging", undefined),
      holds("bob@acme.test", "production", undefined),
      holds("role:auditor", "production", undefined),
    );

    expect(result.lines).toEqual([
      "-      workspaces:",
      "-        production: admin   # on call",
      "-        # staging is for the others",
      "-        staging: member",
      "+      workspaces: {}",
      "-  access:",
      "-    - {role: auditor, workspace: production, level: member}",
      "+  access: []",
      "+  confirmEmpty: [access]",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("a role that nobody has any more goes, together with who had it", async () => {
    const result = await adopted((world) =>
      inside(world, ({ roles, access }) => ({
        roles: roles.filter(({ name }) => name !== "auditor"),
        access: access.filter(({ subject }) => subject.type === "person"),
      })),
    );

    expect(result.lines).toEqual([
      "-    - name: auditor",
      "-      description: Looks at everything",
      "-  access:",
      "-    - {role: auditor, workspace: production, level: member}",
      "+  access: []",
      "+  confirmEmpty: [access]",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });
});

describe("what no edit can say", () => {
  it("people of a group: the group stays as it is, and its people are told of", async () => {
    const result = await adopted(
      leaves("dave@acme.test"),
      member("erin@acme.test", { roles: ["admin"] }),
      holds("erin@acme.test", "production", "member"),
    );

    expect(result.lines).toEqual([]);
    expect(result.reasons).toEqual([
      "acme/access/production/erin@acme.test: the access of erin@acme.test is that of group platform-team: change it at the group's entry, which is for all of its people",
      expect.stringContaining(
        "acme/member/dave@acme.test: dave@acme.test is in group platform-team (orgs/acme.yaml:49): take them out there",
      ),
      expect.stringContaining(
        "acme/member/erin@acme.test: erin@acme.test is in group platform-team (orgs/acme.yaml:49)",
      ),
    ]);
    expect(result.left).toHaveLength(3);
  });

  it("what time decides", async () => {
    const result = await adopted(
      leaves("kim@consulting.test"),
      member("kim@consulting.test", { roles: ["admin"] }),
    );

    expect(result.lines).toEqual([]);
    expect(result.reasons).toEqual([
      "acme/member/kim@consulting.test: its entry has `from` or `until`: what time ends or begins is decided by hand",
    ]);
  });

  it("a workspace that a group's entry still names: nothing else is lost with it", async () => {
    const result = await adopted(
      (world) => ({
        ...inside(world, ({ access, organization }) => ({
          organization,
          access: access.filter(({ workspace: id }) => id !== "ws_acme_staging"),
        })),
        workspaces: world.workspaces.filter(({ name }) => name !== "staging"),
      }),
      member("carol@acme.test", { roles: ["admin"] }),
    );

    expect(result.reasons).toContain(
      "acme/workspace/staging: the manifests would not be valid with it: There is no workspace `staging`.",
    );
    expect(result.lines).toEqual([
      "-    - {email: alice@acme.test, role: owner, workspaces: {production: owner, staging: owner}}",
      "+    - {email: alice@acme.test, role: owner, workspaces: {production: owner}}",
      "-        # staging is for the others",
      "-        staging: member",
      `-    - { email: "carol@acme.test", role: 'member' }`,
      `+    - { email: "carol@acme.test", role: 'admin' }`,
    ]);
  });

  it("invitations on their way, and a whole organization", async () => {
    const invited = await adopted(joins("new@acme.test", "member", { status: "invited" }));
    const gone = await adopted((world) => ({ ...world, organizations: [], workspaces: [] }));

    expect(invited.lines).toEqual([]);
    expect(invited.reasons).toEqual([
      "acme/member/new@acme.test: it is an invitation on its way, which is not yet what anybody has",
    ]);
    expect(gone.lines).toEqual([]);
    expect(new Set(gone.reasons.map((reason) => reason.slice(reason.indexOf(": ") + 2)))).toEqual(
      new Set(["the organization itself is not live: remove its manifest by hand, or let it be created"]),
    );
  });
});
