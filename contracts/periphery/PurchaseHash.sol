// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Purchase} from "../interfaces/IRentalRouter.sol";

/// @dev Hashes of purchases, and their place in a Permit2 transfer.
library PurchaseHash {
    bytes32 internal constant ORDER_TYPEHASH = keccak256("Order(bytes32 rentalId,address renter,uint32 duration)");
    bytes32 internal constant PURCHASE_TYPEHASH = keccak256(
        "Purchase(Order[] orders,uint256 relayFee,address relayer,uint256 validBefore)"
        "Order(bytes32 rentalId,address renter,uint32 duration)"
    );

    /// @dev What Permit2 appends to its own type: the field of the witness, then all types in alphabetical order.
    string internal constant WITNESS_TYPE =
        "Purchase witness)"
        "Order(bytes32 rentalId,address renter,uint32 duration)"
        "Purchase(Order[] orders,uint256 relayFee,address relayer,uint256 validBefore)"
        "TokenPermissions(address token,uint256 amount)";

    /// @dev The EIP-712 struct hash.
    function hashPurchase(Purchase memory purchase) internal pure returns (bytes32) {
        bytes32[] memory orders = new bytes32[](purchase.orders.length);
        for (uint256 i = 0; i < orders.length; ++i) {
            // Every field is one word, so the ABI encoding equals EIP-712's `encodeData`.
            orders[i] = keccak256(abi.encode(ORDER_TYPEHASH, purchase.orders[i]));
        }
        return
            keccak256(
                abi.encode(
                    PURCHASE_TYPEHASH,
                    keccak256(abi.encodePacked(orders)),
                    purchase.relayFee,
                    purchase.relayer,
                    purchase.validBefore
                )
            );
    }
}
