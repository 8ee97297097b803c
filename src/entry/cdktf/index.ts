/** For CDKTF and CDK Terrain: manifests as a construct, and the provider's resources to be written by hand. */
export * from "./compiled/index.js";
export { OrganizationManifests, type OrganizationManifestsProps } from "./manifests.ts";
