/** What the system does by itself when something is deleted needs no change of ours, and is not kept by anybody. */
import type { Address } from "../model/address.ts";
import type { Kinds } from "../model/kinds.ts";
import type { Findings } from "./findings.ts";
import type { Matching } from "./match/pairs.ts";

/**
 * The findings without the access that goes, by the system's own rules, with a member or a workspace. Access to a
 * workspace goes with it only where the system tells that it hangs on the organization; else it is revoked first.
 */
export function withoutImplied(findings: Findings, { access }: Matching, kinds: Kinds): Findings {
  const members = deleted(findings, "member", kinds);
  const workspaces = deleted(findings, "workspace", kinds);
  const live = [
    ...access.rest,
    ...access.pairs.map((pair) => ({ address: pair.desired.address, live: pair.live })),
  ];
  const withPerson = live.filter(
    ({ live: grant }) => grant?.subject.type === "person" && members.has(grant.subject.id),
  );
  const withWorkspace = live.filter(({ live: grant }) => workspaces.has(grant?.workspace));
  const hanging = withWorkspace.filter(({ live: grant }) => grant?.via === "organization");
  const implied = addresses([...withPerson, ...hanging]);
  const elsewhere = addresses([...withPerson, ...withWorkspace]);
  return {
    ...findings,
    changes: findings.changes.filter(({ address, action }) => action !== "delete" || !implied.has(address)),
    unmanaged: findings.unmanaged.filter(({ address }) => !elsewhere.has(address)),
  };
}

function addresses(all: readonly { readonly address: Address }[]): ReadonlySet<Address> {
  return new Set(all.map(({ address }) => address));
}

function deleted(
  { changes }: Findings,
  kind: "member" | "workspace",
  kinds: Kinds,
): ReadonlySet<string | undefined> {
  if (!kinds[kind]?.cascade.removes.includes("access")) return new Set();
  return new Set(
    changes.flatMap((draft) => (draft.kind === kind && draft.action === "delete" ? [draft.nativeId] : [])),
  );
}
