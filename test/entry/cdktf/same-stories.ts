/** Manifests that change step by step, on each system: the shipped examples, and what becomes of them. */

/** One place in one file, before and after. */
export type Edit = readonly [file: string, from: RegExp | string, to: string];

/** What a step is about, and its edits. */
export type Step = readonly [what: string, ...edits: readonly Edit[]];

/** An example by its folder, with what happens to it. */
export interface Story {
  readonly system: "signalsmith" | "cnap" | "lumoauth" | "cantila" | "apimetrics";
  /** The variable of its token. */
  readonly token: string;
  readonly steps: readonly Step[];
}

const signalsmith: readonly Step[] = [
  [
    "is taken over, and links a workspace by its name",
    ["orgs/acme.yaml", "{name: emea, id: ws_emea}", "{name: EMEA}"],
    ["orgs/acme.yaml", ", emea: owner", ", EMEA: owner"],
    ["orgs/acme.yaml", "{emea: member}", "{EMEA: member}"],
  ],
  [
    "changes",
    ["orgs/acme.yaml", /(erin@acme\.test\n +role: )admin/, "$1member"],
    ["orgs/acme.yaml", "workspaces: {production: admin}", "workspaces: {production: owner, staging: member}"],
    ["orgs/acme.yaml", "displayName: Acme Corp", "displayName: Acme Corporation"],
  ],
  ["loses an exact entry", ["orgs/acme.yaml", / +- group: emea-team(\n {6}.+)+\n/, ""]],
  [
    "loses an exact workspace",
    ["orgs/acme.yaml", /.*name: EMEA.*\n/, ""],
    ["orgs/acme.yaml", ", EMEA: owner", ""],
  ],
  ["loses an additive entry", ["orgs/acme-labs.yaml", / +- email: bob@acme\.test(\n {6}.+)+\n/, ""]],
  [
    "has an entry that shall be absent",
    ["orgs/acme-labs.yaml", "  members:\n", "  members:\n    - {email: sean@acme.test, ensure: absent}\n"],
  ],
  [
    "is renamed",
    ["orgs/acme.yaml", "name: acme,", "name: corp,"],
    ["orgs/acme.yaml", "slug: acme-corp", "slug: acme-corp\n  previously: {names: [acme]}"],
    ["orgs/acme.yaml", "{name: staging,", "{name: trial, previously: [staging],"],
    ["orgs/acme.yaml", /(\W)staging: /g, "$1trial: "],
  ],
  [
    "loses a section",
    ["orgs/acme.yaml", / {2}workspaces:\n( {4}.*\n)+/, ""],
    ["orgs/acme.yaml", /,? *workspaces: \{.*\}/g, ""],
  ],
  ["loses a document", ["orgs/acme-labs.yaml", /[\s\S]+/, "# Gone.\n"]],
];

const apimetrics: readonly Step[] = [
  ["is taken over"],
  [
    "changes",
    ["orgs/acme.yaml", "fay@acme.test, role: FINANCE", "fay@acme.test, role: SRE"],
    ["orgs/acme.yaml", "levels: [ANALYST, MANAGER]", "levels: [MANAGER]"],
    ["orgs/acme.yaml", "passwordExpiryDays: 90", "passwordExpiryDays: null"],
  ],
  [
    "loses exact entries",
    ["orgs/acme.yaml", /.*name: FINANCE.*\n/, ""],
    ["orgs/acme.yaml", /.*role: FINANCE, workspace.*\n/, ""],
    ["orgs/acme.yaml", /.*role: SHOP_TEAM, workspace: search.*\n/, ""],
    ["orgs/acme.yaml", /.*fay@acme\.test.*\n/, ""],
  ],
  [
    "is renamed",
    ["orgs/acme.yaml", "metadata: {name: acme}", "metadata: {name: shop}"],
    ["orgs/acme.yaml", "slug: acme", "slug: acme\n  previously: {names: [acme]}"],
    ["orgs/acme.yaml", "displayName: Search,", "displayName: Find, previously: [Search],"],
    ["orgs/acme.yaml", "{name: checkout,", "{name: till, previously: [checkout],"],
    ["orgs/acme.yaml", /workspace: checkout/g, "workspace: till"],
  ],
  [
    "loses additive entries",
    [
      "orgs/acme.yaml",
      "  slug:",
      "  ownership: {roles: additive, members: additive, access: additive, workspaces: additive}\n  slug:",
    ],
    ["people/sre.yaml", ", gil@acme.test", ""],
    ["orgs/acme.yaml", /.*role: SHOP_TEAM, workspace: loyalty.*\n/, ""],
  ],
  [
    "has entries that shall be absent",
    ["orgs/acme.yaml", /(name: loyalty,).*\}/, "$1 ensure: absent}"],
    ["orgs/acme.yaml", "workspace: till, level: EDITOR}", "workspace: till, level: EDITOR, ensure: absent}"],
  ],
  ["loses a section", ["orgs/acme.yaml", / {2}access:\n[\s\S]*/, ""]],
  ["loses its document", ["orgs/acme.yaml", /[\s\S]+/, "# Gone.\n"]],
];

