// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalMandate} from "../../../contracts/interfaces/IRentalMandate.sol";
import {MandateBase} from "../../MandateBase.t.sol";
import {vm} from "../../Vm.sol";

contract MandateConstructorTest is MandateBase {
    function test_RevertWhen_EscrowHasNoCode() external {
        address[2] memory accounts = [address(0), stranger];
        for (uint256 i = 0; i < accounts.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalMandate.NotContract.selector, accounts[i]));
            this.construct(accounts[i]);
        }
    }

    function test_KeepsItsEscrow() external {
        assertEq(address(mandates.escrow()), address(escrow), "escrow");

        vm.etch(stranger, hex"00");
        assertEq(address(this.construct(stranger).escrow()), stranger, "with one byte of code");
    }

    /// @dev Passes the reason on, which `Create2.deploy` would replace. A call of its own, because an expected revert is
    /// not noticed in a bare `create`.
    function construct(address escrow_) external returns (IRentalMandate deployed) {
        bytes memory code = vm.getCode("RentalMandate.sol:RentalMandate");
        bytes memory creation = bytes.concat(code, abi.encode(escrow_));
        assembly ("memory-safe") {
            deployed := create(0, add(creation, 32), mload(creation))
            if iszero(deployed) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
    }
}
