/** Which changes of two plans are about one thing, though the manifests behind them may call it differently. */
import { type Address, encodeKey, parseAddress, subjectIn, workspaceAddress } from "../model/address.ts";
import type { Change } from "../model/contract.ts";
import { comparedEmail } from "../model/identity.ts";

/** A change as part of an apply or of its undo. */
export interface Step {
  readonly change: Change;
  /** What the system calls the thing, where an apply has made it. */
  readonly nativeId?: string | undefined;
}

/** The address without the organization, which two commits may name differently. */
export function pathOf(address: Address): string {
  return address.slice(address.indexOf("/") + 1);
}

/** Every path under which a plan may list what a change is about. */
export function pathsOf({ change, nativeId }: Step): readonly string[] {
  const own = pathOf(change.address);
  if (change.kind !== "workspace") return [own];
  const name = textIn(change, "displayName");
  const id = nativeId ?? change.nativeId;
  return [
    own,
    ...(name === undefined ? [] : [`workspace/${encodeKey(name)}`]),
    ...(id === undefined ? [] : [`workspace/${encodeKey(`id:${id}`)}`]),
  ];
}

/** Whether two changes are about one thing. */
export function isSame(one: Step, other: Step): boolean {
  if (one.change.kind !== other.change.kind) return false;
  const names = new Set(namesOf(one));
  return namesOf(other).some((name) => names.has(name));
}

/** Whether the thing of a change hangs on another's: all on the organization, access on its person, role and workspace. */
export function hangsOn({ change }: Step, holder: Step): boolean {
  const { kind, address } = holder.change;
  if (kind === "organization") return true;
  if (change.kind !== "access") return false;
  const parsed = parseAddress(change.address);
  if (parsed.kind !== "access") return false;
  if (kind === "member") return subjectIn(change.address) === subjectIn(address);
  if (kind === "role") return parsed.subject === `role:${pathOf(address).slice("role/".length)}`;
  return kind === "workspace" && pathsOf(holder).includes(`workspace/${encodeKey(parsed.workspace)}`);
}

/** Whether a change of the undo takes back an applied one. */
export function takesBack(undo: Step, applied: Step): boolean {
  const { action } = undo.change;
  if (applied.change.action === "create")
    return action === "delete" && (isSame(undo, applied) || hangsOn(applied, undo));
  if (applied.change.action !== "delete") return isSame(undo, applied);
  return action !== "delete" && (isSame(undo, applied) || comesWith(applied, undo));
}

/** Access comes back with a member who is made or invited anew: what an invitation cannot carry waits until it is accepted. */
function comesWith(applied: Step, undo: Step): boolean {
  const { kind, action, mails } = undo.change;
  return kind === "member" && (action === "create" || mails > 0) && hangsOn(applied, undo);
}

function namesOf(step: Step): readonly string[] {
  const { change, nativeId } = step;
  const id = nativeId ?? change.nativeId ?? textIn(change, "id");
  const email = change.kind === "member" ? textIn(change, "email") : undefined;
  return [
    ...pathsOf(step),
    ...(id === undefined ? [] : [`id ${id}`]),
    ...(email === undefined ? [] : [`mail ${comparedEmail(email)}`]),
    ...grantOf(change),
  ];
}

/** Access by the workspace's id: its name in addresses is the manifests' own. */
function grantOf({ kind, address, refs }: Change): readonly string[] {
  if (kind !== "access") return [];
  const parsed = parseAddress(address);
  if (parsed.kind !== "access") return [];
  const workspace = refs[workspaceAddress(parsed.organization, parsed.workspace)];
  return workspace === undefined
    ? []
    : [`grant ${workspace} ${pathOf(address).split("/").slice(2).join("/")}`];
}

function textIn({ before, after }: Change, path: string): string | undefined {
  const value = after?.[path] ?? before?.[path];
  return typeof value === "string" ? value : undefined;
}
