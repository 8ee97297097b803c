/* Generated from schemas/ by `npm run generate`. Do not edit. */

export type Severity = "error" | "warning" | "note";
/**
 * absent removes it, whatever ownership says. What is merely gone from the manifests is left or removed as ownership says.
 */
export type Ensure = "present" | "absent";
/**
 * Earlier names: a rename, not a deletion and a creation.
 */
export type PreviousNames = readonly string[];
export type Ownership = "exact" | "additive" | "observe";
export type Action = "create" | "update" | "replace" | "delete";
/**
 * What the action is called for this kind of thing on this system; for reading only.
 */
export type Verb =
  | "create"
  | "link"
  | "invite"
  | "add"
  | "grant"
  | "update"
  | "reinvite"
  | "replace"
  | "delete"
  | "unlink"
  | "remove"
  | "revoke";
/**
 * empty: nothing to change; applicable: apply would go on; blocked: a guard holds it; failed: it could not be read or planned.
 */
export type Verdict = "empty" | "applicable" | "blocked" | "failed";
export type Kind = "organization" | "role" | "workspace" | "member" | "access";
/**
 * intended: git moved; drift: live moved; due: only time moved; unclassified: there is no record.
 */
export type Cause = "intended" | "drift" | "due" | "unclassified";
export type Value =
  | (string | number | boolean | null)
  | readonly string[]
  | {
      readonly [k: string]: string;
    };
/**
 * Which gains need an approval: of an owner's role or level, of an admin's. Default none: they are shown as a risk.
 */
export type ApproveGains = readonly ("owner" | "admin")[];

export interface Contract {
  readonly acknowledgement?: AcknowledgementManifest;
  readonly approval?: ApprovalManifest;
  readonly diagnostics?: DiagnosticReport;
  readonly group?: GroupManifest;
  readonly organization?: OrganizationManifest;
  readonly outcome?: Outcome;
  readonly person?: PersonManifest;
  readonly plan?: Plan;
  readonly project?: Project;
}
/**
 * Says that named differences of one organization from its manifests are known, for a time: `drift` lists them apart and tells nobody again. It lets nothing pass and changes nothing. Belongs where approvals are.
 */
export interface AcknowledgementManifest {
  readonly apiVersion: "orgwright/v1";
  readonly kind: "Acknowledgement";
  readonly metadata: Metadata;
  readonly spec: AcknowledgementSpec;
}
export interface Metadata {
  /**
   * The key in addresses; never sent to the system.
   */
  readonly name: string;
  /**
   * Free marks of your own; never sent.
   */
  readonly labels?: {
    readonly [k: string]: string;
  };
}
export interface AcknowledgementSpec {
  /**
   * metadata.name of the organization.
   */
  readonly organization: string;
  /**
   * Ids of the changes that would undo the differences, as drift shows them. A difference that moves on has another id, and is told again.
   *
   * @minItems 1
   */
  readonly changes: readonly string[];
  /**
   * Whether it is known that they are critical: without `true` a critical difference is told all the same. Default false.
   */
  readonly critical?: boolean;
  readonly reason: string;
  /**
   * The acknowledgement holds until then; a date includes the whole day.
   */
  readonly expires: string;
}
/**
 * Lets named changes of one organization pass one guard, for a time. Written by `orgwright approve`.
 */
export interface ApprovalManifest {
  readonly apiVersion: "orgwright/v1";
  readonly kind: "Approval";
  readonly metadata: Metadata;
  readonly spec: ApprovalSpec;
}
export interface ApprovalSpec {
  /**
   * metadata.name of the organization.
   */
  readonly organization: string;
  /**
   * The one guard that the changes may pass.
   */
  readonly guard: "last-owner" | "self" | "max-removals" | "total-removals" | "delete-organization" | "protected" | "gains";
  /**
   * Digest of the organization's plan that was approved.
   */
  readonly digest: string;
  /**
   * Ids of the changes that may pass.
   *
   * @minItems 1
   */
  readonly changes: readonly string[];
  readonly reason: string;
  /**
   * The approval holds until then; a date includes the whole day.
   */
  readonly expires: string;
}
/**
 * What `orgwright validate --format json` prints: every problem of all files at once, sorted.
 */
