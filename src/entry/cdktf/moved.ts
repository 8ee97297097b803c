/** `moved` blocks: renamed resources are moved in the state and not made anew. */
import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";

/** One block. */
export interface MovedBlock {
  readonly from: string;
  readonly to: string;
}

/** The blocks of one construct. The kit joins those of all constructs of a stack. */
export class Moved extends TerraformElement {
  readonly #blocks: readonly MovedBlock[];

  constructor(scope: Construct, id: string, blocks: readonly MovedBlock[]) {
    super(scope, id);
    this.#blocks = blocks;
  }

  /** As JSON. */
  override toTerraform(): { readonly moved: readonly MovedBlock[] } {
    return { moved: this.#blocks.map((block) => ({ ...block })) };
  }

  /** As the kit wants it for HCL. */
  override toHclTerraform(): object {
    const reference = (value: string) => ({
      value,
      isBlock: false,
      type: "simple",
      storageClassType: "reference",
    });
    return { moved: this.#blocks.map(({ from, to }) => ({ from: reference(from), to: reference(to) })) };
  }

  /** Nothing: it is no resource. */
  override toMetadata(): object {
    return {};
  }
}
