/** A provider of the tests, served by the wire. */
import { hostOf } from "../../../../../src/entry/terraform/wire/host.ts";
import { serve } from "../../../../../src/entry/terraform/wire/serve.ts";
import { tinyProvider } from "./provider.ts";

void serve({
  host: hostOf(process),
  version: process.env["ORGWRIGHT_VERSION"] ?? "0.0.0",
  // As if a token had a quote in it.
  secrets: new Set(["", 'to"ken']),
  load: (log) => Promise.resolve(tinyProvider(process.env["TINY_FOLDER"] ?? "", log)),
});
