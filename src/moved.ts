/** What git has moved since the last complete apply: which organizations an apply on merge is about. */
import { check } from "./check.ts";
import { connect } from "./connections.ts";
import type { Resolution } from "./manifest/index.ts";
import { declaredDigests, digest } from "./plan/digest.ts";
import { recall } from "./plan/recall.ts";
import type { ReconcileRequest } from "./request.ts";

type Asked = Pick<
  ReconcileRequest,
  "project" | "documents" | "connectors" | "now" | "records" | "readClient"
>;

/** An organization that an apply on merge looks at. */
export interface Moved {
  readonly name: string;
  /**
   * desired: git wants something else of it now, or its last apply stopped on the way; later: its manifest says something
   * else, not for the time of its record; waiting: something reviewed has waited.
   */
  readonly how: "desired" | "later" | "waiting";
}

/**
 * The organizations that are not as their record has them: those without a record are among them, and those whose
 * manifests are gone. Sends no request. Manifests have to be valid.
 */
export function movedSinceRecords(asked: Asked): readonly Moved[] {
  const { organizations } = check(asked);
  const { records, forgotten } = recall(organizations, asked.records);
  const desiredAt = desires(asked);
  const moved = organizations.flatMap(({ name, manifest }): readonly Moved[] => {
    const record = records.get(name);
    if (record?.appliedAt === undefined || desiredAt(name, record.appliedAt) !== record.desired)
      return [{ name, how: "desired" }];
    if (record.attempted?.status === "partial") return [{ name, how: "desired" }];
    if (digest(manifest) !== record.manifest) return [{ name, how: "later" }];
    return record.waiting === true ? [{ name, how: "waiting" }] : [];
  });
  const gone = forgotten.filter(
    ({ record }) =>
      record.desired !== digest({}) && asked.project.connections[record.connection] !== undefined,
  );
  return [...moved, ...gone.map(({ organization }): Moved => ({ name: organization.name, how: "desired" }))];
}

/** Digest of what today's manifests want of an organization at an instant; organizations applied together share the work. */
function desires(asked: Asked): (name: string, instant: string) => string | undefined {
  const connections = connect(asked);
  const resolutions = new Map<string, Resolution>();
  return (name, instant) => {
    const resolution = resolutions.get(instant) ?? check({ ...asked, now: Date.parse(instant) });
    resolutions.set(instant, resolution);
    const organization = resolution.organizations.find((each) => each.name === name);
    const connected = connections.get(organization?.connection ?? "");
    if (organization === undefined || connected === undefined) return undefined;
    return digest(
      declaredDigests(organization, connected.connector.desired(organization, connected.settings)),
    );
  };
}
