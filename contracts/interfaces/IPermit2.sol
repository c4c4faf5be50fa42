// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Permit2's signed transfers
/// @dev The part of https://github.com/Uniswap/permit2 that the router calls.
interface IPermit2 {
    struct TokenPermissions {
        address token;
        uint256 amount;
    }

    struct PermitTransferFrom {
        TokenPermissions permitted;
        /// Any number that the owner has not used yet.
        uint256 nonce;
        /// The last timestamp at which the transfer is valid, inclusive.
        uint256 deadline;
    }

    struct SignatureTransferDetails {
        address to;
        uint256 requestedAmount;
    }

    /// @notice Transfers tokens of `owner`, who signed for the caller as the spender and for `witness`.
    function permitWitnessTransferFrom(
        PermitTransferFrom calldata permit,
        SignatureTransferDetails calldata transferDetails,
        address owner,
        bytes32 witness,
        string calldata witnessTypeString,
        bytes calldata signature
    ) external;

    /// @notice Returns 256 of an owner's nonces, one bit each; a bit that is set is used or cancelled.
    function nonceBitmap(address owner, uint256 word) external view returns (uint256);
}
