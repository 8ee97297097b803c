/** How fast APImetrics may be asked, and what a change costs. Pure. */
import { memberAddress, parseAddress, parseSubject } from "../../model/address.ts";
import type { Change } from "../../model/contract.ts";
import type { Limits, Requests } from "../../model/pace.ts";
import { textOf } from "../../model/writing.ts";
import { given } from "./roles.ts";

/** No pace is published. */
export const limits: Limits = { shared: "own" };

/** What a change costs when nothing disturbs it. Lists are read once for several changes. */
export function requests(change: Change): Requests {
  const { kind, action } = change;
  switch (`${kind} ${action}` as const) {
    case "role create":
      return { reads: 0, writes: 1 };
    case "role delete":
      return { reads: 4, writes: 1 };
    case "workspace delete":
      return { reads: 3, writes: 1 };
    case "member create":
      return { reads: 3, writes: 1 };
    case "member update":
      return ofMember(change);
    case "member delete":
      return ofLeaving(change);
    case "access create":
    case "access update":
    case "access delete":
      return ofAccess(change);
    default:
      return { reads: 1, writes: 1 };
  }
}

/** An invitation is taken back and said anew; roles are given and taken one by one. */
function ofMember({ before, after }: Change): Requests {
  if (textOf(after, "email") !== undefined) return { reads: 1, writes: 2 };
  const [had, has] = [before, after].map((side) => given(rolesOf(side?.["roles"])));
  const apart = (one: readonly string[] = [], other: readonly string[] = []) =>
    one.filter((role) => !other.includes(role)).length;
  return { reads: 3, writes: apart(had, has) + apart(has, had) };
}

function rolesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** What somebody has on projects is taken before the membership, each by a request: the change's effects count it. */
function ofLeaving({ before, effects }: Change): Requests {
  const status = textOf(before, "status");
  if (status === "invited" || status === "expired") return { reads: 1, writes: 1 };
  const own = effects.filter(({ cascade, verb }) => cascade && verb === "loses");
  return { reads: 4, writes: 1 + own.length };
}

/** An invite to a project is taken back and said anew; a person who is nobody there yet is looked for twice. */
function ofAccess({ address, action, refs, nativeId }: Change): Requests {
  const parsed = parseAddress(address);
  if (parsed.kind !== "access") return { reads: 0, writes: 1 };
  const holder = refs[memberAddress(parsed.organization, parsed.subject)];
  const isUnknown = action === "create" && holder === undefined && "email" in parseSubject(parsed.subject);
  const isInvite = nativeId !== undefined && holder === nativeId;
  return { reads: isUnknown ? 2 : 1, writes: isInvite && action === "update" ? 2 : 1 };
}
