// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer} from "../interfaces/IRentalEscrow.sol";

/// @dev Hashes of offers and ids of rentals.
library RentalHash {
    bytes32 internal constant OFFER_TYPEHASH = keccak256(
        "Offer(address host,address payee,address operator,address renter,address token,address arbiter,"
        "uint96 pricePerHour,uint96 bond,uint32 minDuration,uint32 maxDuration,uint32 startWindow,"
        "uint32 challengeWindow,uint32 nonce,uint32 epoch,uint40 expiry,uint16 maxFeeBps,bool rolling,"
        "bytes32 machine,bytes32 spec)"
    );

    /// @dev The EIP-712 struct hash. Every field is one word, so the ABI encoding equals EIP-712's `encodeData`. It is
    /// computed from decoded fields, not from slices of calldata, whose offsets the caller chooses.
    function hashOffer(Offer memory offer) internal pure returns (bytes32) {
        return keccak256(abi.encode(OFFER_TYPEHASH, offer));
    }

    /// @dev Contains neither chain id nor contract address, so that rentals stay reachable if the chain id changes.
    function idOf(bytes32 offerHash, address renter, bytes32 salt) internal pure returns (bytes32) {
        return keccak256(abi.encode(offerHash, renter, salt));
    }
}
