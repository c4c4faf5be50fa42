// Written by `npm run generate`. Do not edit.

/** The structs that the contract takes, their fields as in Solidity. */
export const structs = {
  Offer: "address host,address payee,address operator,address renter,address token,address arbiter,uint96 pricePerHour,uint96 bond,uint32 minDuration,uint32 maxDuration,uint32 startWindow,uint32 challengeWindow,uint32 nonce,uint32 epoch,uint40 expiry,uint16 maxFeeBps,bool rolling,bytes32 machine,bytes32 spec",
  Rental: "Offer offer,address renter,bytes32 salt",
} as const
