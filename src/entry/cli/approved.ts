/** Approvals and acknowledgements count only from git: what is not committed was reviewed by nobody (law 5). */
import { isDeepStrictEqual } from "node:util";
import { type Documents, parseManifests } from "../../index.ts";
import type { Diagnostic } from "../../model/contract.ts";
import { ConfigurationError } from "../../model/errors.ts";

type Counted = Documents["approvals"][number] | Documents["acknowledgements"][number];
type Committed = ReadonlyMap<string, readonly unknown[]>;

/** The documents with the approvals and acknowledgements that HEAD has as they are, and a warning for each of the others. */
export async function withCommittedApprovals(
  documents: Documents,
  root: string,
): Promise<{ readonly documents: Documents; readonly notes: readonly Diagnostic[] }> {
  const all = countedOnly(documents);
  if (all.length === 0) return { documents, notes: [] };
  const committed = await committedIn(root, new Set(all.map(fileOf)));
  const counts = (each: Counted) =>
    (committed?.get(fileOf(each)) ?? []).some((value) => isDeepStrictEqual(value, each.value));
  return {
    documents: {
      ...documents,
      approvals: documents.approvals.filter(counts),
      acknowledgements: documents.acknowledgements.filter(counts),
    },
    notes: all.filter((each) => !counts(each)).map((each) => notCommitted(each, committed === undefined)),
  };
}

/**
 * What HEAD's plain files hold, by path; undefined without a commit. Not git's word on the working tree: its status
 * says nothing of where a link leads, nor of files that it was told not to look at.
 */
async function committedIn(root: string, wanted: ReadonlySet<string>): Promise<Committed | undefined> {
  const { filesAt } = await import("../../io/git.ts");
  try {
    const { files } = await filesAt(root, "HEAD", (file) => wanted.has(file));
    return new Map(
      files.map((each) => {
        const parsed = parseManifests([{ ...each, holds: "approvals" }]);
        return [each.file, parsed.ok ? countedOnly(parsed.value).map(({ value }) => value) : []];
      }),
    );
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

function countedOnly({ approvals, acknowledgements }: Documents): readonly Counted[] {
  return [...approvals, ...acknowledgements];
}

function fileOf({ locate }: Counted): string {
  return locate([]).file;
}

function notCommitted({ value, locate }: Counted, noGit: boolean): Diagnostic {
  const reason = noGit
    ? "this folder is in no git repository that has a commit"
    : "its file is not committed as it is";
  const noun = value.kind.toLowerCase();
  return {
    ...wordsFor(value.kind),
    severity: "warning",
    message: `${value.kind} ${value.metadata.name} does not count: ${reason}.`,
    fix: noGit
      ? `Put the project into git, and commit the ${noun}.`
      : "Commit the file itself; a link to it does not count.",
    location: locate(["metadata", "name"]),
  };
}

function wordsFor(kind: Counted["value"]["kind"]): Pick<Diagnostic, "code" | "why"> {
  if (kind === "Approval") {
    return {
      code: "project/approval-not-committed",
      why: "An approval lets changes pass a guard because others can see and review it.",
    };
  }
  return {
    code: "project/acknowledgement-not-committed",
    why: "An acknowledgement keeps a difference quiet because others can see and review it.",
  };
}
