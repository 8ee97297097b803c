/** Calls about the provider as a whole, and about data sources. */
import type { DataSource } from "../provider.ts";
import { typeOf } from "../schema/type.ts";
import { type Call, Refusal } from "./answering.ts";
import { attributesOf, dynamicOf } from "./dynamic.ts";
import type {
  ConfigRequest,
  ConfigureRequest,
  DataReply,
  NamedConfigRequest,
  Nothing,
  ProviderValidity,
  SchemasReply,
  StopReply,
  Validity,
} from "./generated/provider.ts";
import { problemMessage } from "./problem-message.ts";
import { schemaMessage, schemaMessages } from "./schema-message.ts";

/** All schemas, and what the provider can. */
export const getSchemas: Call<Nothing, SchemasReply> = {
  name: "GetProviderSchema",
  work: ({ schema, resources, dataSources }) => ({
    provider: schemaMessage(schema),
    resources: schemaMessages(resources),
    dataSources: schemaMessages(dataSources),
    problems: [],
    abilities: { planDestroy: true, schemaOptional: true },
  }),
  failed: (problem) => ({ resources: {}, dataSources: {}, problems: [problemMessage(problem)] }),
};

/** Whether the provider's configuration can mean something. */
export const validateProvider: Call<ConfigRequest, ProviderValidity> = {
  name: "ValidateProviderConfig",
  work: (provider, { config }) => {
    const type = typeOf(provider.schema);
    const problems = provider.validate(attributesOf(config, type));
    return { problems: problems.map((each) => problemMessage(each, type)) };
  },
  failed: (problem) => ({ problems: [problemMessage(problem)] }),
};

/** Gives the provider its configuration, before it is asked for anything live. */
export const configure: Call<ConfigureRequest, Validity> = {
  name: "ConfigureProvider",
  work: async (provider, { config }) => {
    const type = typeOf(provider.schema);
    const problems = await provider.configure(attributesOf(config, type));
    return { problems: problems.map((each) => problemMessage(each, type)) };
  },
  failed: (problem) => ({ problems: [problemMessage(problem)] }),
};

/** Lets what is being written end, and begins nothing new. */
export const stop: Call<Nothing, StopReply> = {
  name: "StopProvider",
  work: (provider) => {
    provider.stop();
    return { error: "" };
  },
  failed: ({ detail = "" }) => ({ error: detail }),
};

/** Whether a data source's configuration can mean something. */
export const validateData: Call<NamedConfigRequest, Validity> = {
  name: "ValidateDataResourceConfig",
  work: ({ dataSources }, { type: name, config }) => {
    const source = dataSource(dataSources, name);
    const type = typeOf(source.schema);
    const problems = source.validate(attributesOf(config, type));
    return { problems: problems.map((each) => problemMessage(each, type)) };
  },
  failed: (problem) => ({ problems: [problemMessage(problem)] }),
};

/** Reads a data source. */
export const readData: Call<NamedConfigRequest, DataReply> = {
  name: "ReadDataSource",
  work: async ({ dataSources }, { type: name, config }) => {
    const source = dataSource(dataSources, name);
    const type = typeOf(source.schema);
    const { state, problems } = await source.read(attributesOf(config, type));
    return { state: dynamicOf(state, type), problems: problems.map((each) => problemMessage(each, type)) };
  },
  failed: (problem) => ({ problems: [problemMessage(problem)] }),
};

function dataSource(dataSources: Readonly<Record<string, DataSource>>, name: string): DataSource {
  const source = Object.hasOwn(dataSources, name) ? dataSources[name] : undefined;
  if (source !== undefined) return source;
  throw new Refusal(
    `There is no data source ${name}`,
    `This version of the Orgwright provider has: ${Object.keys(dataSources).join(", ")}.`,
  );
}
