/** What is left of the findings once ownership and the system's own abilities have had their say. */
import type { FieldChange, Listed } from "../model/contract.ts";
import type { Kinds, Operation } from "../model/kinds.ts";
import { side } from "./diff.ts";
import { combine, type Draft, type Findings, found } from "./findings.ts";
import { losesOwner } from "./handover.ts";
import type { OrganizationInput } from "./input.ts";
import { impossible } from "./problems.ts";

/** Turns changes of observed sections into reports, and changes that no API can make into work for a person or errors. */
export function permit(findings: Findings, { kinds, title, organization }: Permitting): Findings {
  const isTop = organization.key.parent === undefined;
  const judged = findings.changes.map((draft) => {
    if (draft.ownership === "observe" && draft.reason !== "declared-absent")
      return found({ observed: [observation(draft, kinds)] });
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
  const own = live !== undefined && "operations" in live ? live.operations : undefined;
  return general === "none" ? general : (own?.[verb] ?? general);
}

function observation(draft: Draft, { member }: Kinds): Listed {
  const { address, kind, action, fields } = draft;
  const hasPower = member !== undefined && losesOwner(draft, member);
  const words = { create: "is declared and not live", delete: "is live and not declared" };
  const message = action === "create" || action === "delete" ? words[action] : "differs";
  return {
    address,
    kind,
    code: "observed",
    message: `${message}; its section is observed only${hasPower ? "; holds an owner's role" : ""}`,
    danger: hasPower,
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
    const follows = draft.action === "delete" ? spec?.cascade.words : undefined;
    const message = follows === undefined ? operation.forPerson : withFollowing(operation.forPerson, follows);
    return found({ forPerson: [{ address, kind, message, origins }] });
  }
  const isFixed = ({ path }: FieldChange) =>
    operation === "none" || spec?.attributes[path]?.mode === "immutable";
  const fixed = draft.action === "update" ? draft.fields.filter(isFixed) : [];
  if (fixed.length > 0) {
    const what = fixed.map(({ path }) => path).join(", ");
    const message = `${what} cannot be changed through the API of ${title} once it exists; change it there, or take it from the manifest`;
    const rest = withoutFields(draft, fixed);
    return found({ forPerson: [{ address, kind, message, origins }], changes: rest });
  }
  if (operation === "none") {
    const what = `the API of ${title} cannot ${draft.action} it.`;
    return found({ diagnostics: [impossible(draft, what, "Do it on the system, or change the manifest.")] });
  }
  return found({ changes: [draft] });
}

/** What a person is to do, and what follows from it, as two sentences. */
function withFollowing(words: string, follows: string): string {
  return `${words}${/[.!?]$/.test(words) ? "" : "."} What follows: ${follows}.`;
}

/** The change of what is left when some of its fields are not ours to change; nothing when that is all. */
function withoutFields(draft: Draft, without: readonly FieldChange[]): readonly Draft[] {
  const fields = draft.fields.filter((field) => !without.includes(field));
  return fields.length === 0
    ? []
    : [{ ...draft, fields, before: side(fields, "before"), after: side(fields, "after") }];
}
