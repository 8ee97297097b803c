import { ConfigurationError } from "../model/errors.ts";

/**
 * A path with its segments percent-encoded: path`/organizations/${id}/members`.
 * Throws ConfigurationError for a segment that would lead elsewhere: empty, `.` or `..`.
 */
export function path(texts: TemplateStringsArray, ...segments: readonly string[]): string {
  return texts.map((text, position) => text + encodeSegment(segments[position])).join("");
}

function encodeSegment(segment: string | undefined): string {
  if (segment === undefined) return "";
  if (segment === "" || segment === "." || segment === "..") {
    throw new ConfigurationError(
      `"${segment}" cannot be an id: in an address it would lead elsewhere`,
      "Look for it in the manifests and in the project file, and write the system's own id.",
    );
  }
  return encodeURIComponent(segment);
}
