// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// secp256k1, whose generator has an even y.
uint256 constant GENERATOR_X = 0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798;
uint256 constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

/// @dev A valid signature with the nonce 1: it gives the key away and needs no curve arithmetic, which in `vm.sign` takes
/// a fifth of a random test's time.
function signQuickly(uint256 key, bytes32 digest) pure returns (bytes memory) {
    uint256 s = addmod(uint256(digest), mulmod(GENERATOR_X, key, CURVE_ORDER), CURVE_ORDER);
    return
        s <= CURVE_ORDER / 2
            ? abi.encodePacked(GENERATOR_X, s, uint8(27))
            : abi.encodePacked(GENERATOR_X, CURVE_ORDER - s, uint8(28));
}
