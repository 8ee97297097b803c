/**
 * SignalSmith (Zeotap Composable): organizations of workspaces, in the dialects `guide`, `reference-a`, `reference-b`.
 * In: a connection and HTTP clients. Out: live resources, and single changes written. See README.md.
 */
import { lazyReader, lazyWriter } from "../../io/lazy.ts";
import type { Connector } from "../../model/connector.ts";
import { resourcesOf } from "../../model/resource.ts";
import { check } from "./check.ts";
import { example } from "./example.ts";
import { kinds } from "./kinds.ts";
import { limits, requests } from "./pace.ts";

/** The connector for SignalSmith. What parses its replies is loaded with the first request, not with the program. */
export const signalsmith: Connector = {
  system: "signalsmith",
  title: "SignalSmith",
  dialects: ["guide", "reference-a", "reference-b"],
  credential: "Bearer",
  settings: ["workspace", "pendingMembers"],
  example,
  kinds,
  desired: (organization) => resourcesOf(organization),
  check,
  limits,
  requests,
  reader: (settings, client) =>
    lazyReader(
      async () => (await import("./reader.ts")).createReader(settings, client),
      ["inside", "workspaces"],
    ),
  writer: (settings, client) =>
    lazyWriter(async () => (await import("./writer.ts")).createWriter(settings, client)),
};
