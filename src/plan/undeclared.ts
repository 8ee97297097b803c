/** What becomes of live things that no manifest declares (law 6). */
import type { Address } from "../model/address.ts";
import type { Attributes, Kind, Listed, Ownership } from "../model/contract.ts";
import { compareText } from "../model/diagnostic.ts";
import type { Live, Protection } from "../model/live.ts";
import { type Draft, type Findings, found } from "./findings.ts";

/** Why a live thing is left alone: as the system tells, as the project says, or since nobody here declares such people. */
type Reason = Protection | "protected" | "outsider";

/** A live thing without a declaration. */
export interface Undeclared {
  readonly address: Address;
  readonly kind: Kind;
  readonly live: Live;
  readonly nativeId?: string;
  readonly attributes: Attributes;
  readonly protection?: Reason | undefined;
  /** How its section is owned; undefined: the section is not declared. */
  readonly ownership: Ownership | undefined;
  /** The roles that make an owner, where they are at hand; else what is called owner does. */
  readonly ownerRoles?: readonly string[];
}

const whyKept: Readonly<Record<Reason, string>> = {
  system: "the system's own; never removed",
  self: "the credential's own account; never removed by absence",
  "service-account": "a service account; never removed by absence",
  inherited: "inherited from elsewhere; not this organization's to remove",
  "hidden-email": "its e-mail is hidden, so nobody can tell who it is; never removed by absence",
  irrevocable: "it could not be given back; ends only by ensure: absent",
  "own-workspace": "the workspace that the connection calls from; never unlinked by absence",
  protected: "protected by the project file (`guards.protected`); never removed by absence",
  outsider: "access of somebody who is no member; never removed by absence",
};

/** A removal where an exact section covers it and nothing protects it; else an entry in the lists. */
export function undeclared(thing: Undeclared): Findings {
  const { protection, ownership } = thing;
  if (ownership === undefined) return listed(thing, "section-undeclared", "not declared in any section");
  if (protection !== undefined) return listed(thing, protection, whyKept[protection]);
  if (ownership === "additive")
    return listed(thing, "additive", "its section is additive: what is not declared is left");
  return found({ changes: [removal(thing, "not-declared")] });
}

/** The removal of a live thing; `declared` is what asks for it, where something does. */
export function removal(
  thing: Undeclared,
  reason: Draft["reason"],
  declared: Pick<Draft, "origins" | "note"> = { origins: [] },
): Draft {
  const { address, kind, live, nativeId, attributes, ownership } = thing;
  return {
    address,
    kind,
    action: "delete",
    reason,
    ...(nativeId === undefined ? {} : { nativeId }),
    before: attributes,
    fields: [],
    mails: 0,
    origins: declared.origins,
    ...(declared.note === undefined ? {} : { note: declared.note }),
    ownership: ownership ?? "exact",
    live,
  };
}

function listed(thing: Undeclared, code: Listed["code"], message: string): Findings {
  const { address, kind, protection, ownership } = thing;
  // Where a section is not declared nobody wants to hear of it, and these are what they were set up to be.
  const settled: readonly unknown[] = ["self", "system", "service-account", "protected"];
  const isNobodys = ownership === undefined || settled.includes(protection);
  const power = isNobodys ? [] : ownerPower(thing);
  const danger = power.length > 0;
  const words = danger ? `${message}; holds ${power.join(", ")}` : message;
  return found({ unmanaged: [{ address, kind, code, message: words, danger }] });
}

/** Names of roles and levels that mean an owner on all systems. */
const owning = /(?:^|[^\p{L}])owners?$/iu;

/** What a live person or subject holds of an owner's power. An invitation that may be accepted counts, one that is over does not. */
function ownerPower({ live, ownerRoles = [] }: Undeclared): readonly string[] {
  if (live.kind === "access") return owning.test(live.level) ? [live.level] : [];
  if (live.kind !== "member" || live.status === "expired") return [];
  return live.roles.filter((role) => ownerRoles.includes(role) || owning.test(role)).sort(compareText);
}
