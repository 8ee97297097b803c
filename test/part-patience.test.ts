/** Law 5 where parts come one after another: whoever would take the last owner waits a while for who may bring one. */
import { expect, test } from "vitest";
import { createMemory } from "../src/connectors/memory/index.ts";
import { openParts, type Parts } from "../src/parts.ts";
import { codes, memberPart, removalOf, settle, yes } from "./part-desk.ts";
import { liveMember, world } from "./plan/desk.ts";

const acme = world([
  {
    members: [
      liveMember("robot@acme.test", "admin"),
      liveMember("olga@acme.test", "owner"),
      liveMember("mia@acme.test", "member"),
    ],
  },
]);
const silent = {
  get: () => Promise.reject(new Error("no HTTP")),
  send: () => Promise.reject(new Error("no HTTP")),
};

function partsWith(patienceMs: number): Parts {
  const connection = {
    system: "signalsmith",
    endpoint: "http://127.0.0.1:1/",
    self: "robot@acme.test",
    token: { env: "X" },
  } as const;
  return openParts({
    project: {
      apiVersion: "orgwright/v1",
      kind: "Project",
      manifests: [],
      connections: { memory: connection },
      guards: { minOwners: 1, maxRemovals: { count: 1000, percent: 100, total: 1000 } },
      invitations: {},
    },
    connectors: { signalsmith: createMemory(acme).connector },
    clients: { read: () => silent, write: () => silent },
    now: () => 0,
    patienceMs,
  });
}

test("an owner who comes later lets the last one go", async () => {
  const parts = partsWith(3_600_000);
  const removal = parts.apply(removalOf("olga@acme.test"), yes);
  await settle();
  const promotion = await parts.apply(memberPart({ email: "mia@acme.test", role: "owner" }), yes);

  expect(codes(promotion.problems)).toEqual([]);
  expect(codes((await removal).problems)).toEqual([]);
});

test.each([0, 1])("nobody comes within %i ms: the last owner stays", async (patienceMs) => {
  const { problems } = await partsWith(patienceMs).apply(removalOf("olga@acme.test"), yes);

  expect(codes(problems)).toEqual(["guard/last-owner"]);
});
