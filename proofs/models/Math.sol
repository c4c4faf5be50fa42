// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Stands for OpenZeppelin's `Math` while the proofs run: the four functions that the escrow uses, in plain
/// branches. The original is branchless, with assembly that the model checker does not look into. That both give the
/// same results is proven in `lemmas/`.
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
