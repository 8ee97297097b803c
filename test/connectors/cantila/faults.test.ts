import { afterEach, describe, expect, it } from "vitest";
import type { CantilaSeed } from "../../../src/sandbox/index.ts";
import {
  change,
  context,
  lowest,
  type Opened,
  openCantila,
  openTestProject,
  type Speaks,
  type WorldOptions,
} from "./world.ts";

const opened: Opened[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: WorldOptions): Promise<Opened> {
  const world = await openCantila(options);
  opened.push(world);
  return world;
}

const dialects = ["server", "documented"] as const;
const lists = ["/accounts/me", "/team/members", "/invites", "/me"] as const;

describe.each(dialects)("one fault while %s is read", (speaks) => {
  it.each(
    lists.flatMap((path) =>
      ["429", "429:2", "500", "502", "503", "reset", "truncate", "html", "slow"].map((fault) => [
        fault,
        path,
      ]),
    ),
  )("%s at %s changes nothing of what is read", async (fault, path) => {
    const [effect, seconds] = fault.split(":");
    const argument = effect === "slow" ? ":400" : seconds === undefined ? "" : `:${seconds}`;
    const calm = await open({ speaks });
    const world = await open({
      speaks,
      timeoutMs: effect === "slow" ? 200 : 5000,
      faults: `${effect}@1${argument}=GET:${path}`,
    });

    expect(withoutTimes(await world.live())).toEqual(withoutTimes(await calm.live()));
    expect(await world.reader().organizations()).toEqual(await calm.reader().organizations());
  });
});

function withoutTimes(live: object): unknown {
  return JSON.parse(JSON.stringify(live, (key, value: unknown) => (key === "expiresAt" ? undefined : value)));
}

describe.each(dialects)("a fault that stays while %s is read (law 3)", (speaks) => {
  it.each(
    lists.flatMap((path) => ["429", "500", "reset", "truncate", "html"].map((effect) => [effect, path])),
  )("%s at %s is an error, never less", async (effect, path) => {
    const world = await open({
      speaks,
      connection: { dialect: speaks },
      faults: `${effect}%100=GET:${path}`,
    });

    await expect(world.live()).rejects.toMatchObject({ name: "ConnectorError" });
  });

  it("of the accounts below is an error, never fewer", async () => {
    const world = await open({ speaks, faults: "truncate%100=GET:/accounts/sub" });

    await expect(world.reader().organizations()).rejects.toMatchObject({ name: "ConnectorError" });
  });
});

describe.each(dialects)("a fault while %s is written", (speaks) => {
  const writes = {
    "POST:/invites": change({
      address: "acme/member/pia@acme.test",
      kind: "member",
      action: "create",
      after: { email: "pia@acme.test", roles: ["admin"] },
    }),
    "DELETE:/invites": change({
      address: "acme/member/nina@acme.test",
      kind: "member",
      action: "delete",
      nativeId: "inv_nina",
      before: { email: "nina@acme.test", roles: [lowest(speaks)], status: "invited" },
    }),
    "PATCH:/team": change({
      address: "acme/member/bob@acme.test",
      kind: "member",
      action: "update",
      nativeId: "mem_bob",
      before: { roles: [lowest(speaks)] },
      after: { roles: ["admin"] },
    }),
    "DELETE:/team": change({
      address: "acme/member/bob@acme.test",
      kind: "member",
      action: "delete",
      nativeId: "mem_bob",
      before: { email: "bob@acme.test", roles: [lowest(speaks)], status: "active" },
    }),
    "POST:/accounts/sub": change({
      address: "corner/organization",
      kind: "organization",
      action: "create",
      after: { slug: "corner", displayName: "Corner", parent: "agency", "branding.displayName": "C" },
    }),
    "*:branding": change({
      address: "acme/organization",
      kind: "organization",
      action: "update",
      nativeId: "acc_acme",
      before: { "branding.displayName": "Acme Cloud" },
      after: { "branding.displayName": "New" },
    }),
  };
  const cases = Object.entries(writes).flatMap(([at, each]) =>
    ["429", "500", "503", "reset", "reset-after", "truncate", "html"].map(
      (effect) => [effect, at, each] as const,
    ),
  );

  it.each(cases)("%s at %s: the next run ends where good weather does", async (effect, at, each) => {
    const calm = await open({ speaks });
    await calm.writer().write(each, context);
    const world = await open({ speaks, faults: `${effect}@1=${at}` });

    for (let run = 0; run < 3; run += 1)
      await world.writer().write(each, context).catch(expectConnectorError);
    await world.writer().write(each, context);

    expect(await everything(world)).toEqual(await everything(calm));
  });
});

