// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC4337Utils} from "@openzeppelin/contracts/account/utils/ERC4337Utils.sol";
import {IEntryPoint, PackedUserOperation} from "@openzeppelin/contracts/interfaces/IERC4337.sol";
import {PaymasterERC20} from "@openzeppelin/contracts/account/paymaster/extensions/PaymasterERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @dev OpenZeppelin's paymaster that takes a token for gas, at a fixed rate. Its default is version 0.9 of the
/// EntryPoint; this one is for 0.8.
contract TokenPaymaster is PaymasterERC20 {
    IERC20 private immutable _token;
    uint256 private immutable _tokenPerNative;

    /// @param tokenPerNative Base units of the token for 1e18 wei
    constructor(IERC20 token, uint256 tokenPerNative) {
        _token = token;
        _tokenPerNative = tokenPerNative;
    }

    function entryPoint() public pure override returns (IEntryPoint) {
        return ERC4337Utils.ENTRYPOINT_V08;
    }

    function _fetchDetails(
        PackedUserOperation calldata,
        bytes32
    ) internal view override returns (uint256 validationData, IERC20 token, uint256 tokenPerNative) {
        return (ERC4337Utils.SIG_VALIDATION_SUCCESS, _token, _tokenPerNative);
    }
}
