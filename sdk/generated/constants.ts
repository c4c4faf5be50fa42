// Written by scripts/generate.ts from the production build. Do not edit: run `npm run generate`.

// The protocol's fixed numbers, and its words in the order of the Solidity enums.

export const NATIVE = "0x0000000000000000000000000000000000000000"

export const NATIVE_ERC20_FACE = "0x0000000000000000000000000000000000001010"

export const BPS = 10000n

export const PRICE_PERIOD = 3600n

export const MIN_FEE_BPS = 1000n

export const MAX_FEE_BPS = 1500n

export const MAX_START_WINDOW = 86400n

export const MIN_CHALLENGE_WINDOW = 900n

export const MAX_CHALLENGE_WINDOW = 604800n

export const MAX_RENTAL_DURATION = 34560000n

export const DISPUTE_STAKE_BPS = 500n

export const EVIDENCE_WINDOW = 86400n

export const ARBITRATION_WINDOW = 1209600n

export const PAYOUT_GAS = 300000n

export const CREDIT_GAS = 60000n

export const RESERVED = 1099511627775n

export const PERMIT_LENGTH = 160n

export const statuses = ["None","Funded","Active","Interrupted","Disputed","Closed"] as const

export const reasons = ["Completed","Released","Interrupted","Cancelled","Declined","NoShow","Conceded","Resolved","ArbitrationTimeout"] as const
