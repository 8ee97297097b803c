/** What counts only from git: approvals and acknowledgements. That each way to hide a file fails is in approve.test.ts. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withCommittedApprovals } from "../../src/entry/cli/approved.ts";
import { parseManifests } from "../../src/index.ts";
import { folderWith } from "../io/folder.ts";
import { commitAll } from "./cli.ts";

const ids = `changes: [${"b".repeat(64)}]`;
const acknowledgement = (name: string, expires = "2099-12-31") => `apiVersion: orgwright/v1
kind: Acknowledgement
metadata: {name: ${name}}
spec: {organization: acme, ${ids}, reason: agreed, expires: ${expires}}
`;
const approval = `apiVersion: orgwright/v1
kind: Approval
metadata: {name: go}
spec: {organization: acme, guard: self, digest: ${"a".repeat(64)}, ${ids}, reason: agreed, expires: 2099-12-31}
`;

async function counted(root: string, files: Readonly<Record<string, string>>) {
  const parsed = parseManifests(
    Object.entries(files).map(([file, text]) => ({ file, text, holds: "approvals" as const })),
  );
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(({ message }) => message).join("\n"));
  const { documents, notes } = await withCommittedApprovals(parsed.value, root);
  const all = [...documents.approvals, ...documents.acknowledgements];
  return { names: all.map(({ value }) => value.metadata.name), notes };
}

test("both kinds count as HEAD has them, and each of the others is warned of", async () => {
  const committed = {
    "approvals/a.yaml": `${approval}---\n${acknowledgement("kept")}`,
    "approvals/b.yaml": acknowledgement("edited"),
  };
  const root = await folderWith(committed);
  commitAll(root);
  const now = { ...committed, "approvals/b.yaml": acknowledgement("edited", "2099-12-30") };

  const { names, notes } = await counted(root, { ...now, "approvals/c.yaml": acknowledgement("new") });

  expect(names).toEqual(["go", "kept"]);
  expect(notes).toMatchObject(
    ["edited", "new"].map((name) => ({
      code: "project/acknowledgement-not-committed",
      severity: "warning",
      message: `Acknowledgement ${name} does not count: its file is not committed as it is.`,
      location: { line: 3 },
    })),
  );
});

test("an acknowledgement that HEAD has as an approval of the same words does not count, nor does any without git", async () => {
  const root = await folderWith({ "approvals/a.yaml": approval.replace("name: go", "name: known") });
  commitAll(root);
  const text = acknowledgement("known");
  await writeFile(join(root, "approvals/a.yaml"), text);
  expect(await counted(root, { "approvals/a.yaml": text })).toMatchObject({ names: [] });

  await rm(join(root, ".git"), { recursive: true });
  const { names, notes } = await counted(root, { "approvals/a.yaml": `${text}---\n${approval}` });

  expect(names).toEqual([]);
  expect(notes.map(({ code }) => code)).toEqual([
    "project/approval-not-committed",
    "project/acknowledgement-not-committed",
  ]);
  expect(notes[1]?.fix).toBe("Put the project into git, and commit the acknowledgement.");
});
