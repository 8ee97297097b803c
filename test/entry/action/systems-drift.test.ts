/** Drift on the five systems, end to end: a change by hand, the issue, the pull request that adopts it, its merge, the issue closed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesOf, recipientLine, root, secretsOf } from "./example.ts";
import { openStage } from "./stage.ts";

type ByHand = (
  ask: (method: string, path: string, body?: unknown, headers?: object) => Promise<Asked>,
) => Promise<unknown>;

interface Asked {
  readonly headers: Headers;
  readonly body: { readonly [key: string]: unknown };
}

/** What somebody does by hand on each system, and what the manifest says of it once it is adopted. */
const byHand: readonly (readonly [string, ByHand, RegExp])[] = [
  [
    "signalsmith",
    async (ask) => {
      const { body } = await ask("GET", "/signalsmith/api/v1/organizations/org_1/members");
      const members = JSON.stringify(body);
      const [, erin = ""] = /"id":"(mem_\d+)"[^}]*erin@acme\.test/.exec(members) ?? [];
      return await ask("PUT", `/signalsmith/api/v1/organizations/org_1/members/${erin}`, {
        org_role: "member",
      });
    },
    /email: erin@acme\.test\n +role: member\n/,
  ],
  [
    "cnap",
    async (ask) => {
      const path = "/cnap/v1/organizations/org_acme";
      const { headers, body } = await ask("GET", path);
      const etag = headers.get("etag") ?? String(body["etag"]);
      return await ask("PATCH", path, { name: "Acme by hand" }, { "if-match": etag });
    },
    /displayName: Acme by hand/,
  ],
  [
    "lumoauth",
    async (ask) =>
      await ask("PATCH", "/lumoauth/t/acme-invoices/api/v1/admin/organizations/org-clinic/members/eva", {
        status: "active",
      }),
    /status: active/,
  ],
  [
    "cantila",
    async (ask) =>
      await ask(
        "PATCH",
        "/cantila/v1/accounts/me/branding",
        { brandPrimaryColor: "#ff00ff" },
        { "x-cantila-act-as": "bakery" },
      ),
    /#ff00ff/,
  ],
  [
    "apimetrics",
    async (ask) => await ask("POST", "/apimetrics/api/2/organizations/acme/", { enforce_2fa: false }),
    /requireTwoFactor: false/,
  ],
];

/** Requests to a sandbox with the example's credential in every form that a system wants. */
function asking(origin: string, secrets: Readonly<Record<string, string>>): Parameters<ByHand>[0] {
  const [token = ""] = Object.values(secrets);
  return async (method, path, body, headers = {}) => {
    const reply = await fetch(`${origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        "x-api-key": token,
        "content-type": "application/json",
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return { headers: reply.headers, body: (await reply.json()) as Asked["body"] };
  };
}

test.each(byHand)(
  "%s: drift is told, adopted by pull request, and the issue is closed",
  async (example, change, said) => {
    const seed = JSON.parse(readFileSync(join(root, example, "sandbox.json"), "utf8"));
    const stage = await openStage({
      seed,
      files: ({ signalsmith }) => filesOf(example, new URL(signalsmith).origin, recipientLine),
    });
    const origin = new URL(stage.sandbox.url).origin;
    const secrets = secretsOf(example);
    const begun = await stage.step("apply", { name: "push" }, { secrets, inputs: { unreviewed: "apply" } });
    expect(begun.conclusion, begun.log).toBe("success");
    const quiet = await stage.step("drift", { name: "schedule" }, { secrets, inputs: { adopt: "true" } });
    expect(quiet.conclusion, quiet.log).toBe("success");
    expect(stage.github.state.issues()).toEqual([]);

    await change(asking(origin, secrets));

    const told = await stage.step("drift", { name: "schedule" }, { secrets, inputs: { adopt: "true" } });
    expect(told.conclusion, told.log).toBe("success");
    const [issue] = stage.github.state.issues();
    expect(issue).toMatchObject({ state: "open" });
    const pull = stage.github.state
      .pulls()
      .find(({ number }) => String(number) === told.outputs["pull-request"]);
    expect(pull, told.log).toMatchObject({ state: "open" });
    expect(issue?.body).toContain(`#${pull?.number}`);
    expect(Object.values(stage.github.state.files(pull?.headRef ?? "")).join("\n")).toMatch(said);

    const event = { name: "pull_request", number: pull?.number ?? 0 } as const;
    const planned = await stage.step("plan", event, { secrets });
    expect(planned.outputs, planned.log).toMatchObject({ changes: "false" });
    stage.github.merge(pull?.number ?? 0);
    const before = stage.writes().length;
    const applied = await stage.step("apply", { name: "push" }, { secrets });
    expect(applied.conclusion, applied.log).toBe("success");
    expect(stage.writes()).toHaveLength(before);

    const after = await stage.step("drift", { name: "schedule" }, { secrets, inputs: { adopt: "true" } });
    expect(after.outputs, after.log).toMatchObject({ drift: "0" });
    expect(stage.github.state.issues()).toMatchObject([{ state: "closed" }]);
  },
);
