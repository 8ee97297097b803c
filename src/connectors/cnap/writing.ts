import type { WriteContext } from "../../model/connector.ts";
import type { Attributes, Change } from "../../model/contract.ts";
import { InternalError } from "../../model/errors.ts";
import { RANK } from "./kinds.ts";
import type { WriteApi } from "./write-api.ts";

export { moved, nativeId, organizationId, targetOf, textOf } from "../../model/writing.ts";

/** One change on its way, with what writing it needs. */
export interface Writing {
  readonly change: Change;
  readonly context: WriteContext;
  readonly api: WriteApi;
  /** Invitations that this apply cancelled itself: that they are gone is nobody else's doing. */
  readonly cancelled: Set<string>;
}

/** The one role among attributes, where there is one. */
export function roleIn(attributes: Attributes | undefined): (typeof RANK)[number] | undefined {
  const roles = attributes?.["roles"];
  return RANK.find((role) => Array.isArray(roles) && roles[0] === role);
}

/** The role that a change wants. */
export function wantedRole({ change }: Writing): (typeof RANK)[number] {
  const role = roleIn(change.after);
  if (role !== undefined) return role;
  throw new InternalError(`${change.address} has no role that CNAP knows`);
}
