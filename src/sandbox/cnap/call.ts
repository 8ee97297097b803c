import type * as z from "zod";
import { found, Refusal, type Reply } from "../reply.ts";
import type { ApiRequest, Endpoint } from "../system.ts";
import { CODES, invalid, refusal, refusalOf } from "./errors.ts";
import { type Caller, isLeaving, mayManage, membershipOf } from "./rules.ts";
import type { CnapState, Member, Organization, User } from "./state.ts";

/** Settings for what the documents leave open, all decided. */
export interface Settings {
  readonly memberChangesBumpOrganization: boolean;
  readonly asyncDeletes: boolean;
  readonly deleteWhileManaging: "refused" | "allowed";
  readonly ownersAboveAdmins: boolean;
  readonly expiredInvitations: "standing" | "replaced";
  readonly missingSlug: "null" | "derived";
  readonly managedWorkspaces: "listed" | "hidden";
  readonly etagMetadata: string;
}

/** What every change works on: the state, how it is to behave, and the time in milliseconds. */
export interface World {
  readonly state: CnapState;
  readonly settings: Settings;
  readonly now: number;
}

/** A request by somebody known, with everything an answer depends on. */
export interface Call extends ApiRequest, World {
  readonly caller: Caller;
}

/** One operation of the API; `keyed` ones heed an idempotency key. */
export interface Operation {
  readonly method: Endpoint["method"];
  readonly path: string;
  readonly keyed?: boolean;
  answer(call: Call): Reply;
}

/** A path parameter. */
export function param({ params }: Call, name: string): string {
  return params[name] ?? "";
}

/** The body in the demanded shape, or a refusal with an entry for each field that is wrong or unknown. */
export function readBody<T>({ body }: Call, schema: z.ZodType<T>, status = 400): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) {
    return parsed.data;
  }
  const entries = parsed.error.issues.flatMap((issue) => {
    const path = ["body", ...issue.path.map(String)];
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => invalid([...path, key], "Unknown property"))
      : [invalid(path, issue.message)];
  });
  throw refusalOf(status, entries);
}

/** The user who calls; 403 for the token of a workspace, which belongs to no organization. */
export function callingUser({ caller }: Call): User {
  if (caller.kind !== "user") {
    throw new Refusal(403, "Organizations are for users; this token belongs to a workspace");
  }
  return caller.user;
}

/** The organization of the path and the caller's membership; 403 for outsiders, `unknown` when there is none. */
export function enterOrganization(
  call: Call,
  unknown: 403 | 404 = 404,
): { readonly organization: Organization; readonly self: Member } {
  const user = callingUser(call);
  const id = param(call, "organization");
  const organization = call.state.organizations.find((one) => one.id === id);
  if (unknown === 404) {
    found(organization, `Organization ${id}`);
  }
  const self = organization && membershipOf(organization, user.id);
  if (organization === undefined || self === undefined) {
    throw new Refusal(403, "You are not a member of this organization");
  }
  return { organization, self };
}

/** As `enterOrganization`, for what only owners and admins may do. */
export function manageOrganization(call: Call, unknown?: 403 | 404): ReturnType<typeof enterOrganization> {
  const entered = enterOrganization(call, unknown);
  if (!mayManage(entered.self.role)) {
    throw new Refusal(403, "Only owners and admins of the organization may do this");
  }
  return entered;
}

/** Refuses (409) to change an organization that is being deleted. */
export function checkStanding(state: CnapState, organization: Organization): void {
  if (isLeaving(state, organization)) {
    throw new Refusal(409, `Organization ${organization.id} is being deleted`);
  }
}

/** Refuses a request whose if-match is missing (400) or is not this etag (409, with the right one). */
export function checkEtag({ headers, settings }: Call, etag: string): void {
  const given = headers.get("if-match");
  if (given === null || given === "") {
    const path = ["headers", "if-match"];
    throw refusal(400, { code: CODES.etagMissing, message: "if-match is required", path });
  }
  if (given !== etag) {
    const what = "it has changed since it was read";
    // Where a conflict says ABORTED is not published: one that names the etag otherwise does not say it in words.
    const message = settings.etagMetadata === "etag" ? `ABORTED: ${what}` : `Conflict: ${what}`;
    throw refusal(409, { code: CODES.aborted, message, metadata: { [settings.etagMetadata]: etag } });
  }
}
