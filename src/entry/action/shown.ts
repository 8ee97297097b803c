/**
 * What a plan has shown, on its way from the pull request to the merge: compressed in comments, and authenticated by its
 * digest in a commit status or a check run. Comments can be edited by many; those two only by whoever has made them.
 */
import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as z from "zod";
import type { ShownOrganization } from "../../index.ts";

/** Characters of one part. A comment holds 65,536, and the first one shows the plan as well. */
const FIRST_PART = 8_000;
const FURTHER_PART = 60_000;
/** Bytes of the text, so that nobody's comment inflates without end. */
const MOST_BYTES = 32 * 1024 * 1024;

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const schema: z.ZodType<readonly ShownOrganization[]> = z.array(
  z.strictObject({
    name: z.string(),
    digest,
    manifestDigest: digest,
    desiredDigest: digest,
    changes: z.array(
      z.strictObject({
        id: digest,
        address: z.string(),
        action: z.enum(["create", "update", "replace", "delete"]),
        kind: z.enum(["organization", "role", "workspace", "member", "access"]),
        refs: z.record(z.string(), z.string()),
        createdId: z.string().exactOptional(),
      }),
    ),
  }),
);

/** Shown organizations, packed. */
export interface Packed {
  /** SHA-256 over the text, in hexadecimal. */
  readonly digest: string;
  /** Base64, the first short enough to stand beside a plan. */
  readonly parts: readonly string[];
}

/** Packs what a plan has shown: the same bytes for the same plan. */
export function pack(shown: readonly ShownOrganization[]): Packed {
  const text = Buffer.from(JSON.stringify(shown));
  const base64 = deflateRawSync(text, { level: 9 }).toString("base64");
  const rest = base64.slice(FIRST_PART).match(new RegExp(`.{1,${FURTHER_PART}}`, "g")) ?? [];
  return { digest: sha256(text), parts: [base64.slice(0, FIRST_PART), ...rest] };
}

/** What was shown, when the parts are those of the digest; undefined for anything else. */
export function unpack(parts: readonly string[], expected: string): readonly ShownOrganization[] | undefined {
  try {
    const text = textOf(parts);
    if (sha256(text) !== expected) return undefined;
    return schema.parse(JSON.parse(text.toString("utf8")));
  } catch {
    return undefined;
  }
}

/** What the parts say they have shown, by whomever they were written: for telling what is new, never for deciding. */
export function peek(parts: readonly string[]): readonly ShownOrganization[] | undefined {
  try {
    return schema.parse(JSON.parse(textOf(parts).toString("utf8")));
  } catch {
    return undefined;
  }
}

/** A part as it is hidden at the end of a comment. */
export function hidden(part: string): string {
  return `<!-- orgwright:shown ${part} -->`;
}

/** The part that a comment hides at its end. */
export function hiddenIn(body: string): string | undefined {
  return /<!-- orgwright:shown ([A-Za-z0-9+/=]*) -->\s*$/.exec(body)?.[1];
}

/** A status' words with the digest behind them, within GitHub's 140 characters. */
export function statusText(words: string, digestOfShown: string | undefined): string {
  if (digestOfShown === undefined) return words.slice(0, 140);
  return `${words.slice(0, 66)} · ${MARK}${digestOfShown}`;
}

/** The digest in a status' or a check run's words. */
export function shownDigest(text: string): string | undefined {
  return new RegExp(`${MARK}([0-9a-f]{64})(?![0-9a-f])`).exec(text)?.[1];
}

const MARK = "shown:";

function textOf(parts: readonly string[]): Buffer {
  return inflateRawSync(Buffer.from(parts.join(""), "base64"), { maxOutputLength: MOST_BYTES });
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A check run's text with the digest, by the name that a status would have. */
export function checkText(context: string, digestOfShown: string): string {
  return `${context} ${MARK}${digestOfShown}`;
}

/** The digest of a check run's text, where it is of that name. */
export function checkDigest(text: string, context: string): string | undefined {
  return text.startsWith(`${context} `) ? shownDigest(text) : undefined;
}
