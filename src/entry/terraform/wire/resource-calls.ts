/** Calls about one resource. */
import type { Problem, Provider, Resource } from "../provider.ts";
import { typeOf } from "../schema/type.ts";
import type { Type } from "../values/value.ts";
import { type Call, Refusal } from "./answering.ts";
import { attributesOf, attributesOrNull, dynamicOf, privateBytes, privateOf } from "./dynamic.ts";
import type {
  ApplyReply,
  ApplyRequest,
  Imported,
  ImportReply,
  ImportRequest,
  NamedConfigRequest,
  PlanReply,
  PlanRequest,
  Problem as ProblemMessage,
  ReadReply,
  ReadRequest,
  UpgradeReply,
  UpgradeRequest,
  Validity,
} from "./generated/provider.ts";
import { pathMessage, problemMessage } from "./problem-message.ts";
import { upgradeState } from "./upgrade.ts";

/** Whether a resource's configuration can mean something. */
export const validate: Call<NamedConfigRequest, Validity> = {
  name: "ValidateResourceConfig",
  work: (provider, request) => {
    const { resource, type } = named(provider, request.type);
    return { problems: messages(resource.validate(attributesOf(request.config, type)), type) };
  },
  failed: (problem) => ({ problems: [problemMessage(problem)] }),
};

/** A stored state in today's form. */
export const upgrade: Call<UpgradeRequest, UpgradeReply> = {
  name: "UpgradeResourceState",
  work: (provider, request) => {
    const { resource, type } = named(provider, request.type);
    return { state: dynamicOf(upgradeState(resource, request), type), problems: [] };
  },
  failed: (problem) => ({ problems: [problemMessage(problem)] }),
};

/** The state as it is live. What cannot be read stays as it was. */
export const read: Call<ReadRequest, ReadReply> = {
  name: "ReadResource",
  work: async (provider, request) => {
    const { resource, type } = named(provider, request.type);
    const answer = await resource.read({
      state: attributesOf(request.state, type),
      private: privateOf(request.private),
    });
    return {
      state: dynamicOf(answer.state, type),
      private: privateBytes(answer.private),
      problems: messages(answer.problems, type),
    };
  },
  failed: (problem, { state, private: before }) => ({
    ...(state === undefined ? {} : { state }),
    private: before,
    problems: [problemMessage(problem)],
  }),
};

/** What an apply would make of it. The provider's answer is sent as it is. */
export const plan: Call<PlanRequest, PlanReply> = {
  name: "PlanResourceChange",
  work: async (provider, request) => {
    const { resource, type } = named(provider, request.type);
    const answer = await resource.plan({
      prior: attributesOrNull(request.prior, type),
      proposed: attributesOrNull(request.proposed, type),
      config: attributesOrNull(request.config, type),
      private: privateOf(request.private),
    });
    return {
      planned: dynamicOf(answer.planned, type),
      replace: answer.replace.map((path) => pathMessage(path, type)),
      private: privateBytes(answer.private),
      problems: messages(answer.problems, type),
    };
  },
  failed: (problem, request) => ({
    replace: [],
    private: request.private,
    problems: [problemMessage(problem)],
  }),
};

/** Makes it what was planned. After a bug the state is what it was, so that the next plan looks again. */
export const apply: Call<ApplyRequest, ApplyReply> = {
  name: "ApplyResourceChange",
  work: async (provider, request) => {
    const { resource, type } = named(provider, request.type);
    const answer = await resource.apply({
      prior: attributesOrNull(request.prior, type),
      planned: attributesOrNull(request.planned, type),
      config: attributesOrNull(request.config, type),
      private: privateOf(request.private),
    });
    return {
      state: dynamicOf(answer.state, type),
      private: privateBytes(answer.private),
      problems: messages(answer.problems, type),
    };
  },
  failed: (problem, { prior, private: before }) => ({
    ...(prior === undefined ? {} : { state: prior }),
    private: before,
    problems: [problemMessage(problem)],
  }),
};

/** The state that an import begins with. */
export const importState: Call<ImportRequest, ImportReply> = {
  name: "ImportResourceState",
  work: async (provider, request) => {
    const { resource, type } = named(provider, request.type);
    const { state, private: data, problems } = await resource.importState(request.id);
    const imported: readonly Imported[] =
      state === null
        ? []
        : [{ type: request.type, state: dynamicOf(state, type), private: privateBytes(data) }];
    return { resources: imported, problems: messages(problems, type) };
  },
  failed: (problem) => ({ resources: [], problems: [problemMessage(problem)] }),
};

interface Named {
  readonly resource: Resource;
  readonly type: Type;
}

function named({ resources }: Provider, name: string): Named {
  const resource = Object.hasOwn(resources, name) ? resources[name] : undefined;
  if (resource !== undefined) return { resource, type: typeOf(resource.schema) };
  throw new Refusal(
    `There is no resource ${name}`,
    `This version of the Orgwright provider has: ${Object.keys(resources).join(", ")}.`,
  );
}

function messages(problems: readonly Problem[], type: Type): readonly ProblemMessage[] {
  return problems.map((each) => problemMessage(each, type));
}
