// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IRentalEscrow, Rental} from "../../../contracts/interfaces/IRentalEscrow.sol";

/// @dev A host with many machines that fills the escrow with its own rentals, many in a transaction.
contract Crowd is IERC1271 {
    function isValidSignature(bytes32, bytes memory) external pure returns (bytes4) {
        return IERC1271.isValidSignature.selector;
    }

    function rent(IRentalEscrow escrow, Rental memory rental, uint32 duration, uint256 first, uint256 count) external {
        IERC20(rental.offer.token).approve(address(escrow), type(uint256).max);
        for (uint256 i = first; i < first + count; ++i) {
            rental.offer.machine = bytes32(i);
            escrow.deposit(rental, duration, "", "");
        }
    }
}
