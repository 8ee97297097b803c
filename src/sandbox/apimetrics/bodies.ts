import * as z from "zod";
import { GRANT_LEVELS, type Level } from "./state.ts";

/** A level that a body gives on a project. */
export const givenLevel: z.ZodType<Level> = z.enum(GRANT_LEVELS);

/** An account, role or key that a body names. */
export const name: z.ZodType<string> = z.string().min(1);