export interface DiagnosticReport {
  readonly formatVersion: 1;
  readonly errors: number;
  readonly warnings: number;
  readonly diagnostics: readonly Diagnostic[];
}
/**
 * Something that a person should know, as data: collected, never thrown.
 */
export interface Diagnostic {
  /**
   * Stable name of the kind of problem, e.g. manifest/unknown-key.
   */
  readonly code: string;
  readonly severity: Severity;
  /**
   * What is wrong, in one sentence.
   */
  readonly message: string;
  /**
   * Why that is a problem.
   */
  readonly why?: string;
  /**
   * What to do.
   */
  readonly fix?: string;
  readonly location?: Location;
  /**
   * Other places that have to do with it.
   */
  readonly related?: readonly Location[];
  /**
   * The resource or organization that it is about.
   */
  readonly address?: string;
}
/**
 * A place in a file; lines and columns count from 1, columns in UTF-16 units.
 */
export interface Location {
  /**
   * Path relative to the project, with forward slashes.
   */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /**
   * First column behind the marked stretch, on the same line.
   */
  readonly endColumn: number;
  /**
   * The whole source line.
   */
  readonly text: string;
}
/**
 * A list of people under one name, to be used in several organizations.
 */
export interface GroupManifest {
  readonly apiVersion: "orgwright/v1";
  readonly kind: "Group";
  readonly metadata: Metadata;
  readonly spec: GroupSpec;
}
export interface GroupSpec {
  /**
   * E-mail addresses of the group's people.
   */
  readonly members: readonly string[];
}
/**
 * One organization on one system: what it is called, its roles, workspaces, members and access. A section that is absent is left alone.
 */
export interface OrganizationManifest {
  readonly apiVersion: "orgwright/v1";
  readonly kind: "Organization";
  readonly metadata: Metadata;
  readonly spec: OrganizationSpec;
}
export interface OrganizationSpec {
  /**
   * Name of a connection in the project file.
   */
  readonly connection: string;
  /**
   * The natural key on the system.
   */
  readonly slug?: string;
  /**
   * The system's own id, where it knows the organization without a slug.
   */
  readonly id?: string;
  /**
   * The name that people see. Compared and sent only when given.
   */
  readonly displayName?: string;
  /**
   * What it is for. null clears it.
   */
  readonly description?: string | null;
  /**
   * metadata.name of the organization that this one is a sub-account of.
   */
  readonly parent?: string;
  readonly settings?: Settings;
  readonly branding?: Branding;
  readonly roles?: readonly RoleEntry[];
  readonly workspaces?: readonly WorkspaceEntry[];
  readonly members?: readonly MemberEntry[];
  readonly access?: readonly AccessEntry[];
  readonly ownership?: SectionOwnership;
  /**
   * Sections that are empty on purpose.
   */
  readonly confirmEmpty?: readonly ("roles" | "workspaces" | "members" | "access")[];
  readonly ensure?: Ensure;
  readonly previously?: PreviousKeys;
}
/**
 * Settings of the system; the closed list is the connector's.
 */
