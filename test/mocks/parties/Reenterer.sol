// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Makes the calls that it is armed with when it receives coins, and keeps the coins.
contract Reenterer {
    address private _target;
    bytes[] private _calls;

    uint256 public attempts;
    uint256 public successes;

    receive() external payable {
        for (uint256 i = 0; i < _calls.length; ++i) {
            ++attempts;
            (bool success, ) = _target.call(_calls[i]);
            if (success) ++successes;
        }
    }

    function arm(address target, bytes[] calldata calls) external {
        _target = target;
        for (uint256 i = 0; i < calls.length; ++i) _calls.push(calls[i]);
    }

    function run(bytes calldata call) external payable {
        (bool success, bytes memory reason) = _target.call{value: msg.value}(call);
        if (success) return;
        assembly {
            revert(add(reason, 32), mload(reason))
        }
    }
}
