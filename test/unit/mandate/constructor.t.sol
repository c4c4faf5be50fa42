// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalMandate} from "../../../contracts/interfaces/IRentalMandate.sol";
import {deployMandate} from "../../deployMandate.sol";
import {MandateBase} from "../../MandateBase.t.sol";
import {vm} from "../../Vm.sol";

contract MandateConstructorTest is MandateBase {
    function test_RevertWhen_EscrowHasNoCode() external {
        address[2] memory accounts = [address(0), stranger];
        for (uint256 i = 0; i < accounts.length; ++i) {
            try this.deploy(accounts[i]) {
                assertTrue(false, "deployed");
            } catch (bytes memory reason) {
                assertEq(
                    keccak256(reason),
                    keccak256(abi.encodeWithSelector(IRentalMandate.InvalidEscrow.selector, accounts[i])),
                    "reason"
                );
            }
        }
    }

    function test_KeepsItsEscrow() external view {
        assertEq(address(mandates.escrow()), address(escrow), "escrow");
    }

    function deploy(address escrow_) external {
        bytes memory code = vm.getCode("RentalMandate.sol:RentalMandate");
        bytes memory creation = bytes.concat(code, abi.encode(escrow_));
        assembly {
            if iszero(create(0, add(creation, 32), mload(creation))) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
    }
}