export interface Settings {
  readonly [k: string]: string | number | boolean | null | readonly string[];
}
export interface Branding {
  readonly displayName?: string | null;
  readonly primaryColor?: string | null;
  readonly accentColor?: string | null;
  readonly logoUrl?: string | null;
}
export interface RoleEntry {
  /**
   * The role's key on the system.
   */
  readonly name: string;
  readonly displayName?: string;
  readonly description?: string | null;
  readonly ensure?: Ensure;
  readonly previously?: PreviousNames;
}
export interface WorkspaceEntry {
  /**
   * The key in addresses and in a member's workspaces.
   */
  readonly name: string;
  /**
   * The system's id of an existing workspace. Without it the workspace is found by its live name.
   */
  readonly id?: string;
  /**
   * The live name. Compared and sent only when given.
   */
  readonly displayName?: string;
  readonly settings?: Settings;
  readonly ensure?: Ensure;
  readonly previously?: PreviousNames;
}
export interface MemberEntry {
  readonly email?: string;
  /**
   * The system's id of the account: no e-mail is known, or two accounts share one.
   */
  readonly id?: string;
  /**
   * Stands for the people of the Group.
   */
  readonly group?: string;
  readonly role?: string;
  /**
   * @minItems 1
   */
  readonly roles?: readonly string[];
  /**
   * Left as it is when absent.
   */
  readonly status?: "active" | "suspended";
  /**
   * Level by workspace name: the whole of this member's access. Absent: what access the member has is kept.
   */
  readonly workspaces?: {
    readonly [k: string]: string;
  };
  /**
   * The entry holds from then on.
   */
  readonly from?: string;
  /**
   * The entry holds until then; a date includes the whole day.
   */
  readonly until?: string;
  /**
   * Why; shown in the plan.
   */
  readonly reason?: string;
  readonly ensure?: Ensure;
}
export interface AccessEntry {
  readonly role?: string;
  readonly email?: string;
  readonly id?: string;
  /**
   * Name of a workspace of this organization.
   */
  readonly workspace: string;
  readonly level?: string;
  /**
   * @minItems 1
   */
  readonly levels?: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly reason?: string;
  readonly ensure?: Ensure;
}
/**
 * Per section: exact (default) removes what is not declared, additive leaves it, observe writes nothing.
 */
export interface SectionOwnership {
  readonly roles?: Ownership;
  readonly workspaces?: Ownership;
  readonly members?: Ownership;
  readonly access?: Ownership;
}
/**
 * Earlier keys: a rename, not a deletion and a creation.
 */
export interface PreviousKeys {
  readonly names?: readonly string[];
  readonly slugs?: readonly string[];
}
/**
 * What an apply did.
 */
export interface Outcome {
  readonly formatVersion: 1;
  /**
   * Every change of every organization was applied.
   */
  readonly complete: boolean;
  readonly counts: OutcomeCounts;
  readonly organizations: readonly OrganizationOutcome[];
}
export interface OutcomeCounts {
  readonly applied: number;
  readonly failed: number;
  readonly skipped: number;
  /**
   * Sent, and no answer came: the next plan reads what became of it.
   */
  readonly unknown: number;
  /**
   * Not begun, since the run was to end or had used up its requests.
   */
  readonly todo: number;
}
export interface OrganizationOutcome {
  readonly name: string;
  /**
   * blocked: a guard holds it; stopped: something moved since the reviewed plan; failed: it could not be read.
   */
  readonly status: "unchanged" | "complete" | "partial" | "blocked" | "stopped" | "failed";
  readonly results: readonly ChangeOutcome[];
  readonly diagnostics: readonly Diagnostic[];
}
export interface ChangeOutcome {
  readonly id: string;
  readonly address: string;
  readonly action: Action;
  readonly verb: Verb;
  readonly status: "applied" | "failed" | "skipped" | "unknown" | "todo";
  /**
   * The system's id of what was created, where it tells.
   */
  readonly nativeId?: string;
  readonly error?: Diagnostic;
  /**
   * For skipped: the address whose failure is the cause.
   */
  readonly because?: string;
  readonly secret?: KeptSecret;
}
/**
 * A secret that the system told once: what it is and whether it was kept. Never the secret itself.
 */
export interface KeptSecret {
  readonly name: string;
  readonly kept: boolean;
}
/**
 * One person with other addresses and with ids on systems, so that a changed address is an update and not a removal.
 */
