/**
 * Numbers without loss. A double stands for the decimal that it prints as, and a whole one for exactly itself;
 * that is how Terraform compares numbers, too.
 */
import { Decimal } from "decimal.js-light";
import { ExactNumber } from "./value.ts";

/** Digits beyond which the exponent is written. */
const PLAIN = 1000;
const Exact = Decimal.clone({ toExpPos: PLAIN, toExpNeg: -PLAIN });

/** Larger exponents are no number that anybody counts with, and would fill the memory. */
const DECIMAL = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,5})?$/;

/** The number that a decimal text says; undefined for anything else. A double wherever one says the same. */
export function numberOf(text: string): number | ExactNumber | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const exact = new Exact(text);
  const double = Number(text);
  const same = Number.isFinite(double) && exact.equals(digits(double));
  return same ? positiveZero(double) : new ExactNumber(exact.toString());
}

/** A number as decimal text, the same for equal numbers; undefined where it is none, such as infinity. */
export function textOf(value: number | ExactNumber): string | undefined {
  const text = typeof value === "number" ? digits(value) : value.text;
  return DECIMAL.test(text) ? new Exact(text).toString() : undefined;
}

/** Zero has no sign. */
export function positiveZero(value: number): number {
  return value === 0 ? 0 : value;
}

/** A whole double prints rounded from 10^21 on; as an integer it prints all that it is. */
function digits(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}
