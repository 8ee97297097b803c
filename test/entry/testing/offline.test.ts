/** Workflow, runner and fake GitHub together, with a small action in place of the real one. */
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type FakeAccount, readWorkflow, startGitHub } from "../../../src/entry/testing/index.ts";
import { actionWith } from "./action.ts";

const examples = join(import.meta.dirname, "../../../examples/workflows");
const token = "github-token";

/** Comments on its pull request, then says what GitHub thinks of a new issue, as a job with too few permissions would learn. */
const program = `
const { pull_request: pull, repository } = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, "utf8"));
const post = async (path, body) => {
  const { status } = await fetch(env.GITHUB_API_URL + "/repos/" + env.GITHUB_REPOSITORY + path, {
    method: "POST",
    headers: { authorization: "Bearer " + env.INPUT_TOKEN, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return status;
};
const comment = await post("/issues/" + pull.number + "/comments", { body: "A plan of " + env.GITHUB_HEAD_REF });
const ref = await post("/git/refs", { ref: "refs/heads/x", sha: pull.head.sha });
appendFileSync(env.GITHUB_OUTPUT, "comment=" + comment + "\\nref=" + ref + "\\n");
`;

async function planned(fork?: string) {
  const plan = await readWorkflow(join(examples, "plan.yml"));
  const permissions = fork === undefined ? plan.permissions : plan.permissionsOfForks;
  const account: FakeAccount = { token, login: "github-actions[bot]", kind: "bot", permissions };
  const github = await startGitHub({ accounts: [account], seed: { files: { "orgs/acme.yaml": "a" } } });
  onTestFinished(() => github.close());
  const at = fork === undefined ? {} : { fork };
  github.commit({ ...at, branch: "topic", files: { "orgs/acme.yaml": "b" }, message: "Change" });
  const { number } = github.openPullRequest({ ...at, head: "topic" });
  const { serverUrl, apiUrl, graphqlUrl, repository } = github;
  const result = await plan.run({
    action: await actionWith(program, "{command: {}, token: {default: '$" + "{{ github.token }}'}}"),
    event: github.event({ name: "pull_request", number }),
    github: { serverUrl, apiUrl, graphqlUrl, repository, token },
  });
  return { result, comments: github.state.comments(number) };
}

test("a job may do what its workflow lets it, and no more", async () => {
  const { result, comments } = await planned();

  expect(result?.outputs).toEqual({ comment: "201", ref: "403" });
  expect(comments).toEqual([expect.objectContaining({ body: "A plan of topic" })]);
});

test("a fork's run writes nothing", async () => {
  const { result, comments } = await planned("mallory/organizations");

  expect(result?.outputs).toEqual({ comment: "403", ref: "403" });
  expect(comments).toEqual([]);
});
