// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @dev Has no `permit`, and a fallback that accepts anything, as WETH's does: every permit seems to work.
contract PhantomPermitToken is ERC20("Phantom", "PHANTOM") {
    fallback() external {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
