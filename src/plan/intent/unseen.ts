/** What two commits say differently without a change that could be told: it must not pass for nothing. */
import type { Address } from "../../model/address.ts";
import { organizationAddress } from "../../model/address.ts";
import type { Diagnostic, Listed, Ownership } from "../../model/contract.ts";
import { digest } from "../digest.ts";
import { ofKind } from "../match/pairs.ts";
import { otherAccounts } from "./other-accounts.ts";
import { differing, type IntentOrganization, ownerships, type Side } from "./sides.ts";

/** Attributes that the head no longer speaks of: they stay as they are. */
export function dropped({ base, head }: IntentOrganization): readonly Listed[] {
  const after = new Map(head.resources.map((resource) => [resource.address, resource]));
  return (base?.resources ?? []).flatMap(({ address, kind, attributes, ensure }): readonly Listed[] => {
    const now = after.get(address);
    if (now === undefined || now.ensure === "absent" || ensure === "absent") return [];
    const gone = Object.keys(attributes).filter((path) => !(path in now.attributes));
    const message = `${gone.sort().join(", ")}: was declared, no longer is`;
    return gone.length === 0 ? [] : [{ address, kind, code: "released", message, danger: false }];
  });
}

/** Warnings and notes on what differs and is not among the addresses that are shown. */
export function remarks(
  organization: IntentOrganization,
  shown: ReadonlySet<Address>,
): readonly Diagnostic[] {
  const { base, head, gone } = organization;
  if (gone) return [];
  if (base === undefined) return [allNew(head)];
  const narrower = [...exactFromHere(base, head), ...wholeFromHere(base, head), ...otherAccounts(base, head)];
  const told = new Set([...shown, ...narrower.map(({ address }) => address)]);
  const unseen = addressesOf(base, head)
    .filter((address) => !told.has(address))
    .map((address) => declaredOtherwise(address, head));
  const isQuiet = told.size === 0 && unseen.length === 0;
  const isSame = digest(base.organization.manifest) === digest(head.organization.manifest);
  return [...narrower, ...unseen, ...(isQuiet && !isSame ? [sameAtThisTime(head)] : [])];
}

/** Where the sides differ; what only the base had is shown as it goes, unless it was declared absent. */
function addressesOf(base: Side, head: Side): readonly Address[] {
  const here = new Set([...head.resources.map(({ address }) => address), ...ownerships(head).keys()]);
  const absent = base.resources.filter(({ ensure }) => ensure === "absent").map(({ address }) => address);
  const own = new Set([...absent, ...ownerships(base).keys()]);
  return differing(base, head).filter((address) => here.has(address) || own.has(address));
}

function exactFromHere(base: Side, head: Side): readonly Diagnostic[] {
  const before = ownerships(base);
  return [...ownerships(head)].flatMap(([address, ownership]) => {
    const was = before.get(address);
    return ownership === "exact" && was !== "exact" ? [exact(address, was, head)] : [];
  });
}

function exact(address: Address, was: Ownership | undefined, head: Side): Diagnostic {
  return {
    code: "intent/exact-from-here",
    severity: "warning",
    message: `${address}: the section is exact from here on; it was ${was ?? "not declared"}.`,
    why: "What live has and the section does not declare is removed, and manifests cannot tell what that is.",
    fix: "Look at a plan against live before this is applied.",
    ...placeOf(head),
    address,
  };
}

/** Members whose whole access is declared from here on. */
function wholeFromHere(base: Side, head: Side): readonly Diagnostic[] {
  const before = new Map(ofKind(base.resources, "member").map((member) => [member.address, member]));
  return ofKind(head.resources, "member").flatMap(({ address, declaresAccess, ensure, origins }) => {
    const was = before.get(address);
    if (was === undefined || was.declaresAccess || !declaresAccess || ensure === "absent") return [];
    return [
      {
        code: "intent/exact-from-here",
        severity: "warning" as const,
        message: `${address}: \`workspaces\` says all of the member's access from here on.`,
        why: "What access live gives beside it is removed, and manifests cannot tell what that is.",
        fix: "Look at a plan against live before this is applied.",
        ...(origins[0] === undefined ? {} : { location: origins[0] }),
        address,
      },
    ];
  });
}

function declaredOtherwise(address: Address, head: Side): Diagnostic {
  const resource = head.resources.find((each) => each.address === address);
  const [location] = resource?.origins ?? [];
  return {
    code: "intent/unseen",
    severity: "note",
    message: `${address}: it is declared otherwise than before, and manifests cannot tell what follows.`,
    ...(location === undefined ? {} : { location }),
    address,
  };
}

function allNew(head: Side): Diagnostic {
  return noteOn(head, {
    code: "intent/all-new",
    message: "all that is declared is shown as new.",
    why: "The base has no manifest for it that could be compared; what is live already, only a plan against live tells.",
  });
}

function sameAtThisTime(head: Side): Diagnostic {
  return noteOn(head, {
    code: "intent/same-at-this-time",
    message: "the manifests say it otherwise, and want the same at this time.",
    why: "What `from` and `until` say may make a difference later.",
  });
}

/** A note on the organization as a whole. */
function noteOn(
  head: Side,
  { code, message, why }: Pick<Diagnostic, "code" | "message" | "why">,
): Diagnostic {
  const address = organizationAddress(head.organization.name);
  return {
    code,
    severity: "note",
    message: `${address}: ${message}`,
    ...(why === undefined ? {} : { why }),
    ...placeOf(head),
    address,
  };
}

function placeOf({ organization: { origins } }: Side): Pick<Diagnostic, "location"> {
  const [location] = origins;
  return location === undefined ? {} : { location };
}
