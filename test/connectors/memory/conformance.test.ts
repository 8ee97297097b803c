import { accepted, createMemory, memoryKinds } from "../../../src/connectors/memory/index.ts";
import type { ReadClient, WriteClient } from "../../../src/model/connector.ts";
import type { Kinds } from "../../../src/model/kinds.ts";
import { describeConnector } from "../../conformance/connector.ts";

const silent: WriteClient & ReadClient = {
  get: () => Promise.reject(new TypeError("memory sends nothing")),
  send: () => Promise.reject(new TypeError("memory sends nothing")),
};

function describeMemory(name: string, kinds: Kinds): void {
  let current = createMemory();
  describeConnector({
    name,
    wireless: true,
    vocabulary: { known: { id: "user_known" } },
    connector: {
      ...current.connector,
      kinds: () => kinds,
      reader: (...opened) => current.connector.reader(...opened),
      writer: (...opened) => current.connector.writer(...opened),
    },
    start: async () => {
      current = createMemory(undefined, kinds);
      const { writes, edit } = current;
      return await Promise.resolve({
        connection: { system: "signalsmith", endpoint: "http://127.0.0.1", self: "ops@acme.test" },
        readClient: () => silent,
        writeClient: () => silent,
        writes: () => writes().length,
        accept: async (email) => {
          edit((world) => accepted(world, email));
          await Promise.resolve();
        },
        close: () => Promise.resolve(),
      });
    },
  });
}

describeMemory("memory", memoryKinds);
