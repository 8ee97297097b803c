/** Workspaces as the base's manifests tell of them. */
import type { Kinds } from "../../model/kinds.ts";
import type { LiveWorkspace } from "../../model/live.ts";
import type { Resource, WorkspaceResource } from "../../model/resource.ts";
import { liveName } from "../match/named.ts";
import { ofKind } from "../match/pairs.ts";
import { MARK } from "./marks.ts";

/** An imagined workspace: its name in the manifests, and which of its attributes they say. */
export interface ImaginedWorkspace {
  readonly name: string;
  readonly live: LiveWorkspace;
  readonly known: ReadonlySet<string>;
}

interface Around {
  readonly kinds: Kinds;
  /** The id of the workspace that the connection calls from. */
  readonly own: string | undefined;
}

/** The workspaces that are there: those given, and those that the head means by an id and no request could make. */
export function imaginedWorkspaces(
  given: readonly Resource[],
  head: readonly Resource[],
  around: Around,
): readonly ImaginedWorkspace[] {
  const wishes = ofKind(head, "workspace");
  const before = ofKind(given, "workspace");
  const here = before.map((workspace) => imagined(workspace, pinned(workspace, wishes), around));
  const ids = new Set(here.map(({ live }) => live.id));
  const meant = wishes.filter(({ id, ensure }) => id !== undefined && ensure === "present" && !ids.has(id));
  const isLinked = around.kinds.workspace?.creation === "link";
  return isLinked ? here : [...here, ...meant.map((wish) => unseen(wish, around))];
}

/** Workspaces elsewhere that the head's wishes mean, where existing ones are linked. */
export function elsewhere(
  head: readonly Resource[],
  here: readonly LiveWorkspace[],
  kinds: Kinds,
): readonly LiveWorkspace[] {
  if (kinds.workspace?.creation !== "link") return [];
  return ofKind(head, "workspace")
    .filter((wish) => wish.ensure === "present" && !here.some((live) => isMeant(wish, live)))
    .map((wish) => ({
      kind: "workspace",
      id: wish.id ?? `${MARK}${wish.name}`,
      name: liveName(wish),
      attributes: {},
    }));
}

function isMeant(wish: WorkspaceResource, { id, name }: LiveWorkspace): boolean {
  return wish.id === undefined ? name === liveName(wish) || wish.previously.includes(name) : wish.id === id;
}

/** The id that the head adds to an entry that had none: the same workspace, said more exactly. */
function pinned({ id, name }: WorkspaceResource, wishes: readonly WorkspaceResource[]): string {
  const wish = wishes.find((each) => each.name === name);
  return id ?? wish?.id ?? `${MARK}${name}`;
}

function imagined(workspace: WorkspaceResource, id: string, { kinds, own }: Around): ImaginedWorkspace {
  const { name, attributes } = workspace;
  // What is found by its name has it; of what is found by an id the name is only known where it is said.
  const found = workspace.id === undefined ? ["displayName"] : [];
  const isLasting = kinds.workspace?.endsEmpty === true || kinds.workspace?.creation === "granted";
  const protection = id === own ? "own-workspace" : isLasting ? "irrevocable" : undefined;
  return {
    name,
    live: {
      kind: "workspace",
      id,
      name: liveName(workspace),
      attributes,
      ...(protection === undefined ? {} : { protection }),
    },
    known: new Set([...Object.keys(attributes), ...found]),
  };
}

/** A workspace that the head means by its id, of which the base says nothing. */
function unseen(wish: WorkspaceResource, around: Around): ImaginedWorkspace {
  const { name, live } = imagined({ ...wish, attributes: {} }, wish.id ?? "", around);
  return { name, live, known: new Set() };
}
