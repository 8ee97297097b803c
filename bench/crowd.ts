/** One organization of many members, wanted and live, without text or requests. */
import { memoryKinds } from "../src/connectors/memory/kinds.ts";
import type { Location } from "../src/model/contract.ts";
import type { LiveAccess, LiveMember, LiveWorkspace } from "../src/model/live.ts";
import type { Member, Organization } from "../src/model/organization.ts";
import { resourcesOf } from "../src/model/resource.ts";
import { declaredDigests } from "../src/plan/digest.ts";
import type { PlanInput } from "../src/plan/input.ts";

const line: Location = { file: "orgs.yaml", line: 1, column: 1, endColumn: 2, text: "-" };
const WORKSPACES = 10;

/** The input of a plan: members with access to one workspace each, of whom a share have another role than wanted. */
export function crowd(members: number, changedPercent: number): PlanInput {
  const numbers = Array.from({ length: members }, (_, index) => index);
  const differs = (number: number) => number > 0 && number % 100 < changedPercent;
  const wanted = numbers.map(
    (number): Member => ({
      identity: { key: email(number), email: email(number), aliases: [] },
      roles: [number === 0 ? "owner" : differs(number) ? "admin" : "member"],
      workspaces: { [`w${number % WORKSPACES}`]: "member" },
      ensure: "present",
      origins: [line],
    }),
  );
  const organization: Organization = {
    name: "crowd",
    connection: "main",
    key: { slug: "crowd", previousSlugs: [] },
    previousNames: [],
    people: [],
    ensure: "present",
    attributes: {},
    workspaces: {
      ownership: "exact",
      entries: workspaces().map(({ id, name }) => ({
        name,
        id,
        attributes: {},
        ensure: "present",
        previously: [],
        origins: [line],
      })),
    },
    members: { ownership: "exact", entries: wanted },
    origins: [line],
    manifest: { name: "crowd" },
  };
  const resources = resourcesOf(organization);
  return {
    organizations: [
      {
        organization,
        resources,
        declared: declaredDigests(organization, resources),
        settings: {
          name: "main",
          system: "signalsmith",
          endpoint: "http://127.0.0.1",
          self: "ops@acme.test",
        },
        title: "Memory",
        kinds: memoryKinds,
        live: {
          organization: { kind: "organization", id: "org", slug: "crowd", attributes: { slug: "crowd" } },
          roles: [],
          workspaces: workspaces(),
          members: numbers.map(liveMember),
          access: numbers.map(liveAccess),
        },
        candidates: [],
        record: undefined,
        atRecord: undefined,
        satisfiedNames: [],
        forgotten: false,
      },
    ],
    guards: {},
    invitations: {},
    approvals: [],
    now: 0,
  };
}

function email(number: number): string {
  return `person-${number}@acme.test`;
}

function workspaces(): readonly LiveWorkspace[] {
  return Array.from({ length: WORKSPACES }, (_, index) => ({
    kind: "workspace",
    id: `ws_${index}`,
    name: `w${index}`,
    organization: "org",
    attributes: {},
  }));
}

function liveMember(number: number): LiveMember {
  return {
    kind: "member",
    id: `acc_${number}`,
    email: email(number),
    roles: [number === 0 ? "owner" : "member"],
    status: "active",
  };
}

function liveAccess(number: number): LiveAccess {
  return {
    kind: "access",
    workspace: `ws_${number % WORKSPACES}`,
    subject: { type: "person", id: `acc_${number}`, email: email(number) },
    level: "member",
  };
}
