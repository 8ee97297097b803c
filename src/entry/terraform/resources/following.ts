/** Attributes as live has them. What does not differ stays as it was spelled. */
import type { ComparedPart } from "../../../index.ts";
import type { Change, Attributes as LiveAttributes } from "../../../model/contract.ts";
import type { KindSpec } from "../../../model/kinds.ts";
import type { Attributes, Value } from "../values/value.ts";
import { Unknown } from "../values/value.ts";
import { attributeValue } from "./settings.ts";
import { type Said, type Shape, said, settable } from "./shape.ts";

/** A thing beside its state. */
export interface Beside {
  readonly kind: KindSpec | undefined;
  /** What live tells; undefined where the thing is not there yet. */
  readonly live: LiveAttributes | undefined;
  /** The change that would make live what the state says. */
  readonly change: Change | undefined;
  /** Everything that live tells is told, and not only what the state says. */
  readonly whole: boolean;
}

/** The attributes of a shape, and no others, as live has them. What nobody says and nothing tells is null. */
export function asLive(state: Attributes, shape: Shape, beside: Beside): Attributes {
  const all = said(state, shape).map((each) => [each.path, follow(each, beside)] as const);
  const plain = all.flatMap(([[name], value]) =>
    typeof name === "string" && Object.hasOwn(shape.plain, name) ? [[name, value] as const] : [],
  );
  const groups = Object.keys(shape.groups).map((group) => {
    const inside = all.flatMap(([[of, name], value]) =>
      of === group && typeof name === "string" ? [[name, value] as const] : [],
    );
    const isNothing = beside.whole && inside.every(([, value]) => value === null);
    const isSaid = beside.whole ? !isNothing : isObject(state[group]);
    return [group, isSaid ? Object.fromEntries(inside) : null] as const;
  });
  return Object.fromEntries<Value>([...plain, ...groups]);
}

function follow({ live: name, value, isTold }: Said, { kind, live, change, whole }: Beside): Value {
  const isSaid = value !== null && !(value instanceof Unknown);
  const told = settable(kind, name) === undefined ? null : attributeValue(live?.[name]);
  if (!isSaid) return isTold || whole ? told : null;
  if (whole && live !== undefined) return told;
  const field = change?.fields.find(({ path }) => path === name);
  return field === undefined ? value : attributeValue(field.before);
}

function isObject(value: Value | undefined): boolean {
  return typeof value === "object" && value !== null && !(value instanceof Unknown);
}

/** The update that would be made at an address. */
export function updateAt({ plan }: ComparedPart, address: string): Change | undefined {
  return plan?.changes.find((each) => each.address === address && each.action === "update");
}
