/**
 * Cantila: accounts with sub-accounts, in the dialects `documented` and `server`; `auto` asks which one answers.
 * In: a connection and HTTP clients. Out: live resources, and single changes written. See README.md.
 */
import { lazyReader, lazyWriter } from "../../io/lazy.ts";
import type { Connector } from "../../model/connector.ts";
import { check } from "./check.ts";
import { desired } from "./desired.ts";
import { example } from "./example.ts";
import { kinds } from "./kinds.ts";
import { limits, requests } from "./pace.ts";

/** The connector for Cantila. What parses its replies is loaded with the first request, not with the program. */
export const cantila: Connector = {
  system: "cantila",
  title: "Cantila",
  dialects: ["auto", "documented", "server"],
  credential: "Bearer",
  settings: [],
  example,
  kinds,
  desired,
  check,
  limits,
  requests,
  reader: (settings, client) =>
    lazyReader(
      async () => (await import("./reader.ts")).createReader(settings, client),
      ["dialect", "history"],
    ),
  writer: (settings, client) =>
    lazyWriter(async () => (await import("./writer.ts")).createWriter(settings, client)),
};