export interface PersonManifest {
  readonly apiVersion: "orgwright/v1";
  readonly kind: "Person";
  readonly metadata: Metadata;
  readonly spec: PersonSpec;
}
export interface PersonSpec {
  /**
   * The person's key.
   */
  readonly email: string;
  /**
   * Other addresses that mean this person.
   */
  readonly aliases?: readonly string[];
  /**
   * Account ids by connection name; a system's name serves its connections that are not named.
   */
  readonly ids?: {
    readonly [k: string]: string;
  };
}
/**
 * What an apply would do, whole and in order. Plain data, sorted, the same bytes for the same input.
 */
export interface Plan {
  readonly formatVersion: 1;
  readonly verdict: Verdict;
  /**
   * SHA-256 over the digests of the organizations.
   */
  readonly digest: string;
  readonly counts: Counts;
  readonly organizations: readonly OrganizationPlan[];
  /**
   * Addresses of the changes in the order of apply; those of one stage do not depend on each other.
   */
  readonly stages: readonly (readonly string[])[];
  /**
   * What guards over the whole plan found.
   */
  readonly guards: readonly GuardFinding[];
  readonly diagnostics: readonly Diagnostic[];
  readonly price?: Price;
}
export interface Counts {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly waiting: number;
  readonly forPerson: number;
  readonly unmanaged: number;
  readonly released: number;
  readonly observed: number;
  readonly mails: number;
  readonly unchanged: number;
}
export interface OrganizationPlan {
  readonly name: string;
  readonly connection: string;
  readonly system: string;
  /**
   * The organization's natural key on the system.
   */
  readonly key: string;
  readonly verdict: Verdict;
  /**
   * SHA-256 over the sorted change ids.
   */
  readonly digest: string;
  /**
   * Over what the manifests say, times unresolved.
   */
  readonly manifestDigest: string;
  /**
   * Over the desired resources at the time of the plan.
   */
  readonly desiredDigest: string;
  /**
   * Whether a record told intended, drift and due apart.
   */
  readonly classified: boolean;
  readonly counts: Counts;
  readonly changes: readonly Change[];
  readonly waiting: readonly Waiting[];
  readonly forPerson: readonly ForPerson[];
  readonly unmanaged: readonly Listed[];
  readonly released: readonly Listed[];
  readonly observed: readonly Listed[];
  readonly guards: readonly GuardFinding[];
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Oldest first; only where it was asked for and the system has an audit log.
   */
  readonly history?: readonly HistoryEntry[];
  /**
   * intent: the manifests of one commit compared with those of another, and not with what is live. Absent: compared with live.
   */
  readonly basis?: "intent";
}
export interface Change {
  /**
   * SHA-256 over system, endpoint, tenant, natural key, address, action, native id, before and after.
   */
  readonly id: string;
  /**
   * ORG/KIND/KEY, e.g. acme/member/alice@acme.test.
   */
  readonly address: string;
  readonly kind: Kind;
  readonly action: Action;
  readonly verb: Verb;
  /**
   * For explanation only.
   */
  readonly reason:
    | "not-live"
    | "differs"
    | "immutable-differs"
    | "not-declared"
    | "declared-absent"
    | "invitation-expired"
    | "invitation-stale"
    | "renamed";
  readonly cause: Cause;
  /**
   * The system's id of what is updated or deleted.
   */
  readonly nativeId?: string;
  /**
   * How the live account is called, where it is not what the address says: another e-mail, or an id.
   */
  readonly account?: string;
  readonly before?: Attributes;
  readonly after?: Attributes;
  readonly fields: readonly FieldChange[];
  /**
   * Items: ORG/KIND/KEY, e.g. acme/member/alice@acme.test.
   */
  readonly dependsOn: readonly string[];
  /**
   * The system's ids of what it refers to, by address, as far as they were live at the plan.
   */
  readonly refs: {
    readonly [k: string]: string;
  };
  readonly risks: readonly Risk[];
  readonly effects: readonly Effect[];
  readonly secret?: SecretMark;
  /**
   * Invitations that go out with it: as mails of the system, or as `secret` where a person delivers them.
   */
  readonly mails: number;
  /**
   * Guards that hold it.
   */
  readonly blockedBy: readonly string[];
  /**
   * The manifest lines that declare it.
   */
  readonly origins: readonly Location[];
  /**
   * The manifest's reason.
   */
  readonly note?: string;
  readonly acknowledged?: Acknowledged;
}
export interface Attributes {
  readonly [k: string]: Value;
}
export interface FieldChange {
  readonly path: string;
  readonly before: Value;
  readonly after: Value;
}
export interface Risk {
  readonly code:
    | "owner-gained"
    | "admin-gained"
    | "owner-lost"
    | "last-but-one-owner"
    | "security-setting"
    | "access-by-cascade"
    | "organization-deleted";
  readonly message: string;
}
/**
 * What a change means for one person or one role, as data: reports put it into words.
 */
