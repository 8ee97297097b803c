/** Credentials that stand in a project file by mistake: found, and shown nowhere (law 11). */
import type { Diagnostic } from "../../model/contract.ts";
import type { Place } from "../syntax/place.ts";
import type { RawDocument } from "../syntax/read.ts";
import type { Path } from "../syntax/source.ts";
import { at } from "../words/problem.ts";
import { literalSecret, secretInEndpoint } from "../words/schema.ts";

const SECRET_KEY = /token|secret|password|passwd|credential|api_?-?key/i;
/** `token: value` on a line of a file that may be no YAML at all; a reference to a variable may be seen. */
const SECRET_LINE =
  /((?:token|secret|password|passwd|credential|api_?-?key)\w*["']?\s*:[ \t]+)(?!\{\s*env\s*:\s*\w+\s*\}|#)(\S.*)/gi;
/** The secret half of an age key, wherever it stands. */
const SECRET_AGE_KEY = /()(AGE-SECRET-KEY-[0-9A-Z]+)/gi;
const USER_IN_ENDPOINT = /(\/\/)([^\s/@]+)(?=@)/g;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The text with stars where credentials stand or may stand; of the same length. */
export function hideSecrets(
  text: string,
  documents: readonly { readonly value: unknown; readonly place: Place }[],
): string {
  const byLine = text
    .replace(SECRET_LINE, stars)
    .replace(USER_IN_ENDPOINT, stars)
    .replace(SECRET_AGE_KEY, stars);
  return documents
    .flatMap(({ value, place }) => secretPlaces(value, place, false))
    .reduce(
      (shown, { start, end }) => shown.slice(0, start) + starred(shown.slice(start, end)) + shown.slice(end),
      byLine,
    );
}

/** The document with placeholders for credentials, and a diagnostic for each. */
export function withoutSecrets(document: RawDocument): {
  readonly document: RawDocument;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const value = mapValues(document.value, (connections, key) =>
    key === "connections"
      ? mapValues(connections, (connection, name) =>
          mapValues(connection, (setting, part) => {
            const path: Path = [key, name, part];
            if (part === "token" && isLiteral(setting)) {
              diagnostics.push(at(literalSecret(), document.locate(path, "key")));
              return { env: "HIDDEN" };
            }
            if (part === "endpoint" && typeof setting === "string" && /\/\/[^/]*@/.test(setting)) {
              diagnostics.push(at(secretInEndpoint(), document.locate(path, "key")));
              return "https://hidden.invalid";
            }
            return setting;
          }),
        )
      : connections,
  );
  return { document: { ...document, value }, diagnostics };
}

function isLiteral(token: unknown): boolean {
  if (typeof token === "string" || typeof token === "number") return true;
  if (typeof token !== "object" || token === null) return false;
  return Object.entries(token).some(
    ([key, value]) => key === "env" && typeof value === "string" && !VARIABLE.test(value),
  );
}

function mapValues(value: unknown, change: (inner: unknown, key: string) => unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner, key)]));
}

function secretPlaces(value: unknown, place: Place, secret: boolean): readonly Place[] {
  if (secret && !isReference(value)) return [place];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const entry = place.entries?.get(key)?.value ?? place.items?.[Number(key)];
    return entry === undefined ? [] : secretPlaces(inner, entry, SECRET_KEY.test(key));
  });
}

function isReference(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === null;
  const entries = Object.entries(value);
  return (
    entries.length === 1 && entries.every(([key, inner]) => key === "env" && VARIABLE.test(String(inner)))
  );
}

function stars(_: string, kept: string, secret: string): string {
  return kept + starred(secret);
}

function starred(text: string): string {
  return text.replace(/[^\r\n]/g, "*");
}
