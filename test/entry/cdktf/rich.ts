/** Manifests in which everything occurs that a construct can yield, on four connections. */
export const project = `apiVersion: orgwright/v1
kind: Project
manifests: [orgs/**/*.yaml, people/**/*.yaml]
connections:
  metrics: {system: apimetrics, endpoint: "http://127.0.0.1:1/apimetrics", token: {env: METRICS_TOKEN}, self: ops@acme.test}
  signal: {system: signalsmith, endpoint: "http://127.0.0.1:1/signalsmith", token: {env: SIGNAL_TOKEN}, self: ops@acme.test}
  studio: {system: cantila, endpoint: "http://127.0.0.1:1/cantila", token: {env: STUDIO_TOKEN}, dialect: documented, self: ops@acme.test}
  tenant: {system: lumoauth, endpoint: "http://127.0.0.1:1/lumoauth", token: {env: TENANT_TOKEN}, tenant: acme, self: ops@acme.test}
`;

/** APImetrics: roles, workspaces, members and access, all exact; cleared settings, entries that shall be gone. */
const acme = `apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: metrics
  slug: acme
  displayName: Acme
  settings: {requireTwoFactor: true, passwordExpiryDays: null, tags: null}
  roles:
    - {name: SRE, description: On call}
    - {name: SHOP_TEAM}
    - {name: FINANCE, ensure: absent}
  workspaces:
    - {name: search, displayName: Search EU, settings: {tags: [shop, eu], email: sre@acme.test}, previously: [find]}
    - {name: checkout, id: pr_checkout}
    - {name: trial, ensure: absent}
  members:
    - {id: "auth0|mia", roles: [SRE, SHOP_TEAM]}
    - {email: olga@acme.test, role: ADMIN}
    - {group: sre, role: SRE}
    - {email: old@acme.test, ensure: absent}
    - {email: later@acme.test, role: SRE, from: 2031-01-01}
  access:
    - {role: SRE, workspace: search, levels: [MANAGER, ANALYST]}
    - {email: Pat@payments.test, workspace: checkout, level: VIEWER, until: 2030-06-30}
    - {id: "auth0|kim", workspace: checkout, level: VIEWER, ensure: absent}
    - {role: SHOP_TEAM, workspace: checkout, level: EDITOR}
`;

/** SignalSmith: additive and observed sections, a declared map of levels, an earlier name. */
const beta = `apiVersion: orgwright/v1
kind: Organization
metadata: {name: beta.eu}
spec:
  connection: signal
  slug: beta-corp
  branding: {logoUrl: null}
  previously: {names: [beta-old, beta_eu]}
  ownership: {workspaces: observe, members: additive}
  workspaces:
    - {name: production, id: ws_production}
    - {name: staging, id: ws_staging}
    - {name: gone, id: ws_gone, ensure: absent}
  members:
    - {email: bob@acme.test, role: owner, workspaces: {staging: member, production: admin}}
    - {email: carol@acme.test, role: member}
`;

/** Cantila: a parent with two sub-accounts, the one found by its id, the other to be ended. */
const studio = `apiVersion: orgwright/v1
kind: Organization
metadata: {name: studio}
spec:
  connection: studio
  slug: studio
  members:
    - {email: olga@acme.test, role: owner}
  ownership: {members: observe}
---
apiVersion: orgwright/v1
kind: Organization
metadata: {name: bakery}
spec:
  connection: studio
  slug: bakery
  parent: studio
  branding: {displayName: Bakery Online, primaryColor: null}
---
apiVersion: orgwright/v1
kind: Organization
metadata: {name: closed}
spec: {connection: tenant, slug: closed, ensure: absent}
`;

/** LumoAuth: suspended people, a section that is empty on purpose, a cleared description. */
const clinic = `apiVersion: orgwright/v1
kind: Organization
metadata: {name: clinic}
spec:
  connection: tenant
  slug: clinic
  description: null
  roles: []
  members:
    - {email: ruth@clinic.test, role: owner}
    - {email: eva@clinic.test, role: owner, status: suspended}
  confirmEmpty: [roles]
---
apiVersion: orgwright/v1
kind: Organization
metadata: {name: school}
spec:
  connection: tenant
  slug: school
  previously: {names: [academy]}
  ownership: {roles: additive}
  roles:
    - {name: helper, displayName: Helper, previously: [aide, assistant]}
    - {name: relic, ensure: absent}
`;

const people = `apiVersion: orgwright/v1
kind: Group
metadata: {name: sre}
spec: {members: [zoe@acme.test, bob@acme.test]}
---
apiVersion: orgwright/v1
kind: Person
metadata: {name: bob}
spec: {email: bob@acme.test, ids: {signal: user_bob}}
---
apiVersion: orgwright/v1
kind: Person
metadata: {name: carol}
spec: {email: carol@acme.test, aliases: [Carola@acme.test, c@acme.test], ids: {tenant: carol}}
`;

/** All of them as files. */
export const rich: Readonly<Record<string, string>> = {
  "orgwright.yaml": project,
  "orgs/acme.yaml": acme,
  "orgs/beta.yaml": beta,
  "orgs/studio.yaml": studio,
  "orgs/clinic.yaml": clinic,
  "people/people.yaml": people,
};

/** The same documents in other files and another order. */
export const shuffled: Readonly<Record<string, string>> = {
  "orgwright.yaml": project,
  "orgs/0.yaml": [studio, people, clinic].join("---\n"),
  "orgs/z/acme.yaml": [beta, acme].join("---\n"),
};

/** The time at which they are judged. */
export const now: Date = new Date("2026-01-01T00:00:00Z");
