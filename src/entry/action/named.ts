/** Organizations that the step's input names. */
import { ConfigurationError } from "../../model/errors.ts";

/** Throws a ConfigurationError for names that nothing is known of: a slip of the pen must not look like nothing to do. */
export function refuseUnknown(names: readonly string[], known: Iterable<string>): void {
  const all = new Set(known);
  const unknown = names.filter((name) => !all.has(name));
  if (unknown.length === 0) return;
  const listed = (each: readonly string[]) => each.map((name) => `\`${name}\``).join(", ");
  throw new ConfigurationError(
    `The input \`organizations\` names ${listed(unknown)}, and no manifest does`,
    `Known are ${listed([...all].sort())}. Use the names under \`metadata\`.`,
  );
}
