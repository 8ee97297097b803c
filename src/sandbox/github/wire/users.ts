import { idOf, type World } from "../world.ts";

/** A body that tells its own address. */
export type Linked = Readonly<Record<string, unknown>> & { readonly url: string };

/** A node id: opaque, and different for everything. */
export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString("base64url");
}

/** An account as replies show it. */
export function userBody(world: World, login: string): Linked {
  const id = idOf(world, login);
  const url = `${world.place.api}/users/${encodeURIComponent(login)}`;
  const bot = login.endsWith("[bot]");
  const page = bot ? `apps/${slugOf(login)}` : login;
  return {
    login,
    id,
    node_id: nodeId("User", id),
    avatar_url: `${world.place.server}/avatars/u/${id}`,
    gravatar_id: "",
    url,
    html_url: `${world.place.server}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: typeOf(world, login),
    user_view_type: "public",
    site_admin: false,
  };
}

/** The GitHub App behind a login that ends with `[bot]`; null for a person. */
export function appBody(world: World, login: string): object | null {
  if (!login.endsWith("[bot]")) {
    return null;
  }
  const slug = slugOf(login);
  const id = idOf(world, `app ${slug}`);
  return {
    id,
    slug,
    node_id: nodeId("App", id),
    owner: userBody(world, "github"),
    name: slug,
    description: null,
    external_url: `${world.place.server}/apps/${slug}`,
    html_url: `${world.place.server}/apps/${slug}`,
    created_at: "2018-07-30T09:30:17Z",
    updated_at: "2018-07-30T09:30:17Z",
    permissions: { metadata: "read" },
    events: [],
  };
}

/** How close an account is to the repository. */
export function associationOf(world: World, login: string): string {
  return world.settings.accounts.some((account) => account.login === login) ? "COLLABORATOR" : "NONE";
}

function slugOf(login: string): string {
  return login.replace("[bot]", "");
}

function typeOf({ settings }: World, login: string): string {
  if (login.endsWith("[bot]")) {
    return "Bot";
  }
  return login === settings.owner ? "Organization" : "User";
}
