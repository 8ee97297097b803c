/** What everybody who writes a part of one organization's manifest needs to see. */
import type { Kinds } from "../../model/kinds.ts";
import type { LiveState } from "../../model/live.ts";
import type { People } from "../meaning/people.ts";
import type { Remark } from "./remarks.ts";
import type { Fields } from "./text.ts";

/** What a manifest is made with, beside what is live. */
export interface ImportContext {
  readonly kinds: Kinds;
  /** The system's name as people write it. */
  readonly title: string;
  readonly connection: string;
  /** metadata.name. */
  readonly name: string;
  /** What the organization is found by, and what of it is declared beside that. */
  readonly key: { readonly slug?: string; readonly id?: string };
  /** The manifest of the organization that this one is a sub-account of. */
  readonly parent?: string;
  /** The people of the connection, as far as the project declares them. */
  readonly people: People;
  /** Ids of workspaces that other manifests of the connection declare. */
  readonly elsewhere: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Where the editor finds the schema of manifests, relative to the manifest. */
  readonly schema: string;
}

/** The context with what is live. */
export interface Importing extends ImportContext {
  readonly state: LiveState;
}

/** One section: what it says, what there is to remark, and whether it leaves what it does not declare. */
export interface Part {
  readonly entries: readonly Fields[];
  readonly remarks: readonly Remark[];
  readonly additive: boolean;
}

/** A section of a kind that the system does not have. */
export const noPart: Part = { entries: [], remarks: [], additive: false };
