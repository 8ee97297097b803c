import { Refusal } from "../reply.ts";
import { PREFIXES, type Settings } from "./call.ts";
import { noTenant } from "./refusals.ts";
import type { ApiKey, LumoAuthState, Scope, Tenant } from "./state.ts";

/** The prefixes below which tenants are found. */
export function servedPrefixes({ dialect }: Settings): readonly string[] {
  return dialect === "both" ? PREFIXES : [dialect];
}

/** The tenant of a path; 404 where there is none, or not below this prefix. */
export function enterTenant(
  { tenants }: LumoAuthState,
  settings: Settings,
  prefix: string,
  slug: string,
): Tenant {
  const tenant = tenants.find((one) => one.slug === slug);
  if (tenant === undefined || !servedPrefixes(settings).includes(prefix)) {
    throw noTenant(`No tenant at /${prefix}/${slug}`);
  }
  return tenant;
}

/** The key of a request; 401 unless it is one of this tenant's, 403 without the scope. */
export function showKey({ keys }: Tenant, headers: Headers, scope: Scope): ApiKey {
  const token = tokenOf(headers);
  const key = keys.find((one) => one.token === token);
  if (key === undefined) {
    throw new Refusal(401, "Missing or unknown API key");
  }
  if (!key.scopes.includes(scope)) {
    throw new Refusal(403, `This needs the scope ${scope}`, { details: { required: scope } });
  }
  return key;
}

/** The token that a request shows: `X-API-Key`, or `Authorization` as `ApiKey` or `Bearer`. */
export function tokenOf(headers: Headers): string | undefined {
  const authorization = /^(?:ApiKey|Bearer) (.+)$/i.exec(headers.get("Authorization") ?? "");
  return headers.get("X-API-Key") ?? authorization?.[1];
}
