/** The last holder of the owner's level on a workspace (law 5). */
import type { Kinds } from "../../model/kinds.ts";
import type { LiveAccess, LiveMember, LiveState } from "../../model/live.ts";
import type { AccessResource } from "../../model/resource.ts";
import type { Draft } from "../findings.ts";
import type { OrganizationInput } from "../input.ts";
import { liveName } from "../match/named.ts";
import type { Outline } from "../outline.ts";
import type { Finding } from "./finding.ts";

/**
 * Every workspace where somebody holds the owner's level keeps one who does, unless it is itself to go. An invitation
 * holds nothing yet, and a role only as long as somebody has it.
 */
export function lastOwnerAccess({ input, changes }: Outline): readonly Finding[] {
  const { live, kinds } = input;
  const level = kinds.access?.ownerLevel;
  if (level === undefined || live === undefined) return [];
  const drafts = changes.map(({ draft }) => draft);
  const going = new Set(
    drafts.flatMap((draft) =>
      draft.kind === "workspace" && draft.action === "delete" ? [draft.nativeId] : [],
    ),
  );
  return live.workspaces
    .filter(({ id }) => !going.has(id))
    .flatMap((workspace): readonly Finding[] => {
      const held = live.access.filter(
        (grant) => grant.workspace === workspace.id && grant.level === level && isHeld(grant, live, []),
      );
      const losing = changes.filter(({ draft }) => held.some((grant) => costs(draft, grant, kinds)));
      const left = held.filter(
        (grant) => !drafts.some((draft) => ends(draft, grant, kinds)) && isHeld(grant, live, drafts),
      );
      const gained = drafts.some((draft) => gives(draft, { workspace: workspace.id, level, drafts }, input));
      if (losing.length === 0 || left.length > 0 || gained) return [];
      return [
        {
          guard: "last-owner",
          message: `nobody would be left with ${level} on ${workspace.name}`,
          changes: losing.map(({ change }) => change),
          fix: `Give somebody else ${level} first; or have the changes approved with \`orgwright approve\`.`,
        },
      ];
    });
}

/** Whether a change takes a grant away or lowers it, by itself or because its holder goes. */
export function ends(
  { live, action, kind, nativeId, after }: Draft,
  grant: LiveAccess,
  kinds: Kinds,
): boolean {
  const { subject } = grant;
  if (kind === "access") {
    return live === grant && (action === "delete" || (after?.["level"] ?? grant.level) !== grant.level);
  }
  if (action !== "delete" || !kinds[kind]?.cascade.removes.includes("access")) return false;
  if (kind === "member") return subject.type === "person" && subject.id === nativeId;
  return kind === "role" && subject.type === "role" && live?.kind === "role" && live.name === subject.role;
}

/** Whether a change ends a grant, or takes the role of the grant from somebody. */
function costs(draft: Draft, grant: LiveAccess, kinds: Kinds): boolean {
  const { subject } = grant;
  const takesRole =
    subject.type === "role" &&
    draft.live?.kind === "member" &&
    draft.live.roles.includes(subject.role) &&
    !keepsRole(draft, subject.role);
  return takesRole || ends(draft, grant, kinds);
}

/** Whether a grant gives its level to somebody, once the changes are made. */
function isHeld(
  { subject, pending, protection }: LiveAccess,
  live: LiveState,
  drafts: readonly Draft[],
): boolean {
  if (pending === true || protection === "service-account") return false;
  if (subject.type === "role") return hasHolder(subject.role, live, drafts);
  const member = live.members.find(({ id }) => id === subject.id);
  const suspended = drafts.some((d) => d.live === member && d.after?.["status"] === "suspended");
  return member === undefined || (isSomebody(member) && !suspended);
}

function hasHolder(role: string, { members }: LiveState, drafts: readonly Draft[]): boolean {
  const changed = new Map(
    drafts.flatMap((draft) => (draft.live?.kind === "member" ? [[draft.live, draft] as const] : [])),
  );
  return members.some((member) => {
    const draft = changed.get(member);
    const has = draft === undefined ? member.roles.includes(role) : keepsRole(draft, role);
    return isSomebody(member) && has;
  });
}

function isSomebody({ status, protection }: LiveMember): boolean {
  return status === "active" && protection !== "service-account";
}

function keepsRole({ action, after, live }: Draft, role: string): boolean {
  if (action === "delete" || after?.["status"] === "suspended") return false;
  const roles = after?.["roles"] ?? (live?.kind === "member" ? live.roles : []);
  return Array.isArray(roles) && roles.includes(role);
}

/** Whether a change gives the level on the workspace to somebody at once. */
function gives(
  draft: Draft,
  { workspace, level, drafts }: { workspace: string; level: string; drafts: readonly Draft[] },
  { resources, live }: OrganizationInput,
): boolean {
  const { kind, action, address, after, mails, live: found } = draft;
  if (kind !== "access" || action === "delete" || after?.["level"] !== level || live === undefined)
    return false;
  if (mails > 0 || (found?.kind === "access" && found.pending === true)) return false;
  const wish = resources.find((each): each is AccessResource => each.address === address);
  if (wish?.kind !== "access") return false;
  const { subject } = wish;
  if (subject.type === "role" && !hasHolder(subject.role, live, drafts)) return false;
  const entry = resources.find((each) => each.kind === "workspace" && each.name === wish.workspace);
  if (entry?.kind !== "workspace") return false;
  return live.workspaces.some(
    (each) =>
      each.id === workspace &&
      (entry.id === undefined
        ? each.name === liveName(entry) || entry.previously.includes(each.name)
        : each.id === entry.id),
  );
}
