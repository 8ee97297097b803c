/** Manifests as resources of a stack. */
import {
  Annotations,
  type TerraformElement,
  type TerraformProvider,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import { Construct } from "constructs";
import { ConfigurationError } from "../../model/errors.ts";
import type { Organization as Wanted } from "../../model/organization.ts";
import { movesOf, type Parts, terraformAddress } from "./addresses.ts";
import type { Members, Organization, Role, Workspace } from "./compiled/index.js";
import { type Loaded, loadOrganizations } from "./load.ts";
import { lookUp } from "./look-up.ts";
import { Moved } from "./moved.ts";
import { organizationReference } from "./references.ts";
import { makeResources, type Place, type Yield } from "./resources.ts";
import { warningsOf } from "./warnings.ts";

/** Which manifests, and how they are taken. */
export interface OrganizationManifestsProps {
  /** A folder or files of manifests, relative to the folder that the app runs in. Their organizations become resources. */
  readonly path: string | readonly string[];
  /** The project file with the connections. Default: the nearest `orgwright.yaml` in or above `path`. */
  readonly project?: string;
  /** Default: the stack's `OrgwrightProvider` without an alias. */
  readonly provider?: TerraformProvider;
  /** Names of organizations whose `ensure: absent` may be carried out: they lose their protection from deletion. */
  readonly mayEnd?: readonly string[];
  /** The time at which `from` and `until` are judged. Default: now. */
  readonly now?: Date;
}

/**
 * The organizations of manifests, with their roles, workspaces, members and access. Throws an Error that says what
 * `orgwright validate` says when something is not valid.
 */
export class OrganizationManifests extends Construct {
  /** All organizations of the manifests, by their metadata.name. */
  readonly organizations: ReadonlyMap<string, Organization>;
  readonly #yields: ReadonlyMap<string, Yield>;

  constructor(scope: Construct, id: string, props: OrganizationManifestsProps) {
    super(scope, id);
    const loaded = load(props);
    const prefix = prefixOf(this);
    const { provider } = props;
    const place = { scope: this, prefix, ...(provider === undefined ? {} : { provider }) };
    this.#yields = makeAll(place, loaded, new Set(props.mayEnd));
    this.organizations = new Map([...this.#yields].map(([name, { organization }]) => [name, organization]));
    for (const name of props.mayEnd ?? []) this.organization(name);
    const blocks = loaded.organizations.flatMap(movesOf).map(({ type, from, to }) => ({
      from: terraformAddress(type, [...prefix, ...from]),
      to: terraformAddress(type, [...prefix, ...to]),
    }));
    if (blocks.length > 0) new Moved(this, "moved", blocks);
    for (const warning of warningsOf(loaded)) Annotations.of(this).addWarning(warning);
    const [clash] = clashes(this);
    if (clash !== undefined) throw new Error(clash);
    this.node.addValidation({ validate: () => [...clashes(this)] });
  }

  /** An organization. Throws an Error for an unknown name, with the one that was perhaps meant. */
  organization(name: string): Organization {
    return this.#yield(name).organization;
  }

  /** A role that a manifest declares; unknown names throw as above. */
  role(organization: string, name: string): Role {
    return lookUp(this.#yield(organization).roles, name, `role in ${organization} called`);
  }

  /** A workspace that a manifest declares, by its `name` there; unknown names throw as above. */
  workspace(organization: string, name: string): Workspace {
    return lookUp(this.#yield(organization).workspaces, name, `workspace in ${organization} called`);
  }

  /** The members of an organization; one whose manifest does not declare any throws. */
  members(organization: string): Members {
    const { members } = this.#yield(organization);
    if (members !== undefined) return members;
    throw new Error(
      `The manifest of ${organization} declares no members. Add the section \`members:\` to it.`,
    );
  }

  #yield(name: string): Yield {
    return lookUp(this.#yields, name, "organization");
  }
}

function load({ path, project, now = new Date() }: OrganizationManifestsProps): Loaded {
  const paths = typeof path === "string" ? [path] : path;
  try {
    return loadOrganizations({ folder: process.cwd(), paths, project, now: now.getTime() });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new Error(`${error.message}. ${error.fix}`, { cause: error });
  }
}

/** Parents first, so that children can refer to them; else by name. */
function makeAll(
  place: Place,
  { organizations, others }: Loaded,
  mayEnd: ReadonlySet<string>,
): ReadonlyMap<string, Yield> {
  const wanted = new Map(organizations.map((one) => [one.name, one]));
  const made = new Map<string, Yield>();
  const make = (one: Wanted): Yield => {
    const before = made.get(one.name);
    if (before !== undefined) return before;
    const result = makeResources(place, one, { parent: parentOf(one), mayEnd: mayEnd.has(one.name) });
    made.set(one.name, result);
    return result;
  };
  const parentOf = ({ key: { parent }, connection }: Wanted): string | undefined => {
    if (parent === undefined) return undefined;
    const inside = wanted.get(parent.name);
    if (inside !== undefined) return make(inside).organization.id;
    const outside = others.find(({ name }) => name === parent.name);
    return organizationReference(outside?.connection ?? connection, parent);
  };
  for (const one of organizations) make(one);
  return new Map([...made].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The ids of the constructs below the stack, this one's last. */
function prefixOf(construct: Construct): Parts {
  const { scopes } = construct.node;
  const at = scopes.indexOf(TerraformStack.of(construct));
  return scopes.slice(at + 1).map(({ node }) => node.id);
}

/** Resources of the stack that would have the same name as one of ours. */
function clashes(construct: Construct): readonly string[] {
  const own = new Map(resourcesIn(construct).map((resource) => [nameOf(resource), resource]));
  return resourcesIn(TerraformStack.of(construct)).flatMap((resource) => {
    const same = own.get(nameOf(resource));
    if (same === undefined || same === resource) return [];
    return [
      `Two resources are called ${nameOf(resource)}: ${resource.node.path} and ${same.node.path}. Give the construct or the resource another id.`,
    ];
  });
}

function resourcesIn(scope: Construct): readonly TerraformResource[] {
  return scope.node
    .findAll()
    .filter((node): node is TerraformResource => TerraformResource.isTerraformResource(node));
}

function nameOf(resource: TerraformResource & TerraformElement): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}
