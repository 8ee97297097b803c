/** The texts of one adoption: steps are taken one change at a time, and a change that cannot be written is refused alone. */
import type { OrganizationManifest } from "../../model/contract.ts";
import type { Located, Source } from "../syntax/source.ts";
import { equals } from "./equal.ts";
import { collide, goesWith, type Step, stepKey, stepped } from "./step.ts";
import { edits } from "./text/edit.ts";
import { closed, type Opened, type OpenedDocument, obstacle, open } from "./text/open.ts";
import { type Splice, spliced, Unwritable } from "./text/splice.ts";
import * as words from "./words.ts";

/** A file with its new text. */
export interface Edited {
  readonly file: string;
  readonly text: string;
}

/** One manifest that is being edited. */
export interface Sheet {
  /** Takes the steps of a change; else says why they cannot be written. */
  take(steps: readonly Step[], address: string): string | undefined;
  /** What was taken so far, without what went with an entry that is removed. */
  steps(): readonly Step[];
  /** Adds what belongs to no single change. */
  finish(steps: readonly Step[]): void;
}

/** All manifests that are being edited. */
export interface Editing {
  /** Undefined when its text is not among the sources. */
  sheetOf(manifest: Located<OrganizationManifest>): Sheet | undefined;
  /** The files that changed; and by address why changes failed after all. */
  close(): { readonly files: readonly Edited[]; readonly failed: ReadonlyMap<string, string> };
}

interface Taken {
  readonly address: string;
  readonly step: Step;
}

interface Draft {
  readonly opened: Opened;
  readonly document: OpenedDocument;
  readonly value: unknown;
  /** By the entry that they touch, and there by what they ask for. */
  readonly taken: Map<string, Map<string, Taken>>;
}

/** Opens the texts; each file is parsed when it is first needed. */
export function editing(sources: readonly Source[]): Editing {
  const files = new Map<string, Opened>();
  const drafts: Draft[] = [];
  return {
    sheetOf: (manifest) => {
      const { file, line, column } = manifest.locate([]);
      const source = sources.find((each) => each.file === file);
      if (source === undefined) return undefined;
      const opened = files.get(file) ?? open(source);
      files.set(file, opened);
      const document = opened.documents.find(({ start }) => start.line === line && start.column === column);
      if (document === undefined) return undefined;
      const draft: Draft = { opened, document, value: manifest.value, taken: new Map() };
      drafts.push(draft);
      return sheet(draft);
    },
    close: () => {
      const failed = new Map<string, string>();
      const written = [...files.values()].flatMap((opened) => {
        const own = drafts.filter((draft) => draft.opened === opened);
        const splices = own.flatMap((draft) => splicesOf(draft, failed));
        if (splices.length === 0) return [];
        return [{ file: opened.file, text: closed(spliced(opened.text, splices), opened) }];
      });
      return { files: written, failed };
    },
  };
}

function sheet(draft: Draft): Sheet {
  const keep = (steps: readonly Step[], address: string) => {
    for (const step of steps) {
      const entry = entryOf(step);
      const known = draft.taken.get(entry) ?? new Map<string, Taken>();
      draft.taken.set(entry, known);
      if (!known.has(stepKey(step))) known.set(stepKey(step), { step, address });
    }
  };
  return {
    take: (steps, address) => {
      const problem = problemOf(steps, draft);
      if (problem === undefined) keep(steps, address);
      return problem;
    },
    steps: () => settled(draft),
    finish: (steps) => {
      keep(steps, "");
    },
  };
}

function entryOf({ path }: Step): string {
  return JSON.stringify(path.slice(0, 3));
}

function problemOf(steps: readonly Step[], { opened, document, taken }: Draft): string | undefined {
  for (const step of steps) {
    const why = obstacle(document, step.path);
    if (why !== undefined) return words.unwritable(why);
    const known = taken.get(entryOf(step));
    const other = known?.has(stepKey(step))
      ? undefined
      : [...(known?.values() ?? [])].find((each) => contradict(each.step, step));
    if (other !== undefined) return words.meets(other.address);
  }
  return unwritable(() => edits(opened, document, steps));
}

function contradict(one: Step, other: Step): boolean {
  return collide(one, other) && !goesWith(one, other) && !goesWith(other, one);
}

/** What was taken, without what is inside an entry that goes. */
function settled({ taken }: Draft): readonly Step[] {
  return [...taken.values()].flatMap((known) => {
    const own = [...known.values()];
    const removals = own.filter(({ step }) => step.does === "remove");
    return own.flatMap(({ step }) => (removals.some((entry) => goesWith(step, entry.step)) ? [] : [step]));
  });
}

/** The splices of one document; changes fail that do not make what they should, and all where nobody is to blame alone. */
function splicesOf(draft: Draft, failed: Map<string, string>): readonly Splice[] {
  if (isProven(draft, failed)) return edits(draft.opened, draft.document, settled(draft));
  for (const address of addressesIn(draft)) {
    if (
      isProven(
        only(draft, (each) => each === address),
        failed,
      )
    )
      failed.delete(address);
  }
  const rest = only(draft, (address) => !failed.has(address));
  return isProven(rest, failed) ? edits(rest.opened, rest.document, settled(rest)) : [];
}

function isProven(draft: Draft, failed: Map<string, string>): boolean {
  const problem = unwritable(() => prove(draft, settled(draft)));
  if (problem !== undefined) for (const address of addressesIn(draft)) failed.set(address, problem);
  return problem === undefined;
}

function addressesIn({ taken }: Draft): readonly string[] {
  return [
    ...new Set([...taken.values()].flatMap((known) => [...known.values()].map(({ address }) => address))),
  ];
}

function only(draft: Draft, fits: (address: string) => boolean): Draft {
  const taken = [...draft.taken].map(
    ([entry, known]) => [entry, new Map([...known].filter(([, { address }]) => fits(address)))] as const,
  );
  return { ...draft, taken: new Map(taken) };
}

/** The parser has the last word: the edited text says exactly what the steps want. */
function prove({ opened, document, value }: Draft, steps: readonly Step[]): void {
  if (steps.length === 0) return;
  const text = spliced(opened.text, edits(opened, document, steps));
  const { documents } = open({ file: opened.file, text });
  const now = documents[opened.documents.indexOf(document)];
  if (!equals(now?.value(), stepped(value, steps))) throw new Unwritable("it would not say what it has to");
}

function unwritable(edit: () => unknown): string | undefined {
  try {
    edit();
    return undefined;
  } catch (problem) {
    if (problem instanceof Unwritable) return words.unwritable(problem.message);
    throw problem;
  }
}
