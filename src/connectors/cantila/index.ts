import type { Connector } from "../../model/connector.ts";
import { InternalError } from "../../model/errors.ts";
import { resourcesOf } from "../../model/resource.ts";
import { kinds } from "./kinds.ts";

/** Stub; replaced. */
export const cantila: Connector = {
  system: "cantila",
  title: "Cantila",
  dialects: ["auto", "documented", "server"],
  credential: "Bearer",
  settings: [],
  example: () => ({ endpoint: "https://example.com", connection: [], spec: ["slug: example"] }),
  kinds,
  desired: (organization) => resourcesOf(organization, []),
  check: () => [],
  reader: () => {
    throw new InternalError("stub");
  },
  writer: () => {
    throw new InternalError("stub");
  },
};
