/** The order in which changes are adopted: what others name comes before them, and goes behind them. */
import type { Change } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";

const KINDS: readonly Change["kind"][] = ["organization", "role", "workspace", "member", "access"];

/** New roles and workspaces first, entries that are gone last, access and members before what they name. */
export function inOrder(changes: readonly Change[]): readonly Change[] {
  return [...changes].sort((a, b) => rank(a) - rank(b) || compareText(a.address, b.address));
}

/** `create` is what apply would do: its entry goes. */
function rank({ kind, action }: Change): number {
  const place = KINDS.indexOf(kind);
  return action === "create" ? 2 * KINDS.length - place : place;
}
