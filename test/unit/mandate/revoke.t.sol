// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Rental} from "../../../contracts/interfaces/IRentalEscrow.sol";
import {IRentalMandate, Mandate} from "../../../contracts/interfaces/IRentalMandate.sol";
import {MandateBase} from "../../MandateBase.t.sol";
import {vm} from "../../Vm.sol";

contract MandateRevokeTest is MandateBase {
    function test_RevokesAnUnusedMandate() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);

        vm.expectEmit(address(mandates));
        emit IRentalMandate.MandateRevoked(renter, mandate.salt);
        _revoke(renter, mandate.salt);

        assertTrue(mandates.revoked(renter, mandate.salt), "revoked");
        assertEq(mandates.spent(renter, mandate.salt), 0, "spent");
        _expectRevoked(mandate, rental);
    }

    function test_RevokesAUsedMandateAndKeepsItsCounter() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        vm.warp(DUE);
        _execute(mandate, rental);

        _revoke(renter, mandate.salt);

        assertTrue(mandates.revoked(renter, mandate.salt), "revoked");
        assertEq(mandates.spent(renter, mandate.salt), DAY + TIP, "spent");
        vm.warp(DUE + 1 days);
        _expectRevoked(mandate, rental);
    }

    function test_RevokesEveryMandateWithTheSalt() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        _revoke(renter, mandate.salt);

        mandate.maxTotal += 1;
        _expectRevoked(mandate, rental);
    }

    function test_LeavesOtherSaltsAndOtherRentersAlone() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        _revoke(renter, "another");
        _revoke(stranger, mandate.salt);
        vm.warp(DUE);

        _execute(mandate, rental);

        assertTrue(!mandates.revoked(renter, mandate.salt), "not revoked");
        assertEq(_duration(rental), 2 days, "duration");
    }

    function test_ChangesNothingMoreWhenSentTwice() external {
        _revoke(renter, "mandate");
        vm.expectEmit(address(mandates));
        emit IRentalMandate.MandateRevoked(renter, "mandate");
        _revoke(renter, "mandate");

        assertTrue(mandates.revoked(renter, "mandate"), "revoked");
    }

    function test_OutlastsANewEpoch() external {
        Rental memory rental = _running();
        _revoke(renter, "mandate");
        vm.prank(renter);
        mandates.revokeAll();

        _expectRevoked(_mandate(rental), rental);
    }

    function _revoke(address account, bytes32 salt) private {
        vm.prank(account);
        mandates.revoke(salt);
    }

    function _expectRevoked(Mandate memory mandate, Rental memory rental) private {
        if (block.timestamp < DUE) vm.warp(DUE);
        _expectExecuteReverts(
            mandate,
            rental,
            abi.encodeWithSelector(IRentalMandate.SaltRevoked.selector, renter, mandate.salt)
        );
    }
}
