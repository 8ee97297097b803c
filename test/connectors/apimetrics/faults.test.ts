import { afterEach, describe, expect, it } from "vitest";
import { apimetrics } from "../../../src/connectors/apimetrics/index.ts";
import { openProject } from "../../conformance/project.ts";
import { access, member, role, workspace } from "./changes.ts";
import { opening } from "./opening.ts";
import {
  type ApimetricsWorld,
  contextOf,
  failureOf,
  holders,
  people,
  readAcme,
  startWorld,
} from "./world.ts";

const open = opening();
const worlds: ApimetricsWorld[] = [];

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function project(faults: string) {
  const world = await startWorld({ faults });
  worlds.push(world);
  // A mail whose fate is unknown counts as sent and rests for some days: not in this test.
  const invitations = { quietDays: 0, maxPerPerson: 100 };
  return { world, project: openProject(apimetrics, world, { invitations, tuning: { contract: false } }) };
}

const emails = Array.from({ length: 8 }, (_, index) => `p${index}@acme.test`);
const manifest = `
apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: acme
  displayName: Acme Corp
  settings: {requireTwoFactor: true, passwordExpiryDays: 30, tags: [gold]}
  roles:
    - {name: SRE, description: On call}
    - {name: AUDIT}
  workspaces:
    - {name: production, displayName: Production, settings: {tags: [eu]}}
    - {name: staging, displayName: Staging}
  members:
${emails.map((email) => `    - {email: ${email}, roles: [SRE], workspaces: {production: VIEWER}}`).join("\n")}
  access:
    - {role: SRE, workspace: production, levels: [EDITOR, ANALYST]}
    - {email: ext@partner.test, workspace: staging, level: VIEWER}
  ownership: {access: additive}
`;

/** Every kind of trouble, spread over all requests. */
const weather = [
  "429%11",
  "503%7",
  "reset%9",
  "reset-after%13=POST:/",
  "truncate%6=GET:/",
  "html%8=GET:/",
  "500%10=POST:/invites",
].join(",");

async function settle(open: Awaited<ReturnType<typeof project>>): Promise<readonly string[]> {
  const told: string[] = [];
  for (let run = 0; run < 20; run += 1) {
    const { plan, outcome } = await open.project.apply(manifest);
    told.push(JSON.stringify([plan, outcome]));
    if (outcome.complete && plan.verdict === "empty") return told;
  }
  throw new Error("it never came to rest");
}

it("bad weather ends in the state of good weather, with one mail for each person", async () => {
  const calm = await project("");
  const rough = await project(weather);

  for (const each of [calm, rough]) {
    const told = [...(await settle(each))];
    await each.world.faults("");
    for (const email of emails) await each.world.accept(email);
    told.push(...(await settle(each)));
    expect(told.join()).not.toContain("secret-token");
  }

  const live = await rough.project.live("acme");
  expect(live).toEqual(await calm.project.live("acme"));
  expect(live?.members.filter((line) => line.endsWith(" DEFAULT+SRE active"))).toHaveLength(emails.length);
  expect(rough.world.invitations()).toEqual(["ext@partner.test"]);
});

describe("a write whose reply is lost after the work was done", () => {
  const invite = member("pia@acme.test", {
    action: "create",
    after: { email: "pia@acme.test", roles: ["SRE"] },
  });
  const renewal = member("nina@acme.test", {
    action: "update",
    nativeId: "inv_nina",
    before: { roles: ["SRE"] },
    after: { email: "nina@acme.test", roles: ["AUDIT"] },
  });
  const cases = {
    invite,
    renewal,
    "role grant": access("staging", "role:SRE:VIEWER", { action: "create", after: { level: "VIEWER" } }),
    grant: access("staging", "bob@acme.test", {
      action: "create",
      after: { level: "VIEWER" },
      holder: "auth0|bob",
    }),
    "project invite": access("staging", "new@partner.test", { action: "create", after: { level: "VIEWER" } }),
    project: workspace("lab", { action: "create", after: { displayName: "Lab" } }),
    role: role("OPS", { action: "create", after: { description: "Night" } }),
    roles: member("bob@acme.test", {
      action: "update",
      nativeId: "auth0|bob",
      before: { roles: ["DEFAULT"] },
      after: { roles: ["SRE"] },
    }),
  };

  it.each(Object.entries(cases))(
    "is unknown, and done once by the same writer and by another: %s",
    async (_, each) => {
      for (const same of [true, false]) {
        const calm = await open();
        await calm.writer().write(each, contextOf(each));
        const world = await open({ faults: "reset-after@1=POST:/" });
        const first = world.writer();

        const error = await failureOf(first.write(each, contextOf(each)));
        await (same ? first : world.writer()).write(each, contextOf(each));

        expect(error.unknownResult).toBe(true);
        expect(await view(world)).toEqual(await view(calm));
      }
    },
  );

  async function view(world: Awaited<ReturnType<typeof open>>) {
    const { roles, workspaces } = await readAcme(world);
    const names = [...roles, ...workspaces].map(({ name }) => name);
    return [names.toSorted(), (await people(world)).toSorted(), (await holders(world)).map(named).toSorted()];
  }

  const named = (line: string) => line.replace(/^proj_\d+/, "made");
});

describe("a read in bad weather (law 3)", () => {
  const paths = [
    "/account/projects",
    "/organizations/acme/roles/",
    "/organizations/acme/accounts/",
    "/organizations/acme/projects/",
    "/organizations/acme/invites/",
    "/projects/access",
    "/roles/access",
    "/service_accounts",
  ];

  it.each(paths)("is an error when %s stays broken", async (path) => {
    for (const fault of ["500", "truncate", "html", "403", "reset"]) {
      const world = await open({ faults: `${fault}%100=GET:${path}` });
      await failureOf(readAcme(world));
    }
  });

  it.each(paths)("is whole when %s mends itself", async (path) => {
    const calm = await readAcme(await open());
    const faults = ["503", "truncate", "429:1"].map((fault, at) => {
      const [kind, wait] = fault.split(":");
      return `${kind}@${at + 1}${wait === undefined ? "" : `:${wait}`}=GET:${path}`;
    });

    expect(await readAcme(await open({ faults: faults.join(",") }))).toEqual(calm);
  });

  it("is an error when an answer comes too late", async () => {
    const faults = "slow%100:400=GET:/organizations/acme/accounts/";
    const world = await open({ faults, timeoutMs: 100 });

    const error = await failureOf(readAcme(world));

    expect(error.message).toContain("time-out");
  });
});
