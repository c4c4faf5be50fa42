// Written by `npm run generate`. Do not edit.

// The protocol's fixed numbers, and its words in the order of the Solidity enums.

/** `NATIVE` of contracts/libraries/Constants.sol. */
export const NATIVE = "0x0000000000000000000000000000000000000000"

/** `NATIVE_ERC20_FACE` of contracts/libraries/Constants.sol. */
export const NATIVE_ERC20_FACE = "0x0000000000000000000000000000000000001010"

/** `BPS` of contracts/libraries/Constants.sol. */
export const BPS = 10000n

/** `PRICE_PERIOD` of contracts/libraries/Constants.sol. */
export const PRICE_PERIOD = 3600n

/** `MIN_FEE_BPS` of contracts/libraries/Constants.sol. */
export const MIN_FEE_BPS = 1000n

/** `MAX_FEE_BPS` of contracts/libraries/Constants.sol. */
export const MAX_FEE_BPS = 1500n

/** `MAX_START_WINDOW` of contracts/libraries/Constants.sol. */
export const MAX_START_WINDOW = 86400n

/** `MIN_CHALLENGE_WINDOW` of contracts/libraries/Constants.sol. */
export const MIN_CHALLENGE_WINDOW = 900n

/** `MAX_CHALLENGE_WINDOW` of contracts/libraries/Constants.sol. */
export const MAX_CHALLENGE_WINDOW = 604800n

/** `MAX_RENTAL_DURATION` of contracts/libraries/Constants.sol. */
export const MAX_RENTAL_DURATION = 34560000n

/** `DISPUTE_STAKE_BPS` of contracts/libraries/Constants.sol. */
export const DISPUTE_STAKE_BPS = 500n

/** `EVIDENCE_WINDOW` of contracts/libraries/Constants.sol. */
export const EVIDENCE_WINDOW = 86400n

/** `ARBITRATION_WINDOW` of contracts/libraries/Constants.sol. */
export const ARBITRATION_WINDOW = 1209600n

/** `PAYOUT_GAS` of contracts/libraries/Constants.sol. */
export const PAYOUT_GAS = 300000n

/** `CREDIT_GAS` of contracts/libraries/Constants.sol. */
export const CREDIT_GAS = 60000n

/** `RESERVED` of contracts/libraries/Constants.sol. */
export const RESERVED = 1099511627775n

/** `PERMIT_LENGTH` of contracts/libraries/Constants.sol. */
export const PERMIT_LENGTH = 160n

/** The words of `Status`, in its order. */
export const statuses = ["None","Funded","Active","Interrupted","Disputed","Closed"] as const

/** The words of `Reason`, in its order. */
export const reasons = ["Completed","Released","Interrupted","Cancelled","Declined","NoShow","Conceded","Resolved","ArbitrationTimeout"] as const
