/** The record: what was last applied, per organization. It classifies and holds back; it never causes a removal. */
import type { Address } from "./address.ts";

/** An invitation that we had sent. */
export interface SentInvitation {
  /** Instant (ISO 8601) of the last mail. */
  readonly sentAt: string;
  /** Mails for this wish, the first included. */
  readonly count: number;
  /** What it carried. */
  readonly roles: readonly string[];
  /** Level by workspace name. */
  readonly access: Readonly<Record<string, string>>;
  /** It was to be said anew, and nobody knows how far that came: we may have taken it back, so no rest is kept before the next. */
  readonly renewing?: true;
}

/** An apply that stopped on the way. */
export interface AttemptedApply {
  /** The commit whose manifests it was for, where the project is in git. */
  readonly commit?: string;
  /** Instant (ISO 8601). */
  readonly at: string;
  /** partial: some changes failed; blocked, stopped: nothing was written, for a guard held it or it was not as reviewed. */
  readonly status: "partial" | "blocked" | "stopped";
  /** The system's ids of what was created so far, by address: the next apply goes on with them. */
  readonly created?: Readonly<Record<Address, string>>;
}

/** What is remembered of one organization. */
export interface OrganizationRecord {
  readonly formatVersion: 1;
  /** metadata.name. */
  readonly organization: string;
  readonly connection: string;
  /** How it is found when its manifest is gone. */
  readonly slug?: string;
  readonly id?: string;
  /** The commit last completely applied, where the project is in git. */
  readonly commit?: string;
  /** Instant (ISO 8601) of the last complete apply; absent before the first. */
  readonly appliedAt?: string;
  /** Digest over all that was desired then, what waited included. */
  readonly desired?: string;
  /** Digest of the manifest, times unresolved, when it was last applied as reviewed: what it makes due later was seen. */
  readonly manifest?: string;
  /** Whether something wanted waited, so that not all that was reviewed is applied. */
  readonly waiting?: true;
  /** The last apply that did not come to its end; absent after a complete one. */
  readonly attempted?: AttemptedApply;
  /** Digest of each desired resource that was declared then. */
  readonly declared: Readonly<Record<Address, string>>;
  /** Declared once, kept by live since. */
  readonly released: readonly Address[];
  readonly invitations: Readonly<Record<Address, SentInvitation>>;
}

/** Where records are kept. */
export interface RecordStore {
  /** All records of the project, sorted by organization. Throws ConfigurationError for a damaged one. */
  all(): Promise<readonly OrganizationRecord[]>;
  /** Replaces the record of one organization, whole or not at all. */
  put(record: OrganizationRecord): Promise<void>;
  /** Forgets one organization; nothing happens when it is not known. */
  remove(organization: string): Promise<void>;
}
