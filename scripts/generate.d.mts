/** The text of src/model/contract.ts, as the schemas give it. */
export declare function contractTypes(): Promise<string>;
/** Every file of types that is checked in, by its path, with the text that the schemas and the systems' contracts give. */
export declare function generatedTypes(): Promise<readonly (readonly [string, string])[]>;
