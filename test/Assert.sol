// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {Machine, RentalState, Status} from "../contracts/interfaces/IRentalEscrow.sol";

/// @dev Assertions that name what was expected; a failure reverts with both values.
abstract contract Assert {
    error NotEqual(string label, string actual, string expected);

    function assertTrue(bool condition, string memory label) internal pure {
        require(condition, label);
    }

    function assertEq(uint256 actual, uint256 expected, string memory label) internal pure {
        if (actual != expected) revert NotEqual(label, Strings.toString(actual), Strings.toString(expected));
    }

    function assertEq(address actual, address expected, string memory label) internal pure {
        if (actual != expected) revert NotEqual(label, Strings.toHexString(actual), Strings.toHexString(expected));
    }

    function assertEq(bytes32 actual, bytes32 expected, string memory label) internal pure {
        if (actual == expected) return;
        revert NotEqual(label, Strings.toHexString(uint256(actual), 32), Strings.toHexString(uint256(expected), 32));
    }

    function assertEq(bool actual, bool expected, string memory label) internal pure {
        if (actual != expected) revert NotEqual(label, actual ? "true" : "false", expected ? "true" : "false");
    }

    function assertEq(Status actual, Status expected, string memory label) internal pure {
        assertEq(uint256(actual), uint256(expected), label);
    }

    /// @dev Every field of a rental's slot at once.
    function assertEq(RentalState memory actual, RentalState memory expected, string memory label) internal pure {
        assertEq(uint256(actual.status), uint256(expected.status), string.concat(label, ": status"));
        assertEq(actual.feeBps, expected.feeBps, string.concat(label, ": feeBps"));
        assertEq(actual.depositBlock, expected.depositBlock, string.concat(label, ": depositBlock"));
        assertEq(actual.since, expected.since, string.concat(label, ": since"));
        assertEq(actual.duration, expected.duration, string.concat(label, ": duration"));
        assertEq(actual.billedSeconds, expected.billedSeconds, string.concat(label, ": billedSeconds"));
        assertEq(actual.paidSeconds, expected.paidSeconds, string.concat(label, ": paidSeconds"));
        assertEq(actual.refundedSeconds, expected.refundedSeconds, string.concat(label, ": refundedSeconds"));
        assertEq(actual.interrupted, expected.interrupted, string.concat(label, ": interrupted"));
        assertEq(actual.settlingUntil, expected.settlingUntil, string.concat(label, ": settlingUntil"));
    }

    /// @dev Every field of a machine's slot at once.
    function assertEq(Machine memory actual, Machine memory expected, string memory label) internal pure {
        assertEq(actual.busyUntil, expected.busyUntil, string.concat(label, ": busyUntil"));
        assertEq(actual.nonce, expected.nonce, string.concat(label, ": nonce"));
        assertEq(actual.depositBlock, expected.depositBlock, string.concat(label, ": depositBlock"));
    }
}