export interface Effect {
  /**
   * E-mail, id:… or role:…
   */
  readonly subject: string;
  readonly verb: "gains" | "loses" | "keeps" | "changes";
  /**
   * The role or level, e.g. admin; for changes the new one.
   */
  readonly what: string;
  /**
   * For changes: the role or level before.
   */
  readonly from?: string;
  /**
   * Name of the workspace, or of the organization for its roles.
   */
  readonly on: string;
  /**
   * It follows from the change without being a change of its own.
   */
  readonly cascade: boolean;
}
/**
 * What the system tells once when this is done; never the secret itself.
 */
export interface SecretMark {
  /**
   * What it is, as `invitation token`.
   */
  readonly name: string;
  /**
   * needed: without a place to keep it the change is refused; discardable: kept only where there is such a place.
   */
  readonly need: "needed" | "discardable";
  /**
   * How another can be had where this one is lost, as a sentence.
   */
  readonly again: string;
}
/**
 * An Acknowledgement in force that names this difference: it is known, and nobody is told of it again.
 */
export interface Acknowledged {
  /**
   * metadata.name of the Acknowledgement.
   */
  readonly name: string;
  readonly reason: string;
  /**
   * As the manifest has it.
   */
  readonly expires: string;
  /**
   * Whether it holds for a critical difference too; else such a one is told all the same.
   */
  readonly critical?: boolean;
}
/**
 * Wanted, and not possible until something named happens.
 */
export interface Waiting {
  /**
   * ORG/KIND/KEY, e.g. acme/member/alice@acme.test.
   */
  readonly address: string;
  readonly kind: Kind;
  readonly code: "acceptance" | "successor-acceptance" | "invitation-quiet" | "invitation-cap";
  readonly message: string;
  readonly origins: readonly Location[];
  readonly change?: WaitingChange;
}
/**
 * The change that it becomes when nothing else moves, so that whoever sees it waiting has seen it.
 */
export interface WaitingChange {
  readonly id: string;
  readonly action: Action;
  readonly refs: {
    readonly [k: string]: string;
  };
}
/**
 * Wanted, and not possible by API: what a person has to do.
 */
export interface ForPerson {
  /**
   * ORG/KIND/KEY, e.g. acme/member/alice@acme.test.
   */
  readonly address: string;
  readonly kind: Kind;
  readonly message: string;
  readonly origins: readonly Location[];
}
/**
 * Something live that is left alone.
 */
