/** Every Solidity file, for the formatter. */
export const SOLIDITY = "{contracts,proofs,test,evidence}/**/*.sol"
