import { describe, expect, test } from "vitest";
import { createMemory, type Memory } from "../src/connectors/memory/index.ts";
import { lastLook } from "../src/last-look.ts";
import type { Guards } from "../src/model/contract.ts";
import type { ReconcileRequest } from "../src/request.ts";
import {
  connection,
  liveMember,
  member,
  now,
  organization,
  planned,
  read,
  wide,
  world,
} from "./plan/desk.ts";

const live = world([
  {
    members: [
      liveMember("olga@acme.test", "owner"),
      liveMember("ann@acme.test", "owner"),
      liveMember("bea@acme.test", "owner"),
    ],
  },
]);
const olga = member("olga@acme.test", "owner");

function requestOf(memory: Memory, guards: Guards): ReconcileRequest {
  const { name: _name, ...fields } = connection;
  return {
    project: {
      apiVersion: "orgwright/v1",
      kind: "Project",
      manifests: [],
      guards,
      connections: { memory: { ...fields, token: { env: "X" } } },
    },
    documents: { organizations: [], groups: [], persons: [], approvals: [], acknowledgements: [] },
    connectors: { signalsmith: memory.connector },
    readClient: () => ({ get: () => Promise.reject(new Error("memory sends nothing")) }),
    records: [],
    now,
  };
}

async function opened(members: readonly ReturnType<typeof member>[], guards: Guards = wide) {
  const memory = createMemory(live);
  const desk = { desired: [organization({ members })], memory, guards };
  const plan = await planned(desk);
  const look = lastLook(await read(desk), plan, requestOf(memory, guards));
  const all = plan.organizations.flatMap(({ changes }) => changes);
  const leaves = (name: string) =>
    memory.edit((before) => ({
      ...before,
      organizations: before.organizations.map((each) => ({
        ...each,
        members: each.members.filter(({ email }) => email !== `${name}@acme.test`),
      })),
    }));
  return { memory, look, leaves, changes: all };
}

describe("the last look before an owner goes (law 4)", () => {
  test("lets them go while whoever was to stay is there", async () => {
    const { look, changes } = await opened([olga]);

    expect(changes).toHaveLength(2);
    for (const change of changes) expect(await look(change)).toBeUndefined();
  });

  test("stops each of them when somebody else has taken the one who was to stay", async () => {
    const { look, changes, leaves } = await opened([olga]);
    leaves("olga");

    for (const change of changes) {
      expect(await look(change)).toMatchObject({
        code: "apply/owner-moved",
        message: expect.stringContaining("would have 0 active owners then, and 1 was to be left"),
      });
    }
  });

  test("stops a demotion as well", async () => {
    const { look, changes, leaves } = await opened([
      olga,
      member("bea@acme.test", "owner"),
      member("ann@acme.test", "admin"),
    ]);
    leaves("olga");
    leaves("bea");

    expect(changes.map(({ address }) => address)).toEqual(["acme/member/ann@acme.test"]);
    expect(await look(changes[0]!)).toMatchObject({ code: "apply/owner-moved" });
  });

  test("asks for as many as the project keeps", async () => {
    const { look, changes, leaves } = await opened([olga, member("bea@acme.test", "owner")], {
      ...wide,
      minOwners: 2,
    });
    leaves("bea");

    expect(await look(changes[0]!)).toMatchObject({
      message: expect.stringContaining("1 active owner then, and 2"),
    });
  });

  test("does not look where an approved plan leaves none, nor before what takes nothing", async () => {
    const { look, changes, leaves } = await opened([member("zoe@acme.test", "member")]);
    leaves("olga");

    expect(changes).toHaveLength(4);
    for (const change of changes) expect(await look(change)).toBeUndefined();
  });

  test("that cannot be made stops the change", async () => {
    const { look, changes, memory } = await opened([olga]);
    memory.failReads("org_acme");
    memory.failReads(memory.state().organizations[0]?.organization.id ?? "");

    expect(await look(changes[0]!)).toMatchObject({ code: "system/failed" });
  });
});
