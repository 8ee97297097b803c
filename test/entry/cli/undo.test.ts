/** The way back from an apply, as somebody takes it. */
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../../src/model/contract.ts";
import {
  commitAll,
  members,
  openSandbox,
  organizationText,
  orgwright,
  projectFor,
  seed,
  writes,
} from "../cli.ts";

const before = members.filter((line) => !line.includes("carol"));
const after = [
  ...before.filter((line) => !line.includes("bob")),
  "{email: bob@acme.test, role: member}",
  "{email: erin@acme.test, role: admin}",
];

function revert(folder: string): void {
  execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@acme.test", "revert", "--no-edit", "HEAD"], {
    cwd: folder,
    stdio: "pipe",
  });
}

describe("the way back", () => {
  test("is written by an apply, and taken by reverting and applying it", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox, {
      "orgs/acme.yaml": organizationText(before),
      ".gitignore": ".orgwright\n",
    });
    commitAll(folder);
    expect(await orgwright(["apply", "--yes"], { folder })).toMatchObject({ code: 0 });
    const known = sandbox.state().signalsmith;
    await writeFile(join(folder, "orgs/acme.yaml"), organizationText(after));
    commitAll(folder);

    const applied = await orgwright(["apply", "--yes"], { folder });

    expect(applied.code).toBe(0);
    expect(applied.stderr).toContain("To take this back");
    expect(applied.stderr).toContain("orgwright apply --plan .orgwright/undo.json");
    const undo = JSON.parse(await readFile(join(folder, ".orgwright/undo.json"), "utf8")) as Plan;
    expect(
      undo.organizations
        .flatMap(({ changes }) => changes.map(({ address, action }) => `${action} ${address}`))
        .sort(),
    ).toEqual(["delete acme/member/erin@acme.test", "update acme/member/bob@acme.test"]);
    revert(folder);
    const sent = writes(sandbox).length;
    const back = await orgwright(["apply", "--plan", ".orgwright/undo.json", "--yes"], { folder });

    expect(back).toMatchObject({ code: 0 });
    expect(writes(sandbox)).toHaveLength(sent + 2);
    expect(rolesIn(sandbox.state().signalsmith)).toEqual(rolesIn(known));
    expect(await orgwright(["plan", "--detailed-exitcode"], { folder })).toMatchObject({ code: 0 });
  });

  test("is not told where nothing was changed, and no earlier one is passed off as its own", async () => {
    const sandbox = await openSandbox(seed);
    const folder = await projectFor(sandbox);
    commitAll(folder);
    await orgwright(["apply", "--yes"], { folder });

    expect((await orgwright(["apply", "--yes"], { folder })).stderr).not.toContain("take this back");
  });
});

function rolesIn(state: unknown): readonly string[] {
  const { organizations } = state as {
    readonly organizations: readonly {
      readonly members: readonly { readonly account: string; readonly role: string }[];
    }[];
  };
  return organizations
    .flatMap(({ members: rows }) => rows.map(({ account, role }) => `${account} ${role}`))
    .sort();
}
