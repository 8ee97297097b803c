/** The two builds of the construct, each with the kit that it is made for. */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type * as Construct from "../../../cdktf/index.js";

const require = createRequire(import.meta.url);

/** The names of both kits. */
export const kitNames = ["cdktf", "cdktn"] as const;

/** One kit; the types are CDKTF's for both. */
export interface Kit {
  readonly name: (typeof kitNames)[number];
  readonly cdktf: typeof import("cdktf");
  readonly orgwright: typeof Construct;
}

/** A kit and the build for it. */
export function kit(name: (typeof kitNames)[number]): Kit {
  const built = fileURLToPath(new URL(`../../../${name}/index.js`, import.meta.url));
  return { name, cdktf: require(name), orgwright: require(built) };
}

/** What a stack with these manifests is as JSON: resources, moves, warnings. */
export interface Synthesized {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
}

/** A stack with the provider, and what its author makes in it. */
export function stackOf<Made>(
  { cdktf, orgwright }: Kit,
  make: (stack: import("cdktf").TerraformStack) => Made,
): { readonly stack: import("cdktf").TerraformStack; readonly made: Made } {
  const stack = new cdktf.TerraformStack(cdktf.Testing.app(), "test");
  new orgwright.OrgwrightProvider(stack, "orgwright", { project: "orgwright.yaml" });
  return { stack, made: make(stack) };
}

/** The stack's JSON, checked by the kit, without what differs between the kits: where they say who they are. */
export function synthesized({ cdktf }: Kit, stack: import("cdktf").TerraformStack): Synthesized {
  const { "//": _about, ...rest } = JSON.parse(cdktf.Testing.synth(stack, true));
  return JSON.parse(JSON.stringify(rest), (key, value) => (key === "//" ? undefined : value));
}
