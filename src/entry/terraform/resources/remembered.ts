/** What a resource keeps beside its state, as JSON that only this provider reads. */
import type { SentInvitation } from "../../../model/record.ts";
import type { Private } from "../provider.ts";
import type { Known } from "./piece.ts";

/** What is kept beside a state and a plan. */
export interface Remembered extends Known {
  /** Just imported, and not read yet. */
  readonly imported?: boolean;
  /** Ids of the changes that the plan has shown; absent where a plan could not compare. */
  readonly shown?: readonly string[];
}

/** Reads what was kept; what is not ours is passed over. */
export function recall({ organizationId, invitations, imported, shown }: Private): Remembered {
  return {
    ...(typeof organizationId === "string" ? { organizationId } : {}),
    ...(isRecord(invitations) ? { invitations: sent(invitations) } : {}),
    ...(imported === true ? { imported } : {}),
    ...(isTexts(shown) ? { shown } : {}),
  };
}

/** What goes on beside a state: of which organization it is, and which mails went out for it. */
export function keep({ organizationId, invitations }: Known): Private {
  return {
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(invitations === undefined || Object.keys(invitations).length === 0 ? {} : { invitations }),
  };
}

/** The same for a plan, with the changes that it shows. */
export function keepPlanned(known: Known, shown: readonly string[] | undefined): Private {
  return { ...keep(known), ...(shown === undefined ? {} : { shown }) };
}

function sent(invitations: Readonly<Record<string, unknown>>): Readonly<Record<string, SentInvitation>> {
  const all = Object.entries(invitations).flatMap(([address, mail]) =>
    isSent(mail) ? [[address, mail] as const] : [],
  );
  return Object.fromEntries(all);
}

function isSent(value: unknown): value is SentInvitation {
  if (!isRecord(value)) return false;
  const { sentAt, count, roles, access } = value;
  return typeof sentAt === "string" && typeof count === "number" && isTexts(roles) && isRecord(access);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
