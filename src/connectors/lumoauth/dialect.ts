import { path } from "../../io/http.ts";
import type { ConnectionSettings } from "../../model/connector.ts";
import { ConfigurationError } from "../../model/errors.ts";

/** Where the admin API of a connection's tenant begins, below the host. Throws ConfigurationError without a tenant. */
export function rootOf({ name, dialect, tenant }: ConnectionSettings): string {
  if (tenant === undefined || tenant === "") {
    throw new ConfigurationError(
      `The connection ${name} names no tenant`,
      "Write `tenant:` with the tenant's slug into the project file; it is the part of LumoAuth's addresses behind /t/ or /orgs/.",
    );
  }
  return path`/${dialect === "orgs" ? "orgs" : "t"}/${tenant}/api/v1/admin`;
}
