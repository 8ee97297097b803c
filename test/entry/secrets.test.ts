/** `apply --secrets-out` on a system that hands out invitation tokens: plain, and encrypted for recipients. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { armor, Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { describe, expect, test } from "vitest";
import { folderWith } from "../io/folder.ts";
import { openSandbox, orgwright, writes } from "./cli.ts";

const environment = { CANTILA_TOKEN: "studio-key" };

/** A studio whose manifests invite Nina. */
async function studio(more = "") {
  const sandbox = await openSandbox({
    cantila: {
      accounts: [
        { handle: "studio", name: "Studio", members: [{ email: "sol@studio.test", role: "owner" }] },
      ],
      keys: [{ key: environment.CANTILA_TOKEN, account: "studio" }],
    },
  });
  const folder = await folderWith({
    "orgwright.yaml": `apiVersion: orgwright/v1
kind: Project
manifests: [orgs/*.yaml]
connections:
  studio: {system: cantila, dialect: server, endpoint: "${sandbox.endpoints.cantila}", token: {env: CANTILA_TOKEN}}
${more}`,
    "orgs/studio.yaml": `apiVersion: orgwright/v1
kind: Organization
metadata: {name: studio}
spec:
  connection: studio
  slug: studio
  members:
    - {email: sol@studio.test, role: owner}
    - {email: nina@studio.test, role: viewer}
`,
  });
  return { sandbox, folder };
}

const apply = (folder: string) =>
  orgwright(["apply", "--yes", "--secrets-out", "secrets"], { folder, environment });
const nina = { address: "studio/member/nina@studio.test", name: "invitation token" };

describe("apply --secrets-out", () => {
  test("encrypts for the recipients of the project, and says no secret anywhere else", async () => {
    const identity = await generateIdentity();
    const { folder } = await studio(`secrets: {recipients: [${await identityToRecipient(identity)}]}\n`);

    const { code, stdout, stderr } = await apply(folder);

    expect({ code, stderr }).toMatchObject({ code: 0 });
    const sealed = await readFile(join(folder, "secrets"), "utf8");
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const told = JSON.parse(await decrypter.decrypt(armor.decode(sealed), "text"));
    expect(told).toEqual({ ...nina, value: expect.stringMatching(/^cti_/) });
    expect(sealed + stdout + stderr).not.toContain(told.value);

    // Nothing can be added to it: it stays, and what comes next goes beside it.
    expect(await apply(folder)).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/Secrets go to .*secrets\.2: .*secrets is there already/),
    });
    expect(await readFile(join(folder, "secrets"), "utf8")).toBe(sealed);
  });

  test("sends nothing when a recipient is none", async () => {
    const recipient = await identityToRecipient(await generateIdentity());
    const slip = `${recipient.slice(0, -1)}${recipient.endsWith("q") ? "p" : "q"}`;
    const { sandbox, folder } = await studio(`secrets: {recipients: [${slip}]}\n`);

    const { code, stderr } = await apply(folder);

    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringContaining("Recipient 1 ") });
    expect(writes(sandbox)).toEqual([]);
    expect(await readdir(folder)).not.toContain("secrets");
  });

  test("writes plain lines where no recipients are named", async () => {
    const { folder } = await studio();

    expect(await apply(folder)).toMatchObject({ code: 0 });

    const lines = await readFile(join(folder, "secrets"), "utf8");
    expect(JSON.parse(lines)).toEqual({ ...nina, value: expect.stringMatching(/^cti_/) });
  });
});
