/** What somebody is told of an organization, thing by thing, each with a key that tells it from every other. */
import { createHash } from "node:crypto";
import { organizationAddress } from "../../../model/address.ts";
import type { Change, Listed, OrganizationPlan } from "../../../model/contract.ts";
import { differences } from "../../../report/drift.ts";
import {
  type DriftSeverity,
  driftKey,
  driftSeverity,
  isTold,
  powersLeft,
} from "../../../report/drift-severity.ts";
import { driftFingerprint } from "../../../report/index.ts";
import { isUnplanned, planErrors } from "./groups.ts";

/** Hexadecimal digits that tell a key or fingerprint from others. */
const ID_LENGTH = 16;

/** A thing that somebody is told of. */
export interface ToldItem {
  readonly key: string;
  readonly address: string;
  readonly severity: DriftSeverity;
  /** What it is, behind its name. */
  readonly words: string;
}

/** What makes one state of an organization's drift another, as a hash; of one that was read and not planned, its problems. */
export function fingerprintOf(organizations: readonly OrganizationPlan[]): string {
  const problems = organizations.filter(isUnplanned).map((each) => [each.name, planErrors(each)]);
  const words = driftFingerprint(organizations.filter((each) => !isUnplanned(each)));
  return hashed(problems.length === 0 ? words : JSON.stringify([words, problems]));
}

/** Everything to tell of. Of an organization that could not be planned its problems alone, for its changes may be wrong. */
export function toldItems(organization: OrganizationPlan): readonly ToldItem[] {
  const { name, changes, released } = organization;
  if (isUnplanned(organization))
    return planErrors(organization).map((code) => ({
      key: `${PROBLEM}${code}`,
      address: organizationAddress(name),
      severity: "critical",
      words: `cannot be compared: ${code}`,
    }));
  return [
    ...changes.filter(isTold).map((change) => ({
      key: keyOf(change),
      address: change.address,
      severity: driftSeverity(change),
      words: differences[change.action],
    })),
    ...released.map((listed) => listedItem(listed, "released", "was released")),
    ...powersLeft(organization).map((listed) => listedItem(listed, "power", "has power and is not managed")),
  ];
}

const PROBLEM = "problem:";

/** Whether a key is that of a problem of planning. */
export function isProblem(key: string): boolean {
  return key.startsWith(PROBLEM);
}

function listedItem({ address, message, danger }: Listed, list: string, words: string): ToldItem {
  // What is released stays the same whatever is said of it; power is another one when its role is.
  const key = list === "power" ? `${list}:${hashed(`${address}\n${message}`)}` : `${list}:${address}`;
  return { key, address, severity: danger ? "critical" : "note", words };
}

/** A difference in an item's words: another one as soon as it gets worse. */
export function keyOf(change: Change): string {
  return hashed(driftKey(change));
}

/** So many hexadecimal digits of a hash as an issue has room for. */
export function hashed(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, ID_LENGTH);
}
