/** What the resources of one provider process share. */
import type { Parts } from "../../../index.ts";
import type { Problem } from "../provider.ts";
import { textIn } from "../reading-attributes.ts";
import type { Attributes } from "../values/value.ts";
import type { Piece } from "./piece.ts";

/** The run that a configured provider is in. */
export interface Run {
  readonly parts: Parts;
  /** The live id of organizations that get a new reference in this run. */
  readonly renamed: Map<string, string>;
  /** Ids of what this run has created: what is destroyed after it, in its place, is the same thing. */
  readonly created: Set<string>;
  /** How memberships of an organization are said, by organization. */
  readonly memberships: Map<string, "single" | "whole">;
}

/** Begins a run. */
export function beginRun(parts: Parts): Run {
  return { parts, renamed: new Map(), created: new Set(), memberships: new Map() };
}

/**
 * The problem of memberships that are said in both ways; the first one said stays. None of what says no membership, or
 * not yet of which organization.
 */
export function claimMembership(
  attributes: Attributes,
  { membership: how }: Pick<Piece, "membership">,
  { memberships }: Run,
): readonly Problem[] {
  const organization = textIn(attributes["organization"]);
  if (how === undefined || organization === undefined) return [];
  const said = memberships.get(organization) ?? how;
  memberships.set(organization, said);
  if (said === how) return [];
  return [
    {
      severity: "error",
      summary: "Members of one organization are said in two ways",
      detail:
        "`orgwright_members` says who all members are, so that it and `orgwright_member` of the same organization would undo each other. Keep one of them. To move from one to the other, take the old ones out of the state first with `removed` blocks that have `destroy = false`.",
      path: ["organization"],
    },
  ];
}
