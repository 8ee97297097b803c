/** The last holder of the owner's level on a workspace (law 5). */
import type { Kinds } from "../../model/kinds.ts";
import type { LiveAccess } from "../../model/live.ts";
import type { Draft } from "../findings.ts";
import type { OrganizationInput } from "../input.ts";
import { liveName } from "../match/named.ts";
import type { Outline } from "../outline.ts";
import type { Finding } from "./finding.ts";

/** Every workspace where somebody holds the owner's level keeps one who does, unless it is itself to go. */
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
      const held = live.access.filter((grant) => grant.workspace === workspace.id && grant.level === level);
      const losing = changes.filter(({ draft }) => held.some((grant) => ends(draft, grant, kinds)));
      const left = held.filter((grant) => !drafts.some((draft) => ends(draft, grant, kinds)));
      const gained = drafts.some((draft) => gives(draft, workspace.id, level, input));
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
function ends({ live, action, kind, nativeId, after }: Draft, grant: LiveAccess, kinds: Kinds): boolean {
  const { subject } = grant;
  if (kind === "access") {
    return live === grant && (action === "delete" || (after?.["level"] ?? grant.level) !== grant.level);
  }
  if (action !== "delete" || !kinds[kind]?.cascade.removes.includes("access")) return false;
  if (kind === "member") return subject.type === "person" && subject.id === nativeId;
  return kind === "role" && subject.type === "role" && live?.kind === "role" && live.name === subject.role;
}

function gives(
  { kind, action, address, after }: Draft,
  workspace: string,
  level: string,
  { resources, live }: OrganizationInput,
): boolean {
  if (kind !== "access" || action === "delete" || after?.["level"] !== level) return false;
  const wish = resources.find((each) => each.address === address);
  const name = wish?.kind === "access" ? wish.workspace : undefined;
  const entry = resources.find((each) => each.kind === "workspace" && each.name === name);
  if (entry?.kind !== "workspace") return false;
  return (
    live?.workspaces.some(
      (each) =>
        each.id === workspace &&
        (entry.id === undefined ? each.name === liveName(entry) : each.id === entry.id),
    ) ?? false
  );
}
