/** A project in git, as far as an undo needs one: manifests by commit, applied by the whole engine, and the way back. */
import { check } from "../src/check.ts";
import { connect } from "../src/connections.ts";
import type { Connector } from "../src/model/connector.ts";
import type { Guards, Outcome, Plan, Project } from "../src/model/contract.ts";
import { ConfigurationError } from "../src/model/errors.ts";
import type { LiveState } from "../src/model/live.ts";
import type { OrganizationRecord } from "../src/model/record.ts";
import { shownOf } from "../src/model/review.ts";
import { readAll } from "../src/reading.ts";
import { reconcile } from "../src/reconcile.ts";
import type { ReconcileRequest } from "../src/request.ts";
import { type Undo, undoOf } from "../src/undoing.ts";
import { documentsOf, InvalidManifest } from "./conformance/project.ts";
import { type LiveView, withoutIds } from "./conformance/view.ts";
import type { World } from "./conformance/world.ts";

/** What an apply gave. */
export interface AppliedCommit {
  readonly plan: Plan;
  readonly outcome: Outcome;
  readonly undo: Undo | undefined;
}

/** How one apply is unlike the usual one. */
export interface Applying {
  /** A plan that was reviewed: nothing else is applied. */
  readonly reviewed?: Plan;
  /** A plan all of whose held changes are approved. */
  readonly approved?: Plan;
  /** Done when the apply is over, before the undo is made. */
  readonly afterwards?: () => Promise<void>;
  /** Whether the folder differs from its commit, so that the record names none. */
  readonly dirty?: boolean;
  readonly scope?: "due";
  readonly now?: number;
}

/** A project whose manifests are at the named commits. */
export interface UndoDesk {
  plan(commit: string, now?: number): Promise<Plan>;
  apply(commit: string, how?: Applying): Promise<AppliedCommit>;
  state(slug: string): Promise<LiveState | undefined>;
  live(slug: string): Promise<LiveView | undefined>;
}

const lenient: Guards = { maxRemovals: { count: 1000, percent: 100, total: 1000 }, minOwners: 0 };

/** Opens the project on a world; `commits` are manifests by name. */
export function undoDesk(
  connector: Connector,
  world: World,
  commits: Readonly<Record<string, string>>,
): UndoDesk {
  const records = new Map<string, OrganizationRecord>();
  const project: Project = {
    apiVersion: "orgwright/v1",
    kind: "Project",
    manifests: ["*.yaml"],
    connections: { main: { ...world.connection, token: { env: "TOKEN" } } },
    guards: lenient,
    invitations: {},
  };
  const at = (commit: string, approvals?: string) =>
    documentsOf(commits[commit] ?? missing(commit), approvals);
  const requestFor = (
    commit: string,
    { now = Date.now(), scope, approved }: Applying = {},
  ): ReconcileRequest => ({
    project,
    documents: at(commit, approved === undefined ? undefined : approvalsOf(approved)),
    connectors: { [connector.system]: connector },
    readClient: () => world.readClient(),
    records: [...records.values()],
    now,
    ...(scope === undefined ? {} : { scope }),
  });
  const store = {
    put: async (record: OrganizationRecord) => {
      await Promise.resolve(records.set(record.organization, record));
    },
    remove: async (name: string) => {
      await Promise.resolve(records.delete(name));
    },
  };
  const reader = () => {
    const connected = connect(requestFor(Object.keys(commits)[0] ?? "")).get("main");
    if (connected === undefined) throw new Error("the connection has no connector");
    return connected.reader();
  };
  const state = async (slug: string) => {
    const open = reader();
    const [found] = await open.find({ slug, previousSlugs: [] });
    return found === undefined ? undefined : await open.read(found);
  };
  return {
    plan: async (commit, now) => {
      const result = await reconcile(requestFor(commit, now === undefined ? {} : { now }));
      if (!result.valid) throw new InvalidManifest(result.diagnostics);
      return result.plan;
    },
    apply: async (commit, how = {}) => {
      const { reviewed, dirty = false } = how;
      const request: ReconcileRequest = {
        ...requestFor(commit, how),
        ...(reviewed === undefined
          ? {}
          : {
              only: reviewed.organizations.map(({ name }) => name),
              review: () => Promise.resolve({ shown: shownOf(reviewed) }),
            }),
        writing: {
          writeClient: () => world.writeClient(),
          records: store,
          confirm: () => Promise.resolve(true),
          secrets: { put: () => Promise.resolve() },
          ...(dirty ? {} : { commit }),
        },
      };
      const inputs = await readAll(check(request).organizations, request, connect(request));
      const result = await reconcile(request);
      if (!result.valid) throw new InvalidManifest(result.diagnostics);
      const { plan, outcome } = result;
      if (outcome === undefined) throw new Error("nothing was applied");
      await how.afterwards?.();
      const manifestsAt = async (wanted: string) => await Promise.resolve(at(wanted));
      return { plan, outcome, undo: await undoOf({ plan, outcome, inputs, request, manifestsAt }) };
    },
    state,
    live: async (slug) => {
      const found = await state(slug);
      return found === undefined ? undefined : withoutIds(found);
    },
  };
}

/** Approvals of all that guards hold. */
function approvalsOf({ organizations }: Plan): string {
  return organizations
    .flatMap(({ name, digest, changes }) =>
      [...new Set(changes.flatMap(({ blockedBy }) => blockedBy))].map((guard) => ({
        apiVersion: "orgwright/v1",
        kind: "Approval",
        metadata: { name: `${name}-${guard}` },
        spec: {
          organization: name,
          guard,
          digest,
          changes: changes.filter(({ blockedBy }) => blockedBy.includes(guard)).map(({ id }) => id),
          reason: "a trial",
          expires: "2999-01-01",
        },
      })),
    )
    .map((approval) => JSON.stringify(approval))
    .join("\n---\n");
}

function missing(commit: string): never {
  throw new ConfigurationError(`git knows no commit ${commit} here`, "Name another.");
}

/** What is not as it was and is named by no remark of the undo. */
export function unnamed(
  before: LiveView | undefined,
  after: LiveView | undefined,
  { undo }: Pick<AppliedCommit, "undo">,
): readonly string[] {
  const said = (undo?.diagnostics ?? [])
    .map(({ message }) => message)
    .join("\n")
    .toLowerCase();
  return (["roles", "workspaces", "members", "access"] as const).flatMap((kind) => {
    const [was, is] = [new Set(before?.[kind]), new Set(after?.[kind])];
    const moved = [...was].filter((line) => !is.has(line)).concat([...is].filter((line) => !was.has(line)));
    return moved.filter((line) => !said.includes(line.split(" ")[0]?.toLowerCase() ?? ""));
  });
}
