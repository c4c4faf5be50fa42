// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Replaces OpenZeppelin's `Math` in the proofs: the four functions that the escrow uses, written with branches.
/// The original has no branches but assembly, which the model checker cannot analyse. A lemma in `lemmas/` proves that
/// both return the same results.
library Math {
    function min(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }

    function max(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a : b;
    }

    function saturatingSub(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a - b : 0;
    }

    function ceilDiv(uint256 a, uint256 b) internal pure returns (uint256) {
        require(b > 0);
        return a == 0 ? 0 : (a - 1) / b + 1;
    }
}
