/** A provider that has every shape of attribute and keeps what it is told, to be started by Terraform. */
import type {
  DataSource,
  PlanRequest,
  Provider,
  Resource,
} from "../../../../src/entry/terraform/provider.ts";
import type { Schema } from "../../../../src/entry/terraform/schema/schema.ts";
import { type Attributes, ExactNumber, UNKNOWN } from "../../../../src/entry/terraform/values/value.ts";
import { hostOf } from "../../../../src/entry/terraform/wire/host.ts";
import { serve } from "../../../../src/entry/terraform/wire/serve.ts";
import { everyShape } from "./every-shape.ts";

/** What it thinks of by itself, once something is made. */
const COMPUTED: Attributes = {
  number: new ExactNumber("98765432109876543210.125"),
  several: [
    { name: "first", level: 0.1 },
    { name: "second", level: null },
  ],
};

function planned({ prior, proposed }: PlanRequest): Attributes | null {
  if (proposed === null || prior !== null) return proposed;
  return "text" in proposed ? { ...proposed, number: UNKNOWN, several: UNKNOWN } : proposed;
}

function applied(plan: Attributes | null): Attributes | null {
  return plan !== null && "text" in plan ? { ...plan, ...COMPUTED } : plan;
}

function resource(schema: Schema): Resource {
  const kept = { private: {}, problems: [] };
  return {
    schema,
    validate: () => [],
    read: ({ state }) => Promise.resolve({ state, ...kept }),
    plan: (request) => Promise.resolve({ planned: planned(request), replace: [], ...kept }),
    apply: (request) => Promise.resolve({ state: applied(request.planned), ...kept }),
    importState: () => Promise.resolve({ state: null, ...kept }),
  };
}

function dataSource(schema: Schema): DataSource {
  return { schema, validate: () => [], read: (config) => Promise.resolve({ state: config, problems: [] }) };
}

function each<To>(
  schemas: Readonly<Record<string, Schema>>,
  made: (schema: Schema) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, made(schema)]));
}

const provider: Provider = {
  schema: everyShape.provider,
  resources: each(everyShape.resources, resource),
  dataSources: each(everyShape.dataSources, dataSource),
  validate: () => [],
  configure: () => Promise.resolve([]),
  stop: () => undefined,
};

void serve({ host: hostOf(process), version: "0.0.0", load: () => Promise.resolve(provider) });
