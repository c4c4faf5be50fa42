// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

/// @dev A token that makes a call before each transfer, and stores the result.
contract ReentrantToken is Token("Reentrant", "RE", 6) {
    address public target;
    bytes public call;
    bytes public answer;

    function callBack(address target_, bytes calldata call_) external {
        (target, call) = (target_, call_);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        (, answer) = target.call(call);
        return super.transferFrom(from, to, amount);
    }
}
