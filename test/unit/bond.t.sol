// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";
import {vm} from "../Vm.sol";

/// @dev A rental's bond from its deposit to its end: what the offer promises, and at most twenty prices of the rental.
/// An hour at 1.50 locks 30 of the 40 dollars; two hours lock all of them.
contract BondTest is DisputeBase {
    uint256 private constant HOUR = 1_500_000;

    // Locked

    function test_LocksTheOffersBelowTwentyPrices() external {
        _locks({bond: 29_999_999, duration: 1 hours, price: HOUR, locked: 29_999_999});
    }

    function test_LocksTheOffersAtTwentyPrices() external {
        _locks({bond: 30_000_000, duration: 1 hours, price: HOUR, locked: 30_000_000});
    }

    function test_LocksTwentyPrices() external {
        _locks({bond: 30_000_001, duration: 1 hours, price: HOUR, locked: 30_000_000});
    }

    /// @dev A second costs 416 and two thirds.
    function test_LocksTwentyRoundedPrices() external {
        _locks({bond: BOND, duration: 1, price: 416, locked: 8320});
    }

    function test_NeedsNoMoreThanTwentyPrices() external {
        Offer memory offer = _instant();
        offer.bond = type(uint96).max;
        vm.prank(host);
        escrow.withdrawBond(token, FUNDED_BOND - 30_000_000, host);

        _deposit(_rental(offer), 1 hours);

        assertEq(escrow.bonds(token, host), 0, "free bond");
    }

    function test_LocksTwentyUnitsForOne() external {
        Offer memory offer = _instant();
        (offer.pricePerHour, offer.bond) = (1, BOND);
        _deposit(_rental(offer), 2 hours - 1);

        _assertMoney({toPayee: 0, toRenter: 0, fee: 0, freeBond: FUNDED_BOND - 20, held: 1 + 20});
    }

    // Not started

    function test_ReturnsAllWhenCancelled() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, 1 hours);

        _stop(rental);

        _assertMoney({toPayee: 0, toRenter: HOUR, fee: 0, freeBond: FUNDED_BOND, held: 0});
    }

    function test_PaysTheWaitWhenDeclined() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, 1 hours);

        _interrupt(rental);

        _assertMoney({toPayee: 0, toRenter: HOUR + 750_000, fee: 0, freeBond: FUNDED_BOND - 750_000, held: 0});
    }

    function test_PaysTheWaitAfterANoShow() external {
        Rental memory rental = _rental(_bonded());
        _deposit(rental, 1 hours);
        _at(30 minutes);

        _settle(rental);

        _assertMoney({toPayee: 0, toRenter: HOUR + 750_000, fee: 0, freeBond: FUNDED_BOND - 750_000, held: 0});
    }

    // Raised

    function test_ReturnsAllWhenStopped() external {
        Rental memory rental = _raised();

        _stop(rental);

        _assertMoney({toPayee: 675_000, toRenter: 2_250_000, fee: 75_000, freeBond: FUNDED_BOND, held: 0});
    }

    function test_ReturnsAllWhenCompleted() external {
        Rental memory rental = _raised();
        _at(2 hours + 6 hours);

        _settle(rental);

        _assertMoney({toPayee: 2_700_000, toRenter: 0, fee: 300_000, freeBond: FUNDED_BOND, held: 0});
    }

    /// @dev Three quarters of the time are left.
    function test_ReturnsWhatAnInterruptionLeft() external {
        Rental memory rental = _raised();
        _interrupt(rental);
        _assertMoney({
            toPayee: 0,
            toRenter: 2_250_000 + 30_000_000,
            fee: 0,
            freeBond: FUNDED_BOND - BOND,
            held: 750_000 + 10_000_000
        });
        _at(30 minutes + 6 hours);

        _settle(rental);

        _assertMoney({
            toPayee: 675_000,
            toRenter: 2_250_000 + 30_000_000,
            fee: 75_000,
            freeBond: FUNDED_BOND - 30_000_000,
            held: 0
        });
    }

    function test_StakesOnTheRaised() external {
        Rental memory rental = _raised();

        // 5 % of 0.75 and 40 dollars; before the extension of 0.75 and 30.
        _expectDisputed({id: escrow.idOf(rental), billed: 30 minutes, contested: 750_000, stake: 2_037_500});
        _dispute(rental, 0);

        _assertFlows({
            toPayee: 0,
            toRenter: 2_250_000 - 2_037_500,
            fee: 0,
            freeBond: FUNDED_BOND - BOND,
            held: 750_000 + 2_037_500 + BOND
        });
    }

    function test_ReturnsAllWhenConceded() external {
        Rental memory rental = _raised();
        _dispute(rental, 0);

        _stop(rental);

        _assertFlows({
            toPayee: 675_000 + 203_750,
            toRenter: 2_250_000 - 203_750,
            fee: 75_000,
            freeBond: FUNDED_BOND,
            held: 0
        });
    }

    function test_SplitsTheRaised() external {
        Rental memory rental = _raised();
        _dispute(rental, 0);
        _at(30 minutes + 1 days);

        _resolve(rental, 2500);

        // A quarter of the price less the fee, and of the stake; three quarters of the bond.
        _assertFlows({
            toPayee: 168_750 + 509_375,
            toRenter: 2_250_000 + 562_500 - 509_375 + 30_000_000,
            fee: 18_750,
            freeBond: FUNDED_BOND - 30_000_000,
            held: 0
        });
    }

    function test_ReturnsAllAfterArbitration() external {
        Rental memory rental = _raised();
        _dispute(rental, 0);
        _at(30 minutes + 14 days);

        _settle(rental);

        _assertFlows({
            toPayee: 675_000 + 203_750,
            toRenter: 2_250_000 - 203_750,
            fee: 75_000,
            freeBond: FUNDED_BOND,
            held: 0
        });
    }

    // Scenarios

    function _locks(uint96 bond, uint32 duration, uint256 price, uint256 locked) private {
        Offer memory offer = _bonded();
        offer.bond = bond;
        _deposit(_rental(offer), duration);

        _assertMoney({toPayee: 0, toRenter: 0, fee: 0, freeBond: FUNDED_BOND - locked, held: price + locked});
    }

    /// @dev An hour under 30 dollars, extended after half of it to two hours under 40.
    function _raised() private returns (Rental memory rental) {
        rental = _rental(_instant());
        _deposit(rental, 1 hours);
        _at(30 minutes);
        _extend(rental, 2 hours);
        assertEq(escrow.bonds(token, host), FUNDED_BOND - BOND, "free bond");
    }
}

/// @dev The same in the native coin.
contract BondNativeTest is BondTest {
    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }
}
