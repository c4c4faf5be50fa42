// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IRentalEscrow, Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {Attack} from "./Attack.sol";

/// @dev People who are silent, hostile, in power, or more than one person.
contract PeopleTest is Attack {
    uint32 private constant _DURATION = 8 hours;

    // Silent

    function test_DeadArbiter_LocksNothing() external {
        Rental memory rental = _in(Status.Disputed);
        uint256 exit = T0 + 4 hours + 14 days;
        assertEq(escrow.exitAt(rental), exit, "a date is known");
        vm.warp(exit);

        vm.prank(stranger);
        escrow.settle(rental);

        assertEq(_status(escrow.idOf(rental)), Status.Closed, "anyone ends it");
        assertEq(_balance(address(usdc), address(escrow)), escrow.fees(address(usdc)) + 24_000_000, "all is out");
    }

    function test_EverybodySilent_ExitsByExitAt() external {
        for (uint256 status = uint256(Status.Funded); status <= uint256(Status.Disputed); ++status) {
            uint256 start = vm.snapshotState();
            Rental memory rental = _in(Status(status));
            escrow.renounceOwnership();
            vm.warp(escrow.exitAt(rental));

            vm.prank(stranger);
            escrow.settle(rental);

            assertEq(_status(escrow.idOf(rental)), Status.Closed, "closed");
            assertEq(escrow.bonds(address(usdc), host), _freeAfter(Status(status)), "the bond is free again");
            vm.revertToState(start);
            vm.warp(T0);
        }
    }

    /// @dev Renter, host, operator, arbiter, owner, guardian, treasury: each subset does its worst in each live state,
    /// the others nothing. Paying for more time, which alone defers the exit, is not among it. From `exitAt` on a stranger ends the rental, and every unit has an owner.
    function test_EverySubsetHostile_ExitsByExitAt() external {
        for (uint256 status = uint256(Status.Funded); status <= uint256(Status.Disputed); ++status) {
            for (uint256 subset = 0; subset < 128; ++subset) {
                uint256 start = vm.snapshotState();
                Rental memory rental = _in(Status(status));
                uint256 promised = escrow.exitAt(rental);
                _doTheirWorst(rental, subset);
                assertTrue(escrow.exitAt(rental) <= promised, "nobody defers the last exit");
                vm.warp(promised);

                bool settled = _try(stranger, abi.encodeCall(escrow.settle, (rental)));

                assertEq(_status(escrow.idOf(rental)), Status.Closed, settled ? "settled" : "already over");
                address token = address(usdc);
                assertEq(
                    usdc.balanceOf(address(escrow)),
                    escrow.bonds(token, host) + escrow.fees(token) + escrow.credits(token, renter),
                    "every unit has an owner"
                );
                vm.revertToState(start);
                vm.warp(T0);
            }
        }
    }

    function test_ClosedMarket_LeavesEveryExitOpen() external {
        for (uint256 status = uint256(Status.Funded); status <= uint256(Status.Disputed); ++status) {
            uint256 start = vm.snapshotState();
            Rental memory rental = _in(Status(status));
            vm.prank(guardian);
            escrow.closeMarket(address(usdc));

            _stop(rental);

            assertEq(_status(escrow.idOf(rental)), Status.Closed, "the renter gets out");
            uint256 bond = escrow.bonds(address(usdc), host);
            vm.prank(host);
            escrow.withdrawBond(address(usdc), bond, host);
            assertEq(
                _balance(address(usdc), address(escrow)),
                escrow.fees(address(usdc)),
                "and the host, with its bond"
            );
            vm.revertToState(start);
            vm.warp(T0);
        }
    }

    function test_ClosedMarket_DoesNotShieldAHostFromADispute() external {
        Rental memory rental = _in(Status.Active);
        vm.warp(T0 + 4 hours);
        vm.prank(guardian);
        escrow.closeMarket(address(usdc));
        uint256 before = _renterWealth(address(usdc));

        _dispute(rental);
        vm.warp(T0 + 4 hours + 1 days);
        _resolve(rental, 0);

        assertEq(_renterWealth(address(usdc)) - before, 12_000_000 + 24_000_000, "price and bond");
    }

    // In power

    function test_FeeRaisedInMidRental_ChangesNothing() external {
        Rental memory rental = _in(Status.Active);
        escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: 1500, open: true});
        escrow.setHostFee(host, 1500);
        vm.warp(T0 + 2 days);

        _settle(rental);

        assertEq(escrow.fees(address(usdc)), 1_200_000, "ten percent, as deposited");
    }

    function test_FeeRaisedInFrontOfADeposit_IsBoundedByTheHostsSignature() external {
        Offer memory offer = _offer();
        offer.maxFeeBps = 1000;
        Rental memory rental = _rental(offer);
        bytes memory signature = _sign(offer);
        escrow.setHostFee(host, 1001);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.FeeAboveMaximum.selector, 1001, 1000));
        vm.prank(payer);
        escrow.deposit(rental, _DURATION, signature, NO_PERMIT);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.FeeOutOfBounds.selector, 1501, 1000, 1500));
        escrow.setHostFee(host, 1501);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.FeeOutOfBounds.selector, 10_000, 1000, 1500));
        escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: 10_000, open: true});
    }

    function test_HostileArbiterInFrontOfADeposit_IsRefused() external {
        Rental memory rental = _rental(_offer());
        escrow.setMarket({token: address(usdc), arbiter: stranger, feeBps: FEE_BPS, open: true});

        _expectRefusal(rental, abi.encodeWithSelector(IRentalEscrow.WrongArbiter.selector, arbiter, stranger));
    }

    function test_ChangedArbiter_RulesOnlyWhatNamesIt() external {
        Rental memory rental = _in(Status.Disputed);
        escrow.setMarket({token: address(usdc), arbiter: stranger, feeBps: FEE_BPS, open: true});
        vm.warp(T0 + 4 hours + 1 days);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotArbiter.selector, stranger, arbiter));
        vm.prank(stranger);
        escrow.resolve(rental, 0);
        _resolve(rental, 5000);

        assertEq(_status(escrow.idOf(rental)), Status.Closed, "the one who was named rules");
    }

    /// @dev The owner is owner, guardian, treasury, and arbiter of every later market at once, and tries each of its
    /// calls in any order. A rental in any state ends as if it had done nothing.
    function testFuzz_OwnerWithAllKeys_ChangesNoOpenRental(uint8 statusSeed, bytes32[12] calldata moves) external {
        Rental memory rental = _in(Status(1 + (statusSeed % 4)));
        uint256 start = vm.snapshotState();
        uint256[5] memory control = _outcome(rental);
        vm.revertToState(start);
        start = vm.snapshotState();
        uint256[5] memory before = _balances(address(usdc));
        RentalState memory state = escrow.getRental(escrow.idOf(rental));
        uint256 exit = escrow.exitAt(rental);
        uint256 ownBefore = _wealth(address(usdc), address(this));
        escrow.setGuardian(address(this));

        for (uint256 i = 0; i < moves.length; ++i) _abusePower(rental, uint256(moves[i]));

        assertEq(escrow.getRental(escrow.idOf(rental)), state, "its slot");
        _assertSame(_balances(address(usdc)), before, "at once");
        assertEq(escrow.exitAt(rental), exit, "its last exit");
        assertEq(_wealth(address(usdc), address(this)), ownBefore, "the owner has gained nothing");
        _assertSame(_outcome(rental), control, "in the end");
    }

    function test_Owner_CannotReachMoneyByAnyVerb() external {
        Rental memory rental = _in(Status.Disputed);
        vm.warp(T0 + 4 hours + 2 days);
        bytes[7] memory calls = [
            abi.encodeCall(escrow.resolve, (rental, 0)),
            abi.encodeCall(escrow.stop, (rental, NO_BOUND)),
            abi.encodeCall(escrow.refund, (rental, 1)),
            abi.encodeCall(escrow.settle, (rental)),
            abi.encodeCall(escrow.withdraw, (address(usdc), renter, address(this))),
            abi.encodeCall(escrow.withdrawBond, (address(usdc), 1, address(this))),
            abi.encodeCall(escrow.transferOut, (address(usdc), address(this), 1))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            assertEq(_try(address(this), calls[i]), false, "the owner is nobody to a rental");
        }
        assertEq(usdc.balanceOf(address(this)), 0, "and has nothing");
    }

    function test_Guardian_CanOnlyClose() external {
        vm.prank(guardian);
        escrow.closeMarket(address(usdc));
        (address still, uint16 feeBps, bool open) = escrow.markets(address(usdc));

        assertEq(open, false, "closed");
        assertEq(still, arbiter, "same arbiter");
        assertEq(feeBps, FEE_BPS, "same fee");
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, guardian));
        vm.prank(guardian);
        escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: FEE_BPS, open: true});
    }

    // More than one person

    function test_CollidingRoles_AreRefused() external {
        Rental memory rental = _rental(_offer());
        rental.renter = host;
        _expectRefusal(rental, abi.encodeWithSelector(IRentalEscrow.InvalidRenter.selector, host));
        rental.renter = address(escrow);
        _expectRefusal(rental, abi.encodeWithSelector(IRentalEscrow.InvalidRenter.selector, address(escrow)));
        rental.renter = address(usdc);
        _expectRefusal(rental, abi.encodeWithSelector(IRentalEscrow.InvalidRenter.selector, address(usdc)));
        rental.renter = arbiter;
        _expectRefusal(rental, abi.encodeWithSelector(IRentalEscrow.InvalidArbiter.selector, arbiter));
        rental = _rental(_offer());
        rental.offer.arbiter = host;
        _expectRefusal(rental, abi.encodeWithSelector(IRentalEscrow.InvalidArbiter.selector, host));
        rental = _rental(_offer());
        address[4] memory payees = [address(0), address(escrow), arbiter, address(usdc)];
        for (uint256 i = 0; i < payees.length; ++i) {
            rental.offer.payee = payees[i];
            _expectRefusal(rental, abi.encodeWithSelector(IRentalEscrow.InvalidPayee.selector, payees[i]));
        }
        rental = _rental(_offer());
        rental.offer.operator = renter;
        _expectRefusal(rental, abi.encodeWithSelector(IRentalEscrow.InvalidOperator.selector, renter));
        rental.offer.operator = arbiter;
        _expectRefusal(rental, abi.encodeWithSelector(IRentalEscrow.InvalidOperator.selector, arbiter));
    }

    function test_HostAsItsOwnPayeeAndOperator_EarnsNoMore() external {
        Offer memory offer = _offer();
        (offer.payee, offer.operator) = (host, host);
        Rental memory rental = _rental(offer);
        uint256 before = _hostWealth(address(usdc));
        _deposit(rental, _DURATION);
        vm.prank(host);
        escrow.start(rental);
        vm.warp(T0 + 2 days);

        _settle(rental);

        assertEq(_hostWealth(address(usdc)) - before, 10_800_000, "the price less the fee");
    }

    function test_RenterAsPayeeAndPayer_OnlyPaysTheFee() external {
        Offer memory offer = _bonded(24_000_000, 1);
        offer.payee = renter;
        Rental memory rental = _rental(offer);
        bytes memory signature = _sign(offer);
        uint256 before = _wealth(address(usdc), renter);
        vm.prank(renter);
        escrow.deposit(rental, _DURATION, signature, NO_PERMIT);
        _start(rental);
        vm.warp(T0 + 4 hours);

        _stop(rental);

        assertEq(before - _wealth(address(usdc), renter), 600_000, "a tenth of what was served");
        assertEq(escrow.bonds(address(usdc), host), 24_000_000, "the bond is the host's");
    }

    function test_TreasuryAsPayee_GetsThePriceOnce() external {
        Offer memory offer = _offer();
        offer.payee = treasury;
        Rental memory rental = _running(offer, _DURATION);
        vm.warp(T0 + 2 days);

        _settle(rental);
        escrow.collectFees(address(usdc));

        assertEq(usdc.balanceOf(treasury), 12_000_000, "the price and its fee: all of it once");
        assertEq(usdc.balanceOf(address(escrow)), 0, "and nobody else's");
    }

    function test_OperatorAlone_ReachesNeitherBondNorPrice() external {
        Rental memory rental = _in(Status.Active);
        vm.warp(T0 + 4 hours);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotHost.selector, operator, host));
        vm.prank(operator);
        escrow.refund(rental, 1);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, 0, 1));
        vm.prank(operator);
        escrow.withdrawBond(address(usdc), 1, operator);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotRenter.selector, operator, renter));
        vm.prank(operator);
        escrow.stop(rental, NO_BOUND);

        vm.prank(operator);
        escrow.interrupt(rental, NO_BOUND);

        assertEq(_wealth(address(usdc), operator), 0, "the most it can do brings it nothing");
    }

    function test_Payer_HasNoRights() external {
        Rental memory rental = _in(Status.Active);
        bytes memory notRenter = abi.encodeWithSelector(IRentalEscrow.NotRenter.selector, payer, renter);
        vm.expectRevert(notRenter);
        vm.prank(payer);
        escrow.stop(rental, NO_BOUND);
        vm.expectRevert(notRenter);
        vm.prank(payer);
        escrow.dispute(rental, "", NO_PERMIT);
        uint256 before = usdc.balanceOf(payer);

        _stop(rental);

        assertEq(usdc.balanceOf(payer), before, "refunds are the renter's");
    }

    // Internal

    /// @dev One of the owner's or guardian's calls, with arguments of its choice; what is out of bounds is refused.
    function _abusePower(Rental memory rental, uint256 seed) private {
        bytes[9] memory calls = [
            abi.encodeCall(
                escrow.setMarket,
                (address(usdc), address(uint160(seed >> 8)), uint16(seed % 2000), seed % 2 == 0)
            ),
            abi.encodeCall(escrow.setMarket, (NATIVE, address(this), uint16(seed % 2000), true)),
            abi.encodeCall(escrow.setHostFee, (host, uint16(seed % 2000))),
            abi.encodeCall(escrow.setTreasury, (address(uint160(seed >> 16)))),
            abi.encodeCall(escrow.setGuardian, (seed % 3 == 0 ? address(0) : address(this))),
            abi.encodeCall(escrow.closeMarket, (address(usdc))),
            abi.encodeCall(escrow.setSigner, (address(uint160(seed >> 24)))),
            abi.encodeCall(escrow.revokeOffers, (rental.offer.machine)),
            abi.encodeCall(escrow.resolve, (rental, uint16(seed % 10_001)))
        ];
        _try(address(this), calls[(seed >> 128) % calls.length]);
    }

    /// @dev Whatever is refused is refused: what counts is what is left afterwards.
    function _doTheirWorst(Rental memory rental, uint256 subset) private {
        address[7] memory people = [renter, host, operator, arbiter, address(this), guardian, treasury];
        bytes[2][7] memory moves = [
            [abi.encodeCall(escrow.dispute, (rental, "", "")), abi.encodeCall(escrow.setSigner, (stranger))],
            [abi.encodeCall(escrow.interrupt, (rental, NO_BOUND)), abi.encodeCall(escrow.refund, (rental, 1))],
            [abi.encodeCall(escrow.interrupt, (rental, NO_BOUND)), abi.encodeCall(escrow.start, (rental))],
            [abi.encodeCall(escrow.resolve, (rental, 0)), abi.encodeCall(escrow.submitEvidence, (rental, ""))],
            [
                abi.encodeCall(escrow.setMarket, (address(usdc), address(0), 1500, false)),
                abi.encodeCall(escrow.renounceOwnership, ())
            ],
            [
                abi.encodeCall(escrow.closeMarket, (address(usdc))),
                abi.encodeCall(escrow.withdraw, (address(usdc), renter, guardian))
            ],
            [
                abi.encodeCall(escrow.collectFees, (address(usdc))),
                abi.encodeCall(escrow.withdrawBond, (address(usdc), 1, treasury))
            ]
        ];
        for (uint256 i = 0; i < people.length; ++i) {
            if ((subset >> i) & 1 == 0) continue;
            _try(people[i], moves[i][0]);
            _try(people[i], moves[i][1]);
        }
    }

    /// @dev Who has what after the rental ran its course, by one call of the renter.
    function _outcome(Rental memory rental) private returns (uint256[5] memory) {
        _stop(rental);
        return _balances(address(usdc));
    }

    function _freeAfter(Status status) private pure returns (uint256) {
        // A no-show pays for half an hour's wait, an interruption after half the time half the bond.
        if (status == Status.Funded) return 24_000_000 - HOUR / 2;
        return status == Status.Interrupted ? 12_000_000 : 24_000_000;
    }

    function _expectRefusal(Rental memory rental, bytes memory reason) private {
        bytes memory signature = _sign(rental.offer);
        vm.expectRevert(reason);
        vm.prank(payer);
        escrow.deposit(rental, _DURATION, signature, NO_PERMIT);
    }

    /// @dev With a bond, in this status; ended or disputed after 4 hours.
    function _in(Status status) private returns (Rental memory rental) {
        rental = _rental(_bonded(24_000_000, 1));
        _deposit(rental, _DURATION);
        if (status == Status.Funded) return rental;
        _start(rental);
        if (status == Status.Active) return rental;
        vm.warp(T0 + 4 hours);
        if (status == Status.Interrupted) _interrupt(rental);
        else _dispute(rental);
    }
}