export interface Listed {
  /**
   * ORG/KIND/KEY, e.g. acme/member/alice@acme.test.
   */
  readonly address: string;
  readonly kind: Kind;
  readonly code:
    | "section-undeclared"
    | "additive"
    | "observed"
    | "system"
    | "self"
    | "service-account"
    | "inherited"
    | "hidden-email"
    | "outsider"
    | "irrevocable"
    | "own-workspace"
    | "protected"
    | "released";
  readonly message: string;
  readonly danger: boolean;
  readonly fields?: readonly FieldChange[];
}
export interface GuardFinding {
  readonly guard: string;
  readonly message: string;
  /**
   * Ids of the changes that it holds or would hold.
   */
  readonly changes: readonly string[];
  /**
   * Whether approvals let all of them pass.
   */
  readonly approved: boolean;
  readonly fix: string;
}
/**
 * What the system's audit log says of the organization; for explanation only.
 */
export interface HistoryEntry {
  /**
   * Instant (ISO 8601).
   */
  readonly at: string;
  /**
   * Who did it: an e-mail, else an id, as the system tells.
   */
  readonly actor?: string;
  /**
   * What was done, in the system's own word.
   */
  readonly action: string;
  /**
   * What it was done to, as the system tells.
   */
  readonly target?: string;
}
/**
 * What an apply of this plan costs in requests, as foreseen; absent where nothing would be written.
 */
export interface Price {
  readonly reads: number;
  readonly writes: number;
  /**
   * That the pace alone takes, of the slowest connection; absent where no connection has a known limit.
   */
  readonly seconds?: number;
  readonly connections: {
    readonly [k: string]: ConnectionPrice;
  };
}
export interface ConnectionPrice {
  /**
   * To compare once more, and to look before each write that needs it.
   */
  readonly reads: number;
  readonly writes: number;
  readonly seconds?: number;
}
/**
 * The project file, orgwright.yaml: which manifests belong to the project, which systems they speak to, and the guards that hold. It is trusted: endpoints and credentials are named only here.
 */
export interface Project {
  /**
   * The version of this format.
   */
  readonly apiVersion: "orgwright/v1";
  readonly kind: "Project";
  /**
   * Globs of the manifest files, relative to this file.
   *
   * @minItems 1
   */
  readonly manifests: readonly string[];
  /**
   * Globs of the Approval files, relative to this file. Kept apart so that other people can own them.
   */
  readonly approvals?: readonly string[];
  /**
   * IANA time zone in which dates without a time are read. Default UTC.
   */
  readonly timezone?: string;
  /**
   * The configured accounts on systems, by a name of your own.
   */
  readonly connections: {
    readonly [k: string]: Connection;
  };
  readonly guards?: Guards;
  readonly invitations?: InvitationPolicy;
  readonly secrets?: Secrets;
}
export interface Connection {
  /**
   * The system at the other end.
   */
  readonly system: "signalsmith" | "cnap" | "lumoauth" | "cantila" | "apimetrics";
  /**
   * Base address of the API, without a trailing slash. Plain http only on loopback.
   */
  readonly endpoint: string;
  readonly token: SecretReference;
  /**
   * Which of the system's published dialects the endpoint speaks. SignalSmith: guide (default), reference-a, reference-b. LumoAuth: t (default), orgs. Cantila: auto (default), documented, server.
   */
  readonly dialect?: "guide" | "reference-a" | "reference-b" | "t" | "orgs" | "auto" | "documented" | "server";
  /**
   * LumoAuth: the slug of the tenant whose organizations these are.
   */
  readonly tenant?: string;
  /**
   * The credential's own account, by e-mail or id, where the API does not tell. It is never invited, removed or demoted.
   */
  readonly self?: string;
  /**
   * SignalSmith: the workspace that calls are made from, sent as X-Workspace-ID. Never unlinked by absence.
   */
  readonly workspace?: string;
  /**
   * SignalSmith, dialect guide (inferred): whether the member list shows people who are only invited. Default listed. When hidden, the record answers.
   */
  readonly pendingMembers?: "listed" | "hidden";
  readonly pace?: Pace;
}
/**
 * Where a credential is found: one of env, file, command. Never the value itself.
 */
