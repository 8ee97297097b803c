/** The access that somebody holds who becomes a declared member: as the plan tells what would go with them. */
import type { Change } from "../../model/contract.ts";
import { type Around, entriesOf, workspaceKey } from "./around.ts";
import type { SaidFields } from "./step.ts";

/** A level on a workspace of the manifest. */
export interface Grant {
  readonly workspace: string;
  readonly level: string;
}

/** Where the access is said: in a map of the member's entry, or beside it in `access`. Neither: it is left as it is. */
export interface Held {
  readonly map?: ReadonlyMap<string, string>;
  readonly beside: readonly Grant[];
}

const NOTHING: Held = { beside: [] };

/** Says all of it or nothing: a map is the whole of a member's access, and what it leaves out would be taken away. */
export function heldBy({ effects }: Change, around: Around, key: string): Held {
  const { access, member } = around.kinds;
  // Where membership gives access by itself, and where invitations to workspaces are unseen here, the whole is not known.
  if (access === undefined || member?.impliedLevel !== undefined || access.invitesOutsiders === true)
    return NOTHING;
  const following = effects.filter(({ cascade, verb }) => cascade && (verb === "loses" || verb === "keeps"));
  const grants = following.flatMap(({ on, what }): readonly Grant[] => {
    const workspace = workspaceKey(on, around);
    return workspace === undefined ? [] : [{ workspace, level: what }];
  });
  if (grants.length < following.length || grants.length === 0) return NOTHING;
  const named = entriesOf(key, around).access.flatMap((index) => around.spec.access?.[index] ?? []);
  if (named.length > 0)
    return {
      beside: grants.filter(({ workspace }) => !named.some((entry) => entry.workspace === workspace)),
    };
  const map = new Map(grants.map(({ workspace, level }) => [workspace, level]));
  return access.subjects.includes("member") && map.size === grants.length ? { map, beside: [] } : NOTHING;
}

/** An entry of `access`. */
export function accessEntry(
  who: readonly (readonly [string, string])[],
  { workspace, level }: Grant,
): SaidFields {
  return new Map([...who, ["workspace", workspace], ["level", level]]);
}
