/**
 * approvals.yaml: the Approval documents of a story. Where a real file has digests, a story says in words what they
 * stand for: `<delete acme/member/bob@acme.test>` for a change's id, `<plan of acme>` for an organization's digest.
 */
import { type Documents, parseManifests } from "../../../src/manifest/index.ts";
import type { Plan } from "../../../src/model/contract.ts";
import { Invalid } from "./stage.ts";

/** The approvals, with the digests of the plan that they were written for. */
export function approvalsFor(text: string, plan: Plan): Documents["approvals"] {
  const ids = new Map<string, string>(
    plan.organizations.flatMap(({ name, digest, changes }) => [
      [`plan of ${name}`, digest] as const,
      ...changes.map(({ action, address, id }) => [`${action} ${address}`, id] as const),
    ]),
  );
  const filled = text.replaceAll(/<([^>\n]+)>/g, (_, words: string) => {
    const id = ids.get(words);
    if (id === undefined)
      throw new TypeError(`The plan has no ${words}. It has ${[...ids.keys()].join(", ")}`);
    return id;
  });
  const documents = parseManifests([{ file: "approvals.yaml", text: filled, holds: "approvals" }]);
  if (!documents.ok) throw new Invalid(documents.diagnostics);
  return documents.value.approvals;
}
