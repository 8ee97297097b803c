import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { connectors } from "../../src/connectors/index.ts";
import { Group, Organization, Project } from "../../src/manifest/compiled/documents.js";
import { formatManifest } from "../../src/manifest/format.ts";
import { organizationTemplate, projectTemplate } from "../../src/manifest/templates.ts";

const all = Object.values(connectors).flatMap((connector) =>
  [undefined, ...connector.dialects].map((dialect) => [connector, dialect] as const),
);
const checks = { Project, Organization, Group };

describe.each(all.map(([connector, dialect]) => ({ system: connector.system, connector, dialect })))(
  "templates for $system $dialect",
  ({ system, connector, dialect }) => {
    const choice = { system, ...connector.example(dialect) };
    const files = {
      project: projectTemplate(choice),
      organization: organizationTemplate(choice),
    } as const;

    it.each(["project", "organization"] as const)("%s: every document is valid", (file) => {
      for (const document of parseAllDocuments(files[file])) {
        const value = document.toJS() as { kind: "Project" | "Organization" | "Group" };
        const validate = checks[value.kind];

        expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
      }
    });

    it.each(["project", "organization"] as const)("%s: is in canonical form", (file) => {
      expect(formatManifest(files[file])).toBe(files[file]);
    });

    it("begins with the editor's line", () => {
      expect(files.project).toMatch(
        /^# yaml-language-server: \$schema=\.orgwright\/schemas\/project\.schema\.json\n/u,
      );
      expect(files.organization).toMatch(
        /^# yaml-language-server: \$schema=\.\.\/\.orgwright\/schemas\/manifest\.schema\.json\n/u,
      );
    });

    it("names the connection that the manifest uses, and the dialect", () => {
      const project = parseAllDocuments(files.project)[0]?.toJS();
      const organization = parseAllDocuments(files.organization)[0]?.toJS();

      expect(Object.keys(project.connections)).toContain(organization.spec.connection);
      expect(project.connections[system].dialect).toBe(dialect ?? connector.dialects[0]);
    });
  },
);
