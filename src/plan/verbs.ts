/** What an action is called for a kind of thing on a system: a workspace is linked here and created there. */
import type { Kind, Verb } from "../model/contract.ts";
import type { Kinds } from "../model/kinds.ts";
import type { Draft } from "./findings.ts";
import { isAccount } from "./match/people.ts";

type Words = (draft: Draft, kinds: Kinds) => Verb;

const creating: Readonly<Record<Kind, Words>> = {
  organization: () => "create",
  role: () => "create",
  workspace: (_, { workspace }) => (workspace?.creation === "link" ? "link" : "create"),
  member: ({ mails }) => (mails > 0 ? "invite" : "add"),
  access: ({ mails }) => (mails > 0 ? "invite" : "grant"),
};

const deleting: Readonly<Record<Kind, Words>> = {
  organization: () => "delete",
  role: () => "delete",
  workspace: (_, { workspace }) =>
    workspace?.creation === "link" ? "unlink" : workspace?.creation === "granted" ? "revoke" : "remove",
  member: ({ live }) => (live?.kind === "member" && !isAccount(live) ? "revoke" : "remove"),
  access: () => "revoke",
};

/** The word that people read; nothing is decided by it. */
export function verbOf(draft: Draft, kinds: Kinds): Verb {
  const { action, kind, reason } = draft;
  if (action === "create") return creating[kind](draft, kinds);
  if (action === "delete") return deleting[kind](draft, kinds);
  return reason === "invitation-expired" ? "reinvite" : action;
}
