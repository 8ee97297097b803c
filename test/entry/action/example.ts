/** The shipped examples on a stage: their files at the test's sandbox, and the credentials that their READMEs export. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";

/** Where the examples are. */
export const root: string = join(import.meta.dirname, "../../../examples");

const FOLDERS = ["orgs", "people", "approvals"];

/** What a system tells once comes encrypted for this one. */
export const identity: string = await generateX25519Identity();

/** The line of the project file that names it. */
export const recipientLine = `secrets: {recipients: [${await identityToRecipient(identity)}]}\n`;

/** The files of an example, with the sandbox of a test in place of the README's, and a line more in the project file. */
export function filesOf(example: string, origin: string, more: string): Readonly<Record<string, string>> {
  const folder = join(root, example);
  const inside = FOLDERS.flatMap((name) =>
    readdirSync(folder).includes(name)
      ? readdirSync(join(folder, name))
          .filter((file) => file.endsWith(".yaml"))
          .map((file) => `${name}/${file}`)
      : [],
  );
  return Object.fromEntries(
    ["orgwright.yaml", ...inside].map((file) => {
      const text = readFileSync(join(folder, file), "utf8").replace(/http:\/\/127\.0\.0\.1:\d+/g, origin);
      return [file, file === "orgwright.yaml" ? text + more : text];
    }),
  );
}

/** The variables that the README exports. */
export function secretsOf(example: string): Readonly<Record<string, string>> {
  const readme = readFileSync(join(root, example, "README.md"), "utf8");
  const lines = readme.split("\n").filter((line) => line.startsWith("export "));
  return Object.fromEntries(
    lines.flatMap((line) =>
      [...line.matchAll(/(\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]),
    ),
  );
}
