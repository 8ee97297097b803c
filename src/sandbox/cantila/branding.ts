import * as z from "zod";
import { ok, type Reply } from "../reply.ts";
import { note } from "./activity.ts";
import { type Call, type Operation, param, readBody } from "./call.ts";
import { refuse } from "./errors.ts";
import { accountBy } from "./gate.ts";
import { accountId } from "./ids.ts";
import { brandingProblems } from "./rules.ts";
import type { Account, Branding } from "./state.ts";
import { accountBody, brandingBody } from "./wire.ts";

const patchBody = z.object({
  brandDisplayName: z.string().optional(),
  brandPrimaryColor: z.string().optional(),
  brandAccentColor: z.string().optional(),
  brandLogoUrl: z.string().optional(),
});
const putBody = z.object({ displayName: z.string().optional(), primaryColor: z.string().optional() });

const mine = "/accounts/me/branding";
const ofChild = "/accounts/:account/branding";

/** The look of an account: the two dialects share nothing but the path. */
export const brandingOperations: readonly Operation[] = [
  { method: "PATCH", path: mine, dialects: ["server"], by: "account", answer: patchMine },
  { method: "GET", path: mine, dialects: ["documented"], by: "account", answer: readMine },
  { method: "PUT", path: mine, dialects: ["documented"], by: "account", answer: putMine },
  { method: "PATCH", path: ofChild, dialects: ["server"], by: "caller", answer: patchChild },
  { method: "GET", path: ofChild, dialects: ["documented"], by: "caller", answer: readChild },
];

function patchMine(call: Call): Reply {
  return patch(call, 400);
}

/** By the parent itself, whomever it acts as; here even a bad value is a 403. */
function patchChild(call: Call): Reply {
  return patch({ ...call, account: childOf(call) }, 403);
}

function patch(call: Call, refusal: number): Reply {
  const { brandDisplayName, brandPrimaryColor, brandAccentColor, brandLogoUrl } = readBody(call, patchBody);
  const { branding } = call.account;
  const next = {
    displayName: changed(branding.displayName, brandDisplayName),
    primaryColor: changed(branding.primaryColor, brandPrimaryColor),
    accentColor: changed(branding.accentColor, brandAccentColor),
    logoUrl: changed(branding.logoUrl, brandLogoUrl),
  };
  dress(call, next, refusal);
  return ok(accountBody("server", call.account));
}

function readMine({ account }: Call): Reply {
  return ok(brandingBody(account));
}

function readChild(call: Call): Reply {
  return ok(brandingBody(childOf(call)));
}

function putMine(call: Call): Reply {
  const body = readBody(call, putBody);
  const { branding } = call.account;
  const kept: Branding =
    call.settings.putBranding === "merges"
      ? branding
      : { ...branding, displayName: null, primaryColor: null };
  const next = {
    ...kept,
    displayName: changed(kept.displayName, body.displayName),
    primaryColor: changed(kept.primaryColor, body.primaryColor),
  };
  dress(call, next, 422);
  return ok(brandingBody(call.account));
}

function dress(call: Call, next: Branding, refusal: number): void {
  const problems = brandingProblems(call.settings.dialect, next);
  if (problems.length > 0) {
    throw refuse(refusal, problems.join("; "));
  }
  Object.assign(call.account.branding, next);
  note(call, "account.branding_updated", call.account.handle);
}

function changed(before: string | null, sent: string | undefined): string | null {
  return sent === undefined ? before : sent || null;
}

function childOf(call: Call): Account {
  const id = param(call, "account");
  const child = accountBy(call.state, id.replace(/^acc_/, ""));
  if (child === undefined || id !== accountId(child.handle) || child.parent !== call.caller.account.handle) {
    throw refuse(403, `${call.caller.account.handle} is not the parent of ${id}`);
  }
  return child;
}
