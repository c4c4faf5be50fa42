// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @dev A token without `permit`, whose fallback accepts any call, as WETH's does. Every permit seems to succeed.
contract PhantomPermitToken is ERC20("Phantom", "PHANTOM") {
    fallback() external {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
