// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";

/// @title ERC-3009 with signatures of any length
/// @dev What USDC 2.2 adds to ERC-3009, for payers with code (ERC-1271).
interface IERC3009Receive is IERC3009 {
    /// @notice As ERC-3009's function of this name. `signature` is 65 bytes of a key, or any bytes that the contract
    /// `from` accepts.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;
}
