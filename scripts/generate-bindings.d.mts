/** The two kits, by the package that a stack imports. */
export declare const kits: readonly { readonly name: "cdktf" | "cdktn" }[];
/** Makes the bindings of both kits, compiled, and gives the folder of each one's; `into` for a place of one's own. */
export declare function generateBindings(into?: string): Promise<Readonly<Record<"cdktf" | "cdktn", string>>>;
