/** Acknowledgement documents: which differences are known, and until when. */
import type { AcknowledgementManifest, Diagnostic, Location } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";
import type { Located } from "../syntax/source.ts";
import { acknowledgementExpired, acknowledgementForUnknown } from "../words/approvals.ts";
import { notATime } from "../words/meaning.ts";
import { at } from "../words/problem.ts";
import type { Found } from "./scope.ts";
import { instantOf } from "./times.ts";

/** An acknowledgement, its time resolved. Expired ones are given too: whoever marks compares `expires` with the clock. */
export interface Acknowledgement {
  readonly name: string;
  readonly organization: string;
  /** Ids of the changes that would undo what is known. */
  readonly changes: readonly string[];
  /** Whether it holds for critical differences too. */
  readonly critical?: boolean;
  readonly reason: string;
  /** Milliseconds; from then on it says nothing. */
  readonly expires: number;
  /** The same as the manifest has it. */
  readonly expiresAs: string;
  readonly origin: Location;
}

/** All acknowledgements whose time exists, by name; unknown organizations and expired ones are reported. */
export function resolveAcknowledgements(
  acknowledgements: readonly Located<AcknowledgementManifest>[],
  organizations: readonly string[],
  clock: { readonly now: number; readonly timezone: string },
): Found<readonly Acknowledgement[]> {
  const parts = acknowledgements.map((each) => resolveAcknowledgement(each, organizations, clock));
  return {
    value: parts.flatMap(({ value }) => value ?? []).sort((a, b) => compareText(a.name, b.name)),
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
  };
}

function resolveAcknowledgement(
  { value: { metadata, spec }, locate }: Located<AcknowledgementManifest>,
  organizations: readonly string[],
  { now, timezone }: { readonly now: number; readonly timezone: string },
): Found<Acknowledgement | undefined> {
  const known = organizations.includes(spec.organization);
  const diagnostics: readonly Diagnostic[] = known
    ? []
    : [at(acknowledgementForUnknown(spec.organization, organizations), locate(["spec", "organization"]))];
  const expires = instantOf(spec.expires, timezone, "end");
  const place = locate(["spec", "expires"]);
  if (expires === undefined)
    return { value: undefined, diagnostics: [...diagnostics, at(notATime(spec.expires), place)] };
  return {
    value: {
      ...spec,
      name: metadata.name,
      expires,
      expiresAs: spec.expires,
      origin: locate(["metadata", "name"]),
    },
    diagnostics:
      expires > now ? diagnostics : [...diagnostics, at(acknowledgementExpired(spec.expires), place)],
  };
}
