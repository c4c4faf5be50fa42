// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";

import {Escrow} from "./Escrow.sol";
import {vm} from "./Vm.sol";

/// @dev Deploys the built contract. `new` would compile the whole escrow into every test contract anew, which costs
/// minutes; this way the tests also run the very code that the build made.
function deployEscrow(address owner, address guardian, address treasury, bytes32 salt) returns (Escrow) {
    bytes memory code = vm.getCode("RentalEscrow.sol:RentalEscrow");
    bytes memory arguments = abi.encode(owner, guardian, treasury);
    return Escrow(Create2.deploy({amount: 0, salt: salt, bytecode: bytes.concat(code, arguments)}));
}
