/** Access that goes with a membership, by the system's own rules, and what is given again after that. */
import type { LiveAccess, LiveMember } from "../../model/live.ts";
import { diff } from "../diff.ts";
import type { Draft, Findings } from "../findings.ts";
import { holderKeys, holderOf, isOf } from "../holders.ts";
import type { OrganizationInput } from "../input.ts";
import { isAccount } from "../match/people.ts";
import { isProtected } from "../protected.ts";
import { changed } from "./grant.ts";
import type { PeopleContext } from "./invitations.ts";

/** Whose membership ends by this plan, as keys of holders, where the system takes the access with it. */
export function leavers(context: PeopleContext): ReadonlySet<string> {
  const { matching, kind } = context;
  if (kind?.cascade.removes.includes("access") !== true) return new Set();
  const { pairs, rest } = matching.members;
  const ended = pairs.flatMap(({ desired, live }) => (desired.ensure === "absent" && live ? [live] : []));
  const undeclared = rest
    .map(({ live }) => live)
    .filter((live) => isAccount(live) && isUndone(live, context));
  return new Set([...ended, ...undeclared].flatMap(holderKeys));
}

/** Whether somebody whom nobody declares is removed by that: the section is exact, and nothing protects them. */
export function isUndone(live: LiveMember, { input }: Pick<PeopleContext, "input">): boolean {
  const isFree = live.protection === undefined && !isProtected(live, input);
  return input.organization.members?.ownership === "exact" && isFree;
}

/** Whether a grant ends with its holder's membership. */
export function goesWithMembership(grant: LiveAccess, leaving: ReadonlySet<string>): boolean {
  const holder = holderOf(grant);
  return holder !== undefined && leaving.has(holder);
}

/** The findings with access given again only to those whose membership does end by these changes: others still have it. */
export function givenAgainOnly(findings: Findings, { kinds }: OrganizationInput): Findings {
  const going = findings.changes.flatMap(({ action, live }) =>
    action === "delete" && live?.kind === "member" ? [live] : [],
  );
  const changes = findings.changes.flatMap((draft): readonly Draft[] => {
    const { live, action } = draft;
    if (action !== "create" || live?.kind !== "access" || going.some((member) => isOf(live, member)))
      return [draft];
    const level = draft.after?.["level"] ?? live.level;
    const fields = diff({ level }, { level: live.level }, kinds.access?.attributes ?? {});
    return fields.length === 0 ? [] : [{ ...draft, ...changed(live, fields), mails: 0 }];
  });
  return { ...findings, changes };
}
