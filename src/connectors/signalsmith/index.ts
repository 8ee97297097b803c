/**
 * SignalSmith (Zeotap Composable): organizations of workspaces, in the dialects `guide`, `reference-a`, `reference-b`.
 * In: a connection and HTTP clients. Out: live resources, and single changes written. See README.md.
 */
import type { Connector, Reader, Writer } from "../../model/connector.ts";
import { resourcesOf } from "../../model/resource.ts";
import { check } from "./check.ts";
import { kinds } from "./kinds.ts";

/** The connector for SignalSmith. What parses its replies is loaded with the first request, not with the program. */
export const signalsmith: Connector = {
  system: "signalsmith",
  title: "SignalSmith",
  dialects: ["guide", "reference-a", "reference-b"],
  kinds,
  desired: (organization) => resourcesOf(organization, false),
  check,
  reader: (settings, client) => {
    let opened: Promise<Reader> | undefined;
    const open = () => {
      opened ??= import("./reader.ts").then(({ createReader }) => createReader(settings, client));
      return opened;
    };
    return {
      find: async (key) => await (await open()).find(key),
      read: async (organization) => await (await open()).read(organization),
      inside: async (workspace, state) => await (await open()).inside(workspace, state),
      workspaces: async () => await (await open()).workspaces(),
    };
  },
  writer: (settings, client) => {
    let opened: Promise<Writer> | undefined;
    return {
      write: async (change, context) => {
        opened ??= import("./writer.ts").then(({ createWriter }) => createWriter(settings, client));
        return await (await opened).write(change, context);
      },
    };
  },
};
