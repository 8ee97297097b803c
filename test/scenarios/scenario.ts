/**
 * Scenarios: one folder a story, with what the manifests say, what is live, and the plan that follows.
 * `manifests.yaml` and `live.yaml` are read; `before.yaml` (the manifests at the last complete apply, which make the
 * record), `record.yaml` (more of the record), `system.yaml` and `project.yaml` are optional.
 * See README.md beside this file.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { createMemory, type MemoryWorld, memoryKinds } from "../../src/connectors/memory/index.ts";
import { parseManifests, parseProject } from "../../src/manifest/index.ts";
import type { Connector } from "../../src/model/connector.ts";
import type { Change, Diagnostic, Listed, OrganizationPlan, Project } from "../../src/model/contract.ts";
import type { InvitationSpec, Kinds, MemberKind, Operation } from "../../src/model/kinds.ts";
import type { LiveAccess, LiveMember, LiveRole, LiveWorkspace, Protection } from "../../src/model/live.ts";
import type { OrganizationRecord } from "../../src/model/record.ts";
import { declaredDigests } from "../../src/plan/digest.ts";
import { check, reconcile } from "../../src/reconcile.ts";

interface WrittenMember {
  readonly email?: string;
  readonly id?: string;
  readonly role?: string;
  readonly roles?: readonly string[];
  readonly status?: LiveMember["status"];
  readonly expires?: string;
  readonly protection?: Protection;
  /** Level by workspace name; for the invited what the invitation carries. */
  readonly workspaces?: Readonly<Record<string, string>>;
}

interface WrittenOrganization {
  readonly slug?: string;
  readonly id?: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly roles?: readonly string[];
  readonly members?: readonly WrittenMember[];
  /** Access of roles and of people who are no members. */
  readonly access?: readonly {
    readonly role?: string;
    readonly email?: string;
    readonly workspace: string;
    readonly level: string;
  }[];
}

/** live.yaml: organizations by slug, workspaces by live name with the slug of their organization. */
interface WrittenWorld {
  readonly organizations?: Readonly<Record<string, WrittenOrganization>>;
  readonly workspaces?: readonly {
    readonly name: string;
    readonly id?: string;
    readonly organization?: string;
    readonly levels?: readonly string[];
  }[];
}

/** system.yaml: what the system can do other than the reference connector's. */
interface WrittenSystem {
  readonly links?: boolean;
  readonly severalRoles?: boolean;
  readonly customRoles?: boolean;
  readonly addById?: boolean;
  readonly suspend?: boolean;
  readonly customLevels?: boolean;
  readonly severalLevels?: boolean;
  readonly invitation?: Partial<InvitationSpec>;
  readonly operations?: Readonly<
    Partial<Record<keyof Kinds, Readonly<Partial<Record<"create" | "update" | "delete", Operation>>>>>
  >;
  readonly keepsAccess?: boolean;
}

const defaultProject = `
apiVersion: orgwright/v1
kind: Project
manifests: ["manifests.yaml"]
connections:
  main: {system: signalsmith, endpoint: "http://127.0.0.1:1/api", token: {env: TOKEN}, self: robot@acme.test}
`;

/** Runs the story in a folder and tells its plan in short. `now` is the first line of manifests.yaml: `# now: INSTANT`. */
export async function tell(folder: string): Promise<unknown> {
  const file = (name: string) => optional(join(folder, name));
  const manifests = file("manifests.yaml") ?? "";
  const projectText = file("project.yaml") ?? defaultProject;
  const project = parseProject({ file: "orgwright.yaml", text: projectText });
  const documents = parseManifests([{ file: "manifests.yaml", text: manifests }]);
  if (!project.ok) return { invalid: project.diagnostics.map(short) };
  if (!documents.ok) return { invalid: documents.diagnostics.map(short) };
  const now = clockOf(manifests);
  const kinds = kindsOf(parse(file("system.yaml") ?? "{}"));
  const memory = createMemory(worldOf(parse(file("live.yaml") ?? "{}")), kinds);
  const result = await reconcile({
    project: project.value.value,
    documents: documents.value,
    connectors: { signalsmith: memory.connector },
    readClient: () => ({ get: () => Promise.reject(new Error("memory sends nothing")) }),
    records: [
      ...recordsBefore(
        file("before.yaml"),
        project.value.value,
        memory.connector,
        parse(file("record.yaml") ?? "{}"),
      ),
    ],
    now,
  });
  if (!result.valid) return { invalid: result.diagnostics.map(short) };
  return {
    verdict: result.plan.verdict,
    ...(result.diagnostics.length === 0 ? {} : { notes: result.diagnostics.map(short) }),
    steps: result.plan.stages,
    ...Object.fromEntries(result.plan.organizations.map((each) => [each.name, tellOne(each)])),
  };
}

