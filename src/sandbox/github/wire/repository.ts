import { fullName, idOf, type World } from "../world.ts";
import { nodeId, userBody } from "./users.ts";

/** When every repository of the fake was made. */
const SINCE = "2026-01-01T00:00:00Z";

/** Addresses of a repository's parts: the field's name and the path below the repository. */
const PARTS: readonly (readonly [string, string])[] = [
  ["archive_url", "/{archive_format}{/ref}"],
  ["assignees_url", "/assignees{/user}"],
  ["blobs_url", "/git/blobs{/sha}"],
  ["branches_url", "/branches{/branch}"],
  ["collaborators_url", "/collaborators{/collaborator}"],
  ["comments_url", "/comments{/number}"],
  ["commits_url", "/commits{/sha}"],
  ["compare_url", "/compare/{base}...{head}"],
  ["contents_url", "/contents/{+path}"],
  ["contributors_url", "/contributors"],
  ["deployments_url", "/deployments"],
  ["downloads_url", "/downloads"],
  ["events_url", "/events"],
  ["forks_url", "/forks"],
  ["git_commits_url", "/git/commits{/sha}"],
  ["git_refs_url", "/git/refs{/sha}"],
  ["git_tags_url", "/git/tags{/sha}"],
  ["hooks_url", "/hooks"],
  ["issue_comment_url", "/issues/comments{/number}"],
  ["issue_events_url", "/issues/events{/number}"],
  ["issues_url", "/issues{/number}"],
  ["keys_url", "/keys{/key_id}"],
  ["labels_url", "/labels{/name}"],
  ["languages_url", "/languages"],
  ["merges_url", "/merges"],
  ["milestones_url", "/milestones{/number}"],
  ["notifications_url", "/notifications{?since,all,participating}"],
  ["pulls_url", "/pulls{/number}"],
  ["releases_url", "/releases{/id}"],
  ["stargazers_url", "/stargazers"],
  ["statuses_url", "/statuses/{sha}"],
  ["subscribers_url", "/subscribers"],
  ["subscription_url", "/subscription"],
  ["tags_url", "/tags"],
  ["teams_url", "/teams"],
  ["trees_url", "/git/trees{/sha}"],
];

/** The address of the repository in the API. */
export function repositoryUrl(world: World): string {
  return `${world.place.api}/repos/${fullName(world)}`;
}

/** The address of the repository's pages. */
export function pagesUrl(world: World): string {
  return `${world.place.server}/${fullName(world)}`;
}

/** What every form of a repository has; `name` is `owner/name` of the repository itself or of a fork. */
export function minimalRepository(world: World, name: string = fullName(world)): object {
  const url = `${world.place.api}/repos/${name}`;
  const [owner = "", short = ""] = name.split("/");
  const id = idOf(world, `repository ${name}`);
  return {
    id,
    node_id: nodeId("Repository", id),
    name: short,
    full_name: name,
    private: false,
    owner: userBody(world, owner),
    html_url: `${world.place.server}/${name}`,
    description: null,
    fork: name !== fullName(world),
    url,
    ...Object.fromEntries(PARTS.map(([field, path]) => [field, url + path])),
  };
}

/** A repository as pull requests and events show it. */
export function repositoryBody(world: World, name: string = fullName(world)): object {
  const page = `${world.place.server}/${name}`;
  const open = world.issues.filter(({ state }) => state === "open").length;
  return {
    ...minimalRepository(world, name),
    git_url: `git://${page.replace(/^https?:\/\//, "")}.git`,
    ssh_url: `git@127.0.0.1:${name}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    forks_count: world.forks.size,
    stargazers_count: 0,
    watchers_count: 0,
    size: 1,
    default_branch: world.settings.defaultBranch,
    open_issues_count: open,
    has_issues: world.settings.hasIssues,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: false,
    disabled: false,
    visibility: "public",
    is_template: false,
    allow_forking: true,
    web_commit_signoff_required: false,
    topics: [],
    pushed_at: SINCE,
    created_at: SINCE,
    updated_at: SINCE,
    forks: world.forks.size,
    open_issues: open,
    watchers: 0,
  };
}

/** A repository as its own endpoint shows it. */
export function fullRepository(world: World): object {
  return { ...repositoryBody(world), subscribers_count: 0, network_count: world.forks.size };
}
