/** What the system does by itself when something is deleted needs no change of ours, and is not kept by anybody. */
import type { Address } from "../model/address.ts";
import type { Kinds } from "../model/kinds.ts";
import type { Findings } from "./findings.ts";
import type { Matching } from "./match/pairs.ts";

/** The findings without the access that goes, by the system's own rules, with a member or a workspace. */
export function withoutImplied(findings: Findings, { access }: Matching, kinds: Kinds): Findings {
  const members = deleted(findings, "member", kinds);
  const workspaces = deleted(findings, "workspace", kinds);
  const live = [
    ...access.rest,
    ...access.pairs.map((pair) => ({ address: pair.desired.address, live: pair.live })),
  ];
  const implied = new Set<Address>(
    live.flatMap(({ address, live: grant }) => {
      if (grant === undefined) return [];
      const withPerson = grant.subject.type === "person" && members.has(grant.subject.id);
      return withPerson || workspaces.has(grant.workspace) ? [address] : [];
    }),
  );
  return {
    ...findings,
    changes: findings.changes.filter(({ address, action }) => action !== "delete" || !implied.has(address)),
    unmanaged: findings.unmanaged.filter(({ address }) => !implied.has(address)),
  };
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
