/** The project file is the base branch's: what a pull request changes in it takes effect after the merge, and no sooner. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { organizationText, projectText } from "../cli.ts";
import { acme, begun, carol, ours, planned, statusOf } from "./acme.ts";
import { asLive, openStage } from "./stage.ts";

/** A server of the attacker's: gives what it was asked. */
async function elsewhere(): Promise<{ readonly url: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, reply) => {
    asked.push(`${request.method} ${request.url}`);
    reply.end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`, asked };
}

const guards = "guards: {minOwners: 2}\n";
const ofAcme = "guards: {organizations: {acme: {minOwners: 2}}}\n";

test("another endpoint: nobody is asked, neither there nor where the organization lives", async () => {
  const stage = await openStage();
  const { url, asked } = await elsewhere();
  const number = stage.propose({ "orgwright.yaml": projectText(url), ...acme(...asLive, carol) });

  const result = await planned(stage, number);

  expect(result.conclusion, result.log).toBe("success");
  expect(asked).toEqual([]);
  expect(stage.sandbox.requests()).toEqual([]);
  const [comment] = ours(stage, number);
  expect(comment?.body).toContain("Takes effect after merge");
  expect(comment?.body).toContain(url.replace("http://", ""));
  expect(comment?.body).toContain("this changes connection signalsmith in the project file");
  expect(comment?.body).toContain("carol@acme.test");
  expect(stage.github.state.labels(number)).toEqual(["orgwright: not planned"]);
});

test("a new connection beside: the others are planned live", async () => {
  const stage = await openStage();
  const { url, asked } = await elsewhere();
  const extra = `  evil:\n    system: signalsmith\n    endpoint: ${url}\n    token: {env: SIGNALSMITH_TOKEN}\n`;
  const number = stage.propose({
    "orgwright.yaml": projectText(stage.sandbox.endpoints.signalsmith, extra),
    ...acme(...asLive, carol),
  });

  const result = await planned(stage, number);

  expect(result.conclusion, result.log).toBe("success");
  expect(ours(stage, number)[0]?.body).toContain("connection `evil` is new");
  expect(ours(stage, number)[0]?.body).not.toContain("not compared with live");
  expect(asked).toEqual([]);

  // Its first organization cannot be planned before the connection is trusted.
  const second = organizationText(asLive.slice(0, 1))
    .replace("{name: acme}", "{name: beta}")
    .replace("connection: signalsmith", "connection: evil")
    .replace(/ {2}workspaces:\n.*\n/, "");
  stage.github.commit({ branch: "change-1", files: { "orgs/beta.yaml": second } });
  const both = await planned(stage, number);
  expect(asked).toEqual([]);
  expect(both.conclusion, both.log).toBe("success");
  expect(ours(stage, number)[0]?.body).toContain("beta");
  expect(ours(stage, number)[0]?.body).toContain("this changes connection evil in the project file");
});

test("guards that change: what they judge is not planned live, and the old ones hold until the merge", async () => {
  const stage = await openStage();
  const { signalsmith } = stage.sandbox.endpoints;
  for (const more of [guards, ofAcme]) {
    const files = { "orgwright.yaml": projectText(signalsmith, more), ...acme(...asLive, carol) };
    const number = stage.propose(files);

    const result = await planned(stage, number);

    expect(result.conclusion, result.log).toBe("success");
    expect(ours(stage, number)[0]?.body).toMatch(/this changes (its )?guards in the project file/);
    expect(stage.sandbox.requests()).toEqual([]);
  }

  const alone = stage.propose({ "orgwright.yaml": projectText(signalsmith, guards) });
  const result = await planned(stage, alone);
  expect(result.outputs, result.log).toMatchObject({ organizations: "0" });
  expect(ours(stage, alone)[0]?.body).toContain("Takes effect after the merge: `guards` is different");
  expect(stage.sandbox.requests()).toEqual([]);
});

test("a project file that is not valid is refused at its line", async () => {
  const stage = await openStage();
  const text = projectText(stage.sandbox.endpoints.signalsmith, "guads: {}\n");
  const number = stage.propose({ "orgwright.yaml": text });

  const result = await planned(stage, number);

  expect(result.outputs["failure-reason"], result.log).toBe("invalid");
  expect(result.annotations).toContainEqual(
    expect.objectContaining({ file: "orgwright.yaml", level: "error" }),
  );
});

test("the first project file: what it would do is shown without asking anybody", async () => {
  const stage = await openStage({ files: () => ({ "src/index.ts": "" }) });
  const { url, asked } = await elsewhere();
  const number = stage.propose({ "orgwright.yaml": projectText(url), ...acme(...asLive) });

  const result = await planned(stage, number);

  expect(result.conclusion, result.log).toBe("success");
  expect(asked).toEqual([]);
  expect(ours(stage, number)[0]?.body).toContain("`orgwright.yaml` is new");
  expect(ours(stage, number)[0]?.body).toContain("alice@acme.test");
  expect(statusOf(stage, number)?.state).toBe("success");
});

test("a manifest that is removed releases its organization: nothing is removed live", async () => {
  const stage = await begun();
  const number = stage.propose({ "orgs/acme.yaml": null });

  const result = await planned(stage, number);

  expect(result.conclusion, result.log).toBe("success");
  expect(result.outputs).toMatchObject({ delete: "0", organizations: "1" });
  expect(Number(result.outputs["released"])).toBeGreaterThan(0);
  expect(ours(stage, number)[0]?.body).toContain("released");
  stage.github.merge(number);
  const applied = await stage.step("apply", { name: "push" });
  expect(applied.conclusion, applied.log).toBe("success");
  expect(stage.writes()).toEqual([]);
});

test("a manifest that is removed before anything was applied says that nothing is remembered", async () => {
  const stage = await openStage();
  const number = stage.propose({ "orgs/acme.yaml": null });

  const result = await planned(stage, number);

  expect(result.conclusion, result.log).toBe("success");
  expect(result.outputs).toMatchObject({ delete: "0" });
  expect(ours(stage, number)[0]?.body).toContain("its manifest is gone, and nothing is remembered of it");
  expect(stage.writes()).toEqual([]);
});
