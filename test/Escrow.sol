// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

import {IRentalEscrow} from "../contracts/interfaces/IRentalEscrow.sol";

/// @dev All that the deployed contract answers to. Tests know it by this alone: importing the contract itself would
/// compile it again with every test file.
interface Escrow is IRentalEscrow, IERC5267 {
    function transferOut(address token, address to, uint256 amount) external;
    function owner() external view returns (address);
    function pendingOwner() external view returns (address);
    function transferOwnership(address newOwner) external;
    function acceptOwnership() external;
    function renounceOwnership() external;
}
