/** Approval documents: what may pass a guard, and until when. */
import type { ApprovalManifest, ApprovalSpec, Diagnostic, Location } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import type { Located } from "../syntax/source.ts";
import { approvalExpired, approvalForUnknown } from "../words/approvals.ts";
import { notATime } from "../words/meaning.ts";
import { at } from "../words/problem.ts";
import type { Found } from "./scope.ts";
import { instantOf } from "./times.ts";

/** An approval, its time resolved. Expired ones are given too: whoever guards compares `expires` with the clock. */
export interface Approval {
  readonly name: string;
  readonly organization: string;
  readonly guard: ApprovalSpec["guard"];
  readonly digest: string;
  /** Ids of the changes that may pass. */
  readonly changes: readonly string[];
  readonly reason: string;
  /** Milliseconds; from then on it lets nothing pass. */
  readonly expires: number;
  readonly origin: Location;
}

/** All approvals whose time exists, by name; unknown organizations and expired ones are reported. */
export function resolveApprovals(
  approvals: readonly Located<ApprovalManifest>[],
  organizations: readonly string[],
  clock: { readonly now: number; readonly timezone: string },
): Found<readonly Approval[]> {
  const parts = approvals.map((approval) => resolveApproval(approval, organizations, clock));
  return {
    value: parts.flatMap(({ value }) => value ?? []).sort((a, b) => compareText(a.name, b.name)),
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
  };
}

function resolveApproval(
  { value: { metadata, spec }, locate }: Located<ApprovalManifest>,
  organizations: readonly string[],
  { now, timezone }: { readonly now: number; readonly timezone: string },
): Found<Approval | undefined> {
  const known = organizations.includes(spec.organization);
  const diagnostics: readonly Diagnostic[] = known
    ? []
    : [at(approvalForUnknown(spec.organization, organizations), locate(["spec", "organization"]))];
  const expires = instantOf(spec.expires, timezone, "end");
  const place = locate(["spec", "expires"]);
  if (expires === undefined)
    return { value: undefined, diagnostics: [...diagnostics, at(notATime(spec.expires), place)] };
  return {
    value: { ...spec, name: metadata.name, expires, origin: locate(["metadata", "name"]) },
    diagnostics: expires > now ? diagnostics : [...diagnostics, at(approvalExpired(spec.expires), place)],
  };
}
