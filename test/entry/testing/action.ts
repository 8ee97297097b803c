import { type ActionResult, type ActionRun, runAction } from "../../../src/entry/testing/index.ts";
import { folderWith } from "../../io/folder.ts";

/** A folder with an action whose program is this. */
export async function actionWith(program: string, inputs = "{}"): Promise<string> {
  return await folderWith({
    "action.yml": `name: tiny\ninputs: ${inputs}\nruns: {using: node24, main: dist/index.mjs}\n`,
    "dist/index.mjs": `import { appendFileSync, readFileSync } from "node:fs";\nconst { env } = process;\n${program}\n`,
  });
}

/** A push to main. */
export const push: ActionRun["event"] = {
  name: "push",
  payload: { ref: "refs/heads/main", after: "a".repeat(40), sender: { login: "alice" } },
};

/** Where the run thinks it is. */
export const github: ActionRun["github"] = {
  serverUrl: "http://127.0.0.1:1",
  apiUrl: "http://127.0.0.1:1/api/v3",
  graphqlUrl: "http://127.0.0.1:1/api/graphql",
  token: "job-token-5e1f",
  repository: "acme/organizations",
};

/** Runs this program as an action. */
export async function runProgram(
  program: string,
  more: Partial<ActionRun> & { declared?: string } = {},
): Promise<ActionResult> {
  const { declared, ...rest } = more;
  return await runAction({ action: await actionWith(program, declared), event: push, github, ...rest });
}

/** A program that prints these lines. */
export function printing(...lines: readonly string[]): string {
  return lines.map((line) => `process.stdout.write(${JSON.stringify(`${line}\n`)});`).join("\n");
}
