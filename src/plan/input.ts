/** What a plan is made of: everything read and resolved, nothing that reads. */
import type { Address } from "../model/address.ts";
import type { ConnectionSettings } from "../model/connector.ts";
import type { Change, Diagnostic, Guards, InvitationPolicy } from "../model/contract.ts";
import type { Kinds } from "../model/kinds.ts";
import type { Live, LiveAccount, LiveState, LiveWorkspace } from "../model/live.ts";
import type { Organization } from "../model/organization.ts";
import type { OrganizationRecord } from "../model/record.ts";
import type { Resource } from "../model/resource.ts";

/** One organization, wanted and read. */
export interface OrganizationInput {
  readonly organization: Organization;
  readonly resources: readonly Resource[];
  /** Digest of each desired resource and declared section; made once, for it is needed in several places. */
  readonly declared: Readonly<Record<Address, string>>;
  readonly settings: ConnectionSettings;
  readonly title: string;
  readonly kinds: Kinds;
  /** Undefined: the organization is not live. */
  readonly live: LiveState | undefined;
  /** Workspaces that the credential sees, wherever they belong. */
  readonly candidates: readonly LiveWorkspace[];
  /** Accounts that the system knows among the people who are wished for and not there yet. */
  readonly accounts?: readonly LiveAccount[];
  readonly record: OrganizationRecord | undefined;
  /** What the manifests of today wanted at the time of the record: what differs from now is due. */
  readonly atRecord: Readonly<Record<Address, string>> | undefined;
  /** Earlier names of the manifest under which nothing is remembered any more. */
  readonly satisfiedNames: readonly string[];
  /** Its manifest is gone; only the record speaks of it. */
  readonly forgotten: boolean;
  /** The live members and grants of people whom the project protects; the plan finds them. */
  readonly protectedRows?: ReadonlySet<Live>;
}

/** An organization that could not be read or understood: it has no changes and no "no drift" (law 3). */
export interface FailedInput {
  readonly organization: Organization;
  readonly settings: ConnectionSettings | undefined;
  readonly failure: readonly Diagnostic[];
}

/** An approval in force or not: changes of one organization that may pass one guard. */
export interface ApprovalInput {
  readonly name: string;
  readonly organization: string;
  readonly guard: string;
  readonly changes: readonly string[];
  /** Milliseconds since 1970, exclusive. */
  readonly expires: number;
}

/** An acknowledgement in force or not: differences of one organization that are known. */
export interface AcknowledgementInput {
  readonly name: string;
  readonly organization: string;
  readonly changes: readonly string[];
  readonly reason: string;
  /** Milliseconds since 1970, exclusive. */
  readonly expires: number;
  /** The same as the manifest has it. */
  readonly expiresAs: string;
  /** Whether it holds for critical differences too. */
  readonly critical?: boolean;
}

/** What was decided earlier in the same run about one organization, where that is planned part by part. */
export interface EarlierChanges {
  readonly connection: string;
  readonly organization: string;
  readonly changes: readonly Change[];
  readonly kinds: Kinds;
  /** As it was before the first of them. */
  readonly live: LiveState;
}

/** Everything that a plan depends on. */
export interface PlanInput {
  readonly organizations: readonly (OrganizationInput | FailedInput)[];
  readonly guards: Guards;
  readonly invitations: InvitationPolicy;
  readonly approvals: readonly ApprovalInput[];
  /** They mark, and change nothing else. */
  readonly acknowledgements?: readonly AcknowledgementInput[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Warnings and notes about the manifests, to be shown with the plan. */
  readonly notes?: readonly Diagnostic[];
  /** due: only what time alone has moved; the rest is left for a later plan. */
  readonly scope?: "all" | "due";
  /** Counts for the limits of removals as if it were in this plan. */
  readonly earlier?: readonly EarlierChanges[];
  /** Organizations to keep, by name; guards over the whole plan are judged before. */
  readonly only?: readonly string[];
}
