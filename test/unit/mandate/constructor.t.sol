// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalMandate} from "../../../contracts/interfaces/IRentalMandate.sol";
import {MandateBase} from "../../MandateBase.t.sol";
import {vm} from "../../Vm.sol";

contract MandateConstructorTest is MandateBase {
    function test_RevertWhen_EscrowHasNoCode() external {
        address[2] memory accounts = [address(0), stranger];
        for (uint256 i = 0; i < accounts.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalMandate.InvalidEscrow.selector, accounts[i]));
            _construct(accounts[i]);
        }
    }

    function test_KeepsItsEscrow() external view {
        assertEq(address(mandates.escrow()), address(escrow), "escrow");
    }

    /// @dev `Create2.deploy` would replace the reason.
    function _construct(address escrow_) private returns (address deployed) {
        bytes memory code = vm.getCode("RentalMandate.sol:RentalMandate");
        bytes memory creation = bytes.concat(code, abi.encode(escrow_));
        assembly ("memory-safe") {
            deployed := create(0, add(creation, 32), mload(creation))
        }
    }
}
