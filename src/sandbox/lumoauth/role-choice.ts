import * as z from "zod";
import { Refusal } from "../reply.ts";
import { invalid } from "./refusals.ts";
import { defaultRole } from "./rules.ts";
import type { Organization, Role } from "./state.ts";

/** How a body names a role; no document shows which of the two it is, so both are taken. */
export const roleFields: {
  readonly roleId: z.ZodOptional<z.ZodInt>;
  readonly role: z.ZodOptional<z.ZodString>;
} = { roleId: z.int().optional(), role: z.string().min(1).optional() };

/** A role by its id or its slug, or none. */
export interface RoleChoice {
  readonly roleId?: number | undefined;
  readonly role?: string | undefined;
}

/**
 * The role that a body names in this organization, undefined when it names none. A role of another organization, or
 * of none, is refused with `status`; two fields that contradict each other with 400.
 */
export function chosenRole(
  { roles }: Organization,
  { roleId, role: slug }: RoleChoice,
  status: number,
): Role | undefined {
  if (roleId === undefined && slug === undefined) {
    return undefined;
  }
  const named = roles.find((role) => (roleId === undefined ? role.slug === slug : role.id === roleId));
  if (named === undefined) {
    throw new Refusal(status, `This organization has no role ${roleId ?? slug}`);
  }
  if (slug !== undefined && named.slug !== slug) {
    throw invalid(400, [{ field: "role", message: `is not the slug of role ${named.id}` }]);
  }
  return named;
}

/** As `chosenRole`; the default role where the body names none, and null where there is no default either. */
export function roleOrDefault(organization: Organization, choice: RoleChoice, status: number): number | null {
  return (chosenRole(organization, choice, status) ?? defaultRole(organization))?.id ?? null;
}
