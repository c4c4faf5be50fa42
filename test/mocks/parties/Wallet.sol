// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @dev A simple smart wallet: accepts its owner's signature of any digest, also of one that does not contain the
/// wallet's address. If it is armed, it first makes its calls.
contract Wallet is IERC1271 {
    address private immutable _OWNER;
    address private _target;
    bytes private _call;

    error ReentrySucceeded();

    constructor(address owner) {
        _OWNER = owner;
    }

    receive() external payable {}

    function arm(address target, bytes calldata call) external {
        (_target, _call) = (target, call);
    }

    function run(address target, bytes calldata call) external payable {
        (bool success, bytes memory reason) = target.call{value: msg.value}(call);
        if (success) return;
        assembly {
            revert(add(reason, 32), mload(reason))
        }
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        if (_target != address(0)) {
            (bool success, ) = _target.staticcall(_call);
            require(!success, ReentrySucceeded());
        }
        bool valid = ECDSA.recoverCalldata(digest, signature) == _OWNER;
        return valid ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
