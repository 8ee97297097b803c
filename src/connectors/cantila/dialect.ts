import type { ConnectionSettings } from "../../model/connector.ts";

/** What is published, and what the control plane does. */
export type Dialect = "documented" | "server";

/** The dialect that a connection names; nothing where it is left open. */
export function dialectOf({ dialect }: ConnectionSettings): Dialect | undefined {
  return dialect === "documented" || dialect === "server" ? dialect : undefined;
}
