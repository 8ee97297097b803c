/** What follows from a deletion is counted as each connector states it in its `kinds`. */
import { expect, test } from "vitest";
import { kinds as apimetrics } from "../../src/connectors/apimetrics/kinds.ts";
import { kinds as cantila } from "../../src/connectors/cantila/kinds.ts";
import { kinds as cnap } from "../../src/connectors/cnap/kinds.ts";
import { kinds as lumoauth } from "../../src/connectors/lumoauth/kinds.ts";
import { kinds as signalsmith } from "../../src/connectors/signalsmith/kinds.ts";
import type { ConnectionSettings } from "../../src/model/connector.ts";
import type { Plan } from "../../src/model/contract.ts";
import type { Kinds } from "../../src/model/kinds.ts";
import type { LiveAccess } from "../../src/model/live.ts";
import {
  connection,
  liveAccess,
  liveMember,
  liveWorkspace,
  member,
  organization,
  planned,
  role,
  workspace,
  world,
} from "./desk.ts";

const OLGA = "olga@acme.test";
const BOB = "bob@acme.test";
const CLEO = "cleo@acme.test";

/** What removals are counted, by kind and in total, as the guards tell it where none is allowed. */
function counted({ organizations, guards }: Plan): Readonly<Record<string, number>> {
  const all = [...organizations.flatMap((each) => each.guards), ...guards];
  return Object.fromEntries(
    all.flatMap(({ guard, message }) => {
      const [, count, kind] = /^(\d+) would be .*\(kind (\w+)\)$/.exec(message) ?? [];
      if (guard === "max-removals") return [[kind ?? "?", Number(count)]];
      return guard === "total-removals" ? [["total", Number(/from (\d+) people/.exec(message)?.[1])]] : [];
    }),
  );
}

const guide: ConnectionSettings = { ...connection, dialect: "guide" };
const deleting: ConnectionSettings = { ...connection, dialect: "reference-a" };
const gone = { more: { ensure: "absent" } } as const;
const inLab = [workspace("lab", { ensure: "absent" })];

interface Case {
  readonly kinds: Kinds;
  readonly wish: Parameters<typeof organization>[0];
  /** The roles of olga, and of the two others. */
  readonly roles: readonly [string, string];
  readonly access?: readonly LiveAccess[];
  readonly lab?: true;
  readonly counted: Readonly<Record<string, number>>;
}

const wished = ([high, low]: readonly [string, string]) => [
  member(OLGA, high),
  member(BOB, low),
  member(CLEO, low),
];
const plain = ["owner", "member"] as const;
const admins = ["ADMIN", "SRE"] as const;
const grants = [
  liveAccess(BOB, "lab", "member", { via: "organization" }),
  liveAccess(CLEO, "lab", "member", { via: "direct" }),
];
const roleGrant: LiveAccess = {
  kind: "access",
  workspace: "ws_lab",
  subject: { type: "role", role: "SRE" },
  level: "VIEWER",
};

const cases: Readonly<Record<string, Case>> = {
  "SignalSmith: who has a workspace by the organization loses it with the link, who has it directly does not":
    {
      kinds: signalsmith(guide),
      wish: { members: wished(plain), workspaces: [] },
      roles: plain,
      access: grants,
      lab: true,
      counted: { workspace: 1, access: 1, total: 2 },
    },
  "SignalSmith: access that goes with a member is not counted again": {
    kinds: signalsmith(guide),
    wish: { members: wished(plain).slice(0, 2), workspaces: [workspace("lab")] },
    roles: plain,
    access: grants,
    lab: true,
    counted: { member: 1, total: 1 },
  },
  "SignalSmith: with the organization memberships go, and access stays": {
    kinds: signalsmith(deleting),
    wish: gone,
    roles: plain,
    access: grants,
    lab: true,
    counted: { member: 3, total: 3 },
  },
  "CNAP: everybody loses the workspace that is let go": {
    kinds: cnap,
    wish: { members: wished(plain), workspaces: inLab },
    roles: plain,
    lab: true,
    counted: { workspace: 1, access: 3, total: 4 },
  },
  "CNAP: what membership gave goes with the member, and is not counted again": {
    kinds: cnap,
    wish: { members: wished(plain).slice(0, 2) },
    roles: plain,
    lab: true,
    counted: { member: 1, total: 1 },
  },
  "CNAP: with the organization go memberships and what they gave": {
    kinds: cnap,
    wish: gone,
    roles: plain,
    lab: true,
    counted: { member: 3, access: 3, total: 3 },
  },
  "LumoAuth: with the organization memberships go": {
    kinds: lumoauth(),
    wish: gone,
    roles: plain,
    counted: { member: 3, total: 3 },
  },
  "LumoAuth: a role goes once nobody holds it, so nobody loses anything with it": {
    kinds: lumoauth(),
    wish: { members: wished(plain), roles: [role("kept")] },
    roles: plain,
    counted: { role: 1, total: 1 },
  },
  "APImetrics: with a role go what it gave and the holders' share of it": {
    kinds: apimetrics,
    wish: { roles: [role("kept")] },
    roles: admins,
    access: [roleGrant],
    lab: true,
    counted: { role: 1, access: 3, total: 4 },
  },
  "APImetrics: access is revoked before its project ends, and counted once": {
    kinds: apimetrics,
    wish: { workspaces: inLab },
    roles: admins,
    access: [liveAccess(BOB, "lab", "VIEWER"), roleGrant],
    lab: true,
    counted: { workspace: 1, access: 2, total: 3 },
  },
  "APImetrics: access of their own that goes with a member is not counted again": {
    kinds: apimetrics,
    wish: { members: wished(admins).slice(0, 2) },
    roles: admins,
    access: [liveAccess(CLEO, "lab", "VIEWER")],
    lab: true,
    counted: { member: 1, total: 1 },
  },
  "Cantila: nothing follows from a member's end": {
    kinds: cantila({ ...connection, system: "cantila" }),
    wish: { members: wished(plain).slice(0, 2) },
    roles: plain,
    counted: { member: 1, total: 1 },
  },
};

test.each(Object.entries(cases))("%s", async (_what, each) => {
  const [high, low] = each.roles;
  const roles = ["kept", ...(each.roles === admins ? ["SRE"] : ["spare"])].map((name) => ({
    kind: "role" as const,
    id: name,
    name,
    attributes: { name },
  }));
  const members = [liveMember(OLGA, high), liveMember(BOB, low), liveMember(CLEO, low)];
  const plan = await planned({
    desired: [organization(each.wish)],
    live: world(
      [{ members, roles, ...(each.access === undefined ? {} : { access: each.access }) }],
      each.lab ? [liveWorkspace("lab")] : [],
    ),
    kinds: each.kinds,
    guards: { minOwners: 0, maxRemovals: { count: 0, percent: 100, total: 0 } },
  });

  expect(plan.organizations.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message))).toEqual(
    [],
  );
  expect(counted(plan)).toEqual(each.counted);
});