export interface SecretReference {
  /**
   * Name of the environment variable that holds it.
   */
  readonly env?: string;
  /**
   * Path of a file that holds it and nothing else, relative to this file. A line break at its end does not count.
   */
  readonly file?: string;
  /**
   * A program and its arguments, run without a shell in the folder of this file; what it prints is the credential.
   *
   * @minItems 1
   */
  readonly command?: readonly string[];
}
/**
 * How fast requests to this connection may follow each other. Default: as the system documents.
 */
export interface Pace {
  /**
   * Requests in any 60 seconds, reads and writes together. Takes the place of what the system documents.
   */
  readonly perMinute?: number;
  /**
   * Requests in any second, reads and writes together. Takes the place of what the system documents.
   */
  readonly perSecond?: number;
  /**
   * Percent of the quota that are left for others. Default 20 where others share it, such as the users of a SignalSmith workspace; 0 where it is the credential's own.
   */
  readonly leave?: number;
  /**
   * Requests at the same time. Default 8.
   */
  readonly concurrency?: number;
}
/**
 * Rules that may block a plan. All are on by default.
 */
export interface Guards {
  readonly maxRemovals?: MaxRemovals;
  /**
   * Active owners that an organization keeps at least, the credential's own account not counted. Default 1.
   */
  readonly minOwners?: number;
  /**
   * Whether the credential's own account is protected. Default true.
   */
  readonly protectSelf?: boolean;
  readonly protected?: Protected;
  readonly approveGains?: ApproveGains;
  /**
   * Other numbers for single organizations, by metadata.name.
   */
  readonly organizations?: {
    readonly [k: string]: OrganizationGuards;
  };
}
/**
 * How much a plan may take away: removals, demotions in rank, lowered access and people who lose access by cascade, per kind and organization. Any one limit blocks.
 */
export interface MaxRemovals {
  /**
   * At most so many of a kind in an organization. Default 10.
   */
  readonly count?: number;
  /**
   * At most this share of the live ones of a kind, from 4 live ones up. Default 25.
   */
  readonly percent?: number;
  /**
   * At most so many over the whole plan, before --only; a person who leaves everywhere counts once. Default 50.
   */
  readonly total?: number;
  readonly kinds?: KindLimits;
}
export interface KindLimits {
  readonly role?: RemovalLimit;
  readonly workspace?: RemovalLimit;
  readonly member?: RemovalLimit;
  readonly access?: RemovalLimit;
}
export interface RemovalLimit {
  readonly count?: number;
  readonly percent?: number;
}
/**
 * Accounts and organizations that nothing is taken from without an approval, break-glass accounts above all.
 */
export interface Protected {
  /**
   * E-mails, or the systems' ids as `id:user_9`. Never removed by absence; removing, suspending or lowering them needs an approval, on every connection.
   */
  readonly people?: readonly string[];
  /**
   * metadata.name of organizations in which every removal and everything that lowers somebody needs an approval.
   */
  readonly organizations?: readonly string[];
}
export interface OrganizationGuards {
  readonly maxRemovals?: OrganizationMaxRemovals;
  readonly minOwners?: number;
  readonly approveGains?: ApproveGains;
}
export interface OrganizationMaxRemovals {
  readonly count?: number;
  readonly percent?: number;
  readonly kinds?: KindLimits;
}
/**
 * How often an expired invitation is sent again.
 */
export interface InvitationPolicy {
  /**
   * Mails to one person for one wish, the first included. Default 3.
   */
  readonly maxPerPerson?: number;
  /**
   * Days of rest after the last mail before an expired invitation is sent again. Default 3.
   */
  readonly quietDays?: number;
}
/**
 * For whom one-time secrets, which systems tell once, are encrypted.
 */
export interface Secrets {
  /**
   * age recipients (X25519). Each of them can read every secret.
   *
   * @minItems 1
   */
  readonly recipients: readonly string[];
}
