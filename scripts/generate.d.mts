/** The text of src/model/contract.ts, as the schemas give it. */
export declare function contractTypes(): Promise<string>;
