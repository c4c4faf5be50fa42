// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

import {IPermit2} from "../contracts/interfaces/IPermit2.sol";
import {IRentalRouter} from "../contracts/interfaces/IRentalRouter.sol";
import {vm} from "./Vm.sol";

/// @dev All that the deployed router answers to.
interface Router is IRentalRouter, IERC5267 {}

/// @dev What the tests ask of the real Permit2.
interface Permit2 is IPermit2 {
    function DOMAIN_SEPARATOR() external view returns (bytes32);
    function invalidateUnorderedNonces(uint256 word, uint256 mask) external;
}

/// @dev Deploys the built contract, as `deployEscrow` does.
function deployRouter(address escrow, address permit2, bytes32 salt) returns (Router) {
    bytes memory code = vm.getCode("RentalRouter.sol:RentalRouter");
    bytes memory arguments = abi.encode(escrow, permit2);
    return Router(Create2.deploy({amount: 0, salt: salt, bytecode: bytes.concat(code, arguments)}));
}

function deployPermit2(bytes32 salt) returns (Permit2) {
    return Permit2(Create2.deploy({amount: 0, salt: salt, bytecode: vm.getCode("Permit2.sol:Permit2")}));
}