function optional(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function tellOne(plan: OrganizationPlan): unknown {
  const told = {
    changes: Object.fromEntries(plan.changes.map((change) => [change.address, tellChange(change)])),
    waiting: plan.waiting.map(({ address, code, message }) => ({ [address]: `${code}: ${message}` })),
    "for a person": plan.forPerson.map(({ address, message }) => ({ [address]: message })),
    released: plan.released.map(listed),
    observed: plan.observed.map(listed),
    unmanaged: plan.unmanaged.map(listed),
    guards: plan.guards.map(
      ({ guard, message, approved }) => `${guard}: ${message}${approved ? " (approved)" : ""}`,
    ),
    problems: plan.diagnostics.map(short),
  };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => Object.keys(value).length > 0));
}

function tellChange({ action, reason, cause, before, after, effects, mails, blockedBy }: Change): unknown {
  const words = effects.map(({ subject, verb, what, from, on, cascade }) =>
    [
      subject,
      verb,
      ...(from === undefined ? [] : [from, "→"]),
      what,
      "on",
      on,
      ...(cascade ? ["(follows)"] : []),
    ].join(" "),
  );
  return {
    does: `${action} (${reason}, ${cause})`,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(words.length === 0 ? {} : { means: words }),
    ...(mails === 0 ? {} : { mails }),
    ...(blockedBy.length === 0 ? {} : { blockedBy }),
  };
}

function listed({ address, code, message, danger }: Listed): unknown {
  return { [address]: `${code}: ${message}${danger ? " (danger)" : ""}` };
}

function short({ code, message, location, fix }: Diagnostic): unknown {
  const place = location === undefined ? "" : ` at ${location.file}:${location.line}:${location.column}`;
  return { [`${code}${place}`]: message, ...(fix === undefined ? {} : { fix }) };
}

function kindsOf(system: WrittenSystem): Kinds {
  const { workspace, member, access, organization } = memoryKinds;
  if (workspace === undefined || member === undefined || access === undefined)
    throw new TypeError("the reference has all kinds");
  const invitation = { ...member.invitation, ...system.invitation };
  const memberKind: MemberKind = {
    ...member,
    severalRoles: system.severalRoles ?? false,
    customRoles: system.customRoles ?? member.customRoles,
    addById: system.addById ?? member.addById,
    suspend: system.suspend ?? member.suspend,
    attributes: {
      ...member.attributes,
      ...(system.suspend ? { status: { mode: "managed", compare: "exact" } as const } : {}),
    },
    invitation,
  };
  const kinds: Kinds = {
    ...memoryKinds,
    organization: system.keepsAccess
      ? {
          ...organization,
          cascade: {
            removes: ["role", "member"],
            keeps: ["access", "workspace"],
            words: "people keep their workspace access",
          },
        }
      : organization,
    workspace: { ...workspace, creation: system.links ? "link" : "create" },
    member: memberKind,
    access: {
      ...access,
      customLevels: system.customLevels ?? false,
      severalLevels: system.severalLevels ?? false,
    },
  };
  const operations = Object.entries(system.operations ?? {}).map(([kind, changed]) => [
    kind,
    { ...kinds[kind as keyof Kinds], ...changed },
  ]);
  return { ...kinds, ...Object.fromEntries(operations) };
}

