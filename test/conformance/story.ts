/** The story that every connector is led through: manifests of one organization, `acme`. */

/** Who is invited in the first chapter. */
export const people: readonly string[] = ["alice@acme.test", "bob@acme.test", "dora@acme.test"];
/** Values for managed attributes. */
export const samples: Readonly<Record<string, string>> = {
  displayName: "Acme Incorporated",
  "branding.logoUrl": "https://acme.test/logo.png",
};

const workspaces = `
  workspaces:
    - {name: production, displayName: Production}
    - {name: staging, displayName: Staging}`;

const start = `
  members:
    - {email: alice@acme.test, role: owner, workspaces: {production: admin}}
    - {email: Bob@acme.test, role: member, workspaces: {production: member, staging: admin}}
    - {email: dora@acme.test, role: member, workspaces: {}}`;

const changed = `
  members:
    - {email: bob@acme.test, role: admin, workspaces: {production: owner}}
    - {email: carol@acme.test, role: member, workspaces: {production: member}}
    - {email: dora@acme.test, role: member, workspaces: {staging: member}}`;

function manifest(sections: string, { slug = "acme", displayName = "Acme" } = {}): string {
  return `
apiVersion: orgwright/v1
kind: Organization
metadata: {name: acme}
spec:
  connection: main
  slug: ${slug}
  displayName: ${displayName}${sections}
`;
}

/** Its chapters. */
export const story = {
  start: manifest(workspaces + start),
  changed: manifest(workspaces + changed),
  emptied: manifest(`
  workspaces: []
  members: []
  confirmEmpty: [workspaces, members]`),
  deleted: manifest(`
  ensure: absent`),
  renamed: manifest(
    `
  previously: {slugs: [acme]}${workspaces}${start}`,
    { slug: "acme-new" },
  ),
};

/** The first chapter with one attribute of the organization; null clears it. */
export function withAttribute(name: string, value: string | null): string {
  if (name === "displayName") return manifest(workspaces + start, { displayName: String(value) });
  const [section, key] = name.split(".");
  const line = key === undefined ? `${section}: ${value}` : `${section}: {${key}: ${value}}`;
  return manifest(`\n  ${line}${workspaces}${start}`);
}
