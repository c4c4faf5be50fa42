// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Base} from "../Base.t.sol";
import {vm} from "../Vm.sol";

contract StartTest is Base {
    function test_RevertGiven_Unknown() external {
        Rental memory rental = _rental(_offer());
        bytes32 id = escrow.idOf(rental);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, id, Status.None));
        vm.prank(operator);
        escrow.start(rental);
    }

    function test_StartsForOperator() external {
        Rental memory rental = _rental(_offer());
        bytes32 id = _deposit(rental, 8 hours);

        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Started(id);
        _start(rental);

        assertEq(_status(id), Status.Active, "status");
    }
}
