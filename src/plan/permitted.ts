/** What is left of the findings once ownership and the system's own abilities have had their say. */
import type { Listed } from "../model/contract.ts";
import type { Kinds, Operation } from "../model/kinds.ts";
import { combine, type Draft, type Findings, found } from "./findings.ts";
import type { OrganizationInput } from "./input.ts";
import { impossible } from "./problems.ts";

/** Turns changes of observed sections into reports, and changes that no API can make into work for a person or errors. */
export function permit(findings: Findings, { kinds, title, organization }: Permitting): Findings {
  const isTop = organization.key.parent === undefined;
  const judged = findings.changes.map((draft) => {
    if (draft.ownership === "observe" && draft.reason !== "declared-absent")
      return found({ observed: [observation(draft)] });
    return able(draft, operationFor(draft, kinds, isTop), { kinds, title });
  });
  return combine([{ ...findings, changes: [] }, ...judged]);
}

type Permitting = Pick<OrganizationInput, "kinds" | "title" | "organization">;

/** What the system can do of a change: what the live thing says of itself before what is said of its kind. */
function operationFor({ kind, action, live }: Draft, kinds: Kinds, isTop: boolean): Operation {
  const verb = action === "replace" ? "update" : action;
  const general = kinds[kind]?.[verb] ?? "none";
  if (verb === "create")
    return kind === "organization" && isTop ? (kinds.organization.createTop ?? general) : general;
  const own = live?.kind === "member" || live?.kind === "workspace" ? live.operations : undefined;
  return general === "none" ? general : (own?.[verb] ?? general);
}

function observation({ address, kind, action, fields }: Draft): Listed {
  const words = { create: "is declared and not live", delete: "is live and not declared" };
  const message = action === "create" || action === "delete" ? words[action] : "differs";
  return {
    address,
    kind,
    code: "observed",
    message: `${message}; its section is observed only`,
    danger: false,
    fields,
  };
}

function able(
  draft: Draft,
  operation: Operation,
  { kinds, title }: Pick<Permitting, "kinds" | "title">,
): Findings {
  const spec = kinds[draft.kind];
  const { address, kind, origins } = draft;
  if (typeof operation === "object") {
    const follows =
      draft.action === "delete" && spec !== undefined ? ` What follows: ${spec.cascade.words}.` : "";
    return found({ forPerson: [{ address, kind, message: `${operation.forPerson}${follows}`, origins }] });
  }
  const fixed = draft.fields
    .filter(({ path }) => spec?.attributes[path]?.mode === "immutable")
    .map(({ path }) => path);
  if (draft.action === "update" && (operation === "none" || fixed.length > 0)) {
    const what = (fixed.length > 0 ? fixed : draft.fields.map(({ path }) => path)).join(", ");
    const message = `${what} cannot be changed through the API of ${title} once it exists; change it there, or take it from the manifest`;
    return found({ forPerson: [{ address, kind, message, origins }] });
  }
  if (operation === "none") {
    const what = `the API of ${title} cannot ${draft.action} it.`;
    return found({ diagnostics: [impossible(draft, what, "Do it on the system, or change the manifest.")] });
  }
  return found({ changes: [draft] });
}