function worldOf({ organizations = {}, workspaces = [] }: WrittenWorld): MemoryWorld {
  const live = workspaces.map(
    ({ name, id, organization, levels }): LiveWorkspace => ({
      kind: "workspace",
      id: id ?? `ws_${name}`,
      name,
      attributes: {},
      ...(organization === undefined
        ? {}
        : { organization: organizations[organization]?.id ?? `org_${organization}` }),
      ...(levels === undefined ? {} : { levels }),
    }),
  );
  const workspaceId = (name: string) => live.find((each) => each.name === name)?.id ?? `ws_${name}`;
  return {
    workspaces: live,
    organizations: Object.entries(organizations).map(([slug, written]) => ({
      organization: {
        kind: "organization",
        id: written.id ?? `org_${slug}`,
        slug: written.slug ?? slug,
        attributes: {
          slug: written.slug ?? slug,
          ...(written.displayName === undefined ? {} : { displayName: written.displayName }),
          ...(written.description === undefined ? {} : { description: written.description }),
        },
      },
      roles: (written.roles ?? []).map(
        (name): LiveRole => ({ kind: "role", id: `role_${name}`, name, attributes: {} }),
      ),
      members: (written.members ?? []).map(memberOf),
      access: [
        ...(written.members ?? []).flatMap((member) => accessOf(member, workspaceId)),
        ...otherAccess(written, workspaceId),
      ],
    })),
  };
}

function memberId({ id, email }: WrittenMember): string {
  return id ?? `user_${email}`;
}

function memberOf(written: WrittenMember): LiveMember {
  const { email, role, roles, status, expires, protection } = written;
  return {
    kind: "member",
    id: memberId(written),
    ...(email === undefined ? {} : { email }),
    roles: roles ?? (role === undefined ? [] : [role]),
    status: status ?? "active",
    ...(expires === undefined ? {} : { expiresAt: expires }),
    ...(protection === undefined ? {} : { protection }),
  };
}

function accessOf(member: WrittenMember, workspaceId: (name: string) => string): readonly LiveAccess[] {
  const subject = {
    type: "person" as const,
    id: memberId(member),
    ...(member.email === undefined ? {} : { email: member.email }),
  };
  return Object.entries(member.workspaces ?? {}).map(([name, level]) => ({
    kind: "access",
    workspace: workspaceId(name),
    subject,
    level,
  }));
}

function otherAccess(
  { access = [] }: WrittenOrganization,
  workspaceId: (name: string) => string,
): readonly LiveAccess[] {
  return access.map(({ role, email, workspace, level }) => ({
    kind: "access",
    workspace: workspaceId(workspace),
    subject:
      role === undefined
        ? { type: "person", id: `user_${email}`, ...(email === undefined ? {} : { email }) }
        : { type: "role", role },
    level,
  }));
}

function clockOf(manifests: string): number {
  return Date.parse(/^# now: (\S+)/.exec(manifests)?.[1] ?? "2026-03-10T12:00:00Z");
}

/** The records that a complete apply of `before.yaml` would have left, with what record.yaml adds by organization. */
function recordsBefore(
  before: string | undefined,
  project: Project,
  connector: Connector,
  more: Readonly<Record<string, Partial<OrganizationRecord>>>,
): readonly OrganizationRecord[] {
  const documents =
    before === undefined ? undefined : parseManifests([{ file: "before.yaml", text: before }]);
  if (documents !== undefined && !documents.ok) throw new TypeError(JSON.stringify(documents.diagnostics));
  const now = clockOf(before ?? "");
  const organizations =
    documents === undefined
      ? []
      : check({ project, documents: documents.value, connectors: { signalsmith: connector }, now })
          .organizations;
  const names = [...new Set([...organizations.map(({ name }) => name), ...Object.keys(more)])];
  return names.map((name) => {
    const organization = organizations.find((each) => each.name === name);
    const { slug, id } = organization?.key ?? {};
    return {
      formatVersion: 1,
      organization: name,
      connection: "main",
      ...(slug === undefined ? {} : { slug }),
      ...(id === undefined ? {} : { id }),
      ...(organization === undefined ? {} : { appliedAt: new Date(now).toISOString() }),
      declared:
        organization === undefined
          ? {}
          : declaredDigests(
              organization,
              connector.desired(organization, { name: "main", ...settingsOf(project) }),
            ),
      released: [],
      invitations: {},
      ...more[name],
    };
  });
}

function settingsOf(project: Project) {
  const { token: _, ...settings } = project.connections["main"] ?? {
    system: "signalsmith",
    endpoint: "",
    token: { env: "X" },
  };
  return settings;
}
