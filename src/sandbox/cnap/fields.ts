import * as z from "zod";
import { ROLES, type Role } from "./state.ts";

/** The name of an organization: letters and digits, with spaces and `- ' & .` between them. */
export const organizationName: z.ZodType<string> = z
  .string()
  .min(2)
  .max(50)
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N}\s\-'&.]*[\p{L}\p{N}])?$/u, "must begin and end with a letter or digit");

const SLUG = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** The slug of an organization. */
export const organizationSlug: z.ZodType<string> = z
  .string()
  .min(3)
  .max(39)
  .regex(SLUG, "must be small letters, digits and inner hyphens");

/** The address of a picture, or none. */
export const icon: z.ZodType<string | null> = z.url().max(256).nullable();

/** The name of a workspace, which may have any characters. */
export const workspaceName: z.ZodType<string> = z.string().min(1).max(100);

/** The slug of a workspace, whose characters nothing is said about. */
export const workspaceSlug: z.ZodType<string> = z.string().min(3).max(39);

/** A role in an organization. */
export const role: z.ZodType<Role> = z.enum(ROLES);

/** A name as a slug, or undefined when too little is left of it: `Acme Corp` gives `acme-corp`. */
export function slugify(name: string): string | undefined {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 39)
    .replace(/^-|-$/g, "");
  return organizationSlug.safeParse(slug).success ? slug : undefined;
}
