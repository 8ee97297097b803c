/** From the YAML library's nodes to plain values and their places. */
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import type { Problem } from "../words/problem.ts";
import {
  circularAlias,
  duplicateKey,
  forbiddenCharacter as forbiddenCharacterProblem,
  keyNotText,
  mergeKey,
  tooManyAliases,
  unknownAlias,
  unknownTag,
} from "../words/syntax.ts";
import { forbiddenCharacter } from "./limits.ts";
import type { Place, PlacedEntry, Stretch } from "./place.ts";

/** Values that the aliases of one document may stand for. */
export const MAX_ALIASED: number = 50_000;

/** A problem in the text, with the other places that belong to it. */
export interface Found {
  readonly problem: Problem;
  readonly stretch: Stretch;
  readonly related?: Stretch;
}

/** A value, where it stands and how many values it holds. */
export interface Built {
  readonly value: unknown;
  readonly place: Place;
  readonly size: number;
}

interface Builder {
  readonly text: string;
  readonly found: Found[];
  /** What each anchor stands for; undefined while it is being built. */
  readonly anchors: Map<string, Built | undefined>;
  aliased: number;
}

const KNOWN_TAG = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/;

/** Builds a document's value. Gives every problem that the library leaves to others; keys like `__proto__` are plain keys. */
export function build(node: Node, text: string): { readonly built: Built; readonly found: readonly Found[] } {
  const builder: Builder = { text, found: [], anchors: new Map(), aliased: 0 };
  return { built: buildNode(builder, node, stretchOfNode(node, 0)), found: builder.found };
}

function buildNode(builder: Builder, node: Node | null, fallback: Stretch): Built {
  if (node === null) return { value: null, place: fallback, size: 1 };
  const stretch = stretchOfNode(node, fallback.start);
  if (isAlias(node)) return buildAlias(builder, node.source, stretch);
  if (node.tag !== undefined && !KNOWN_TAG.test(node.tag)) {
    builder.found.push({ problem: unknownTag(node.tag), stretch });
  }
  const { anchor } = node;
  if (anchor !== undefined) builder.anchors.set(anchor, undefined);
  const built = buildContent(builder, node, stretch);
  if (anchor !== undefined) builder.anchors.set(anchor, built);
  return built;
}

function buildContent(builder: Builder, node: Node, stretch: Stretch): Built {
  if (isMap(node)) return buildMap(builder, node, stretch);
  if (isSeq(node)) return buildList(builder, node, stretch);
  const value = isScalar(node) ? node.value : null;
  refuseForbidden(builder, value, stretch);
  return { value, place: stretch, size: 1 };
}

/** Escapes like "\u202E" bring in what the text itself may not hold. */
function refuseForbidden(builder: Builder, value: unknown, stretch: Stretch): void {
  const found = typeof value === "string" ? forbiddenCharacter(value) : undefined;
  if (found === undefined) return;
  const character = String(value).slice(found.start, found.end);
  builder.found.push({ problem: forbiddenCharacterProblem(character), stretch });
}

function buildAlias(builder: Builder, name: string, stretch: Stretch): Built {
  const target = builder.anchors.get(name);
  const nothing: Built = { value: null, place: stretch, size: 1 };
  if (target === undefined) {
    const known = [...builder.anchors.keys()];
    const problem = builder.anchors.has(name) ? circularAlias(name) : unknownAlias(name, known);
    builder.found.push({ problem, stretch });
    return nothing;
  }
  const before = builder.aliased;
  builder.aliased += target.size;
  if (builder.aliased <= MAX_ALIASED) return { ...target, place: { ...target.place, ...stretch } };
  if (before <= MAX_ALIASED) builder.found.push({ problem: tooManyAliases(MAX_ALIASED), stretch });
  return nothing;
}

function buildList(builder: Builder, node: YAMLSeq, stretch: Stretch): Built {
  const items = node.items.map((item) => buildNode(builder, item as Node | null, stretch));
  return {
    value: items.map(({ value }) => value),
    place: { ...stretch, items: items.map(({ place }) => place) },
    size: items.reduce((sum, { size }) => sum + size, 1),
  };
}

function buildMap(builder: Builder, node: YAMLMap, stretch: Stretch): Built {
  const entries = new Map<string, PlacedEntry>();
  const values = new Map<string, unknown>();
  let size = 1;
  for (const pair of node.items as readonly Pair<Node | null, Node | null>[]) {
    const keyStretch = pair.key === null ? stretch : stretchOfNode(pair.key, stretch.start);
    const key = keyOf(builder, pair.key, keyStretch);
    const built = buildNode(builder, pair.value, { start: keyStretch.end, end: keyStretch.end });
    size += built.size;
    if (key === undefined) continue;
    const earlier = entries.get(key);
    if (earlier === undefined) {
      entries.set(key, { key: keyStretch, value: built.place });
      values.set(key, built.value);
    } else {
      builder.found.push({ problem: duplicateKey(key), stretch: keyStretch, related: earlier.key });
    }
  }
  return { value: Object.fromEntries(values), place: { ...stretch, entries }, size };
}

function keyOf(builder: Builder, node: Node | null, stretch: Stretch): string | undefined {
  if (isScalar(node) && typeof node.value === "string") {
    refuseForbidden(builder, node.value, stretch);
    if (node.value !== "<<" || node.type !== "PLAIN") return node.value;
    builder.found.push({ problem: mergeKey(), stretch });
    return undefined;
  }
  builder.found.push({ problem: keyNotText(builder.text.slice(stretch.start, stretch.end)), stretch });
  return undefined;
}

function stretchOfNode(node: Node, otherwise: number): Stretch {
  const [start, end] = node.range ?? [otherwise, otherwise];
  return { start, end };
}
