/**
 * An organization as the manifests want it at one moment: groups expanded, times applied, entries of one
 * person combined. Still said in the manifests' own terms; `resource.ts` makes single resources of it.
 */
import type { Attributes, Ensure, Location, Ownership } from "./contract.ts";
import type { Identity } from "./identity.ts";

/** How an organization is found on its system. */
export interface OrganizationKey {
  readonly slug?: string;
  readonly id?: string;
  /** Earlier slugs: looked for only when the current key is not live. */
  readonly previousSlugs: readonly string[];
  /** The organization that this one is a sub-account of: its metadata.name and what it is found by. */
  readonly parent?: { readonly name: string; readonly slug?: string; readonly id?: string };
}

/** A declared section of an organization. An undeclared one is `undefined` and left alone. */
export interface Section<Entry> {
  readonly ownership: Ownership;
  readonly entries: readonly Entry[];
}

/** A declared role; `attributes` holds only what is given: displayName, description. */
export interface Role {
  readonly name: string;
  readonly attributes: Attributes;
  readonly ensure: Ensure;
  readonly previously: readonly string[];
  readonly origins: readonly Location[];
}

/** A declared workspace; `attributes` holds only what is given: displayName, settings.*. */
export interface Workspace {
  readonly name: string;
  readonly id?: string;
  readonly attributes: Attributes;
  readonly ensure: Ensure;
  readonly previously: readonly string[];
  readonly origins: readonly Location[];
}

/** A person who shall be a member, after all entries that reach them were combined. */
export interface Member {
  readonly identity: Identity;
  /** Empty only with `ensure: absent`. */
  readonly roles: readonly string[];
  readonly status?: "active" | "suspended";
  /** Level by workspace name; absent: what access there is is kept. */
  readonly workspaces?: Readonly<Record<string, string>>;
  readonly ensure: Ensure;
  /** Every line that contributes, the deciding one first. */
  readonly origins: readonly Location[];
  readonly note?: string;
}

/** Who holds access: a role, or a person (a member or not). */
export type Subject =
  | { readonly type: "role"; readonly role: string }
  | { readonly type: "person"; readonly identity: Identity };

/** An entry of the section `access`. */
export interface Access {
  readonly subject: Subject;
  /** Name of the workspace entry. */
  readonly workspace: string;
  readonly levels: readonly string[];
  readonly ensure: Ensure;
  readonly origins: readonly Location[];
  readonly note?: string;
}

/** One organization as the manifests want it now. */
export interface Organization {
  /** metadata.name. */
  readonly name: string;
  readonly connection: string;
  readonly key: OrganizationKey;
  /** Earlier metadata.names, for addresses in the record. */
  readonly previousNames: readonly string[];
  readonly ensure: Ensure;
  /** Only what is given: displayName, description, settings.*, branding.*; null clears. */
  readonly attributes: Attributes;
  readonly roles?: Section<Role>;
  readonly workspaces?: Section<Workspace>;
  readonly members?: Section<Member>;
  readonly access?: Section<Access>;
  readonly origins: readonly Location[];
  /** Every declared Person on this connection, wished for or not: so that a live account is called by the person's key. */
  readonly people: readonly Identity[];
  /**
   * What the manifests say of it, times unresolved and free of positions, labels and reasons: plain JSON,
   * groups and persons that it uses included. Equal text means that git did not move.
   */
  readonly manifest: unknown;
}
