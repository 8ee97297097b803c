/** What reads tell that cannot be, or that means two things: an error rather than a guess (law 3). */
import { describe, expect, it } from "vitest";
import { acmeProjects, listing, manifest, olga, roles } from "./acme.ts";
import type { Alter } from "./world.ts";

const openAcme = acmeProjects();

const bob = { id: "7", email: "bob@acme.test" };
const eve = { id: 7, email: "eve@evil.test", role: "owner" };
const onlyOlga = "{email: olga@acme.test, role: owner}";

describe("an invitation of the same number as a user", () => {
  it("is not taken for a declared owner, who stays", async () => {
    const members = [olga, { user: "7", role: "owner" }];
    const acme = await openAcme({ organization: { members, invitations: [eve] }, users: [bob] });

    const { plan } = await acme.project.apply(manifest(`members: [${onlyOlga}, {id: "7", role: owner}]`));

    expect(plan.organizations[0]?.changes.map(({ address, action }) => [address, action])).toEqual([
      ["acme/member/eve@evil.test", "delete"],
    ]);
    expect(acme.owners()).toEqual(["u_olga", "7"]);
    expect(acme.writes()).toEqual(["DELETE /invitations/7 200"]);
  });

  it("is not taken for somebody who shall be added by e-mail", async () => {
    const acme = await openAcme({ organization: { members: [olga], invitations: [eve] }, users: [bob] });

    await acme.project.apply(manifest(`members: [${onlyOlga}, {email: bob@acme.test, role: viewer}]`));

    expect([...acme.writes()].sort()).toEqual(["DELETE /invitations/7 200", "POST /members 201"]);
  });
});

describe("the organization fails, and nothing is planned, where", () => {
  const boss = { id: 6, slug: "boss", name: "Boss", isOwner: true };
  const wrongTotal: Alter = async (request, pass) => {
    const reply = await pass();
    if (request.method !== "GET" || !request.path.endsWith("/members")) return reply;
    const body = reply.body as { readonly meta: object };
    const pagination = { ...body.meta, total: 250, totalPages: 3, hasNextPage: true };
    return { ...reply, body: { ...body, pagination } };
  };
  const twoBobs = [
    { id: "u_bob", email: "bob@acme.test" },
    { id: "u_other", email: "Bob@acme.test" },
  ];

  it.each<[string, Parameters<typeof openAcme>[0], string, string]>([
    [
      "somebody holds a role that the list of roles does not have",
      {
        alter: listing(/roles$/, (rows) => rows.filter(({ slug }) => slug !== "boss")),
        organization: { roles: [...roles, boss], members: [{ user: "u_olga", role: "boss" }] },
      },
      "members: [{email: olga@acme.test, role: member}]",
      "somebody holds the role boss, which is not listed",
    ],
    [
      "somebody is invited with such a role",
      {
        alter: listing(/roles$/, (rows) => rows.filter(({ slug }) => slug !== "boss")),
        organization: {
          roles: [...roles, boss],
          members: [olga],
          invitations: [{ id: 1, email: "pia@acme.test", role: "boss" }],
        },
      },
      `members: [${onlyOlga}]`,
      "somebody holds the role boss, which is not listed",
    ],
    [
      "two roles have one slug",
      {
        alter: listing(/roles$/, (rows) => [...rows, { ...rows[2], id: 33 }]),
        organization: { members: [olga] },
      },
      "roles: [{name: editor}]",
      "two roles have one slug",
    ],
    [
      "two users of the tenant have one e-mail",
      { alter: listing(/users$/, () => twoBobs), organization: { members: [olga] }, users: [bob] },
      `members: [${onlyOlga}, {email: bob@acme.test, role: owner}]`,
      "is two users of the tenant, u_bob and u_other; name the one that you mean by `id:`",
    ],
    [
      "a list's two counts contradict each other",
      { alter: wrongTotal, organization: { members: [olga] } },
      `members: [${onlyOlga}]`,
      "meta counts 1 rows, pagination 250",
    ],
  ])("%s", async (_, options, spec, said) => {
    const { project } = await openAcme(options);

    const plan = await project.plan(manifest(spec));

    expect(plan.organizations).toMatchObject([{ verdict: "failed", changes: [] }]);
    expect(JSON.stringify(plan.organizations[0]?.diagnostics)).toContain(said);
  });
});

describe("a role that the organization cannot do without", () => {
  it.each([
    ["the default one", { id: 5, slug: "guest", name: "Guest", isDefault: true }],
    ["one that makes owners", { id: 5, slug: "guest", name: "Guest", isOwner: true }],
  ])("is for a person to delete: %s", async (_, guest) => {
    const others = roles.map((role) => ({
      ...role,
      isDefault: role.isDefault === true && !("isDefault" in guest),
    }));
    const acme = await openAcme({ organization: { roles: [...others, guest], members: [olga] } });

    const { plan } = await acme.project.apply(
      manifest("roles: [{name: viewer}, {name: guest, ensure: absent}]"),
    );

    expect(acme.roles()).toContain("guest");
    expect(acme.writes()).toEqual([]);
    expect(JSON.stringify(plan.organizations[0]?.forPerson)).toContain(
      "it is the default role, or makes owners",
    );
  });
});

describe("a role that is renamed", () => {
  const everybody = [{ id: "u_vic", email: "vic@acme.test" }];

  it("changes nobody who holds it, and sends no mail", async () => {
    const acme = await openAcme({
      users: everybody,
      organization: {
        members: [olga, { user: "u_vic", role: "viewer" }],
        invitations: [{ id: 7, email: "pia@acme.test", role: "viewer" }],
      },
    });
    const wanted = manifest(
      "roles: [{name: reader, displayName: Viewer, previously: [viewer]}]",
      `members: [${onlyOlga}, {email: vic@acme.test, role: reader}, {email: pia@acme.test, role: reader}]`,
    );

    const { plan, outcome } = await acme.project.apply(wanted);

    expect(plan.counts.mails).toBe(0);
    expect(outcome.complete).toBe(true);
    expect(acme.writes()).toEqual(["PATCH /roles/3 200"]);
    expect((await acme.project.plan(wanted)).verdict).toBe("empty");
  });

  it("may be taken from some in the same apply", async () => {
    const acme = await openAcme({
      users: [...everybody, { id: "u_zed", email: "zed@acme.test" }],
      organization: {
        members: [olga, { user: "u_vic", role: "viewer" }, { user: "u_zed", role: "viewer" }],
      },
    });

    const { outcome } = await acme.project.apply(
      manifest(
        "roles: [{name: reader, displayName: Viewer, previously: [viewer]}]",
        `members: [${onlyOlga}, {email: vic@acme.test, role: member}]`,
      ),
    );

    expect(outcome.complete).toBe(true);
    expect([...acme.writes()].sort()).toEqual([
      "DELETE /members/u_zed 200",
      "PATCH /members/u_vic 200",
      "PATCH /roles/3 200",
    ]);
  });

  it("and makes owners loses none of them", async () => {
    const boss = { id: 6, slug: "boss", name: "Boss", isOwner: true };
    const { project } = await openAcme({
      organization: { roles: [boss], members: [{ user: "u_olga", role: "boss" }] },
      guards: {},
    });

    const plan = await project.plan(
      manifest(
        "roles: [{name: chief, displayName: Boss, previously: [boss]}]",
        "members: [{email: olga@acme.test, role: chief}]",
      ),
    );

    expect(plan.organizations).toMatchObject([{ verdict: "applicable", guards: [] }]);
  });
});
