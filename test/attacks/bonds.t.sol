// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {Attack} from "./Attack.sol";

/// @dev What others can do with a host's bonds and with disputes over next to nothing: a dollar and a half an hour, a
/// bond of 24 dollars, a second costs 416 units.
contract BondsTest is Attack {
    uint96 private constant _BOND = 24_000_000;
    uint256 private constant _SECOND = 416;

    // Locked for nothing

    /// @dev Four rentals of a second, of machines with a bond of 5 dollars each. All 20 would be locked for six hours.
    function test_OneSecondRentals_LockNextToNothing() external {
        Offer memory offer = _bonded(5_000_000, 4);
        offer.startWindow = 0;
        uint256 before = _wealth(address(usdc), payer);

        for (uint256 i = 0; i < 4; ++i) {
            offer.machine = bytes32(i);
            _deposit(_rental(offer), 1);
        }
        assertEq(before - _wealth(address(usdc), payer), 4 * _SECOND, "0.0017 dollars");
        assertEq(20_000_000 - escrow.bonds(address(usdc), host), 4 * 20 * _SECOND, "lock 0.03 of 20 dollars");

        offer.machine = "another";
        assertTrue(_takes(offer, 8 hours), "an honest deposit on another machine");
    }

    function test_OneSecondDisputes_LockNextToNothing() external {
        Offer memory offer = _bonded(_BOND, 10);
        offer.startWindow = 0;

        for (uint256 i = 0; i < 10; ++i) {
            offer.machine = bytes32(i);
            Rental memory rental = _rental(offer);
            _deposit(rental, 1);
            _dispute(rental);
        }

        assertEq(240_000_000 - escrow.bonds(address(usdc), host), 83_200, "0.08 of 240 dollars for 14 days");
    }

    /// @dev Twenty prices of 48 minutes are the whole bond. Nobody rules, and the stake is not free.
    function test_TenDisputesThatNobodyRulesOn_CostATenthOfTheirStakes() external {
        Offer memory offer = _bonded(_BOND, 10);
        offer.startWindow = 0;
        uint256 before = _renterWealth(address(usdc));
        Rental[] memory rentals = new Rental[](10);

        for (uint256 i = 0; i < 10; ++i) {
            offer.machine = bytes32(i);
            // Not one memory for all.
            rentals[i] = abi.decode(abi.encode(_rental(offer)), (Rental));
            _deposit(rentals[i], 48 minutes);
            _dispute(rentals[i]);
        }
        assertEq(escrow.bonds(address(usdc), host), 0, "240 dollars are locked");
        vm.warp(T0 + 14 days);
        assertEq(escrow.settleMany(rentals), 10, "settled");

        assertEq(escrow.bonds(address(usdc), host), 240_000_000, "and free again");
        assertEq(
            before - _renterWealth(address(usdc)),
            10 * (_SECOND + 120_002),
            "for 1.20 dollars, a tenth of what was staked, besides the seconds"
        );
    }

    /// @dev In one second. It ends the standing offer all the same: only an offer that is signed again survives it.
    function test_DepositDisputeAndConcedeAtOnce_CostsATenthOfTheStake() external {
        Offer memory offer = _bonded(_BOND, 1);
        offer.startWindow = 0;
        Rental memory rental = _rental(offer);
        uint256 before = _renterWealth(address(usdc));

        _deposit(rental, 1);
        _dispute(rental);
        _stop(rental);

        // 5 % of a second's price and twenty of them, and a tenth of that.
        assertEq(before - _renterWealth(address(usdc)), _SECOND + 43, "0.0005 dollars");
        assertEq(escrow.bonds(address(usdc), host), _BOND, "the bond is free at once");
        (, uint32 nonce, ) = escrow.machines(host, offer.machine);
        assertEq(nonce, 1, "the offer is dead");
        assertEq(_takes(offer, 1), false, "and has to be signed again");
    }

    // A free option

    /// @dev All was given back out of goodwill before the renter disputed: 24 dollars of bond, 1.20 at stake.
    function test_DisputeOfTheBondAloneAfterGoodwill_IsNoFreeOption() external {
        Rental memory rental = _running(_bonded(_BOND, 1), 8 hours);
        vm.warp(T0 + 8 hours);
        _refund(rental, 8 hours);
        uint256 before = _renterWealth(address(usdc));
        _dispute(rental);

        uint256[4] memory waits = [uint256(0), 12 hours, 1 days, 14 days - 1];
        uint256[4] memory costs = [uint256(120_000), 720_000, 1_200_000, 1_200_000];
        for (uint256 i = 0; i < waits.length; ++i) {
            uint256 start = vm.snapshotState();
            vm.warp(T0 + 8 hours + waits[i]);
            _stop(rental);
            assertEq(before - _renterWealth(address(usdc)), costs[i], "the price of the time");
            vm.revertToState(start);
        }
    }

    /// @dev The host offers to settle in the dispute. The renter may take it for a day, not keep it in hand for 14.
    function test_OfferToSettleInHand_LapsesAfterADay() external {
        Rental memory rental = _running(_bonded(_BOND, 1), 8 hours);
        vm.warp(T0 + 8 hours);
        uint256 before = _renterWealth(address(usdc));
        _dispute(rental);
        vm.warp(T0 + 9 hours);
        _refund(rental, 4 hours);

        uint256[3] memory times = [uint256(33 hours - 1), 33 hours, 14 days];
        uint256[3] memory lost = [uint256(0), 1_500_000, 1_500_000];
        for (uint256 i = 0; i < times.length; ++i) {
            uint256 start = vm.snapshotState();
            vm.warp(T0 + times[i]);
            _stop(rental);
            assertEq(
                before + 6_000_000 - _renterWealth(address(usdc)),
                lost[i],
                "half of the price is back, and of the stake on 30 dollars so much is gone"
            );
            vm.revertToState(start);
        }
    }

    /// @dev Where nothing is contested any more, conceding must never cost more than waiting, or the bond stays locked.
    function test_FullRefundAndADaysWait_LeaveConcedingFree() external {
        Rental memory rental = _running(_bonded(_BOND, 1), 8 hours);
        vm.warp(T0 + 8 hours);
        uint256 before = _renterWealth(address(usdc));
        _dispute(rental);
        _refund(rental, 8 hours);
        uint256 start = vm.snapshotState();
        vm.warp(T0 + 8 hours + 2 days);
        _stopFor(rental, 0);
        uint256 conceded = _renterWealth(address(usdc));
        assertEq(escrow.bonds(address(usdc), host), _BOND, "the host has its bond back after two days");
        vm.revertToState(start);

        vm.warp(T0 + 8 hours + 14 days);
        _settle(rental);

        assertEq(_renterWealth(address(usdc)), conceded, "waiting brings no more");
        assertEq(conceded, before + 12_000_000, "price and stake");
    }

    // Not prevented

    /// @dev The signer chooses everything: operator, payee, machine, price and bond. Replacing it comes too late.
    function test_StolenSigner_TakesTheWholeFreeBondAtOnce_NotPrevented() external {
        uint256 key = uint256(keccak256("signer"));
        vm.prank(host);
        escrow.setSigner(vm.addr(key));
        _fundBond(address(usdc), 240_000_000);
        address thief = stranger;
        uint256 before = _wealth(address(usdc), thief) + _wealth(address(usdc), renter);
        Offer memory offer = _offer();
        (offer.operator, offer.payee, offer.machine) = (thief, thief, "no such machine");
        (offer.pricePerHour, offer.bond, offer.startWindow) = (12_000_000, 240_000_000, 0);
        Rental memory rental = _rental(offer);
        bytes memory signature = _sign(offer, key);

        vm.prank(thief);
        escrow.deposit(rental, 1 hours, signature, NO_PERMIT);
        vm.prank(thief);
        escrow.interrupt(rental, 240_000_000);

        assertEq(block.timestamp, T0, "in one second");
        assertEq(escrow.bonds(address(usdc), host), 0, "the free bond is gone");
        assertEq(
            _wealth(address(usdc), thief) + _wealth(address(usdc), renter) - before,
            240_000_000,
            "all of it, and the price came back"
        );
    }

    /// @dev The customer poses as the host, and pays by interrupting at once: at most twenty prices, and the price has to
    /// be there. Records count fees paid.
    function test_PaymentThroughTheBond_CarriesNoFee_NotPrevented() external {
        Offer memory offer = _bonded(_BOND, 1);
        offer.startWindow = 0;
        Rental memory rental = _rental(offer);
        uint256 before = _renterWealth(address(usdc));

        _deposit(rental, 48 minutes);
        _interrupt(rental);

        assertEq(_renterWealth(address(usdc)) - before, _BOND, "24 dollars for a price of 1.20");
        assertEq(escrow.fees(address(usdc)), 0, "no fee");
        assertEq(_status(escrow.idOf(rental)), Status.Closed, "in one second");
    }

    // Internal

    function _takes(Offer memory offer, uint32 duration) private returns (bool) {
        Rental memory rental = _rental(offer);
        rental.salt = "again";
        return _try(payer, abi.encodeCall(IRentalEscrow.deposit, (rental, duration, _sign(offer), NO_PERMIT)));
    }
}