const lumoauth: readonly Step[] = [
  [
    "is taken over, people under all their names",
    [
      "orgs/clinic.yaml",
      "    - {name: member}",
      "    - {name: member}\n    - {name: intern, description: Looks on}",
    ],
    ["orgs/clinic.yaml", "  members:\n", "  members:\n    - {email: tom@clinic.test, role: intern}\n"],
    [
      "people/groups.yaml",
      /$/,
      "---\napiVersion: orgwright/v1\nkind: Person\nmetadata: {name: paul}\nspec: {email: paul@maple.test, ids: {tenant: paul}}\n---\napiVersion: orgwright/v1\nkind: Person\nmetadata: {name: noel}\nspec: {email: noel.nash@clinic.test, aliases: [noel@clinic.test]}\n",
    ],
  ],
  [
    "changes",
    ["orgs/clinic.yaml", ", status: suspended", ", status: active"],
    ["orgs/clinic.yaml", /omar@clinic\.test, role: approver/, "omar@clinic.test, role: member"],
    ["orgs/clinic.yaml", /description: Invoices.*/, "description: null"],
  ],
  [
    "loses exact entries",
    ["orgs/clinic.yaml", / +- group: acme-support\n.*\n/, ""],
    ["orgs/clinic.yaml", /.*tom@clinic\.test.*\n/, ""],
    ["orgs/clinic.yaml", / +- email: kim@audit\.test(\n {6}.+)+\n/, ""],
  ],
  [
    "loses exact roles",
    ["orgs/clinic.yaml", /.*name: auditor.*\n/, ""],
    ["orgs/clinic.yaml", /.*name: intern.*\n/, ""],
  ],
  [
    "is renamed",
    ["orgs/clinic.yaml", "metadata: {name: clinic}", "metadata: {name: hospital}"],
    ["orgs/clinic.yaml", "slug: clinic", "slug: clinic\n  previously: {names: [clinic]}"],
  ],
  [
    "loses additive entries",
    ["orgs/school.yaml", "  slug:", "  ownership: {roles: additive, members: additive}\n  slug:"],
    ["orgs/school.yaml", / +- group: acme-support\n.*\n/, ""],
    ["orgs/school.yaml", /.*name: helper.*\n/, ""],
  ],
  [
    "has an entry that shall be absent",
    ["orgs/school.yaml", "  members:\n", "  members:\n    - {email: lena@acme.test, ensure: absent}\n"],
  ],
  ["loses a section", ["orgs/clinic.yaml", / {2}members:\n[\s\S]*/, ""]],
  ["loses a document", ["orgs/school.yaml", /[\s\S]+/, "# Gone.\n"]],
];

const cantila: readonly Step[] = [
  ["is taken over, and grows below its parent"],
  [
    "changes",
    ["orgs/bakery.yaml", "#cc7722", "#112233"],
    ["orgs/bakery.yaml", /logoUrl: .*/, "logoUrl: null"],
    ["orgs/bakery.yaml", "role: viewer", "role: admin"],
  ],
  ["loses an exact entry", ["orgs/bakery.yaml", /.*ben@bakery.*\n/, ""]],
  ["loses an additive entry", ["orgs/studio.yaml", /.*tess@studio.*\n/, ""]],
  [
    "has an entry that shall be absent",
    ["orgs/studio.yaml", "  members:\n", "  members:\n    - {email: xaver@studio.test, ensure: absent}\n"],
  ],
  [
    "is renamed",
    ["orgs/studio.yaml", "metadata: {name: studio}", "metadata: {name: agency}"],
    ["orgs/studio.yaml", "slug: studio", "slug: studio\n  previously: {names: [studio]}"],
    ["orgs/bakery.yaml", "parent: studio", "parent: agency"],
    ["orgs/clinic.yaml", "parent: studio", "parent: agency"],
  ],
  ["loses a section", ["orgs/bakery.yaml", / {2}members:\n[\s\S]*/, ""]],
  ["loses a document", ["orgs/clinic.yaml", /[\s\S]+/, "# Gone.\n"]],
];

const cnap: readonly Step[] = [
  ["is taken over, people by id"],
  [
    "changes",
    ["orgs/acme.yaml", "erin@acme.test, role: admin", "erin@acme.test, role: member"],
    ["orgs/acme.yaml", "displayName: Acme Software", "displayName: Acme"],
  ],
  [
    "loses exact entries",
    ["people/support-team.yaml", ", zoe@acme.test", ""],
    ["orgs/acme.yaml", /.*id: ws_library.*\n/, ""],
  ],
  [
    "has an entry that shall be absent",
    ["orgs/acme.yaml", "  slug:", "  ownership: {members: additive}\n  slug:"],
    ["orgs/acme.yaml", "erin@acme.test, role: member", "erin@acme.test, ensure: absent"],
  ],
  ["loses an additive entry", ["people/support-team.yaml", ", vera@acme.test", ""]],
  ["loses a section", ["orgs/acme.yaml", / {2}members:\n[\s\S]*/, ""]],
  ["loses its document", ["orgs/acme.yaml", /[\s\S]+/, "# Gone.\n"]],
];

/** All of them. */
export const stories: readonly Story[] = [
  { system: "signalsmith", token: "SIGNALSMITH_TOKEN", steps: signalsmith },
  { system: "apimetrics", token: "APIMETRICS_TOKEN", steps: apimetrics },
  { system: "lumoauth", token: "LUMOAUTH_TOKEN", steps: lumoauth },
  { system: "cantila", token: "CANTILA_TOKEN", steps: cantila },
  { system: "cnap", token: "CNAP_TOKEN", steps: cnap },
];
