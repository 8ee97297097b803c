/** Writes the look of an account, and looks whether it is so: unknown fields are dropped with success. */
import { ConnectorError } from "../../model/errors.ts";
import type { BrandingPatch, NewBranding } from "./contract.ts";
import type { Dialect } from "./dialect.ts";
import { type Look, type LookField, lookIn, lookShown, otherField } from "./look.ts";
import type { WriteApi } from "./write-api.ts";

interface Target {
  readonly api: WriteApi;
  readonly dialect: Dialect;
}

/** Sets the given fields and leaves the others; null clears. Throws ConnectorError when they are not so afterwards. */
export async function setLook({ api, dialect }: Target, account: string, look: Look): Promise<void> {
  const now = dialect === "server" ? await patch(api, account, look) : await put(api, account, look);
  const other = otherField(now, look);
  if (other === undefined) return;
  throw new ConnectorError(
    `Cantila answered the new branding of ${account} with success, and branding.${other} is still another`,
    { retryable: false },
  );
}

async function patch(api: WriteApi, account: string, look: Look): Promise<Look> {
  const body = Object.fromEntries(
    Object.entries(look).map(([field, value]) => [WIRE[field as LookField], value ?? ""]),
  );
  const answer = await api.patchBranding(account, body);
  if (answer.id === account) return lookIn(answer);
  throw new ConnectorError(
    `PATCH /accounts/me/branding was asked for ${account} and answered for ${answer.id}`,
    { retryable: false, unknownResult: true },
  );
}

const WIRE: Readonly<Record<LookField, keyof BrandingPatch>> = {
  displayName: "brandDisplayName",
  primaryColor: "brandPrimaryColor",
  accentColor: "brandAccentColor",
  logoUrl: "brandLogoUrl",
};

/** Whether a field that is left out is cleared is told nowhere, so both fields are sent; nor is what comes back. */
async function put(api: WriteApi, account: string, look: Look): Promise<Look> {
  const before = await api.branding(account);
  const body: NewBranding = {
    ...field("displayName", look.displayName, before.displayName),
    ...field("primaryColor", look.primaryColor, before.primaryColor),
  };
  await api.putBranding(account, body);
  return lookShown(await api.branding(account));
}

function field(
  name: keyof NewBranding,
  wanted: string | null | undefined,
  before: string | null | undefined,
): NewBranding {
  if (wanted !== undefined) return { [name]: wanted ?? "" };
  return before ? { [name]: before } : {};
}
