/** What a reconciliation is asked for: everything that it needs is an argument, nothing is looked up. */
import type { Documents } from "./manifest/index.ts";
import type { Connector, ReadClient, WriteClient } from "./model/connector.ts";
import type { ChangeOutcome, Diagnostic, Plan, Project } from "./model/contract.ts";
import type { Journal, Journaled } from "./model/journal.ts";
import type { Window } from "./model/pace.ts";
import type { OrganizationRecord, RecordStore } from "./model/record.ts";
import type { Review } from "./model/review.ts";
import type { SecretSink } from "./model/secret.ts";
import type { Resumed } from "./recovering.ts";
import type { ManifestsAt } from "./undoing-earlier.ts";

/** What a reconciliation starts from. */
export interface ReconcileRequest {
  readonly project: Project;
  readonly documents: Documents;
  /** Manifests of another commit: differences from them count as intended, in place of the record's. */
  readonly base?: Documents;
  /** What the entry has to say about the project, shown with the plan. */
  readonly notes?: readonly Diagnostic[];
  readonly connectors: Readonly<Record<string, Connector>>;
  /** Opens a connection for reading: nothing that it gives can write (law 2). */
  readonly readClient: (connection: string) => ReadClient;
  readonly records: readonly OrganizationRecord[];
  /** Writes of runs that were cut off, as their journal has them; what became of them is read now. */
  readonly earlier?: readonly Journaled[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** metadata.name of the organizations to plan; guards over the whole plan look at all. */
  readonly only?: readonly string[];
  /** The run's own rate on each connection, for the plan's price. */
  readonly maxRate?: Window;
  /** due: only what time alone has moved (from, until, an invitation's expiry). Default all. */
  readonly scope?: "all" | "due";
  /** Told the plan, says what was reviewed: an organization goes on only when each of its changes was shown (law 9). */
  readonly review?: (plan: Plan) => Promise<Review>;
  /** Whether the systems' audit logs are asked who made the differences that git did not. */
  readonly history?: boolean;
  readonly onRead?: (progress: {
    readonly done: number;
    readonly of: number;
    readonly organization: string;
  }) => void;
  /** Given for apply alone. */
  readonly writing?: Writing;
}

/** What an apply needs beyond a plan. */
export interface Writing {
  readonly writeClient: (connection: string) => WriteClient;
  readonly records: Pick<RecordStore, "put" | "remove">;
  /** The commit that the manifests are of, for the record. */
  readonly commit?: string;
  /** Told of each write before and after; without it a run that is killed leaves only what the record has. */
  readonly journal?: Journal;
  /** Once aborted, no further change is begun; those under way come to their end. */
  readonly stop?: AbortSignal;
  /** Where one-time secrets go; without it changes that hand out a needed one are refused. */
  readonly secrets?: SecretSink;
  /** Gives the manifests at a commit, for the way back; without it none is looked for. Throws ConfigurationError. */
  readonly manifestsAt?: ManifestsAt;
  /** Asked once with the plan, before the first write; anything but true ends the run there. */
  readonly confirm: (plan: Plan, resumed: Resumed | undefined) => Promise<boolean>;
  readonly onChange?: (outcome: ChangeOutcome) => void;
}
