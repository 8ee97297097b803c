/** How Terraform is told of a provider that runs already, started by hand for debugging. */
import { type Announcement, PROTOCOL_VERSION } from "./handshake.ts";

/** The name by which each program knows the provider: they differ in the registry that they mean. */
const NAMES = ["registry.terraform.io/orgwright/orgwright", "registry.opentofu.org/orgwright/orgwright"];

/** The variable, ready to be pasted into a shell, and what to do with it. */
export function reattachText({ network, address }: Announcement, pid: number): string {
  const running = {
    Protocol: "grpc",
    ProtocolVersion: PROTOCOL_VERSION,
    Pid: pid,
    // It is not ended when a command is over.
    Test: true,
    Addr: { Network: network, String: address },
  };
  const providers = Object.fromEntries(NAMES.map((name) => [name, running]));
  return `The provider runs. Give Terraform or OpenTofu this variable; end the provider with Ctrl-C.

  TF_REATTACH_PROVIDERS='${JSON.stringify(providers)}'

`;
}
