/** Which sections of an organization a change of its manifest empties. Pure. */
import { parseAllDocuments } from "yaml";
import * as z from "zod";

const schema = z.object({
  kind: z.literal("Organization"),
  metadata: z.object({ name: z.string() }),
  spec: z.object({ confirmEmpty: z.array(z.string()).optional() }),
});

interface Text {
  readonly path: string;
  readonly text: string;
}

/** The sections that the files confirm as empty for an organization, and that their texts before did not. */
export function emptiedBy(
  organization: string,
  files: readonly Text[],
  before: ReadonlyMap<string, string>,
): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const known = new Set(confirmedIn(before.get(path) ?? "", organization));
    return confirmedIn(text, organization).filter((section) => !known.has(section));
  });
}

function confirmedIn(text: string, organization: string): readonly string[] {
  return parseAllDocuments(text).flatMap((document) => {
    const { success, data } = schema.safeParse(document.toJS());
    return success && data.metadata.name === organization ? (data.spec.confirmEmpty ?? []) : [];
  });
}
