/** What is unknown, as an extension of MessagePack. */
import { ExtData } from "@msgpack/msgpack";
import { UNKNOWN, Unknown } from "./value.ts";

/** The codes of Terraform's extensions. */
const UNREFINED = 0;
const REFINED = 12;

/** What an extension stands for; undefined for the extensions of others. */
export function unknownOf({ type, data }: ExtData): Unknown | undefined {
  if (type === UNREFINED) return UNKNOWN;
  // A copy: the library hands out a window on the whole message, which would be kept in memory with it.
  return type === REFINED && typeof data !== "function" ? new Unknown(Uint8Array.from(data)) : undefined;
}

/** The extension that stands for it; refinements go back as they came. */
export function extensionOf({ refinements }: Unknown): ExtData {
  return refinements === undefined
    ? new ExtData(UNREFINED, Uint8Array.of(0))
    : new ExtData(REFINED, refinements);
}
