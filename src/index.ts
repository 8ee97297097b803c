/** The public API of the engine. Everything here is kept stable; nothing else is. */
export { adoptDrift } from "./adopting.ts";
export { stopUnreviewed } from "./apply/reviewed.ts";
export { check } from "./check.ts";
export { type Clients, type ClientWorld, clients, type RunLimits } from "./clients.ts";
export { type Connected, facts } from "./connections.ts";
export { connectors } from "./connectors/index.ts";
export type { ImportedOrganization, ImportRequest } from "./imported.ts";
export { importOrganizations } from "./importing.ts";
export { intend, touched } from "./intending.ts";
export type { RequestLine } from "./io/http.ts";
export { type DeclaredLater, type Later, type LaterChange, later } from "./later.ts";
export {
  type Documents,
  type EntryCounts,
  formatManifest,
  type Located,
  organizationTemplate,
  parseManifests,
  parsePlan,
  parseProject,
  projectTemplate,
  type Resolution,
  resolve,
  type Source,
} from "./manifest/index.ts";
export type {
  ConnectionSettings,
  Connector,
  ReadClient,
  Reader,
  WriteClient,
  Writer,
} from "./model/connector.ts";
export type * from "./model/contract.ts";
export { hasErrors, type Parsed, sortDiagnostics } from "./model/diagnostic.ts";
export { ConfigurationError, ConnectorError, InternalError } from "./model/errors.ts";
export type { Kinds } from "./model/kinds.ts";
export type { OrganizationRecord, RecordStore } from "./model/record.ts";
export { type Review, type ShownOrganization, shownOf } from "./model/review.ts";
export { type Moved, movedSinceRecords } from "./moved.ts";
export type { Part, PartKey, PartProblem, PartSpec } from "./part.ts";
export type { AppliedPart, Judge } from "./part-apply.ts";
export type { ComparedPart } from "./part-compare.ts";
export type { PartsRequest } from "./part-session.ts";
export { openParts, type Parts } from "./parts.ts";
export { joinPlans } from "./plan/join.ts";
export { type Reconciliation, reconcile } from "./reconcile.ts";
export { places, type Resumed } from "./recovering.ts";
export type { ReconcileRequest, Writing } from "./request.ts";
export { inShard, parseShard, type Shard } from "./shard.ts";
export type { Undo } from "./undoing.ts";
