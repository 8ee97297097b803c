import { change } from "./world.ts";

/** What all changes of one member say. */
export const ofMember = (key: string) => ({ address: `acme/member/${key}`, kind: "member" }) as const;
/** Somebody new, by mail. */
export const invitePia = change({
  ...ofMember("pia@acme.test"),
  action: "create",
  after: { email: "Pia@acme.test", roles: ["admin"] },
});
/** Somebody new, by user id. */
export const addEve = change({
  ...ofMember("id:user_eve"),
  action: "create",
  after: { id: "user_eve", roles: ["admin"] },
});
/** A member becomes an admin. */
export const promoteBob = change({
  ...ofMember("bob@acme.test"),
  action: "update",
  nativeId: "user_bob",
  before: { roles: ["member"] },
  after: { roles: ["admin"] },
});
/** A member goes. */
export const removeBob = change({
  ...ofMember("bob@acme.test"),
  action: "delete",
  nativeId: "user_bob",
  before: { email: "bob@acme.test", roles: ["member"], status: "active" },
});
/** An invitation is taken back. */
export const removeNina = change({
  ...ofMember("nina@acme.test"),
  action: "delete",
  nativeId: "orgi_nina",
  before: { email: "nina@acme.test", roles: ["member"], status: "invited" },
});
/** An invitation shall say another role. */
export const promoteNina = change({
  ...ofMember("nina@acme.test"),
  action: "update",
  nativeId: "orgi_nina",
  before: { roles: ["member"] },
  after: { email: "nina@acme.test", roles: ["admin"] },
});
/** An invitation that ran out is sent again. */
export const renewOlaf = change({
  ...ofMember("olaf@acme.test"),
  action: "update",
  reason: "invitation-expired",
  nativeId: "orgi_olaf",
  before: { roles: ["member"], status: "expired" },
  after: { email: "olaf@acme.test", roles: ["member"], status: "invited" },
});

/** A new organization with all that it can have. */
export const createNew = change({
  address: "new/organization",
  kind: "organization",
  action: "create",
  after: { slug: "brand-new", displayName: "Brand New", "branding.logoUrl": "https://new.test/logo.png" },
});
/** What all changes of acme itself say. */
export const ofAcme = { address: "acme/organization", kind: "organization", nativeId: "org_acme" } as const;
/** All that can be changed of acme. */
export const renameAcme = change({
  ...ofAcme,
  action: "update",
  before: { slug: "acme", displayName: "Acme", "branding.logoUrl": null },
  after: { slug: "acme-new", displayName: "Acme New", "branding.logoUrl": "https://acme.test/logo.png" },
});
/** Another organization goes. */
export const deleteOther = change({
  address: "other/organization",
  kind: "organization",
  action: "delete",
  nativeId: "org_other",
  before: { slug: "other" },
});
