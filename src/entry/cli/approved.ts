/** Approvals count only from git: what is not committed was reviewed by nobody (law 5). */
import { isDeepStrictEqual } from "node:util";
import { type Documents, parseManifests } from "../../index.ts";
import type { ApprovalManifest, Diagnostic } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";

type Approval = Documents["approvals"][number];
type Committed = ReadonlyMap<string, readonly ApprovalManifest[]>;

/** The documents with the approvals that HEAD has as they are, and a warning for each of the others. */
export async function withCommittedApprovals(
  documents: Documents,
  root: string,
): Promise<{ readonly documents: Documents; readonly notes: readonly Diagnostic[] }> {
  if (documents.approvals.length === 0) return { documents, notes: [] };
  const committed = await approvalsInHead(root, new Set(documents.approvals.map(fileOf)));
  const counts = (approval: Approval) =>
    (committed?.get(fileOf(approval)) ?? []).some((value) => isDeepStrictEqual(value, approval.value));
  const others = documents.approvals.filter((approval) => !counts(approval));
  return {
    documents: { ...documents, approvals: documents.approvals.filter(counts) },
    notes: others.map((approval) => notCommitted(approval, committed === undefined)),
  };
}

/**
 * What HEAD's plain files hold, by path; undefined without a commit. Not git's word on the working tree: its status
 * says nothing of where a link leads, nor of files that it was told not to look at.
 */
async function approvalsInHead(root: string, wanted: ReadonlySet<string>): Promise<Committed | undefined> {
  const { filesAt } = await import("../../io/git.ts");
  try {
    const { files } = await filesAt(root, "HEAD", (file) => wanted.has(file));
    return new Map(
      files.map((each) => {
        const parsed = parseManifests([{ ...each, holds: "approvals" }]);
        return [each.file, parsed.ok ? parsed.value.approvals.map(({ value }) => value) : []];
      }),
    );
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

function fileOf({ locate }: Approval): string {
  return locate([]).file;
}

function notCommitted({ value, locate }: Approval, noGit: boolean): Diagnostic {
  const reason = noGit
    ? "this folder is in no git repository that has a commit"
    : "its file is not committed as it is";
  return {
    code: "project/approval-not-committed",
    severity: "warning",
    message: `Approval ${value.metadata.name} does not count: ${reason}.`,
    why: "An approval lets changes pass a guard because others can see and review it.",
    fix: noGit
      ? "Put the project into git, and commit the approval."
      : "Commit the file itself; a link to it does not count.",
    location: locate(["metadata", "name"]),
  };
}
