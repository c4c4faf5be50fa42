// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";

import {PERMIT_LENGTH} from "../libraries/Constants.sol";

/// @dev What the accounts that pay through the periphery sign.
library PayerSignature {
    /// @dev The last word of every ERC-6492 signature.
    bytes32 private constant ERC6492_SUFFIX = 0x6492649264926492649264926492649264926492649264926492649264926492;

    /// @dev Whether a signature is for an account that has no code yet (ERC-6492).
    function isCounterfactual(bytes calldata signature) internal pure returns (bool) {
        return signature.length >= 32 && bytes32(signature[signature.length - 32:]) == ERC6492_SUFFIX;
    }

    /// @dev Submits an EIP-2612 permit `(value, deadline, v, r, s)` if there is one. Ignores a failure: anyone can
    /// submit the permit first, and the allowance decides.
    function tryPermit(address token, address owner, address spender, bytes calldata permit) internal {
        if (permit.length != PERMIT_LENGTH) return;

        LowLevelCall.callNoReturn(
            token,
            abi.encodePacked(IERC20Permit.permit.selector, abi.encode(owner, spender), permit)
        );
    }
}
