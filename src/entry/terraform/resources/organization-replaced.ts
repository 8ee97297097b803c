/** What makes another organization of one. */
import type { Kinds, OrganizationKind } from "../../../model/kinds.ts";
import { isGiven, textIn } from "../reading-attributes.ts";
import { parseReference } from "../references.ts";
import type { Attributes } from "../values/value.ts";
import { type Able, fixedChanges, impossibleWords, isOther, isReplaceable } from "./fixed.ts";
import type { Replacement } from "./piece.ts";
import { type Shape, settable } from "./shape.ts";

/** Another connection or id is another organization; of the rest the kind says what can be changed. */
export function otherOrganization(
  prior: Attributes,
  proposed: Attributes,
  { kinds, shape }: { readonly kinds: Kinds | undefined; readonly shape: Shape },
): readonly Replacement[] {
  const kind = kinds && ableTo(kinds.organization, proposed);
  const isOnlyKey = kind !== undefined && settable(kind, "slug") === undefined;
  const other = [
    ...(isOther(prior["connection_name"], proposed["connection_name"]) ? ["connection_name"] : []),
    ...(isOther(prior["organization_id"], proposed["organization_id"]) ? ["organization_id"] : []),
    ...(isOnlyKey && isOther(prior["slug"], proposed["slug"]) ? ["slug"] : []),
    ...(isMadeAgain(prior, proposed) ? ["ensure"] : []),
  ];
  if (other.length > 0) return other.map((name) => ({ path: [name] }));
  return [...fixedChanges(prior, proposed, kind, shape), ...otherParent(prior, proposed, kind)];
}

/** One without a parent may be made otherwise than a sub-account. */
function ableTo(kind: OrganizationKind, { parent }: Attributes): Able {
  return { ...kind, create: isGiven(parent) ? kind.create : (kind.createTop ?? kind.create) };
}

/** One that was ended, and is wanted again, is a new one: its id is nobody's any more. */
function isMadeAgain(prior: Attributes, proposed: Attributes): boolean {
  const isEnded = textIn(prior["ensure"]) === "absent" && !isGiven(prior["pending"]);
  return isEnded && textIn(proposed["ensure"]) !== "absent";
}

/** No API moves an organization below another one. */
function otherParent(
  prior: Attributes,
  proposed: Attributes,
  kind: Able | undefined,
): readonly Replacement[] {
  const [before, after] = [keyOf(prior), keyOf(proposed)];
  if (kind === undefined || before === undefined || after === undefined) return [];
  const isSame = (["slug", "id"] as const).every(
    (key) => before[key] === undefined || after[key] === undefined || before[key] === after[key],
  );
  if (isSame) return [];
  return [
    isReplaceable(kind) ? { path: ["parent"] } : { path: ["parent"], impossible: impossibleWords(kind) },
  ];
}

function keyOf(attributes: Attributes) {
  const parent = textIn(attributes["parent"]);
  return parent === undefined ? undefined : parseReference(parent)?.key;
}
