/** How a drift is reverted: the apply that somebody starts who has seen it. Pure. */
import type { OrganizationPlan } from "../../../model/contract.ts";
import { isTold } from "../../../report/drift-severity.ts";

/** Digests in one command line; GitHub takes inputs of 65,535 characters, people fewer. */
const MOST_DIGESTS = 20;

/** The command line for the organizations with something to revert, with the digest of each one's plan. */
export function revertWays(
  organizations: readonly OrganizationPlan[],
  runUrl: string,
): { readonly how: string; readonly digest: string } {
  const drifted = organizations.filter(({ changes }) => changes.some(isTold));
  const chosen = drifted.slice(0, MOST_DIGESTS);
  const rest = drifted.length - chosen.length;
  const names = chosen.map(({ name }) => name).join(",");
  const digests = chosen.map(({ digest }) => digest).join(",");
  const repository = /^https?:\/\/([^/\s]+\/[^/\s]+\/[^/\s]+)\/actions\//u.exec(runUrl)?.[1];
  const where = repository === undefined ? "" : ` --repo ${quoted(repository)}`;
  const how = [
    "# apply.yml stands for the file of your workflow with `command: apply`.",
    `gh workflow run apply.yml${where} -f organizations=${quoted(names)} -f digests=${quoted(digests)}`,
    ...(chosen.length < 2 ? [] : chosen.map(({ name, digest }) => `# ${name}: ${digest}`)),
    ...(rest > 0 ? [`# ${rest} more organizations: with the digests in this run's plan file.`] : []),
  ];
  const [only] = drifted;
  const digest =
    drifted.length === 1 && only !== undefined ? only.digest : "one for each organization, above";
  return { how: how.join("\n"), digest };
}

/** As it is where a shell takes it as it is. */
function quoted(text: string): string {
  return /^[\w.,:/-]*$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
