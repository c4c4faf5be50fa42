// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Code to which an account delegates (EIP-7702) to make several calls in one transaction. All succeed, or none.
contract BatchAccount {
    struct Call {
        address to;
        uint256 value;
        bytes data;
    }

    error NotSelf(address caller);

    receive() external payable {}

    function run(Call[] calldata calls) external {
        require(msg.sender == address(this), NotSelf(msg.sender));
        for (uint256 index = 0; index < calls.length; ++index) {
            (bool success, bytes memory reason) = calls[index].to.call{value: calls[index].value}(calls[index].data);
            if (success) continue;
            assembly {
                revert(add(reason, 32), mload(reason))
            }
        }
    }
}
