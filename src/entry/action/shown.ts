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

const organization = z.strictObject({
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
});

const schema: z.ZodType<Shown> = z.strictObject({
  organizations: z.array(organization),
  notLive: z.array(z.string()),
  text: digest,
});

/** What a plan has shown. */
export interface Shown {
  readonly organizations: readonly ShownOrganization[];
  /** Organizations that the pull request touches and that were not compared with live: nothing of them was shown. */
  readonly notLive: readonly string[];
  /** Digest of what people could read beside it. */
  readonly text: string;
}

/** What was shown, packed. */
export interface Packed {
  /** SHA-256 over the text, in hexadecimal. */
  readonly digest: string;
  /** Base64, the first short enough to stand beside a plan. */
  readonly parts: readonly string[];
}

/** Packs what a plan has shown: the same bytes for the same plan. */
export function pack(shown: Shown): Packed {
  const text = Buffer.from(JSON.stringify(shown));
  const base64 = deflateRawSync(text, { level: 9 }).toString("base64");
  const rest = base64.slice(FIRST_PART).match(new RegExp(`.{1,${FURTHER_PART}}`, "g")) ?? [];
  return { digest: sha256(text), parts: [base64.slice(0, FIRST_PART), ...rest] };
}

/** What comments hide, when it is that of the digest and the first says to people what it said then; else undefined. */
export function unpack(bodies: readonly string[], expected: string): Shown | undefined {
  try {
    const text = textOf(bodies);
    if (sha256(text) !== expected) return undefined;
    const shown = schema.parse(JSON.parse(text.toString("utf8")));
    return shown.text === visibleDigest(bodies[0] ?? "") ? shown : undefined;
  } catch {
    return undefined;
  }
}

/** What comments say they have shown, by whomever they were written: for telling what is new, never for deciding. */
export function peek(bodies: readonly string[]): readonly ShownOrganization[] | undefined {
  try {
    return schema.parse(JSON.parse(textOf(bodies).toString("utf8"))).organizations;
  } catch {
    return undefined;
  }
}

/** Digest of what people read of a comment. White space does not count: on its way it may change. */
export function visibleDigest(body: string): string {
  return sha256(Buffer.from(body.replace(HIDDEN, "").replace(/\s+/gu, "")));
}

const HIDDEN = /<!-- orgwright:shown ([A-Za-z0-9+/=]*) -->\s*$/;

/** A part as it is hidden at the end of a comment. */
export function hidden(part: string): string {
  return `<!-- orgwright:shown ${part} -->`;
}

/** The part that a comment hides at its end. */
function hiddenIn(body: string): string | undefined {
  return HIDDEN.exec(body)?.[1];
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

function textOf(bodies: readonly string[]): Buffer {
  const base64 = bodies.map((body) => hiddenIn(body) ?? "").join("");
  return inflateRawSync(Buffer.from(base64, "base64"), { maxOutputLength: MOST_BYTES });
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
