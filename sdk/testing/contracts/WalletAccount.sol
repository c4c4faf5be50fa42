// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @dev The code of an account whose wallet makes several calls in one transaction: an account delegates to it (EIP-7702),
/// or it is placed at the address of an account that acts as a Safe. Anyone may run calls, because the keys of a local
/// chain are known to everyone.
contract WalletAccount is IERC1271 {
    struct Call {
        address to;
        uint256 value;
        bytes data;
    }

    bytes32 private constant _MESSAGE_TYPEHASH = keccak256("SafeMessage(bytes32 hash,address account)");

    receive() external payable {}

    /// @dev All calls succeed, or none.
    function run(Call[] calldata calls) external payable {
        for (uint256 index = 0; index < calls.length; ++index) {
            (bool success, bytes memory reason) = calls[index].to.call{value: calls[index].value}(calls[index].data);
            if (success) continue;
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
    }

    /// @dev The account's key signs what contains the hash, so that the signature is valid here and nowhere else.
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        bytes32 message = keccak256(abi.encode(_MESSAGE_TYPEHASH, hash, address(this)));
        (address signer, ECDSA.RecoverError problem, ) = ECDSA.tryRecoverCalldata(message, signature);
        bool isOwn = problem == ECDSA.RecoverError.NoError && signer == address(this);
        return isOwn ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
