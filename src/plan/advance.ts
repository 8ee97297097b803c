/** Live state as it is behind a change, where that can be told without reading again. */
import type { Change } from "../model/contract.ts";
import type { LiveMember, LiveState } from "../model/live.ts";

/**
 * The state behind a change that was made; `nativeId` is what the system calls something new. Undefined where only the
 * system can tell: then it has to be read again.
 */
export function advance(live: LiveState, change: Change, nativeId?: string): LiveState | undefined {
  if (!isTold(change, nativeId)) return undefined;
  if (change.action === "create") return joined(live, change, nativeId ?? "");
  return change.action === "update" ? changed(live, change) : left(live, change);
}

/** Whether the state behind a change can be told. Of something new, once its id is known. */
export function isTold({ kind, action, mails, after = {} }: Change, nativeId?: string): boolean {
  if (kind !== "member") return false;
  if (action === "create")
    return nativeId !== undefined && isTexts(after["roles"]) && after["workspaces"] === undefined;
  return action === "delete" || (action === "update" && mails === 0);
}

function joined(live: LiveState, { after = {}, mails }: Change, id: string): LiveState {
  const { email, roles, status } = after;
  const member: LiveMember = {
    kind: "member",
    id,
    ...(typeof email === "string" ? { email } : {}),
    roles: isTexts(roles) ? roles : [],
    status: mails > 0 ? "invited" : status === "suspended" ? "suspended" : "active",
  };
  // A read that was made meanwhile may have found it already.
  return { ...live, members: [...live.members.filter((other) => other.id !== id), member] };
}

function changed(live: LiveState, { after = {}, nativeId }: Change): LiveState {
  const { roles, status } = after;
  const members = live.members.map(
    (member): LiveMember =>
      member.id === nativeId
        ? {
            ...member,
            ...(isTexts(roles) ? { roles } : {}),
            ...(status === "active" || status === "suspended" ? { status } : {}),
          }
        : member,
  );
  return { ...live, members };
}

function left(live: LiveState, { nativeId }: Change): LiveState {
  return {
    ...live,
    members: live.members.filter(({ id }) => id !== nativeId),
    access: live.access.filter(({ subject }) => subject.type === "role" || subject.id !== nativeId),
  };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
