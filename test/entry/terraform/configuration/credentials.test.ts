/** Credentials of a project file that the provider's configuration names: relative to that file, as on the command line. */
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createProvider } from "../../../../src/entry/terraform/orgwright.ts";
import { startSandbox } from "../../../../src/sandbox/index.ts";
import { folderWith } from "../../../io/folder.ts";
import { canary, seed } from "../../cli.ts";

const nothing = { guards: null, invitations: null, secrets_out: null, secrets_recipients: null };

/** What the provider says of the organizations of a connection whose project file has this reference. */
async function organizations(token: string, inline: Readonly<Record<string, string>> = {}) {
  const sandbox = await startSandbox({ requestsPerMinute: 0, seed });
  onTestFinished(() => sandbox.close());
  const endpoint = sandbox.endpoints.signalsmith;
  const folder = await folderWith({
    "live/token": `${canary}\n`,
    "live/tell.cjs": `console.log(Object.values(process.env).includes("given-inline") ? "seen" : "${canary}");\n`,
    "live/orgwright.yaml": `apiVersion: orgwright/v1
kind: Project
manifests: [orgs/*.yaml]
connections:
  main: {system: signalsmith, endpoint: "${endpoint}", token: ${token}}
`,
  });
  const secrets = new Set<string>();
  const environment = { PATH: process.env["PATH"] };
  const provider = createProvider({ environment, folder, version: "0", now: Date.now, secrets });
  const connections = Object.fromEntries(
    Object.entries(inline).map(([name, value]) => [name, { system: "signalsmith", endpoint, token: value }]),
  );
  const problems = await provider.configure({
    ...nothing,
    project: join("live", "orgwright.yaml"),
    connections,
  });
  expect(problems).toEqual([]);
  const answer = await provider.dataSources["orgwright_organizations"]?.read({ connection_name: "main" });
  return { answer, secrets: [...secrets] };
}

test.each([
  ["file", "{file: token}"],
  ["command", `{command: [${JSON.stringify(process.execPath)}, tell.cjs]}`],
])("a %s is looked for in the project file's folder", async (_, token) => {
  const { answer, secrets } = await organizations(token);

  expect(answer?.problems).toEqual([]);
  expect(JSON.stringify(answer?.state)).toContain("acme-corp");
  expect(secrets).toEqual([canary]);
});

test("one that cannot be had is a problem, without what was found", async () => {
  const { answer, secrets } = await organizations("{file: .}");

  expect(answer?.state).toBe(null);
  expect(JSON.stringify(answer?.problems)).toMatch(
    /connection main is missing: the file \. is no plain file/,
  );
  expect(secrets).toEqual([]);
});

test("a command does not get the credentials that other connections were given", async () => {
  const { answer } = await organizations(`{command: [${JSON.stringify(process.execPath)}, tell.cjs]}`, {
    other: "given-inline",
  });

  expect(answer?.problems).toEqual([]);
});
