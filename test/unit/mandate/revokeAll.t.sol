// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Rental} from "../../../contracts/interfaces/IRentalEscrow.sol";
import {IRentalMandate, Mandate} from "../../../contracts/interfaces/IRentalMandate.sol";
import {MandateBase} from "../../MandateBase.t.sol";
import {vm} from "../../Vm.sol";

contract MandateRevokeAllTest is MandateBase {
    function test_RevokesAllMandatesOfTheEpoch() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        vm.warp(DUE);

        vm.expectEmit(address(mandates));
        emit IRentalMandate.AllMandatesRevoked(renter, 1);
        _revokeAll(renter);

        assertEq(mandates.epoch(renter), 1, "epoch");
        bytes32[2] memory salts = [mandate.salt, "another"];
        for (uint256 i = 0; i < salts.length; ++i) {
            mandate.salt = salts[i];
            _expectExecuteReverts(
                mandate,
                rental,
                abi.encodeWithSelector(IRentalMandate.WrongMandateEpoch.selector, 0, 1)
            );
        }
    }

    function test_MovesTheEpochEachTime() external {
        _revokeAll(renter);
        vm.expectEmit(address(mandates));
        emit IRentalMandate.AllMandatesRevoked(renter, 2);
        _revokeAll(renter);

        assertEq(mandates.epoch(renter), 2, "epoch");
    }

    function test_TakesMandatesOfTheNewEpochAndKeepsTheCounters() external {
        Rental memory rental = _running();
        vm.warp(DUE);
        _execute(_mandate(rental), rental);
        _revokeAll(renter);
        vm.warp(DUE + 1 days);

        _execute(_mandate(rental), rental);

        assertEq(_duration(rental), 3 days, "duration");
        assertEq(mandates.spent(renter, "mandate"), 2 * (DAY + TIP), "spent in both epochs");
    }

    function test_LeavesOtherRentersAlone() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        _revokeAll(stranger);
        vm.warp(DUE);

        _execute(mandate, rental);

        assertEq(mandates.epoch(renter), 0, "renter's epoch");
        assertEq(_duration(rental), 2 days, "duration");
    }

    function _revokeAll(address account) private {
        vm.prank(account);
        mandates.revokeAll();
    }
}
