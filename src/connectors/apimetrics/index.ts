/**
 * APImetrics, today APIContext: organizations with roles of their own, and projects that roles and accounts have access to.
 * In: a connection and HTTP clients. Out: live resources, and single changes written. See README.md.
 */
import { lazyReader, lazyWriter } from "../../io/lazy.ts";
import type { Connector } from "../../model/connector.ts";
import { check } from "./check.ts";
import { desired } from "./desired.ts";
import { example } from "./example.ts";
import { kinds } from "./kinds.ts";
import { limits, requests } from "./pace.ts";

/** The connector for APImetrics. What parses its replies is loaded with the first request, not with the program. */
export const apimetrics: Connector = {
  system: "apimetrics",
  title: "APImetrics",
  dialects: [],
  credential: "Bearer",
  settings: [],
  example,
  kinds: () => kinds,
  desired,
  check,
  limits: () => limits,
  requests,
  reader: (_settings, client) =>
    lazyReader(async () => (await import("./reader.ts")).createReader(client), ["history"]),
  writer: (_settings, client) => lazyWriter(async () => (await import("./writer.ts")).createWriter(client)),
};
