/** Approvals count only from git: what is not committed was reviewed by nobody (law 5). */
import type { Documents } from "../../index.ts";
import type { Diagnostic } from "../../model/contract.ts";

/** The documents with the approvals that are committed, and a warning for each of the others. */
export async function withCommittedApprovals(
  documents: Documents,
  root: string,
): Promise<{ readonly documents: Documents; readonly notes: readonly Diagnostic[] }> {
  if (documents.approvals.length === 0) return { documents, notes: [] };
  const { committed } = await import("../../io/git.ts");
  const files = await committed(root);
  const isCommitted = (approval: Documents["approvals"][number]) =>
    files?.has(approval.locate([]).file) ?? false;
  const others = documents.approvals.filter((approval) => !isCommitted(approval));
  return {
    documents: { ...documents, approvals: documents.approvals.filter(isCommitted) },
    notes: others.map((approval) => notCommitted(approval, files === undefined)),
  };
}

function notCommitted({ value, locate }: Documents["approvals"][number], noGit: boolean): Diagnostic {
  return {
    code: "project/approval-not-committed",
    severity: "warning",
    message: `Approval ${value.metadata.name} does not count: ${noGit ? "this folder is in no git repository" : "its file is not committed as it is"}.`,
    why: "An approval lets changes pass a guard because others can see and review it.",
    fix: noGit ? "Put the project into git, and commit the approval." : "Commit it.",
    location: locate(["metadata", "name"]),
  };
}
