// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer} from "../interfaces/IRentalEscrow.sol";

/// @dev Typed data and ids: pure.
library RentalHash {
    bytes32 internal constant OFFER_TYPEHASH = keccak256(
        "Offer(address host,address payee,address operator,address renter,address token,address arbiter,"
        "uint96 pricePerHour,uint96 bond,uint32 minDuration,uint32 maxDuration,uint32 startWindow,"
        "uint32 challengeWindow,uint32 nonce,uint32 epoch,uint40 expiry,uint16 maxFeeBps,bool rolling,"
        "bytes32 machine,bytes32 spec)"
    );

    /// @dev EIP-712 struct hash. Every field is one word, so the encoded struct is its `encodeData`. Hashed from
    /// decoded fields, never from calldata slices, whose offsets the caller chooses.
    function hashOffer(Offer memory offer) internal pure returns (bytes32) {
        return keccak256(abi.encode(OFFER_TYPEHASH, offer));
    }

    /// @dev Free of chain id and contract: a renumbered chain keeps every rental reachable.
    function idOf(bytes32 offerHash, address renter, bytes32 salt) internal pure returns (bytes32) {
        return keccak256(abi.encode(offerHash, renter, salt));
    }
}
