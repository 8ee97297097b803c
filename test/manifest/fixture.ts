/** Three systems as data, and short ways from YAML to what it means. */

import { parseManifests, type Resolution, resolve, type SystemFacts } from "../../src/manifest/index.ts";
import type { Diagnostic, Project } from "../../src/model/contract.ts";
import type { AttributeSpec, KindSpec, Kinds } from "../../src/model/kinds.ts";
import type { Organization } from "../../src/model/organization.ts";

const managed: AttributeSpec = { mode: "managed", compare: "exact" };
const clearable: AttributeSpec = { ...managed, clearable: true };
const all = { create: "api", update: "api", delete: "api" } as const;
const cascade: KindSpec["cascade"] = { removes: [], keeps: [], words: "" };
const invitation = {
  carriesAccess: true,
  listed: true,
  change: "in-place",
  revoke: true,
  lifetimeDays: 7,
} as const;

/** Fixed roles, fixed levels, linked workspaces, no roles of its own: like SignalSmith. */
export const plainKinds: Kinds = {
  organization: {
    ...all,
    cascade,
    foundBy: ["slug", "id"],
    levels: 1,
    attributes: {
      displayName: managed,
      slug: { mode: "immutable", compare: "exact" },
      id: { mode: "computed", compare: "exact" },
      "settings.requireTwoFactor": managed,
      "settings.passwordExpiryDays": managed,
      "settings.plan": { ...managed, values: ["free", "paid"] },
    },
  },
  workspace: { ...all, cascade, creation: "link", attributes: {} },
  member: {
    ...all,
    cascade,
    attributes: { roles: { mode: "managed", compare: "set" } },
    rank: ["owner", "admin", "member"],
    customRoles: false,
    severalRoles: false,
    ownerRoles: ["owner"],
    adminRoles: ["admin"],
    addById: false,
    selfIsMember: false,
    suspend: false,
    invitation,
  },
  access: {
    ...all,
    cascade,
    attributes: { level: managed },
    rank: ["owner", "admin", "member"],
    customLevels: false,
    severalLevels: [],
    subjects: ["member"],
  },
};

/** Roles of the organization's own, several roles and levels, everything managed: like LumoAuth and APImetrics together. */
export const richKinds: Kinds = {
  organization: {
    ...plainKinds.organization,
    delete: "none",
    foundBy: ["id"],
    levels: 2,
    attributes: {
      slug: managed,
      displayName: managed,
      description: clearable,
      "branding.primaryColor": clearable,
    },
  },
  role: { ...all, cascade, attributes: { displayName: managed, description: clearable } },
  workspace: {
    ...all,
    cascade,
    creation: "create",
    attributes: { displayName: managed, "settings.tags": { mode: "managed", compare: "set" } },
  },
  member: {
    ...all,
    cascade,
    attributes: {},
    rank: ["ADMIN", "DEFAULT"],
    customRoles: true,
    severalRoles: true,
    ownerRoles: ["ADMIN"],
    adminRoles: ["ADMIN"],
    addById: true,
    selfIsMember: false,
    suspend: true,
    invitation,
  },
  access: {
    ...all,
    cascade,
    attributes: {},
    rank: ["EDITOR", "VIEWER"],
    customLevels: true,
    severalLevels: ["person", "role"],
    subjects: ["member", "role", "outsider"],
  },
};

/** An organization and its members, and nothing that can be undone. */
export const poorKinds: Kinds = {
  organization: {
    ...plainKinds.organization,
    delete: "none",
    foundBy: ["slug"],
    attributes: { displayName: managed },
  },
  member: { ...plainKinds.member!, delete: "none", customRoles: true, selfIsMember: false, suspend: true },
};

const facts = (title: string, kinds: Kinds): SystemFacts => ({
  title,
  system: title.toLowerCase(),
  kinds,
  check: () => [],
});

export const systems: ReadonlyMap<string, SystemFacts> = new Map([
  ["main", facts("Plain", plainKinds)],
  ["second", facts("Plain", plainKinds)],
  ["rich", facts("Rich", richKinds)],
  ["poor", facts("Poor", poorKinds)],
]);

export const NOW: number = Date.parse("2026-06-15T12:00:00Z");

/** A project with a time zone; connections are the map's. */
export function projectIn(timezone: string): Project {
  return { apiVersion: "orgwright/v1", kind: "Project", manifests: ["*.yaml"], connections: {}, timezone };
}

export interface Options {
  readonly now?: number | string;
  readonly timezone?: string;
  readonly project?: Project;
  readonly systems?: ReadonlyMap<string, SystemFacts>;
}

/** Parses, which must succeed, and resolves. */
export function meaning(
  yaml: string,
  { now = NOW, timezone = "UTC", project, systems: own }: Options = {},
): Resolution {
  const parsed = parseManifests([{ file: "orgs/test.yaml", text: yaml }]);
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(shortly).join("\n"));
  return resolve(parsed.value, {
    now: typeof now === "string" ? Date.parse(now) : now,
    project: project ?? projectIn(timezone),
    systems: own ?? systems,
  });
}

/** `code@line`, and for others than errors the severity before it. */
export function shortly({ code, severity, location }: Diagnostic): string {
  const mark = severity === "error" ? "" : `${severity} `;
  return `${mark}${code.replace("manifest/", "")}@${location?.line ?? "-"}`;
}

/** Codes and lines of what is wrong with an otherwise sound manifest. */
export function problems(yaml: string, options?: Options): readonly string[] {
  return meaning(yaml, options).diagnostics.map(shortly);
}

/** The one organization that the YAML declares, without any problem. */
export function only(yaml: string, options?: Options): Organization {
  const { organizations, diagnostics } = meaning(yaml, options);
  const [organization] = organizations;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || organization === undefined) throw new Error(errors.map(shortly).join("\n"));
  return organization;
}

/** An Organization called acme; `spec` is indented by two and begins in line 7. */
export function acme(spec: string, { connection = "main", name = "acme", key = "slug" } = {}): string {
  return document("Organization", name, `connection: ${connection}\n${key}: ${name}-corp\n${spec}`);
}

/** A document with four lines before its spec's. */
export function document(kind: string, name: string, spec: string): string {
  const lines = spec.trimEnd().split("\n");
  return `apiVersion: orgwright/v1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec:\n${lines.map((line) => `  ${line}`).join("\n")}\n`;
}

/** Documents in one file. */
export function documents(...texts: readonly string[]): string {
  return texts.join("---\n");
}

/** A Group of these people. */
export function group(name: string, ...emails: readonly string[]): string {
  return document("Group", name, `members: [${emails.join(", ")}]`);
}
