/** Somebody who approves whatever guards hold. */
import type { Plan } from "../../src/model/contract.ts";

/** Approvals of all that guards hold in a plan, each naming its changes; undefined where they hold nothing. */
export function approvalsOf({ organizations }: Plan): string | undefined {
  const texts = organizations.flatMap(({ name, digest, changes }) => {
    const guards = [...new Set(changes.flatMap(({ blockedBy }) => blockedBy))];
    return guards.map((guard) =>
      JSON.stringify({
        apiVersion: "orgwright/v1",
        kind: "Approval",
        metadata: { name: `${name}-${guard}-${digest.slice(0, 8)}` },
        spec: {
          organization: name,
          guard,
          digest,
          changes: changes.filter(({ blockedBy }) => blockedBy.includes(guard)).map(({ id }) => id),
          reason: "chaos",
          expires: "2999-12-31",
        },
      }),
    );
  });
  return texts.length === 0 ? undefined : texts.join("\n---\n");
}
