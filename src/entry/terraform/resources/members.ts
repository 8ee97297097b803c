/** `orgwright_members`: everybody in an organization, as one resource. */
import type { Part, PartSpec } from "../../../index.ts";
import { memberAddress } from "../../../model/address.ts";
import type { MemberEntry } from "../../../model/contract.ts";
import { compareText } from "../../../model/diagnostic.ts";
import type { AttributePath, Problem } from "../provider.ts";
import { flagIn, isGiven, objectIn, textIn } from "../reading-attributes.ts";
import { membersSchema } from "../schemas/members.ts";
import { type Attributes, isKnown } from "../values/value.ts";
import { refreshMembers } from "./members-refresh.ts";
import { endedEntryOf, entryOf, keyIn, namingsIn, placeIn, roleProblems } from "./membership.ts";
import { idInside, type Known, type Piece, partInside, referenceIn } from "./piece.ts";
import { organizationOfSection } from "./section-id.ts";

/** Before the system's own id in the key of a member without an address. */
const ID = "id:";

/** All members of an organization, or those that it names. */
export const membersPiece: Piece = {
  schema: membersSchema,
  defaults: { ownership: "exact", on_destroy: "delete" },
  membership: "whole",
  judgedAtPlan: true,
  validate,
  id: (attributes) => idInside(attributes, "members"),
  part,
  ending: (attributes, known) => endingWithout(attributes, known, new Set()),
  endingWithout,
  place,
  replaced: (_prior, _proposed, { isMoved }) => (isMoved ? [{ path: ["organization"] }] : []),
  refresh: (state, refreshing) =>
    refreshMembers(state, elementsOf(state), refreshing, idInside(state, "members")),
  imported: (id) => {
    const organization = organizationOfSection(id, "members");
    return organization === undefined ? undefined : { organization, members: {}, ownership: "exact" };
  },
};

/** The members, each with the person that its key names, in the order of the part's entries: by key. */
function elementsOf(attributes: Attributes): readonly Attributes[] {
  return keysOf(attributes).map((key) => ({
    user_id: null,
    ...objectIn(objectIn(attributes["members"])?.[key]),
    ...(key.startsWith(ID) ? { email: null, user_id: key.slice(ID.length) } : { email: key }),
  }));
}

function keysOf(attributes: Attributes): readonly string[] {
  return Object.keys(objectIn(attributes["members"]) ?? {}).sort(compareText);
}

/** Undefined while it is not known who all the members are: those who are left out would be removed. */
function part(attributes: Attributes, known: Known): Part | undefined {
  const { members = null, ownership = null } = attributes;
  if (!isKnown(members) || !isKnown(ownership)) return undefined;
  const entries = elementsOf(attributes).map(elementEntry);
  const how = (textIn(ownership) ?? "exact") as NonNullable<PartSpec["ownership"]>["members"] & string;
  const isEmpty = countedIn(entries, how) === 0;
  return partInside(
    attributes,
    {
      members: entries,
      ownership: { members: how },
      // Whether that is meant was asked of the configuration; a state may be empty.
      ...(isEmpty ? { confirmEmpty: ["members"] } : {}),
    },
    known,
    namingsIn(elementsOf(attributes)),
  );
}

/** How many entries make a section that is not empty. */
function countedIn(entries: readonly MemberEntry[], ownership: string): number {
  return ownership === "exact" ? entries.filter(({ ensure }) => ensure !== "absent").length : entries.length;
}

function elementEntry(element: Attributes): MemberEntry {
  const ensure = textIn(element["ensure"]);
  if (ensure === "absent") return endedEntryOf(element);
  return { ...entryOf(element), ...(ensure === undefined ? {} : { ensure: ensure as "present" }) };
}

/** The end of all members but those who are kept, by address; undefined when nobody is left to end. */
export function endingWithout(
  attributes: Attributes,
  known: Known,
  kept: ReadonlySet<string>,
): Part | undefined {
  const name = referenceIn(attributes)?.name ?? "";
  const ended = elementsOf(attributes).filter((element) => {
    const key = keyIn(element);
    return textIn(element["ensure"]) !== "absent" && key !== undefined && !kept.has(memberAddress(name, key));
  });
  if (ended.length === 0) return undefined;
  // Who only observes has nothing to end.
  if (textIn(attributes["ownership"]) === "observe") return undefined;
  const members = ended.map(endedEntryOf);
  const spec = { members, ownership: { members: "additive" } } as const;
  return partInside(attributes, spec, known, namingsIn(ended));
}

function place(
  [section, index, ...rest]: readonly (string | number)[],
  attributes: Attributes,
): AttributePath {
  if (section === "ownership") return ["ownership"];
  if (section === "confirmEmpty") return ["confirm_empty"];
  if (section !== "members") return ["members"];
  const key = typeof index === "number" ? keysOf(attributes)[index] : undefined;
  if (key === undefined) return ["members"];
  const inside = placeIn(rest);
  // Who the person is stands in the key.
  return [
    "members",
    key,
    ...(inside[0] === "email" || (inside[0] === "user_id" && key.startsWith(ID)) ? [] : inside),
  ];
}

function validate(config: Attributes): readonly Problem[] {
  const members = objectIn(config["members"]);
  if (members === undefined) return [];
  return [
    ...Object.entries(members).flatMap(([key, element]) =>
      roleProblems(objectIn(element) ?? {}, ["members", key]),
    ),
    ...emptiness(config, elementsOf(config)),
  ];
}

/** Members that come out empty by mistake would remove everybody. */
function emptiness(config: Attributes, elements: readonly Attributes[]): readonly Problem[] {
  const { confirm_empty: confirmed = null, members = null, ownership = null } = config;
  const isOpen = !isKnown(confirmed) || !isKnown(members) || !isKnown(ownership);
  const count = countedIn(elements.map(elementEntry), textIn(ownership) ?? "exact");
  if (isOpen || count > 0 || flagIn(confirmed) === true) return [];
  return [
    {
      severity: "error",
      summary: "There are no members",
      detail:
        "Nobody would be a member, which is rarely meant. If it is, say so by `confirm_empty = true`; else correct where they come from.",
      path: isGiven(confirmed) ? ["confirm_empty"] : ["members"],
    },
  ];
}
