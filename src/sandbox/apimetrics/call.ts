import type * as z from "zod";
import { found, Refusal, type Reply } from "../reply.ts";
import type { ApiRequest, Endpoint } from "../system.ts";
import { bodyIssues, invalid } from "./errors.ts";
import { isAdmin, isAdminOf, levelsOf } from "./rules.ts";
import type { Account, ApimetricsState, Organization, Project } from "./state.ts";

/** Settings for what the documents leave open, all decided. */
export interface Settings {
  readonly accountRoles: "app_metadata.org_roles" | "app_metadata" | "permissions" | "absent";
  readonly meta: "full" | "empty";
  readonly metaCursor: "string" | "integer";
  readonly deleteRoleInUse: "refused" | "cascades";
  readonly removedAccountAccess: "revoked" | "kept";
  readonly secondGrant: "refused" | "updates";
  readonly creatorOwns: boolean;
  readonly projectHeader: "required" | "ignored";
  readonly serviceAccountRows: "listed" | "hidden";
  readonly projectInviteRows: "listed" | "hidden";
}

/** A request by somebody known, with everything an answer depends on. */
export interface Call extends ApiRequest {
  readonly state: ApimetricsState;
  readonly settings: Settings;
  readonly caller: Account;
  readonly now: number;
}

/** One operation of the API; what changes something has an `action` for the audit log. */
export interface Operation {
  readonly method: Endpoint["method"];
  readonly path: string;
  readonly action?: string;
  answer(call: Call): Reply;
}

/** A path parameter, decoded. */
export function param({ params }: Call, name: string): string {
  return params[name] ?? "";
}

/** The body in the demanded shape, or a 422 that names each field that is wrong. */
export function readBody<T>({ body }: Call, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(body ?? {});
  if (!parsed.success) {
    throw invalid(bodyIssues(parsed.error));
  }
  return parsed.data;
}

/** The organization of the path, for those with its role ADMIN: 404 when unknown, 403 for everybody else. */
export function enterOrganization(call: Call): Organization {
  const id = param(call, "org");
  const organization = found(
    call.state.organizations.find((one) => one.id === id),
    `Organization ${id}`,
  );
  if (!isAdmin(organization, call.caller.id)) {
    throw new Refusal(403, `You do not have the role ADMIN in the organization ${id}`);
  }
  return organization;
}

/** The project of the path, for those who have any access or administer its organization. */
export function enterProject(call: Call): Project {
  const project = namedProject(call);
  const { state, caller } = call;
  if (levelsOf(state, project, caller.id).length === 0 && !isAdminOf(state, project, caller.id)) {
    throw new Refusal(403, `You have no access to the project ${project.id}`);
  }
  return project;
}

/** As `enterProject`, for what only its owners and the organization's administrators may do. */
export function manageProject(call: Call): Project {
  const project = enterProject(call);
  const { state, caller } = call;
  if (!levelsOf(state, project, caller.id).includes("OWNER") && !isAdminOf(state, project, caller.id)) {
    throw new Refusal(403, `You do not own the project ${project.id}`);
  }
  return project;
}

/** The organization a project belongs to. */
export function homeOf({ state }: Call, project: Project): Organization {
  return found(
    state.organizations.find(({ id }) => id === project.org_id),
    `Organization ${project.org_id}`,
  );
}

function namedProject(call: Call): Project {
  const id = param(call, "project");
  const header = call.headers.get("Apimetrics-Project-Id");
  if (call.settings.projectHeader === "required" && header !== id) {
    throw new Refusal(400, `The header Apimetrics-Project-Id must be ${id}`);
  }
  const project = [...call.state.projects, ...call.state.community].find((one) => one.id === id);
  return found(project, `Project ${id}`);
}
