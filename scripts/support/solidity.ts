/** Every Solidity file, for the formatter. */
export const SOLIDITY = "{contracts,sdk,proofs,test,evidence}/**/*.sol"
