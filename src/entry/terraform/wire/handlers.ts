/** The services that this provider's process serves. What they leave out is answered "unimplemented". */
import { type Answering, answer } from "./answering.ts";
import { type GRPCControllerServer, GRPCControllerService } from "./generated/plugin.ts";
import { type ProviderServer, ProviderService } from "./generated/provider.ts";
import * as whole from "./provider-calls.ts";
import * as resource from "./resource-calls.ts";
import type { Service } from "./server.ts";

/** What Terraform asks of a provider. */
export function providerService(answering: Answering): Service {
  const implementation: ProviderServer = {
    getProviderSchema: answer(whole.getSchemas, answering),
    validateProviderConfig: answer(whole.validateProvider, answering),
    validateResourceConfig: answer(resource.validate, answering),
    validateDataResourceConfig: answer(whole.validateData, answering),
    configureProvider: answer(whole.configure, answering),
    upgradeResourceState: answer(resource.upgrade, answering),
    readResource: answer(resource.read, answering),
    planResourceChange: answer(resource.plan, answering),
    applyResourceChange: answer(resource.apply, answering),
    importResourceState: answer(resource.importState, answering),
    readDataSource: answer(whole.readData, answering),
    stopProvider: answer(whole.stop, answering),
  };
  return { definition: ProviderService, implementation };
}

/** What whoever has started the process asks of it: to end. */
export function controllerService(shutdown: () => void): Service {
  const implementation: GRPCControllerServer = {
    shutdown: (_, reply) => {
      reply(null, {});
      shutdown();
    },
  };
  return { definition: GRPCControllerService, implementation };
}
