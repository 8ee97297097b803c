/** What a provider is, said without the wire: schemas, and for each resource and data source what can be asked of it. */
import type { Schema } from "./schema/schema.ts";
import type { Attributes, Value } from "./values/value.ts";

/** Where in a configuration: attribute names, list positions and map keys; a member of a set by its value. */
export type AttributePath = readonly (string | number | { readonly member: Value })[];

/** A problem as Terraform shows it. */
export interface Problem {
  readonly severity: "error" | "warning";
  /** One line. */
  readonly summary: string;
  /** Why, and what to do. */
  readonly detail?: string;
  readonly path?: AttributePath;
}

/** What only the provider reads again: plain JSON, kept beside the state. */
export type Private = Readonly<Record<string, unknown>>;

/** A state and what goes with it; null is a resource that is not there. */
export interface StateAnswer {
  readonly state: Attributes | null;
  readonly private: Private;
  readonly problems: readonly Problem[];
}

/** A resource before the walk that asks about it. */
export interface ReadRequest {
  readonly state: Attributes;
  readonly private: Private;
}

/** What a plan is asked for: prior null creates, proposed null destroys. */
export interface PlanRequest {
  readonly prior: Attributes | null;
  /** The configuration with what is computed taken from the prior state. */
  readonly proposed: Attributes | null;
  readonly config: Attributes | null;
  readonly private: Private;
}

/** What a plan answers. */
export interface PlanAnswer {
  readonly planned: Attributes | null;
  /** Attributes whose change makes it another thing. */
  readonly replace: readonly AttributePath[];
  readonly private: Private;
  readonly problems: readonly Problem[];
}

/** What an apply is asked for: planned null destroys. */
export interface ApplyRequest {
  readonly prior: Attributes | null;
  readonly planned: Attributes | null;
  readonly config: Attributes | null;
  readonly private: Private;
}

/** A kind of resource. Nothing of it throws for what a user wrote or a system answered: that is among the problems. */
export interface Resource {
  readonly schema: Schema;
  /** State of an older schema version to one of the next, by the version that it has. */
  readonly upgrades?: Readonly<Record<number, (state: Attributes) => Attributes>>;
  validate(config: Attributes): readonly Problem[];
  read(request: ReadRequest): Promise<StateAnswer>;
  plan(request: PlanRequest): Promise<PlanAnswer>;
  apply(request: ApplyRequest): Promise<StateAnswer>;
  /** The state that an import begins with; a read follows. */
  importState(id: string): Promise<StateAnswer>;
}

/** A kind of data source. */
export interface DataSource {
  readonly schema: Schema;
  validate(config: Attributes): readonly Problem[];
  read(
    config: Attributes,
  ): Promise<{ readonly state: Attributes | null; readonly problems: readonly Problem[] }>;
}

/** A provider, for one process and one configuration. */
export interface Provider {
  readonly schema: Schema;
  /** By full type name. */
  readonly resources: Readonly<Record<string, Resource>>;
  readonly dataSources: Readonly<Record<string, DataSource>>;
  validate(config: Attributes): readonly Problem[];
  configure(config: Attributes): Promise<readonly Problem[]>;
  /** Begins nothing new, and lets what is being written end. */
  stop(): void;
}
