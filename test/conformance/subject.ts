/** What the author of a connector gives to the suite: the connector, a world to start, and what kinds cannot say. */
import type { Connector } from "../../src/model/connector.ts";
import type { Value } from "../../src/model/contract.ts";
import type { Protection } from "../../src/model/live.ts";
import type { World } from "./world.ts";

/** A connector in one dialect, and how to start a system for it. */
export interface Subject {
  readonly name: string;
  readonly connector: Connector;
  readonly vocabulary?: Vocabulary;
  /**
   * Starts a system whose account is ops@acme.test or nobody, without the organization `acme`; with it where the
   * system makes none. Where workspaces are linked, `Production` and `Staging` are there and belong to nobody.
   */
  start(): Promise<World>;
  /** Nothing goes over HTTP: what is tested on the wire is left out. */
  readonly wireless?: true;
  /** It differs from a dialect that is tested wholly in how lists look alone: what is long and the same is left out. */
  readonly variant?: boolean;
}

/** What `kinds` cannot say of a system; each key has a default that fits where it is not mentioned. */
export interface Vocabulary {
  /** Keys of the organization's spec beside connection, slug and displayName, as `{parent: "agency"}`. */
  readonly spec?: Readonly<Record<string, Value>>;
  /** Documents that stand before it, as the manifest of the parent. */
  readonly documents?: string;
  /** Names of three roles that an organization can make. Default viewer, editor, auditor. */
  readonly custom?: readonly [string, string, string];
  /** Fixed roles; default the first, the second and the last of the rank, and owner the first owner role. */
  readonly roles?: { readonly owner?: string; readonly more?: string; readonly less?: string };
  /** Values for managed attributes that the suite has no good one for; keys as `organization.settings.tags`. */
  readonly samples?: Readonly<Record<string, Value>>;
  /** Somebody whom the system knows already and adds without a mail. */
  readonly known?: { readonly email?: string; readonly id?: string };
  /** Why things are kept from removal in the world as it starts and after the story (law 6). */
  readonly protects?: readonly Protection[];
  /** Paths of lists that tell neither a total nor that they go on: nobody can see that they were cut. */
  readonly untold?: readonly RegExp[];
}
