/** States as they were stored, made ones of the schema that is served. */
import { InternalError } from "../../../model/errors.ts";
import type { Resource } from "../provider.ts";
import { typeOf } from "../schema/type.ts";
import { fromJson, toJson } from "../values/json.ts";
import type { Attributes, Value } from "../values/value.ts";
import { Refusal } from "./answering.ts";
import { isAttributes } from "./dynamic.ts";
import type { UpgradeRequest } from "./generated/provider.ts";

/**
 * The state in today's form: upgraded version by version, without what no longer is, and with null for what is new. Throws a
 * Refusal for a state that a newer provider, or Terraform before 0.12, has written.
 */
export function upgradeState(resource: Resource, { type: name, version, state }: UpgradeRequest): Attributes {
  const { schema } = resource;
  if (version > schema.version) throw newer(name);
  if (state === undefined || state.json.length === 0) throw ancient(name);
  const text = state.json.toString("utf8");
  const upgraded = version === schema.version ? text : upgradedText(resource, text, version);
  const fitted = fromJson(upgraded, typeOf(schema));
  if (isAttributes(fitted)) return fitted;
  throw new InternalError(`The stored state of ${name} is no object.`);
}

function upgradedText({ schema, upgrades = {} }: Resource, text: string, from: number): string {
  let state: Attributes = parsed(text);
  for (let version = from; version < schema.version; version += 1) {
    const upgrade = upgrades[version];
    if (upgrade === undefined) throw new InternalError(`No upgrade begins at version ${version}.`);
    state = upgrade(state);
  }
  return toJson(state);
}

/** Its types are those of a schema that is gone, so it is taken as it stands. */
function parsed(text: string): Attributes {
  const state = jsonOf(text);
  if (isAttributes(state)) return state;
  throw new InternalError("The stored state is no object.");
}

function jsonOf(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    // The parser's own words show a piece of the state.
    throw new InternalError("The stored state is no JSON.");
  }
}

function newer(name: string): Refusal {
  return new Refusal(
    "The state is newer than the provider",
    `A newer version of the Orgwright provider has written the state of this ${name}. Raise the version in required_providers, and run \`terraform init -upgrade\`.`,
  );
}

function ancient(name: string): Refusal {
  return new Refusal(
    "The state has an old form",
    `The state of this ${name} is in the form of Terraform before 0.12, which no version of the Orgwright provider has written. Remove it from the state, and import it again.`,
  );
}
