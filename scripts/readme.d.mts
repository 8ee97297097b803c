/** README.md as it should be, made from its present text. Needs dist/. */
export declare function generated(text: string): Promise<string>;
