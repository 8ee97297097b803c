/** Makes cdktf/ and cdktn/ where they are not up to date. */
export declare function buildCdktf(): Promise<void>;
