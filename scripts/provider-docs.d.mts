/** All pages of the provider's documentation: path below docs/terraform/ to text. */
export declare function pages(): Promise<ReadonlyMap<string, string>>;
