/** What is adopted and how: people under several names, settings, sections that empty, and what is refused with its reason. */
import { describe, expect, it } from "vitest";
import { adoptDrift } from "../../../src/adopting.ts";
import { type MemoryWorld, memoryKinds } from "../../../src/connectors/memory/index.ts";
import type { Kinds } from "../../../src/model/kinds.ts";
import {
  changedLines,
  changesIn,
  holds,
  inside,
  joins,
  leaves,
  member,
  role,
  type Stage,
  staged,
  type Texts,
  withoutRole,
  workspace,
} from "./stage.ts";

const { organization, member: people, access: grants } = memoryKinds;
if (people === undefined || grants === undefined) throw new Error("memory has all kinds");

const rich: Kinds = {
  ...memoryKinds,
  organization: {
    ...organization,
    attributes: {
      ...organization.attributes,
      "settings.tags": { mode: "managed", compare: "set" },
      "settings.order": { mode: "managed", compare: "exact" },
      "settings.plan": { mode: "managed", compare: "exact", values: ["free", "paid"] },
      "settings.secret": { mode: "managed", compare: "exact", sensitive: true },
    },
  },
  member: {
    ...people,
    severalRoles: true,
    suspend: true,
    attributes: { ...people.attributes, status: { mode: "managed", compare: "exact" } },
  },
  access: { ...grants, severalLevels: ["role", "person"] },
};

const head =
  "apiVersion: orgwright/v1\nkind: Organization\nmetadata: {name: acme}\nspec:\n  connection: main\n  slug: acme-corp\n";

/** What becomes of one text when live moves. */
async function adopted(
  spec: string,
  hand: (world: MemoryWorld) => MemoryWorld,
  kinds = rich,
  more: Texts = {},
) {
  const text = `${head}${spec}`;
  const stage = await staged({ "acme.yaml": text, ...more }, { kinds });
  expect((await stage.plan()).verdict).toBe("empty");
  stage.edit(hand);
  const result = await stage.adopt();
  return {
    lines: changedLines(text, result.texts["acme.yaml"] ?? ""),
    files: result.files.map(({ file }) => file),
    reasons: result.refused.map(({ address, reason }) => `${address}: ${reason}`),
    left: changesIn(await stage.plan(result.texts)),
  };
}

function attributes(change: Readonly<Record<string, string | readonly string[] | null>>) {
  return (world: MemoryWorld): MemoryWorld =>
    inside(world, ({ organization: own }) => ({
      organization: { ...own, attributes: { ...own.attributes, ...change } },
    }));
}

function both(...edits: readonly ((world: MemoryWorld) => MemoryWorld)[]) {
  return (world: MemoryWorld): MemoryWorld => edits.reduce((now, edit) => edit(now), world);
}

const owner = "  members:\n    - {email: o@acme.test, role: owner}\n";

