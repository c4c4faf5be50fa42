// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MisbehavingToken} from "./MisbehavingToken.sol";

/// @dev Calls ERC-777's hook, in which the renter's wallet refuses the transfer.
contract AsksReceiverToken is MisbehavingToken {
    function _misbehave(address from, address to, uint256 amount) internal override {
        _move(from, to, amount);
        require(to != _parties.renter, Misbehaved());
    }
}
