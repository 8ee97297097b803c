/** The contract and the sandbox name the same operations, each in the same dialects. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DIALECTS } from "../../../src/sandbox/signalsmith/call.ts";
import { invitationOperations } from "../../../src/sandbox/signalsmith/invitations.ts";
import { linkOperations } from "../../../src/sandbox/signalsmith/links.ts";
import { memberOperations } from "../../../src/sandbox/signalsmith/members.ts";
import { organizationOperations } from "../../../src/sandbox/signalsmith/organizations.ts";
import { workspaceMemberOperations } from "../../../src/sandbox/signalsmith/workspace-members.ts";
import { workspaceOperations } from "../../../src/sandbox/signalsmith/workspaces.ts";

type Described = Readonly<Record<string, { readonly "x-dialects"?: readonly string[] }>>;

it("the sandbox serves what the contract describes, dialect by dialect", () => {
  const file = new URL("../../../schemas/systems/signalsmith.openapi.json", import.meta.url);
  const { paths } = JSON.parse(readFileSync(file, "utf8")) as { paths: Readonly<Record<string, Described>> };
  const described = Object.entries(paths).flatMap(([path, { parameters: _, ...operations }]) =>
    Object.entries(operations).flatMap(([method, { "x-dialects": dialects = DIALECTS }]) =>
      dialects.map((dialect) => `${method.toUpperCase()} ${path} in ${dialect}`),
    ),
  );
  const served = [
    ...organizationOperations,
    ...linkOperations,
    ...invitationOperations,
    ...memberOperations,
    ...workspaceOperations,
    ...workspaceMemberOperations,
  ].flatMap(({ method, path, dialects }) =>
    dialects.map((dialect) => `${method} ${path.replace(/:(\w+)/g, "{$1}")} in ${dialect}`),
  );

  expect(described.sort()).toEqual(served.sort());
});
