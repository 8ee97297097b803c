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

/**
 * Names of the organizations whose desired state, at the time of their record, is another than the record has; those
 * without a record are among them, and those whose manifests are gone. Sends no request. Manifests have to be valid.
 */
export function movedSinceRecords(asked: Asked): readonly string[] {
  const { organizations } = check(asked);
  const { records, forgotten } = recall(organizations, asked.records);
  const desiredAt = desires(asked);
  const moved = organizations.filter(({ name }) => {
    const record = records.get(name);
    const isAsApplied =
      record?.appliedAt !== undefined && desiredAt(name, record.appliedAt) === record.desired;
    return !isAsApplied;
  });
  const gone = forgotten.filter(({ record }) => record.desired !== digest({}));
  return [...moved.map(({ name }) => name), ...gone.map(({ organization }) => organization.name)];
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
