// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {RefusingReceiver} from "../mocks/RefusingReceiver.sol";
import {vm} from "../Vm.sol";
import {bound} from "./bound.sol";
import {FuzzBase} from "./FuzzBase.t.sol";

/// @dev Bonds, credits and fees: what waits inside for its owner.
contract PursesFuzzTest is FuzzBase {
    function testFuzz_FreeBondIsWhatWasFundedAndNotWithdrawn(uint96[4] memory amounts, bool native) external {
        address token = native ? NATIVE : address(usdc);

        uint256 free = 0;
        for (uint256 i = 0; i < amounts.length; ++i) {
            uint256 amount = bound(amounts[i], 1, type(uint96).max);
            if (i % 2 == 0) {
                _fundBond(token, amount);
                free += amount;
            } else {
                amount = bound(amount, 1, free);
                vm.prank(host);
                escrow.withdrawBond(token, amount, host);
                free -= amount;
            }
            if (free == 0) break;
        }

        assertEq(escrow.bonds(token, host), free, "free bond");
        assertEq(_balance(token, address(escrow)), free, "escrow balance");
        assertEq(_balance(token, host), type(uint128).max - free, "host balance");
    }

    function testFuzz_NoMoreThanTheFreeBondIsWithdrawn(uint96 funded, uint256 amount) external {
        funded = uint96(bound(funded, 1, type(uint96).max));
        _fundBond(address(usdc), funded);
        amount = bound(amount, uint256(funded) + 1, type(uint256).max);

        vm.prank(host);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, funded, amount));
        escrow.withdrawBond(address(usdc), amount, host);
    }

    function testFuzz_LockedBondCannotBeWithdrawn(Terms memory terms, uint256 amount) external {
        terms = _bounded(terms);
        _take({terms: terms, instant: true});
        uint256 free = terms.bond - _bond(terms);
        amount = bound(amount, free + 1, type(uint128).max);

        vm.prank(host);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, free, amount));
        escrow.withdrawBond(_token(terms), amount, host);
    }

    function testFuzz_BondsOfHostsAndTokensStayApart(uint96 ofHost, uint96 ofStranger, uint96 ofCoins) external {
        ofHost = uint96(bound(ofHost, 1, type(uint96).max));
        ofStranger = uint96(bound(ofStranger, 1, type(uint96).max));
        ofCoins = uint96(bound(ofCoins, 1, type(uint96).max));

        _fundBond(address(usdc), ofHost);
        _fundBond(NATIVE, ofCoins);
        vm.prank(stranger);
        escrow.fundBond(address(usdc), ofStranger);

        assertEq(escrow.bonds(address(usdc), host), ofHost, "host's dollars");
        assertEq(escrow.bonds(NATIVE, host), ofCoins, "host's coins");
        assertEq(escrow.bonds(address(usdc), stranger), ofStranger, "stranger's dollars");
    }

    function testFuzz_RefusedPayoutsAddUpToOneCredit(Terms memory terms, uint256 first, uint256 second) external {
        terms = _bounded(terms);
        (terms.native, terms.bond, terms.minDuration) = (true, 0, 1);
        first = bound(first, 0, terms.duration);
        second = bound(second, 0, terms.duration);
        RefusingReceiver receiver = new RefusingReceiver();
        payee = address(receiver);

        Rental memory rental = _take({terms: terms, instant: true});
        _at(first);
        _stop(rental);
        Offer memory offer = _offerOf(terms, true);
        rental = Rental({offer: offer, renter: renter, salt: "again"});
        _deposit(rental, terms.duration);
        _at(first + second);
        _stop(rental);

        uint256 credit = _net(terms, first) + _net(terms, second);
        assertEq(escrow.credits(NATIVE, payee), credit, "credit");
        if (credit == 0) return;
        receiver.setAccepting(true);
        escrow.withdraw(NATIVE, payee, payee);
        assertEq(payee.balance, credit, "withdrawn, all at once");
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NothingCredited.selector, NATIVE, payee));
        escrow.withdraw(NATIVE, payee, payee);
    }

    function testFuzz_OnlyItsOwnerSendsACreditElsewhere(Terms memory terms, address caller) external {
        terms = _bounded(terms);
        (terms.native, terms.bond) = (true, 0);
        payee = address(new RefusingReceiver());
        if (caller == payee) caller = stranger;
        Rental memory rental = _take({terms: terms, instant: true});
        _at(uint256(terms.duration) + terms.challengeWindow);
        _settle(rental);

        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotAccount.selector, caller, payee));
        escrow.withdraw(NATIVE, payee, stranger);
    }

    function testFuzz_FeesReachTheTreasuryOnce(Terms memory terms, address caller) external {
        terms = _bounded(terms);
        Rental memory rental = _take({terms: terms, instant: true});
        _at(uint256(terms.duration) + terms.challengeWindow);
        _settle(rental);
        uint256 fee = _fee(terms, _cost(terms, terms.duration));
        address token = _token(terms);

        if (fee == 0) vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NoFees.selector, token));
        vm.prank(caller);
        escrow.collectFees(token);

        assertEq(_balance(token, treasury), fee, "treasury");
        assertEq(escrow.fees(token), 0, "fees left");
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NoFees.selector, token));
        escrow.collectFees(token);
    }

    function _net(Terms memory terms, uint256 seconds_) private pure returns (uint256) {
        // A renter that stops at once has committed to one second.
        uint256 gross = _cost(terms, _max(seconds_, 1));
        return gross - _fee(terms, gross);
    }
}
