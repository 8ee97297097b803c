/** Gains of an owner's or admin's power that the project wants to see approved (`guards.approveGains`). */
import type { Guards, Risk } from "../../model/contract.ts";
import type { Outline } from "../outline.ts";
import { type Finding, unapproved } from "./finding.ts";
import { approvedGains } from "./limits.ts";

const FEW = 3;

/**
 * Changes by which somebody becomes owner or admin, whichever of these need an approval; nothing where none does. What is
 * approved already is not spoken of while something else is not.
 */
export function gains(
  { input, changes }: Outline,
  guards: Guards,
  approved: ReadonlySet<string>,
): readonly Finding[] {
  const wanted = approvedGains(input.organization, guards);
  const isWanted = ({ code }: Risk) =>
    (code === "owner-gained" && wanted.has("owner")) || (code === "admin-gained" && wanted.has("admin"));
  if (wanted.size === 0) return [];
  const held = changes.filter(({ change }) => change.risks.some(isWanted));
  if (held.length === 0) return [];
  const gained = [
    ...new Set(
      unapproved(held, approved).flatMap(({ change }) =>
        change.risks.filter(isWanted).map(({ message }) => message),
      ),
    ),
  ];
  const more = gained.length - FEW;
  return [
    {
      guard: "gains",
      message: `${gained.slice(0, FEW).join(", ")}${more > 0 ? ` and ${more} more` : ""}: that needs an approval`,
      changes: held.map(({ change }) => change),
      fix: "If it is meant, have it approved with `orgwright approve`.",
    },
  ];
}
