import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { folderWith } from "../../../io/folder.ts";
import { bundleProvider } from "../client/bundle.ts";
import { startProvider } from "../client/client.ts";

const entry = fileURLToPath(new URL("../../../../src/entry/terraform/main.ts", import.meta.url));

test("the entry itself, bundled as it ships, serves the provider's schemas", async () => {
  const client = await startProvider({ file: await bundleProvider(entry, await folderWith({})) });
  onTestFinished(() => {
    client.connection.close();
    client.child.kill("SIGKILL");
  });
  const { resources, problems } = await client.schema();

  expect(problems).toEqual([]);
  expect(Object.keys(resources)).toContain("orgwright_member");
  expect(await client.close()).toBe(0);
  expect(client.stderr()).toBe("");
});
