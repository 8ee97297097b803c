import type { Written } from "../../model/connector.ts";
import { unlessGone, writeVersion } from "./conditional.ts";
import { nativeId, organizationId, type Writing } from "./writing.ts";

/** Ends the organization's management of a workspace; one that another organization manages by now is not ours any more. */
export async function revokeManagement(writing: Writing): Promise<Written> {
  const { api } = writing;
  const id = nativeId(writing);
  const organization = organizationId(writing);
  await writeVersion(
    async () => {
      const told = await unlessGone(() => api.management(id));
      return told?.management?.organization.id === organization ? told.etag : undefined;
    },
    (etag) => api.revokeManagement({ id, etag }),
  );
  return {};
}
