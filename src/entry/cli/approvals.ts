/** What guards hold in a plan, as Approval documents that a reviewer can read. */
import { stringify } from "yaml";
import type { ApprovalManifest, ApprovalSpec, Change, OrganizationPlan, Plan } from "../../model/contract.ts";
import { compareText } from "../../model/diagnostic.ts";

type Guard = ApprovalSpec["guard"];

/** The changes of one organization that one guard holds. */
export interface Approvable {
  readonly organization: string;
  readonly guard: Guard;
  /** Digest of the organization's plan. */
  readonly digest: string;
  readonly changes: readonly Change[];
  /** What the guard says. */
  readonly message: string;
}

const GUARDS: Readonly<Record<Guard, true>> = {
  "last-owner": true,
  self: true,
  "max-removals": true,
  "total-removals": true,
  "delete-organization": true,
  protected: true,
  gains: true,
};

/** One for each organization and guard that hold something, in the plan's order. */
export function approvables(plan: Plan): readonly Approvable[] {
  return plan.organizations.flatMap((organization) => ofOrganization(organization, plan));
}

function ofOrganization(
  { name, digest, changes, guards }: OrganizationPlan,
  plan: Plan,
): readonly Approvable[] {
  const names = [...new Set(changes.flatMap(({ blockedBy }) => blockedBy))].filter(isGuard).sort(compareText);
  return names.map((guard) => ({
    organization: name,
    guard,
    digest,
    changes: changes.filter(({ blockedBy }) => blockedBy.includes(guard)),
    message: [...guards, ...plan.guards].find((finding) => finding.guard === guard)?.message ?? "",
  }));
}

function isGuard(name: string): name is Guard {
  return Object.hasOwn(GUARDS, name);
}

/** The documents as one file; beside each change's id stands what it is. */
export function approvalText(
  all: readonly Approvable[],
  { reason, expires }: { readonly reason: string; readonly expires: string },
): string {
  return all.map((each) => documentText(each, reason, expires)).join("---\n");
}

function documentText(
  { organization, guard, digest, changes, message }: Approvable,
  reason: string,
  expires: string,
): string {
  const words = new Map(changes.map(({ id, verb, address }) => [id, `${verb} ${address}`]));
  const document: ApprovalManifest = {
    apiVersion: "orgwright/v1",
    kind: "Approval",
    metadata: { name: `${organization.slice(0, 60)}-${guard}-${digest.slice(0, 8)}` },
    spec: {
      organization,
      guard,
      digest,
      changes: [...words.keys()].sort(compareText),
      reason,
      expires,
    },
  };
  const text = stringify(document, { lineWidth: 0 }).replace(
    /^( +- )([0-9a-f]{64})$/gm,
    (line, _, id) => `${line} # ${plain(words.get(id) ?? "")}`,
  );
  return `# ${plain(message)}\n${text}`;
}

/** Fit for a comment: names on the systems may hold anything. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "·");
}
