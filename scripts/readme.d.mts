/** README.md as it should be, made from its present text. Needs dist/. */
export declare function generated(text: string): Promise<string>;
/** docs/github-action.md as it should be, made from its present text and action.yml. */
export declare function generatedGuide(text: string): string;
