/** A drift that is known: told by nobody again, and undone by apply all the same. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith } from "../io/folder.ts";
import { canary, commitAll, openSandbox, organizationText, orgwright, projectText, seed } from "./cli.ts";

/** A project that was applied, and Dana demoted by hand since; the id of the change that would undo it. */
async function drifted() {
  const sandbox = await openSandbox(seed);
  const folder = await folderWith({
    "orgwright.yaml": projectText(sandbox.endpoints.signalsmith),
    "orgs/acme.yaml": organizationText(),
    "approvals/.gitkeep": "",
  });
  expect(await orgwright(["apply", "--yes"], { folder })).toMatchObject({ code: 0 });
  const dana = sandbox.state().signalsmith.organizations[0]?.members[2];
  const role = () => sandbox.state().signalsmith.organizations[0]?.members[2]?.role;
  await fetch(`${sandbox.endpoints.signalsmith}/organizations/org_1/members/${dana?.id}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${canary}`, "content-type": "application/json" },
    body: JSON.stringify({ org_role: "admin" }),
  });
  const { code, stdout } = await orgwright(["drift", "--format", "json"], { folder });
  expect(code).toBe(2);
  const changes: readonly { readonly id: string }[] = JSON.parse(stdout).organizations[0].changes;
  expect(changes).toHaveLength(1);
  return { folder, role, id: changes[0]?.id ?? "" };
}

async function acknowledge(folder: string, id: string, more = ""): Promise<void> {
  await writeFile(
    join(folder, "approvals/known.yaml"),
    `apiVersion: orgwright/v1
kind: Acknowledgement
metadata: {name: dana}
spec: {organization: acme, changes: [${id}]${more}, reason: OPS-7, expires: 2098-12-31}
`,
  );
}

test("an acknowledgement in git quiets drift for its time, and apply still undoes it", async () => {
  const { folder, role, id } = await drifted();
  await acknowledge(folder, id);
  const uncommitted = await orgwright(["drift"], { folder });
  expect(uncommitted).toMatchObject({ code: 2 });
  expect(uncommitted.stdout + uncommitted.stderr).toContain("Acknowledgement dana does not count");

  commitAll(folder);
  const small = await orgwright(["drift"], { folder });
  expect(small).toMatchObject({ code: 2 });
  expect(small.stdout).toContain("acknowledged (dana) without `critical: true`");

  await acknowledge(folder, id, ", critical: true");
  commitAll(folder);
  const { code, stdout } = await orgwright(["drift", "--format", "json"], { folder });
  expect(code).toBe(0);
  const plan = JSON.parse(stdout);
  expect(plan.organizations[0].changes).toMatchObject([
    {
      id,
      cause: "drift",
      acknowledged: { name: "dana", reason: "OPS-7", expires: "2098-12-31", critical: true },
    },
  ]);
  expect(plan).toMatchObject({ verdict: "applicable" });
  const later = { folder, environment: { ORGWRIGHT_NOW: "2099-01-01T00:00:01Z" } };
  expect(await orgwright(["drift"], later)).toMatchObject({ code: 2 });

  expect(role()).toBe("admin");
  expect(await orgwright(["apply", "--yes"], { folder })).toMatchObject({ code: 0 });
  expect(role()).toBe("owner");
});
