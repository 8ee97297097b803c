/** What is live of the thing that a change is about, before it is written: in the words of the plan. */
import { parseAddress } from "../../model/address.ts";
import type { Attributes } from "../../model/contract.ts";
import type { LiveMember, LiveOrganization, LiveRole, LiveWorkspace } from "../../model/live.ts";
import { grantOf, means, sameGrant } from "./people.ts";
import type { MemoryOrganization } from "./world.ts";
import { home, type Target, textOf, type Writing } from "./writing.ts";

/** Something live with what a change may compare. */
export interface Now {
  readonly id: string;
  readonly attributes: Attributes;
}

/** The thing as it is; undefined when it is not there. What the plan saw of it and is not set is null. */
export function liveOf(writing: Writing): Now | undefined {
  const { action, before = {}, reason } = writing.change;
  const now = thingNow(writing);
  if (now === undefined || action !== "update") return now;
  // Whether an invitation is over only the plan's clock knows.
  const isTold = (path: string) => path !== "status" || reason !== "invitation-expired";
  const unset = Object.fromEntries(
    Object.keys(before)
      .filter(isTold)
      .map((path) => [path, null]),
  );
  return { ...now, attributes: { ...unset, ...now.attributes } };
}

function thingNow(writing: Writing): Now | undefined {
  const target = parseAddress(writing.change.address);
  switch (target.kind) {
    case "organization":
      return organizationNow(writing);
    case "role":
      return roleNow(writing, target);
    case "workspace":
      return workspaceNow(writing, target);
    case "member":
      return memberNow(writing, target);
    case "access":
      return accessNow(writing, target);
  }
}

function organizationNow({ world, change }: Writing): Now | undefined {
  const slug = textOf(change.after, "slug");
  const isIt = ({ id, slug: own }: LiveOrganization) =>
    change.nativeId === undefined ? slug !== undefined && own === slug : id === change.nativeId;
  const found = world.organizations.find(({ organization }) => isIt(organization));
  return found && { id: found.organization.id, attributes: found.organization.attributes };
}

function roleNow(writing: Writing, target: Target<"role">): Now | undefined {
  const { nativeId } = writing.change;
  const isIt = ({ id, name }: LiveRole) => (nativeId === undefined ? name === target.role : id === nativeId);
  const role = within(writing, target)?.roles.find(isIt);
  return role && { id: role.id, attributes: { name: role.name, ...role.attributes } };
}

/** One that is to be linked is there only once it is linked here. */
function workspaceNow(writing: Writing, target: Target<"workspace">): Now | undefined {
  const { world, change } = writing;
  const id = change.nativeId ?? textOf(change.after, "id");
  const isIt = (each: LiveWorkspace) =>
    each.organization === home(writing, target) && id !== undefined && each.id === id;
  const found = world.workspaces.find(isIt);
  return found && { id: found.id, attributes: { displayName: found.name, ...found.attributes } };
}

/** An invitation that is over, or that nobody can see, is nobody; whether one is, only the record may know. */
function memberNow(writing: Writing, target: Target<"member">): Now | undefined {
  const { nativeId, action, reason } = writing.change;
  const isUnseen = writing.kinds.member?.invitation.listed === false;
  const isSomebody = ({ status }: LiveMember) => status !== "expired" && !(isUnseen && status === "invited");
  const member = within(writing, target)?.members.find((each) =>
    nativeId === undefined ? means(each, target.key) && isSomebody(each) : each.id === nativeId,
  );
  const isTold =
    action === "create"
      ? member?.status === "suspended"
      : !["invited", "expired"].includes(member?.status ?? "");
  const status = isTold && reason !== "invitation-expired" ? member?.status : undefined;
  return (
    member && {
      id: member.id,
      attributes: { roles: member.roles, ...(status === undefined ? {} : { status }) },
    }
  );
}

function accessNow(writing: Writing, target: Target<"access">): Now | undefined {
  const organization = within(writing, target);
  if (organization === undefined) return undefined;
  const { nativeId } = writing.change;
  const single = (writing.kinds.access?.severalLevels ?? []).length === 0;
  const wanted = grantOf(writing, target, organization);
  const grant = organization.access.find((each) =>
    nativeId === undefined ? sameGrant(each, wanted, single) : each.id === nativeId,
  );
  return grant && { id: grant.id ?? "", attributes: { level: grant.level } };
}

function within(writing: Writing, target: Parameters<typeof home>[1]): MemoryOrganization | undefined {
  const id = home(writing, target);
  return writing.world.organizations.find(({ organization }) => organization.id === id);
}
