// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Forces its coins on somebody who cannot refuse them.
contract Donor {
    constructor(address payable target) payable {
        selfdestruct(target);
    }
}