describe("fields", () => {
  it("item by item where order says nothing, else as a whole", async () => {
    const spec = "  settings:\n    tags:\n      - blue # sky\n      - gold\n    order: [a, b]\n";
    const result = await adopted(
      spec,
      attributes({ "settings.tags": ["red", "blue"], "settings.order": ["b", "a", "c"] }),
    );

    expect(result.lines).toEqual([
      "-      - gold",
      "-    order: [a, b]",
      "+      - red",
      "+    order: [b, a, c]",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("refuses what no manifest of the system can hold", async () => {
    const spec = "  displayName: Acme\n  settings: {plan: free, secret: s3cret}\n";
    const values = await adopted(spec, attributes({ "settings.plan": "gold" }));
    const secret = await adopted(spec, attributes({ "settings.secret": "other" }));
    const cleared = await adopted(spec, attributes({ displayName: null }));

    expect(values.reasons).toEqual([
      "acme/organization: no manifest can hold the live value of `settings.plan`",
    ]);
    expect(secret.reasons).toEqual([
      "acme/organization: no manifest can hold the live value of `settings.secret`",
    ]);
    expect(cleared.reasons).toEqual([
      "acme/organization: live has no `displayName` and the system cannot clear it: remove the key by hand to leave it as it is",
    ]);
    expect([values, secret, cleared].flatMap(({ files }) => files)).toEqual([]);
  });

  it("does not undo a rename that the manifest wants", async () => {
    const first = `${head}  roles: [{name: b}]\n`;
    const stage = await staged({ "acme.yaml": first }, { kinds: rich, recorded: false });
    const renamed = {
      "acme.yaml": `${head}  previously: {slugs: [old-corp]}\n  roles: [{name: b, previously: [c]}]\n`,
    };
    stage.edit((world) =>
      inside(world, ({ organization: own, roles }) => ({
        organization: { ...own, slug: "old-corp", attributes: { slug: "old-corp" } },
        roles: roles.map((each) => ({ ...each, name: "c" })),
      })),
    );
    const result = await stage.adopt(renamed);

    const reason =
      "the manifest renames it by `previously`: take the earlier name away by hand if the rename is off";
    expect(result.refused.map(({ address, reason: why }) => [address, why])).toEqual([
      ["acme/organization", reason],
      ["acme/role/b", reason],
    ]);
  });
});

describe("members", () => {
  const spec =
    "  members:\n    - {email: a@acme.test, role: member, status: active}\n    - email: b@acme.test\n      roles: [member, admin] # two\n";

  it("several roles where there was one, one where there were several, and the status", async () => {
    const result = await adopted(
      spec,
      both(
        member("a@acme.test", { roles: ["owner", "admin"], status: "suspended" }),
        member("b@acme.test", { roles: ["admin"] }),
      ),
    );

    expect(result.lines).toEqual([
      "-    - {email: a@acme.test, role: member, status: active}",
      "+    - {email: a@acme.test, roles: [admin, owner], status: suspended}",
      "-      roles: [member, admin] # two",
      "+      roles: [admin] # two",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("refuses several roles where the system's manifests say one, and none at all", async () => {
    const two = await adopted(owner, member("o@acme.test", { roles: ["owner", "admin"] }), memoryKinds);
    const none = await adopted(owner, member("o@acme.test", { roles: [] }));

    expect(two.reasons).toEqual([
      "acme/member/o@acme.test: a manifest of this system can say only one role here",
    ]);
    expect(none.reasons).toEqual(["acme/member/o@acme.test: a manifest cannot say a member without a role"]);
  });

  it("new people by the name that the manifests have for them, suspended ones too", async () => {
    const person =
      "apiVersion: orgwright/v1\nkind: Person\nmetadata: {name: p}\nspec: {email: P@acme.test, aliases: [old@acme.test], ids: {main: user_x}}\n";
    const more = both(joins("old@acme.test"), joins("New@acme.test", "member", { status: "suspended" }));
    const result = await adopted(owner, more, rich, { "person.yaml": person });

    expect(result.lines).toEqual([
      "+    - {email: New@acme.test, role: member, status: suspended}",
      "+    - {email: P@acme.test, role: member}",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("two live accounts of one e-mail, each by its id", async () => {
    const hand = both(joins("x@acme.test"), joins("x@acme.test", "admin", { id: "user_2" }));
    const result = await adopted(owner, hand);

    expect(result.lines).toEqual([
      "+    - {id: user_x@acme.test, role: member}",
      "+    - {id: user_2, role: admin}",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("somebody whom several entries make is left to a person", async () => {
    const twice =
      "  members:\n    - {email: a@acme.test, role: member, until: 2026-06-01}\n    - {email: a@acme.test, role: admin, from: 2026-06-02}\n    - {email: o@acme.test, role: owner}\n";
    const result = await adopted(twice, leaves("a@acme.test"));

    expect(result.files).toEqual([]);
    expect(result.reasons).toEqual([
      "acme/member/a@acme.test: its entry has `from` or `until`: what time ends or begins is decided by hand",
    ]);
  });

  it("who is gone takes their entries under `access` along", async () => {
    const both_ = `${owner}    - {email: a@acme.test, role: member}\n  workspaces: [{name: prod}]\n  access:\n    - {email: a@acme.test, workspace: prod, level: admin}\n    - {role: admin, workspace: prod, level: member}\n`;
    const result = await adopted(both_, leaves("a@acme.test"));

    expect(result.lines).toEqual([
      "-    - {email: a@acme.test, role: member}",
      "-    - {email: a@acme.test, workspace: prod, level: admin}",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("who is gone takes the access in their map along, where that is a change of its own", async () => {
    const spec = `${owner}    - {id: user_9, role: member, workspaces: {prod: admin}}\n  workspaces: [{name: prod}]\n`;
    const gone = (world: MemoryWorld) =>
      inside(world, ({ members, access }) => ({
        members: members.filter(({ id }) => id !== "user_9"),
        access: access.filter(({ subject }) => subject.type === "role" || subject.id !== "user_9"),
      }));
    const result = await adopted(spec, gone);

    expect(result.lines).toEqual(["-    - {id: user_9, role: member, workspaces: {prod: admin}}"]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("what is declared absent and came back is left to a person", async () => {
    const absent = `${owner}    - {email: a@acme.test, ensure: absent}\n  roles: [{name: x, ensure: absent}, {name: y}]\n`;
    const result = await adopted(absent, both(joins("a@acme.test"), role("x")));

    const reason =
      "it is declared with `ensure: absent`: take that line away by hand if it is to stay after all";
    expect(result.reasons).toEqual([`acme/member/a@acme.test: ${reason}`, `acme/role/x: ${reason}`]);
  });
});

describe("access", () => {
  const spec = `${owner}    - {email: a@acme.test, role: member, workspaces: {prod: member}}\n  workspaces: [{name: prod}, {name: lab}]\n  access:\n    - {role: admin, workspace: prod, levels: [admin, member]}\n    - {email: out@else.test, workspace: prod, level: member}\n`;

  it("levels of roles, and people who are no members", async () => {
    const hand = both(
      (world) =>
        inside(world, ({ access }) => ({
          access: access.filter(({ subject, level }) => subject.type === "person" || level !== "admin"),
        })),
      holds("out@else.test", "lab", "owner"),
      holds("role:admin", "lab", "owner"),
    );
    const result = await adopted(spec, hand);

    expect(result.lines).toEqual([
      "-    - {role: admin, workspace: prod, levels: [admin, member]}",
      "+    - {role: admin, workspace: prod, levels: [member]}",
      "+    - {email: out@else.test, workspace: lab, level: owner}",
      "+    - {role: admin, workspace: lab, level: owner}",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("a second level on one workspace has no place in a map", async () => {
    const second = (world: MemoryWorld) =>
      inside(world, ({ access }) => {
        const own = access.find(
          ({ subject }) => subject.type === "person" && subject.email === "a@acme.test",
        );
        return { access: own === undefined ? access : [...access, { ...own, level: "owner" }] };
      });
    const result = await adopted(spec, second);

    expect(result.reasons).toEqual([
      "acme/access/prod/a@acme.test:owner: a manifest of this system can say only one level here",
    ]);
  });

  it("of somebody who is adopted as a member and named there already stands there", async () => {
    const named = `${owner}  workspaces: [{name: prod}, {name: lab}]\n  access:\n    - {email: out@else.test, workspace: prod, level: member}\n`;
    const join = (world: MemoryWorld) =>
      inside(world, ({ members, access }) => ({
        members: [
          ...members,
          {
            kind: "member",
            id: "user_out@else.test",
            email: "out@else.test",
            roles: ["member"],
            status: "active",
          },
        ],
        access: [
          ...access,
          {
            kind: "access",
            workspace: "ws_acme_lab",
            subject: { type: "person", id: "user_out@else.test", email: "out@else.test" },
            level: "admin",
          },
        ],
      }));
    const result = await adopted(named, join, { ...rich, access: grants });

    expect(result.lines).toEqual([
      "+    - {email: out@else.test, role: member}",
      "+    - {email: out@else.test, workspace: lab, level: admin}",
    ]);
    expect(result.left).toEqual([]);
  });

  it("to a workspace that nobody declares is not added", async () => {
    const additive = `${spec}  ownership: {workspaces: additive}\n`;
    const result = await adopted(additive, both(workspace("own"), holds("a@acme.test", "own", "owner")));

    expect(result.reasons).toEqual([
      "acme/access/own/a@acme.test:owner: the workspace `own` is not declared here: declare it first",
    ]);
  });
});

describe("sections", () => {
  it("say that they are empty, and stop saying it", async () => {
    const spec = "  roles:\n    - name: x\n  members: [] # nobody yet\n  confirmEmpty: [members]\n";
    const result = await adopted(spec, both(joins("a@acme.test", "owner"), withoutRole("x")));

    expect(result.lines).toEqual([
      "-  roles:",
      "-    - name: x",
      "-  members: [] # nobody yet",
      "-  confirmEmpty: [members]",
      "+  roles: []",
      "+  members: # nobody yet",
      "+    - {email: a@acme.test, role: owner}",
      "+  confirmEmpty: [roles]",
    ]);
    expect(result).toMatchObject({ left: [], reasons: [] });
  });

  it("drop the whole confirmation when nothing is empty any more", async () => {
    const result = await adopted("  members: []\n  confirmEmpty: [members]\n", joins("a@acme.test", "owner"));

    expect(result.lines).toEqual([
      "-  members: []",
      "-  confirmEmpty: [members]",
      "+  members:",
      "+    - {email: a@acme.test, role: owner}",
    ]);
  });
});

describe("what belongs to git, and what is asked for", () => {
  const texts: Texts = { "acme.yaml": `${head}${owner}` };

  async function moved(): Promise<Stage> {
    const stage = await staged(texts, { kinds: rich });
    stage.edit(joins("new@acme.test"));
    return stage;
  }

  it("what git moved is not adopted", async () => {
    const stage = await moved();
    const wanted = { "acme.yaml": `${head}${owner}    - {email: next@acme.test, role: member}\n` };
    const result = await stage.adopt(wanted);

    expect(result.adopted.map(({ address }) => address)).toEqual(["acme/member/new@acme.test"]);
    expect(result.refused).toEqual([]);
    expect(changesIn(await stage.plan(result.texts))).toEqual(["create acme/member/next@acme.test"]);
  });

  it("only the organizations that are named", async () => {
    expect((await (await moved()).adopt(texts, { only: ["other"] })).files).toEqual([]);
    expect((await (await moved()).adopt(texts, { only: ["acme"] })).files).toHaveLength(1);
  });

  it("all but what is excepted, which is seen all the same: a twin is named by its id", async () => {
    const stage = await moved();
    stage.edit(joins("new@acme.test", "member", { id: "twin" }));
    const { before } = await stage.adopt();
    const twin = before.organizations[0]?.changes.find(({ nativeId }) => nativeId === "twin");
    const except = new Map([[twin?.id ?? "", "it is acknowledged"]]);

    const { adopted: taken, refused, texts: edited } = await stage.adopt(texts, { except });

    expect(taken).toHaveLength(1);
    expect(refused).toMatchObject([{ id: twin?.id, reason: "it is acknowledged" }]);
    expect(edited["acme.yaml"]).toContain("- {id: user_new@acme.test, role: member}");
  });

  it("manifests whose texts are not given are refused, and nothing is thrown", async () => {
    const stage = await moved();
    const { before } = await stage.adopt();
    const { project, connectors, documents } = stage.request(texts);
    const result = adoptDrift({ project, connectors, documents, now: 0, sources: [], plan: before });

    expect(result.files).toEqual([]);
    expect(result.refused.map(({ reason }) => reason)).toEqual([
      "the line that declares it is not in these manifests",
    ]);
  });
});

describe("text that others share", () => {
  it("an entry behind an anchor is left alone, and told of", async () => {
    const spec = "  roles:\n    - {name: x, description: &same Same}\n    - {name: y, description: *same}\n";
    const rename = (world: MemoryWorld) =>
      inside(world, ({ roles }) => ({
        roles: roles.map((each) => ({ ...each, attributes: { description: each.name } })),
      }));
    const result = await adopted(spec, rename);

    expect(result.files).toEqual([]);
    expect(result.reasons).toEqual([
      "acme/role/x: its text cannot be edited safely: other places of the file stand for it by its anchor (`&`)",
      "acme/role/y: its text cannot be edited safely: it is written as an alias (`*`) of another place",
    ]);
  });
});
