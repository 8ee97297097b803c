/** What a system cannot do with members and their access. */
import type { Diagnostic } from "../../model/contract.ts";
import type { AccessKind, MemberKind } from "../../model/kinds.ts";
import * as words from "../words/express.ts";
import { levelsOf } from "./access.ts";
import { rolesOf } from "./combine.ts";
import { inSpec, type Scope } from "./scope.ts";

/** What the system cannot express in `members`. */
export function memberMisfits(scope: Scope, kind: MemberKind): readonly Diagnostic[] {
  const { kinds, title } = scope.facts;
  const takesWorkspaces = kinds.access?.subjects.includes("member") === true;
  return (scope.spec.members ?? []).flatMap((entry, index) => [
    ...(rolesOf(entry).length > 1 && !kind.severalRoles
      ? [inSpec(scope, words.onlyOne("role", "a member", title), ["members", index, "roles"], "key")]
      : []),
    ...(entry.status !== undefined && !kind.suspend
      ? [inSpec(scope, words.noStatus(title), ["members", index, "status"], "key")]
      : []),
    ...(entry.workspaces !== undefined && !takesWorkspaces
      ? [inSpec(scope, words.unsupportedSubject("member", title), ["members", index, "workspaces"], "key")]
      : []),
    ...(entry.ensure === "absent" && kind.delete === "none"
      ? [inSpec(scope, words.cannotRemove("a member", title), ["members", index, "ensure"])]
      : []),
  ]);
}

/** What the system cannot express in `access`. */
export function accessMisfits(scope: Scope, kind: AccessKind): readonly Diagnostic[] {
  const { title } = scope.facts;
  return (scope.spec.access ?? []).flatMap((entry, index) => {
    const [subject, holder] =
      entry.role === undefined ? (["outsider", "person"] as const) : (["role", "role"] as const);
    const named = (["role", "email", "id"] as const).find((key) => entry[key] !== undefined) ?? "workspace";
    return [
      ...(kind.subjects.includes(subject)
        ? []
        : [inSpec(scope, words.unsupportedSubject(subject, title), ["access", index, named], "key")]),
      ...(levelsOf(entry).length > 1 && !kind.severalLevels.includes(holder)
        ? [inSpec(scope, words.onlyOne("level", "a subject", title), ["access", index, "levels"], "key")]
        : []),
      ...(entry.ensure === "absent" && kind.delete === "none"
        ? [inSpec(scope, words.cannotRemove("access", title), ["access", index, "ensure"])]
        : []),
    ];
  });
}
