import type * as z from "zod";
import { found, Refusal, type Reply } from "../reply.ts";
import type { ApiRequest, Endpoint } from "../system.ts";
import { mayManage, roleOnWorkspace } from "./rules.ts";
import type { Account, Organization, OrganizationRole, SignalSmithState, Workspace } from "./state.ts";

/** The published descriptions of the API that contradict each other; see README.md. */
export const DIALECTS = ["guide", "reference-a", "reference-b"] as const;

/** Which of the published descriptions is served. */
export type Dialect = (typeof DIALECTS)[number];

/** Settings for what the documents leave open, all decided. */
export interface Settings {
  readonly dialect: Dialect;
  readonly pendingMembers: "listed" | "hidden";
  readonly lists: "array" | "paged" | undefined;
  readonly organizationList: boolean;
}

/** A request by somebody known, with everything an answer depends on. */
export interface Call extends ApiRequest {
  readonly state: SignalSmithState;
  readonly settings: Settings;
  readonly caller: Account;
  readonly now: number;
}

/** One operation of the API and the dialects that publish it. */
export interface Operation {
  readonly method: Endpoint["method"];
  readonly path: string;
  readonly dialects: readonly Dialect[];
  answer(call: Call): Reply;
}

/** The two references, where they agree against the guide. */
export const REFERENCES: readonly Dialect[] = ["reference-a", "reference-b"];

/** A path parameter. */
export function param({ params }: Call, name: string): string {
  return params[name] ?? "";
}

/** The body in the demanded shape, or a 400 that names each field that is wrong. */
export function readBody<T>({ body }: Call, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(body ?? {});
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".") || "body"}: ${message}`,
    );
    throw new Refusal(400, problems.join("; "));
  }
  return parsed.data;
}

/** The organization of the path and the caller's role there; 404 when unknown, 403 for outsiders. */
export function enterOrganization(call: Call): { organization: Organization; role: OrganizationRole } {
  const id = param(call, "organization");
  const organization = found(
    call.state.organizations.find((one) => one.id === id),
    `Organization ${id}`,
  );
  const role = organization.members.find(({ account }) => account === call.caller.id)?.role;
  if (role === undefined) {
    throw new Refusal(403, "You are not a member of this organization");
  }
  return { organization, role };
}

/** As `enterOrganization`, for what only owners and admins may do. */
export function manageOrganization(call: Call): ReturnType<typeof enterOrganization> {
  const entered = enterOrganization(call);
  if (!mayManage(entered.role)) {
    throw new Refusal(403, "Only owners and admins of the organization may do this");
  }
  return entered;
}

/** A workspace that the caller can see, or a 404. */
export function visibleWorkspace(
  { state, caller }: Call,
  id: string,
): { workspace: Workspace; role: string } {
  const workspace = found(
    state.workspaces.find((one) => one.id === id),
    `Workspace ${id}`,
  );
  return { workspace, role: found(roleOnWorkspace(state, workspace, caller.id), `Workspace ${id}`) };
}

/** The workspace of the path and the caller's role there; 400 unless `X-Workspace-ID` names the same one. */
export function enterWorkspace(call: Call): ReturnType<typeof visibleWorkspace> {
  const id = param(call, "workspace");
  const header = call.headers.get("X-Workspace-ID");
  if (header !== id) {
    throw new Refusal(400, header === null ? "X-Workspace-ID is required" : `X-Workspace-ID is not ${id}`);
  }
  return visibleWorkspace(call, id);
}

/** As `enterWorkspace`, for what only owners and admins may do. */
export function manageWorkspace(call: Call): ReturnType<typeof visibleWorkspace> {
  const entered = enterWorkspace(call);
  if (!mayManage(entered.role)) {
    throw new Refusal(403, "Only owners and admins of the workspace may do this");
  }
  return entered;
}
