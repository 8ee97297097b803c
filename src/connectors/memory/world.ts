import { comparedEmail } from "../../model/identity.ts";
import type { Operation } from "../../model/kinds.ts";
import type {
  LiveAccess,
  LiveAccount,
  LiveMember,
  LiveOrganization,
  LiveRole,
  LiveWorkspace,
} from "../../model/live.ts";

/** A live organization with what hangs on it. */
export interface MemoryOrganization {
  readonly organization: LiveOrganization;
  readonly roles: readonly LiveRole[];
  readonly members: readonly LiveMember[];
  readonly access: readonly LiveAccess[];
}

/** Everything that a memory system holds. A workspace's `organization` says to which it belongs. */
export interface MemoryWorld {
  readonly organizations: readonly MemoryOrganization[];
  readonly workspaces: readonly LiveWorkspace[];
  /** Accounts that the system knows, members of an organization or not. */
  readonly accounts?: readonly LiveAccount[];
  /** What the credential can do about the end of a workspace, by its id. */
  readonly endings?: Readonly<Record<string, Operation>>;
  /** The credential is nobody's account. */
  readonly selfIsNobody?: boolean;
  /** The roles of the credential's account, where its name is not told. */
  readonly selfRoles?: readonly string[];
}

/** A system that holds nothing. */
export const emptyWorld: MemoryWorld = { organizations: [], workspaces: [] };

/** The items with the one put in the place of that with the same key, or else behind the others. */
export function put<Item>(
  items: readonly Item[],
  item: Item,
  same: (other: Item) => boolean,
): readonly Item[] {
  const position = items.findIndex(same);
  return position === -1 ? [...items, item] : items.with(position, item);
}

/** The world with one organization changed; a world without it is given back as it is. */
export function within(
  world: MemoryWorld,
  id: string,
  change: (organization: MemoryOrganization) => MemoryOrganization,
): MemoryWorld {
  return {
    ...world,
    organizations: world.organizations.map((each) => (each.organization.id === id ? change(each) : each)),
  };
}

/** The world after everybody who is invited under this e-mail accepted: an active member, with the access that was carried. */
export function accepted(world: MemoryWorld, email: string): MemoryWorld {
  return {
    ...world,
    organizations: world.organizations.map((each) => {
      const invitation = each.members.find(
        (member) => member.status === "invited" && comparedEmail(member.email ?? "") === comparedEmail(email),
      );
      if (invitation === undefined) return each;
      const { expiresAt: _, ...member } = invitation;
      const id = `user_${email}`;
      return {
        ...each,
        members: each.members.map((other) =>
          other === invitation ? { ...member, id, status: "active" } : other,
        ),
        access: each.access.map((grant) =>
          grant.subject.type === "person" && grant.subject.id === invitation.id
            ? { ...grant, subject: { ...grant.subject, id } }
            : grant,
        ),
      };
    }),
  };
}
