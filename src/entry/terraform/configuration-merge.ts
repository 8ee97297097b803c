/** A project file with attributes over it: connections by name, everything else key by key. */
import type { Project } from "../../model/contract.ts";

/** The project with what attributes say in its place. */
export function merged(file: Project, inline: Project): Project {
  const { guards, invitations, secrets } = inline;
  return {
    ...file,
    connections: { ...file.connections, ...inline.connections },
    ...(guards === undefined ? {} : { guards: over(file.guards, guards) }),
    ...(invitations === undefined ? {} : { invitations: over(file.invitations, invitations) }),
    ...(secrets === undefined ? {} : { secrets }),
  };
}

function over<T extends object>(below: T | undefined, above: T): T {
  const result: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const before = result[key];
    result[key] = isObject(value) && isObject(before) ? over(before, value) : value;
  }
  return result as T;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