function expectConnectorError(error: unknown): void {
  expect(error).toMatchObject({ name: "ConnectorError" });
  expect(JSON.stringify(error) + String(error)).not.toMatch(/agency-key|cti_|ctk_/);
}

/** All accounts in words that hold no times and no ids of one run. */
async function everything(world: Opened): Promise<unknown> {
  const all = await world.reader().organizations();
  return await Promise.all(
    all.map(async (organization) => ({
      attributes: organization.attributes,
      people: (await world.reader().read(organization)).members
        .map(({ email, roles, status }) => [email, roles, status])
        .sort(),
    })),
  );
}

/** Every kind of trouble, spread over all requests. */
const weather = [
  "429%11",
  "503%7",
  "slow%5:5",
  "reset%9",
  "reset-after%13=POST:/",
  "reset-after%17=PATCH:/",
  "truncate%6=GET:/",
  "html%8=GET:/",
  "500%10=POST:/invit",
].join(",");

const people = Array.from({ length: 12 }, (_, index) => `p${index}@acme.test`);

const seed: CantilaSeed = {
  accounts: [
    { handle: "agency", name: "Agency", plan: "agency" },
    {
      handle: "acme",
      name: "Acme",
      parent: "agency",
      members: [{ email: "alice@acme.test", role: "owner" }],
    },
  ],
  keys: [{ key: "agency-key", account: "agency" }],
};

function manifest(speaks: Speaks): string {
  return `
apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: acme
  branding: {displayName: Acme Cloud, primaryColor: "#0B5"}
  members:
    - {email: alice@acme.test, role: owner}
${people.map((email) => `    - {email: ${email}, role: ${lowest(speaks)}}`).join("\n")}
`;
}

async function project(speaks: Speaks, faults = "") {
  const world = await openTestProject({ speaks, faults, seed: { cantila: seed } });
  opened.push(world);
  return world;
}

describe.each(dialects)("bad weather over %s", (speaks) => {
  it("ends in the state of good weather, with nobody invited twice, and says nothing of the credential", async () => {
    const calm = await project(speaks);
    await calm.project.apply(manifest(speaks));
    expect((await calm.project.plan(manifest(speaks))).verdict).toBe("empty");
    const rough = await project(speaks, weather);

    const outcomes: string[] = [];
    for (let run = 0; run < 12; run += 1) {
      const { plan, outcome } = await rough.project.apply(manifest(speaks));
      outcomes.push(JSON.stringify([plan, outcome]));
      if (outcome.complete && plan.verdict === "empty") break;
    }

    const live = await rough.project.live("acme").catch(() => rough.project.live("acme"));
    expect(live).toEqual(await calm.project.live("acme"));
    expect(invitations(rough)).toEqual(people.map((email) => [email, 1]).sort());
    expect(outcomes.length).toBeGreaterThan(1);
    expect(outcomes.join()).not.toMatch(/agency-key|cti_/);
  });
});

/** Open invitations by address; of documented ones, which are mailed, all that there ever were. */
function invitations({ sandbox, speaks }: Opened): unknown {
  const acme = sandbox.state().cantila.accounts.find(({ handle }) => handle === "acme");
  const all = (acme?.invites ?? []).filter(({ status }) => speaks === "documented" || status === "pending");
  const emails = all.map(({ email }) => email);
  return [...new Set(emails)].map((email) => [email, emails.filter((each) => each === email).length]).sort();
}
