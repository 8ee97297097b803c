/**
 * CNAP, today Akua: organizations that manage workspaces of their customers.
 * In: a connection and HTTP clients. Out: live resources, and single changes written. See README.md.
 */
import { lazyReader, lazyWriter } from "../../io/lazy.ts";
import type { Connector } from "../../model/connector.ts";
import { resourcesOf } from "../../model/resource.ts";
import { check } from "./check.ts";
import { example } from "./example.ts";
import { kinds } from "./kinds.ts";
import { limits, requests } from "./pace.ts";

/** The connector for CNAP. What parses its replies is loaded with the first request, not with the program. */
export const cnap: Connector = {
  system: "cnap",
  title: "CNAP",
  dialects: [],
  credential: "Bearer",
  settings: [],
  example,
  kinds: () => kinds,
  desired: (organization) => resourcesOf(organization),
  check,
  limits: () => limits,
  requests,
  reader: (settings, client) =>
    lazyReader(async () => (await import("./reader.ts")).createReader(settings, client), ["ending"]),
  writer: (_settings, client) => lazyWriter(async () => (await import("./writer.ts")).createWriter(client)),
};
