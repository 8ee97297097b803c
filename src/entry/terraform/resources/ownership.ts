/** `orgwright_ownership`: sections of an organization in which nothing is but what is listed. */
import type { ComparedPart, Part, PartSpec } from "../../../index.ts";
import { compareText } from "../../../model/diagnostic.ts";
import type { AttributePath, Problem } from "../provider.ts";
import { isGiven, objectIn, objectsIn, textsIn } from "../reading-attributes.ts";
import { ownershipSchema } from "../schemas/ownership.ts";
import { type Attributes, isKnown, type Value } from "../values/value.ts";
import { exactlyOne } from "./membership.ts";
import { refreshOwnership } from "./ownership-refresh.ts";
import { grantEntry, grantKey, isSection, SECTIONS, type Section } from "./ownership-sections.ts";
import { idInside, type Known, type Piece, partInside } from "./piece.ts";
import { organizationOfSection } from "./section-id.ts";

/** Exact sections. It removes, and never creates or changes. */
export const ownershipPiece: Piece = {
  schema: ownershipSchema,
  defaults: {},
  judgedAtPlan: false,
  followsOthers: true,
  validate,
  id: (attributes) => idInside(attributes, "ownership"),
  part,
  ending: () => undefined,
  place,
  replaced: (_prior, _proposed, { isMoved }) => (isMoved ? [{ path: ["organization"] }] : []),
  judge: (compared, { isPlan }) => (isPlan ? [] : missing(compared)),
  refresh: (state, refreshing) => refreshOwnership(state, refreshing, idInside(state, "ownership")),
  imported: (id) => {
    const organization = organizationOfSection(id, "ownership");
    return organization === undefined ? undefined : { organization };
  },
};

/** One list of the configuration: its entries in the order of the part. */
interface List {
  /** Undefined: not said. */
  readonly values: readonly Value[] | undefined;
  readonly path: AttributePath;
}

function listOf(attributes: Attributes, section: Section, path: AttributePath): List {
  const value = attributes[section];
  if (section !== "access") {
    const names = textsIn(value);
    return { values: names && [...names].sort(compareText), path };
  }
  const grants = objectsIn(value)?.map((grant) => ({ grant, key: grantKey(grant) }));
  return { values: grants?.sort((a, b) => compareText(a.key, b.key)).map(({ grant }) => grant), path };
}

function listsOf(attributes: Attributes, section: Section): { readonly exact: List; readonly absent: List } {
  return {
    exact: listOf(attributes, section, [section]),
    absent: listOf(objectIn(attributes["absent"]) ?? {}, section, ["absent", section]),
  };
}

/** Undefined while a list is not known as a whole: what is left out of it would be removed. */
function part(attributes: Attributes, known: Known): Part | undefined {
  const said = [...SECTIONS, "absent"].map((name) => attributes[name] ?? null);
  if (!said.every(isKnown)) return undefined;
  const sections = SECTIONS.map((section) => ({ section, ...listsOf(attributes, section) })).filter(
    ({ exact, absent }) => exact.values !== undefined || absent.values !== undefined,
  );
  const empty = sections.filter(({ exact, absent }) => isEmptyHere(exact, absent));
  const spec = {
    ...Object.fromEntries(
      sections.map(({ section, exact, absent }) => [
        section,
        [
          ...(exact.values ?? []).map((value) => entryOf(section, value)),
          ...(absent.values ?? []).map((value) => ({ ...entryOf(section, value), ensure: "absent" })),
        ],
      ]),
    ),
    ownership: Object.fromEntries(
      sections.map(({ section, exact }) => [section, exact.values === undefined ? "additive" : "exact"]),
    ),
    // Whether that is meant was asked of the configuration; a state may be empty.
    ...(empty.length === 0 ? {} : { confirmEmpty: empty.map(({ section }) => section) }),
  };
  return partInside(attributes, spec as PartSpec, known);
}

function isEmptyHere(exact: List, absent: List): boolean {
  return exact.values === undefined ? absent.values?.length === 0 : exact.values.length === 0;
}

function entryOf(section: Section, value: Value): object {
  return section === "access" ? grantEntry(objectIn(value) ?? {}) : { name: value };
}

function place(
  [section, index, ...rest]: readonly (string | number)[],
  attributes: Attributes,
): AttributePath {
  if (section === "confirmEmpty") return ["confirm_empty"];
  if (section === "ownership") return isSection(index) ? [index] : [];
  return isSection(section) ? placeInSection(section, [index, ...rest], attributes) : [];
}

function placeInSection(
  section: Section,
  [index, key]: readonly (string | number | undefined)[],
  attributes: Attributes,
): AttributePath {
  const { exact, absent } = listsOf(attributes, section);
  const members = [exact, absent].flatMap(({ values = [], path }) =>
    values.map((member) => [...path, { member }]),
  );
  const found = typeof index === "number" ? members[index] : undefined;
  if (found === undefined) return exact.values === undefined ? absent.path : exact.path;
  return section === "access" && typeof key === "string" ? [...found, key === "id" ? "user_id" : key] : found;
}

/** What is listed has to be there: this resource only removes. */
function missing({ plan }: ComparedPart): readonly Problem[] {
  const wrong = (plan?.changes ?? []).filter(({ action }) => action !== "delete");
  return wrong.map(({ address, action, kind }) => ({
    severity: "error",
    summary:
      action === "create" ? `${address} is listed and is not there` : `${address} is there in another way`,
    detail:
      "`orgwright_ownership` only removes what is not listed. Let the resource that brings this come first (`depends_on`), or correct the list. Nothing was changed.",
    ...(kind === "organization" ? { path: ["organization"] } : {}),
  }));
}

function validate(config: Attributes): readonly Problem[] {
  return [...saysNothing(config), ...grantProblems(config), ...confirmProblems(config)];
}

function saysNothing(config: Attributes): readonly Problem[] {
  if ([...SECTIONS, "absent"].some((name) => isGiven(config[name]))) return [];
  return [
    {
      severity: "error",
      summary: "It makes nothing exact",
      detail: "Give at least one of `roles`, `workspaces`, `access` and `absent`.",
    },
  ];
}

function grantProblems(config: Attributes): readonly Problem[] {
  const { exact, absent } = listsOf(config, "access");
  return [exact, absent].flatMap(({ values = [], path }) =>
    values.flatMap((grant) =>
      exactlyOne(
        objectIn(grant) ?? {},
        ["role", "email", "user_id"],
        [...path, { member: grant }],
        "A grant is of one role or one person",
      ),
    ),
  );
}

/** A list that comes out empty by mistake would remove everything of its kind. */
function confirmProblems(config: Attributes): readonly Problem[] {
  const { confirm_empty: said = null } = config;
  const confirmed = textsIn(said) ?? [];
  const unknown = confirmed.filter((each) => !isSection(each));
  const empty = SECTIONS.filter((section) => {
    const value = config[section];
    return Array.isArray(value) && value.length === 0 && isKnown(said) && !confirmed.includes(section);
  });
  return [
    ...unknown.map(
      (each): Problem => ({
        severity: "error",
        summary: `\`${each}\` is no section`,
        detail: "Write `roles`, `workspaces` or `access`.",
        path: ["confirm_empty"],
      }),
    ),
    ...empty.map(
      (section): Problem => ({
        severity: "error",
        summary: `\`${section}\` is empty`,
        detail: `All ${section} would be removed, which is rarely meant. If it is, add "${section}" to \`confirm_empty\`; to leave them alone, leave \`${section}\` out.`,
        path: [section],
      }),
    ),
  ];
}
