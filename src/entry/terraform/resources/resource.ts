/** A piece as a resource: what Terraform asks, told by parts of organizations. */
import type { Problem, Resource, StateAnswer } from "../provider.ts";
import { textIn } from "../reading-attributes.ts";
import { parseReference } from "../references.ts";
import type { Attributes } from "../values/value.ts";
import { applyChange } from "./applying.ts";
import { destroy } from "./destroying.ts";
import type { Piece } from "./piece.ts";
import { planChange } from "./planning.ts";
import { planDestroy } from "./planning-destroy.ts";
import { readState } from "./refreshing.ts";
import type { Run } from "./run.ts";
import { inTime, type Operation, timeoutProblems } from "./timeouts.ts";
import { refuse } from "./words.ts";

/** Makes a resource of a piece; `run` is undefined until the provider is configured. */
export function resourceOf(piece: Piece, run: () => Run | undefined): Resource {
  const needed = (): Run => {
    const current = run();
    if (current === undefined) throw new Error("The provider was asked before it was configured");
    return current;
  };
  return {
    schema: piece.schema,
    validate: (config) => [
      ...organizationProblems(config),
      ...choiceProblems(config),
      ...timeoutProblems(config),
      ...piece.validate(config),
    ],
    read: (request) =>
      within(readState(request, piece, needed()), request.state, {
        operation: "read",
        before: { state: request.state, private: request.private },
      }),
    plan: async (request) =>
      request.proposed === null || request.config === null
        ? await planDestroy(request, piece, needed())
        : await planChange(
            { ...request, proposed: request.proposed, config: request.config },
            piece,
            needed(),
          ),
    apply: (request) => {
      const { prior, planned, private: kept } = request;
      const before = { state: prior, private: kept };
      if (planned === null) {
        const work = destroy(request, piece, needed());
        return within(work, prior ?? {}, { operation: "delete", before });
      }
      const work = applyChange({ ...request, planned }, piece, needed());
      return within(work, planned, { operation: prior === null ? "create" : "update", before });
    },
    importState: (id) => Promise.resolve(imported(id, piece)),
  };
}

interface Timed {
  readonly operation: Operation;
  /** What the state was, which is all that is known when the time is over. */
  readonly before: Omit<StateAnswer, "problems">;
}

function within(
  work: Promise<StateAnswer>,
  attributes: Attributes,
  { operation, before }: Timed,
): Promise<StateAnswer> {
  const late = (problem: Problem): StateAnswer => ({ ...before, problems: [problem] });
  return inTime(work, { attributes, operation, late });
}

function organizationProblems(config: Attributes): readonly Problem[] {
  return ["organization", "parent"].flatMap((name) => {
    const text = textIn(config[name]);
    if (text === undefined || parseReference(text) !== undefined) return [];
    return [
      refuse(
        `\`${text}\` names no organization`,
        "Write the `id` of an `orgwright_organization`, or `CONNECTION/SLUG`, or `CONNECTION/id:ID`.",
        [name],
      ),
    ];
  });
}

const choices: Readonly<Record<string, readonly string[]>> = {
  on_destroy: ["delete", "release"],
  ensure: ["present", "absent"],
  ownership: ["exact", "additive", "observe"],
  status: ["active", "suspended"],
};

function choiceProblems(config: Attributes): readonly Problem[] {
  return Object.entries(choices).flatMap(([name, all]) => {
    const text = textIn(config[name]);
    if (text === undefined || all.includes(text)) return [];
    const listed = all.map((each) => `\`${each}\``).join(" or ");
    return [refuse(`\`${text}\` is no ${name}`, `Write ${listed}.`, [name])];
  });
}

function imported(id: string, piece: Piece): StateAnswer {
  const attributes = piece.imported(id);
  if (attributes === undefined) {
    const { description } = piece.schema.attributes["id"] ?? { description: "" };
    return {
      state: null,
      private: {},
      problems: [refuse(`\`${id}\` is no id of this resource`, description)],
    };
  }
  const empty = Object.fromEntries(Object.keys(piece.schema.attributes).map((name) => [name, null]));
  return {
    state: { ...empty, ...piece.defaults, ...attributes, id },
    private: { imported: true },
    problems: [],
  };
}
