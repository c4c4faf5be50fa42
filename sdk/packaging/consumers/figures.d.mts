/** What every consumer computes with the package's entry for viem or for ethers. */
export declare function figuresOf(sdk: object): Readonly<Record<string, string>>
