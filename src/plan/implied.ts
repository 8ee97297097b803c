/** What the system does by itself when something is deleted needs no change of ours. */
import type { Kinds } from "../model/kinds.ts";
import type { Draft } from "./findings.ts";

/** The changes without those that follow from another deletion by the system's own rules. */
export function withoutImplied(changes: readonly Draft[], kinds: Kinds): readonly Draft[] {
  const gone = (kind: "member" | "workspace") =>
    new Set(
      kinds[kind]?.cascade.removes.includes("access")
        ? changes.flatMap((draft) =>
            draft.kind === kind && draft.action === "delete" ? [draft.nativeId] : [],
          )
        : [],
    );
  const members = gone("member");
  const workspaces = gone("workspace");
  return changes.filter(({ action, live }) => {
    if (action !== "delete" || live?.kind !== "access") return true;
    const withPerson = live.subject.type === "person" && members.has(live.subject.id);
    return !withPerson && !workspaces.has(live.workspace);
  });
}
