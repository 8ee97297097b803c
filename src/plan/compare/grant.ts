/** Drafts of access: how a grant is given, changed and named. */
import type { LiveAccess } from "../../model/live.ts";
import type { AccessResource } from "../../model/resource.ts";
import { side } from "../diff.ts";
import type { Draft } from "../findings.ts";

/** A grant that is not there yet. */
export function grant(desired: AccessResource): Draft {
  const { address, attributes, origins, ownership, note } = desired;
  return {
    address,
    kind: "access",
    action: "create",
    reason: "not-live",
    after: attributes,
    fields: [],
    mails: 0,
    origins,
    ownership,
    ...(note === undefined ? {} : { note }),
  };
}

/** What makes a grant's draft the change of one that is there. */
export function changed(
  live: LiveAccess,
  fields: Draft["fields"],
): Pick<Draft, "action" | "reason" | "nativeId" | "before" | "after" | "fields" | "live"> {
  return {
    action: "update",
    reason: "differs",
    ...(live.id === undefined ? {} : { nativeId: live.id }),
    before: side(fields, "before"),
    after: side(fields, "after"),
    fields,
    live,
  };
}

/** What a live grant is to whoever removes or lists it. */
export interface GrantThing extends Pick<Draft, "address" | "kind" | "nativeId"> {
  readonly kind: "access";
  readonly live: LiveAccess;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A live grant under its address. */
export function thing(live: LiveAccess, address: string): GrantThing {
  return {
    address,
    kind: "access",
    live,
    ...(live.id === undefined ? {} : { nativeId: live.id }),
    attributes: { level: live.level, ...(live.pending ? { status: "invited" } : {}) },
  };
}
