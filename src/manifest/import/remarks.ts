/** What an import has to say: as a comment at its place in the manifest, and as a diagnostic. */
import type { Address } from "../../model/address.ts";
import type { Diagnostic } from "../../model/contract.ts";
import { listed, shown } from "../words/problem.ts";

/** Something said of one section of a manifest, in one sentence. */
export interface Remark {
  readonly code: "import/left-out" | "import/invitation-over" | "import/system-own";
  readonly message: string;
  readonly fix: string;
}

/** The remark as a diagnostic: what is left out is a warning, the rest is for information. */
export function diagnosticOf({ code, message, fix }: Remark, address: Address): Diagnostic {
  return { code, severity: code === "import/left-out" ? "warning" : "note", message, fix, address };
}

const kept = "It keeps what it has; change it on the system, or declare it once it can be said.";

/** Something live that no entry can say; `why` ends the sentence. */
export function leftOut(what: string, why: string): Remark {
  return { code: "import/left-out", message: `Left out: ${what}, ${why}.`, fix: kept };
}

/** A section that must not be exact, since something in it cannot be declared. */
export function additive(section: string): Remark {
  return {
    code: "import/left-out",
    message: `Not everything under \`${section}\` can be said, so the section is additive: what is not declared stays.`,
    fix: `Take \`${section}\` from \`ownership\` once everything can be declared.`,
  };
}

/** People whom the system keeps there itself. */
export function systemsOwn(names: readonly string[], what: string): Remark {
  return {
    code: "import/system-own",
    message: `Left to the system, and never removed by absence: ${listed(names, "and")} (${what}).`,
    fix: "Nothing needs to be done.",
  };
}

/** Invitations that nobody can or needs to accept any more. */
export function invitationOver(who: string, why: string): Remark {
  return {
    code: "import/invitation-over",
    message: `Left out: the invitation of ${shown(who)}, ${why}; the first plan takes it back where the system can.`,
    fix: "To invite the person again, declare them.",
  };
}

/** A role of the system's own that stands among the custom ones. */
export function namedRoles(names: readonly string[]): Remark {
  return {
    code: "import/system-own",
    message: `The system's own, named because somebody holds it: ${listed(names, "and")}.`,
    fix: "Nothing needs to be done; the system's own roles are never removed.",
  };
}
