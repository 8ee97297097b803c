import { describe, expect, it } from "vitest";
import {
  createMemory,
  emptyWorld,
  type MemoryWorld,
  memoryKinds,
} from "../../../src/connectors/memory/index.ts";
import type {
  ConnectionSettings,
  ReadClient,
  WriteClient,
  WriteContext,
} from "../../../src/model/connector.ts";
import type { Kinds } from "../../../src/model/kinds.ts";
import { change } from "../../model/change.ts";

const settings: ConnectionSettings = { name: "main", system: "signalsmith", endpoint: "http://127.0.0.1" };
const silent: WriteClient & ReadClient = {
  get: () => Promise.reject(new TypeError("memory sends nothing")),
  send: () => Promise.reject(new TypeError("memory sends nothing")),
};
const context: WriteContext = {
  id: (address) => ({ "acme/organization": "org_1", "acme/workspace/prod": "ws_1" })[address] ?? address,
};

const acme: MemoryWorld = {
  organizations: [
    {
      organization: { kind: "organization", id: "org_1", slug: "acme", attributes: { slug: "acme" } },
      roles: [{ kind: "role", id: "role_1", name: "SRE", attributes: {} }],
      members: [
        { kind: "member", id: "user_1", email: "a@acme.test", roles: ["owner"], status: "active" },
        { kind: "member", id: "inv_1", email: "b@acme.test", roles: ["SRE"], status: "invited" },
      ],
      access: [
        { kind: "access", workspace: "ws_1", subject: { type: "role", role: "SRE" }, level: "admin" },
        { kind: "access", workspace: "ws_1", subject: { type: "person", id: "user_1" }, level: "owner" },
        { kind: "access", workspace: "ws_1", subject: { type: "person", id: "inv_1" }, level: "member" },
      ],
    },
  ],
  workspaces: [{ kind: "workspace", id: "ws_1", name: "prod", organization: "org_1", attributes: {} }],
};

function open(world = acme, kinds?: Kinds) {
  const memory = createMemory(world, kinds);
  const read = async () => {
    const reader = memory.connector.reader(settings, silent);
    const [found] = await reader.find({ slug: "acme", previousSlugs: [] });
    if (found === undefined) throw new Error("acme is gone");
    return await reader.read(found);
  };
  return { memory, read, writer: memory.connector.writer(settings, silent) };
}

describe("the memory system", () => {
  it("fails a write once, before anything is done, and keeps no word of it", async () => {
    const { memory, writer } = open();
    const removal = change({
      address: "acme/member/a@acme.test",
      kind: "member",
      action: "delete",
      nativeId: "user_1",
    });
    memory.fail(removal.address);

    await expect(writer.write(removal, context)).rejects.toMatchObject({
      name: "ConnectorError",
      status: 500,
    });
    expect(memory.state()).toBe(acme);
    expect(memory.writes()).toEqual([]);

    await writer.write(removal, context);
    expect(memory.writes()).toEqual([removal]);
  });

  it("fails the reads of one organization", async () => {
    const { memory, read } = open();
    memory.failReads("org_1");

    await expect(read()).rejects.toThrow("org_1");
  });

  it("marks the credential's own account and workspace", async () => {
    const { memory } = open();
    const reader = memory.connector.reader({ ...settings, self: "a@acme.test", workspace: "ws_1" }, silent);
    const [found] = await reader.find({ id: "org_1", previousSlugs: [] });
    if (found === undefined) throw new Error("acme is gone");

    const { members, workspaces } = await reader.read(found);

    expect(members.map(({ protection }) => protection)).toEqual(["self", undefined]);
    expect(workspaces[0]?.protection).toBe("own-workspace");
  });

  it("hides pending people and their access where kinds say so", async () => {
    const { member } = memoryKinds;
    if (member === undefined) throw new Error("memory knows members");
    const hidden = { ...member, invitation: { ...member.invitation, listed: false } };
    const { read } = open(acme, { ...memoryKinds, member: hidden });

    const { members, access } = await read();

    expect(members.map(({ id }) => id)).toEqual(["user_1"]);
    expect(access).toHaveLength(2);
  });

  it("renames a role with all that hangs on it, and removes it with its access", async () => {
    const { read, writer } = open();

    const rename = { kind: "role", nativeId: "role_1" } as const;
    await writer.write(
      change({
        ...rename,
        address: "acme/role/Ops",
        action: "update",
        before: { name: "SRE" },
        after: { name: "Ops" },
      }),
      context,
    );
    const renamed = await read();
    expect(renamed.roles.map(({ name }) => name)).toEqual(["Ops"]);
    expect(renamed.members[1]?.roles).toEqual(["Ops"]);
    expect(renamed.access[0]?.subject).toEqual({ type: "role", role: "Ops" });

    await writer.write(change({ ...rename, address: "acme/role/Ops", action: "delete" }), context);
    expect((await read()).roles).toEqual([]);
    expect((await read()).access.map(({ subject }) => subject.type)).toEqual(["person", "person"]);
  });

  it("gives access to roles, members and people who are no members, several levels where kinds say so", async () => {
    const { access } = memoryKinds;
    if (access === undefined) throw new Error("memory knows access");
    const { read, writer } = open(acme, {
      ...memoryKinds,
      access: { ...access, severalLevels: ["role", "person"] },
    });
    const give = (subject: string, level: string) =>
      change({
        address: `acme/access/prod/${subject}:${level}`,
        kind: "access",
        action: "create",
        after: { level },
      });

    for (const each of [
      give("role:SRE", "viewer"),
      give("a@acme.test", "viewer"),
      give("x@y.test", "viewer"),
    ]) {
      await writer.write(each, context);
      await writer.write(each, context);
    }

    const held = (await read()).access.map(({ subject, level }) =>
      subject.type === "role" ? `${subject.role} ${level}` : `${subject.id} ${level}`,
    );
    expect(held).toEqual([
      "SRE admin",
      "user_1 owner",
      "inv_1 member",
      "SRE viewer",
      "user_1 viewer",
      "user_x@y.test viewer",
    ]);
  });

  it("links and unlinks existing workspaces where kinds say so", async () => {
    const { workspace } = memoryKinds;
    if (workspace === undefined) throw new Error("memory knows workspaces");
    const free = { kind: "workspace", id: "ws_2", name: "free", attributes: {} } as const;
    const world = { ...acme, workspaces: [...acme.workspaces, free] };
    const { memory, read, writer } = open(world, {
      ...memoryKinds,
      workspace: { ...workspace, creation: "link" },
    });
    const place = { address: "acme/workspace/free", kind: "workspace" } as const;

    await writer.write(change({ ...place, action: "create", after: { id: "ws_2" } }), context);
    expect((await read()).workspaces.map(({ id }) => id)).toEqual(["ws_1", "ws_2"]);
    await writer.write(change({ ...place, action: "delete", nativeId: "ws_2" }), context);
    expect((await read()).workspaces.map(({ id }) => id)).toEqual(["ws_1"]);
    expect(memory.state().workspaces.map(({ id }) => id)).toEqual(["ws_1", "ws_2"]);

    const missing = change({ ...place, action: "create", after: { id: "ws_none" } });
    await expect(writer.write(missing, context)).rejects.toMatchObject({ status: 404 });
  });

  it("loses no write when several go on at once", async () => {
    const { memory, writer } = open({ ...emptyWorld });
    const create = (slug: string) =>
      change({ address: `${slug}/organization`, kind: "organization", action: "create", after: { slug } });

    await Promise.all(["a", "b", "c"].map((slug) => writer.write(create(slug), context)));

    expect(memory.state().organizations).toHaveLength(3);
  });
});
