// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";

import {IRentalMandate} from "../contracts/interfaces/IRentalMandate.sol";
import {vm} from "./Vm.sol";

/// @dev All that the deployed contract answers to.
interface Mandates is IRentalMandate, IERC5267 {}

/// @dev Deploys the built contract, as `deployEscrow` does.
function deployMandate(address escrow, bytes32 salt) returns (Mandates) {
    bytes memory code = vm.getCode("RentalMandate.sol:RentalMandate");
    return Mandates(Create2.deploy({amount: 0, salt: salt, bytecode: bytes.concat(code, abi.encode(escrow))}));
}
