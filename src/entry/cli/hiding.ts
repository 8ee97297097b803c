/** Credentials in what is about to be shown. */
import { type Scrub, scrubber } from "../../io/http-scrub.ts";

/**
 * Takes every credential in use out of a text, however it is spelled there. The HTTP clients do so with what they pass on;
 * this is the last door, for what came by another way.
 */
export function hiding(secrets: ReadonlySet<string>): Scrub {
  const scrubs = new Map<string, Scrub>();
  const scrubOf = (secret: string): Scrub => {
    const scrub = scrubs.get(secret) ?? scrubber(secret);
    scrubs.set(secret, scrub);
    return scrub;
  };
  return (text) =>
    [...secrets].sort((a, b) => b.length - a.length).reduce((shown, secret) => scrubOf(secret)(shown), text);
}
