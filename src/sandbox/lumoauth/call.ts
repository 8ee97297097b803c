import * as z from "zod";
import { found, type Reply } from "../reply.ts";
import type { ApiRequest, Endpoint } from "../system.ts";
import { invalid } from "./refusals.ts";
import type { ApiKey, LumoAuthState, Organization, Role, Tenant } from "./state.ts";

/** What tenants stand below: `t` in the older documents, `orgs` in the current ones. */
export const PREFIXES = ["t", "orgs"] as const;

/** Settings for what the documents leave open, all decided. */
export interface Settings {
  readonly dialect: (typeof PREFIXES)[number] | "both";
  readonly lastOwner: "protected" | "free";
  readonly duplicateInvitations: "refused" | "allowed";
  readonly systemRoles: "created" | "none";
  readonly slugs: "changeable" | "fixed";
  readonly unknownFields: "refused" | "dropped";
}

/** A request with a known key, and everything an answer depends on. */
export interface Call extends ApiRequest {
  readonly state: LumoAuthState;
  readonly tenant: Tenant;
  readonly key: ApiKey;
  readonly settings: Settings;
  readonly now: number;
}

/** One operation of the API; `path` is below `/{prefix}/{tenant}/api/v1/admin`. */
export interface Operation {
  readonly method: Endpoint["method"];
  readonly path: string;
  answer(call: Call): Reply;
}

/** The same change by PUT and by PATCH. */
export function changes(path: string, answer: Operation["answer"]): readonly Operation[] {
  return [
    { method: "PUT", path, answer },
    { method: "PATCH", path, answer },
  ];
}

/** A path parameter. */
export function param({ params }: Call, name: string): string {
  return params[name] ?? "";
}

/** The body in the demanded shape; otherwise a refusal with this status that names each field that is wrong. */
export function readBody<Shape extends z.ZodRawShape>(
  { body, settings }: Call,
  shape: Shape,
  status = 400,
): z.output<z.ZodObject<Shape>> {
  const schema = settings.unknownFields === "dropped" ? z.object(shape) : z.strictObject(shape);
  const parsed = schema.safeParse(body ?? {});
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      field: path.join(".") || "body",
      message,
    }));
    throw invalid(status, problems);
  }
  return parsed.data as z.output<z.ZodObject<Shape>>;
}

/** The organization of the path, or a 404; only its id is taken. */
export function pathOrganization(call: Call): Organization {
  const id = param(call, "organization");
  return found(
    call.tenant.organizations.find((one) => one.id === id),
    `Organization ${id}`,
  );
}

/** The role of the path in this organization, or a 404. */
export function pathRole(call: Call, { roles }: Organization): Role {
  const id = param(call, "role");
  return found(
    roles.find((role) => String(role.id) === id),
    `Role ${id} of this organization`,
  );
}
