// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Machine, Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DepositBase} from "../DepositBase.t.sol";
import {Token} from "../mocks/Token.sol";
import {Vm, vm} from "../Vm.sol";

contract DepositTest is DepositBase {
    // The rental

    function test_RevertGiven_RentalExists() external {
        Rental memory rental = _rental(_offer());
        bytes32 id = _deposit(rental, 8 hours);

        _expectDepositReverts(rental, 8 hours, abi.encodeWithSelector(IRentalEscrow.RentalExists.selector, id));
        // Another duration is no other rental.
        _expectDepositReverts(rental, 9 hours, abi.encodeWithSelector(IRentalEscrow.RentalExists.selector, id));
    }

    function test_RevertGiven_RentalIsClosed() external {
        Rental memory rental = _rental(_offer());
        bytes32 id = _deposit(rental, 8 hours);
        vm.prank(renter);
        escrow.stop(rental, NO_BOUND);

        assertEq(_status(id), Status.Closed, "status");
        _expectDepositReverts(rental, 8 hours, abi.encodeWithSelector(IRentalEscrow.RentalExists.selector, id));
    }

    function test_RevertWhen_CalldataIsDirty() external {
        Rental memory rental = _rental(_offer());
        bytes memory clean = abi.encodeCall(escrow.deposit, (rental, 8 hours, _sign(rental.offer), NO_PERMIT));

        // The words of the rental that are not filled by their type: all but the machine, the spec and the salt.
        for (uint256 word = 0; word < 20; ++word) {
            if (word == 17 || word == 18) continue;
            bytes memory dirty = bytes.concat(clean);
            dirty[4 + word * 32] = 0x01;
            vm.prank(payer);
            (bool success, bytes memory answer) = address(escrow).call(dirty);

            assertEq(success, false, "success");
            assertEq(answer.length, 0, "refused by the decoder");
        }
        vm.prank(payer);
        (bool taken, ) = address(escrow).call(clean);
        assertEq(taken, true, "taken when clean");
    }

    // The amount

    function test_RevertWhen_PriceIsZero() external {
        Offer memory offer = _offer();
        offer.pricePerHour = 0;

        _expectDepositReverts(_rental(offer), 8 hours, abi.encodeWithSelector(IRentalEscrow.ZeroAmount.selector));
    }

    function test_RevertWhen_DurationIsZero() external {
        _expectDepositReverts(_rental(_offer()), 0, abi.encodeWithSelector(IRentalEscrow.ZeroAmount.selector));
    }

    function test_RevertWhen_CostRoundsToZero() external {
        Offer memory offer = _offer();
        offer.pricePerHour = 1;

        _expectDepositReverts(_rental(offer), 3599, abi.encodeWithSelector(IRentalEscrow.ZeroAmount.selector));
    }

    // Roles

    function test_RevertWhen_HostIsZero() external {
        Offer memory offer = _offer();
        offer.host = address(0);

        _expectDepositReverts(
            _rental(offer),
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.InvalidHost.selector, address(0))
        );
    }

    function test_RevertWhen_RenterIsInvalid() external {
        Rental memory rental = _rental(_offer());

        address[4] memory renters = [address(0), host, address(escrow), address(usdc)];
        for (uint256 i = 0; i < renters.length; ++i) {
            rental.renter = renters[i];
            _expectDepositReverts(
                rental,
                8 hours,
                abi.encodeWithSelector(IRentalEscrow.InvalidRenter.selector, renters[i])
            );
        }
    }

    function test_RevertWhen_OfferIsForAnotherRenter() external {
        Offer memory offer = _offer();
        offer.renter = stranger;

        _expectDepositReverts(
            _rental(offer),
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.WrongRenter.selector, renter, stranger)
        );
    }

    function test_RevertWhen_ArbiterIsInvalid() external {
        Offer memory offer = _offer();

        address[3] memory arbiters = [address(0), host, renter];
        for (uint256 i = 0; i < arbiters.length; ++i) {
            // Wrong even if the market has this very arbiter; a market without one cannot be opened.
            if (arbiters[i] != address(0)) escrow.setMarket(address(usdc), arbiters[i], FEE_BPS, true);
            offer.arbiter = arbiters[i];
            _expectDepositReverts(
                _rental(offer),
                8 hours,
                abi.encodeWithSelector(IRentalEscrow.InvalidArbiter.selector, arbiters[i])
            );
        }
    }

    function test_RevertWhen_OperatorIsInvalid() external {
        Offer memory offer = _offer();

        address[2] memory operators = [renter, arbiter];
        for (uint256 i = 0; i < operators.length; ++i) {
            offer.operator = operators[i];
            _expectDepositReverts(
                _rental(offer),
                8 hours,
                abi.encodeWithSelector(IRentalEscrow.InvalidOperator.selector, operators[i])
            );
        }
    }

    function test_RevertWhen_PayeeIsInvalid() external {
        Offer memory offer = _offer();

        address[4] memory payees = [address(0), address(escrow), arbiter, address(usdc)];
        for (uint256 i = 0; i < payees.length; ++i) {
            offer.payee = payees[i];
            _expectDepositReverts(
                _rental(offer),
                8 hours,
                abi.encodeWithSelector(IRentalEscrow.InvalidPayee.selector, payees[i])
            );
        }
    }

    function test_RevertWhen_NativePayeeIsZero() external {
        Offer memory offer = _offer();
        offer.token = NATIVE;
        offer.payee = address(0);

        _expectDepositReverts(
            _rental(offer),
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.InvalidPayee.selector, address(0))
        );
    }

    // Times

    function test_RevertWhen_OfferExpiresNow() external {
        Rental memory rental = _rental(_offer());

        vm.warp(rental.offer.expiry);
        _expectDepositReverts(
            rental,
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.OfferExpired.selector, T0 + 10 minutes)
        );
    }

    function test_RevertWhen_OfferHasExpired() external {
        Rental memory rental = _rental(_offer());

        vm.warp(rental.offer.expiry + 1);
        _expectDepositReverts(
            rental,
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.OfferExpired.selector, T0 + 10 minutes)
        );
    }

    function test_RevertWhen_StartWindowIsTooLong() external {
        Offer memory offer = _offer();
        offer.startWindow = 1 days + 1;

        _expectDepositReverts(
            _rental(offer),
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.StartWindowTooLong.selector, 1 days + 1, 1 days)
        );
    }

    function test_RevertWhen_ChallengeWindowIsTooShort() external {
        Offer memory offer = _offer();
        offer.challengeWindow = 15 minutes - 1;

        _expectDepositReverts(
            _rental(offer),
            8 hours,
            abi.encodeWithSelector(
                IRentalEscrow.ChallengeWindowOutOfBounds.selector,
                15 minutes - 1,
                15 minutes,
                7 days
            )
        );
    }

    function test_RevertWhen_ChallengeWindowIsTooLong() external {
        Offer memory offer = _offer();
        offer.challengeWindow = 7 days + 1;

        _expectDepositReverts(
            _rental(offer),
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.ChallengeWindowOutOfBounds.selector, 7 days + 1, 15 minutes, 7 days)
        );
    }

    function test_RevertWhen_MinDurationIsZero() external {
        Offer memory offer = _offer();
        offer.minDuration = 0;

        _expectDepositReverts(_rental(offer), 8 hours, abi.encodeWithSelector(IRentalEscrow.MinDurationZero.selector));
    }

    function test_RevertWhen_MaxDurationIsTooLong() external {
        Offer memory offer = _offer();
        offer.maxDuration = 400 days + 1;

        _expectDepositReverts(
            _rental(offer),
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.MaxDurationTooLong.selector, 400 days + 1, 400 days)
        );
    }

    function test_RevertWhen_DurationIsTooShort() external {
        Offer memory offer = _offer();
        offer.minDuration = 2 hours;

        _expectDepositReverts(
            _rental(offer),
            2 hours - 1,
            abi.encodeWithSelector(IRentalEscrow.DurationOutOfBounds.selector, 2 hours - 1, 2 hours, 30 days)
        );
    }

    function test_RevertWhen_DurationIsTooLong() external {
        bytes4 selector = IRentalEscrow.DurationOutOfBounds.selector;

        uint32[2] memory durations = [uint32(30 days) + 1, type(uint32).max];
        for (uint256 i = 0; i < durations.length; ++i) {
            _expectDepositReverts(
                _rental(_offer()),
                durations[i],
                abi.encodeWithSelector(selector, durations[i], 1, 30 days)
            );
        }
    }

    function test_RevertWhen_NoDurationFits() external {
        Offer memory offer = _offer();
        offer.minDuration = 2 hours;
        offer.maxDuration = 2 hours - 1;

        _expectDepositReverts(
            _rental(offer),
            2 hours,
            abi.encodeWithSelector(IRentalEscrow.DurationOutOfBounds.selector, 2 hours, 2 hours, 2 hours - 1)
        );
    }

    // Host and market

    function test_RevertWhen_EpochIsWrong() external {
        Offer memory behind = _offer();
        Offer memory ahead = _offer();
        ahead.epoch = 2;
        vm.prank(host);
        escrow.setSigner(address(0));

        bytes4 selector = IRentalEscrow.WrongEpoch.selector;
        _expectDepositReverts(_rental(behind), 8 hours, abi.encodeWithSelector(selector, 0, 1));
        _expectDepositReverts(_rental(ahead), 8 hours, abi.encodeWithSelector(selector, 2, 1));
    }

    function test_RevertGiven_MarketWasNeverOpened() external {
        Offer memory offer = _offer();
        offer.token = address(new Token("Other", "OTHER", 6));

        _expectDepositReverts(
            _rental(offer),
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, offer.token)
        );
    }

    function test_RevertGiven_MarketIsClosed() external {
        Rental memory rental = _rental(_offer());
        vm.prank(guardian);
        escrow.closeMarket(address(usdc));

        _expectDepositReverts(
            rental,
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, address(usdc))
        );
    }

    function test_RevertGiven_ArbiterIsAnother() external {
        Rental memory rental = _rental(_offer());
        escrow.setMarket({token: address(usdc), arbiter: stranger, feeBps: FEE_BPS, open: true});

        _expectDepositReverts(
            rental,
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.WrongArbiter.selector, arbiter, stranger)
        );
    }

    function test_RevertGiven_FeeIsAboveMaximum() external {
        Offer memory offer = _offer();
        offer.maxFeeBps = FEE_BPS - 1;

        _expectDepositReverts(
            _rental(offer),
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.FeeAboveMaximum.selector, FEE_BPS, FEE_BPS - 1)
        );
    }

    function test_RevertGiven_HostFeeIsAboveMaximum() external {
        Offer memory offer = _offer();
        offer.maxFeeBps = 1200;
        escrow.setHostFee(host, 1201);

        _expectDepositReverts(
            _rental(offer),
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.FeeAboveMaximum.selector, 1201, 1200)
        );
    }

    function test_RevertWhen_SignatureIsNotTheHosts() external {
        Rental memory rental = _rental(_offer());

        _expectDepositReverts(
            rental,
            8 hours,
            _sign(rental.offer, STRANGER_KEY),
            abi.encodeWithSelector(IRentalEscrow.InvalidSignature.selector, host)
        );
    }

    // The machine

    function test_RevertGiven_NonceIsBehind() external {
        Rental memory rental = _rental(_offer());
        vm.prank(host);
        escrow.revokeOffers(rental.offer.machine);

        _expectDepositReverts(rental, 8 hours, abi.encodeWithSelector(IRentalEscrow.WrongNonce.selector, 0, 1));
    }

    function test_RevertGiven_NonceIsAhead() external {
        Offer memory offer = _offer();
        offer.nonce = 1;

        _expectDepositReverts(_rental(offer), 8 hours, abi.encodeWithSelector(IRentalEscrow.WrongNonce.selector, 1, 0));
    }

    function test_RevertGiven_MachineIsReserved() external {
        Rental memory rental = _rental(_offer());
        _deposit(rental, 8 hours);

        rental.salt = "another";
        _expectDepositReverts(rental, 8 hours, abi.encodeWithSelector(IRentalEscrow.MachineBusy.selector, RESERVED));
    }

    function test_RevertGiven_NoShowIsNotSettled() external {
        Rental memory rental = _rental(_offer());
        rental.offer.expiry = T0 + 2 days;
        _deposit(rental, 8 hours);

        vm.warp(T0 + 1 days);
        rental.salt = "another";
        _expectDepositReverts(rental, 8 hours, abi.encodeWithSelector(IRentalEscrow.MachineBusy.selector, RESERVED));
    }

    function test_RevertGiven_MachineRunsForOneMoreSecond() external {
        Rental memory rental = _rental(_instantOffer());
        rental.offer.expiry = T0 + 2 days;
        _deposit(rental, 8 hours);

        vm.warp(T0 + 8 hours - 1);
        rental.salt = "another";
        _expectDepositReverts(
            rental,
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.MachineBusy.selector, T0 + 8 hours)
        );
    }

    // The bond

    function test_RevertGiven_BondIsShort() external {
        Offer memory offer = _offer();
        offer.bond = 5_000_000;
        _fundBond(address(usdc), 4_999_999);

        _expectDepositReverts(
            _rental(offer),
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, 4_999_999, 5_000_000)
        );
    }

    function test_RevertGiven_TwentyPricesAreShort() external {
        Offer memory offer = _offer();
        offer.bond = 40_000_000;
        _fundBond(address(usdc), 29_999_999);

        _expectDepositReverts(
            _rental(offer),
            1 hours,
            abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, 29_999_999, 30_000_000)
        );
    }

    function test_RevertGiven_BondIsLocked() external {
        Offer memory offer = _offer();
        offer.bond = 5_000_000;
        _fundBond(address(usdc), 9_000_000);
        _deposit(_rental(offer), 8 hours);

        offer.machine = "a100-1";
        _expectDepositReverts(
            _rental(offer),
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, 4_000_000, 5_000_000)
        );
    }

    function test_RevertGiven_BondIsInAnotherToken() external {
        Offer memory offer = _offer();
        offer.bond = 5_000_000;
        _fundBond(NATIVE, 5_000_000);

        _expectDepositReverts(
            _rental(offer),
            8 hours,
            abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, 0, 5_000_000)
        );
    }

    // What it does

    function test_LocksPriceAndBondInTokens() external {
        _locksPriceAndBond(address(usdc));
    }

    function test_LocksPriceAndBondInNative() external {
        _locksPriceAndBond(NATIVE);
    }

    function test_StartsInstantRental() external {
        _startsInstantRental(address(usdc));
    }

    function test_StartsInstantRentalInNative() external {
        _startsInstantRental(NATIVE);
    }

    function test_ReturnsTheIdKnownBefore() external {
        Rental memory rental = _rental(_offer());
        bytes32 known = keccak256(abi.encode(escrow.hashOffer(rental.offer), renter, bytes32("salt")));

        assertEq(escrow.idOf(rental), known, "idOf");
        assertEq(_deposit(rental, 8 hours), known, "deposit");
    }

    // Amounts

    function test_LocksOneUnit() external {
        Offer memory offer = _offer();
        offer.pricePerHour = 1;
        bytes32 id = _deposit(_rental(offer), 1 hours);

        assertEq(_status(id), Status.Funded, "status");
        _assertMoney({token: address(usdc), paid: 1, freeBond: 0, inEscrow: 1});
    }

    function test_LocksTheMost() external {
        uint256 most = uint256(type(uint96).max) * 9600;
        Offer memory offer = _offer();
        offer.pricePerHour = type(uint96).max;
        offer.bond = type(uint96).max;
        offer.maxDuration = 400 days;
        _fundBond(address(usdc), type(uint96).max);

        bytes32 id = _deposit(_rental(offer), 400 days);

        assertEq(escrow.getRental(id).duration, 400 days, "duration");
        _assertMoney({token: address(usdc), paid: most, freeBond: 0, inEscrow: most + type(uint96).max});
    }

    function testFuzz_LocksCostRoundedDown(uint96 price, uint32 duration, bool instant, bool native) external {
        Offer memory offer = _offer();
        offer.token = native ? NATIVE : address(usdc);
        offer.maxDuration = 400 days;
        offer.startWindow = instant ? 0 : 1 hours;
        // From 3600 units an hour on, a second costs at least one.
        offer.pricePerHour = price < 3600 ? price + 3600 : price;
        duration = 1 + (duration % 400 days);

        bytes32 id = _deposit(_rental(offer), duration);

        uint256 locked = address(escrow).balance + usdc.balanceOf(address(escrow));
        uint256 product = uint256(offer.pricePerHour) * duration;
        assertTrue(locked * 3600 <= product, "not more than the price");
        assertTrue((locked + 1) * 3600 > product, "less than a unit below the price");
        assertEq(_status(id), instant ? Status.Active : Status.Funded, "status");
        assertEq(_machine(offer).busyUntil, instant ? T0 + duration : RESERVED, "busyUntil");
    }

    // Exact bounds

    function test_TakesOfferInLastSecond() external {
        Rental memory rental = _rental(_offer());

        vm.warp(rental.offer.expiry - 1);
        bytes32 id = _deposit(rental, 8 hours);

        assertEq(escrow.getRental(id).since, T0 + 10 minutes - 1, "since");
    }

    function test_TakesLongestWindows() external {
        Offer memory offer = _offer();
        offer.startWindow = 1 days;
        offer.challengeWindow = 7 days;
        offer.minDuration = 400 days;
        offer.maxDuration = 400 days;
        offer.expiry = type(uint40).max;

        bytes32 id = _deposit(_rental(offer), 400 days);

        assertEq(_status(id), Status.Funded, "status");
        assertEq(escrow.exitAt(_rental(offer)), T0 + 422 days, "exitAt");
    }

    function test_TakesShortestWindows() external {
        Offer memory offer = _offer();
        offer.startWindow = 1;
        offer.challengeWindow = 15 minutes;
        offer.maxDuration = 1;
        offer.expiry = T0 + 1;

        bytes32 id = _deposit(_rental(offer), 1);

        assertEq(_status(id), Status.Funded, "status");
        assertEq(usdc.balanceOf(address(escrow)), 416, "price of one second");
    }

    function test_TakesFeeEqualToMaximum() external {
        Offer memory offer = _offer();
        offer.maxFeeBps = FEE_BPS;

        assertEq(_feeBpsOf(offer), FEE_BPS, "feeBps");
    }

    // Fees

    function test_SnapshotsHigherHostFee() external {
        escrow.setHostFee(host, 1300);

        assertEq(_feeBpsOf(_offer()), 1300, "feeBps");
    }

    function test_SnapshotsLowerHostFee() external {
        escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: 1500, open: true});
        escrow.setHostFee(host, 1000);
        Offer memory offer = _offer();
        offer.maxFeeBps = 1000;

        assertEq(_feeBpsOf(offer), 1000, "feeBps");
    }

    function test_SnapshotsMarketFeeAfterHostFeeIsRemoved() external {
        escrow.setHostFee(host, 1300);
        escrow.setHostFee(host, 0);

        assertEq(_feeBpsOf(_offer()), FEE_BPS, "feeBps");
    }

    // Roles that may meet

    function test_TakesHostAsPayeeAndOperator() external {
        Offer memory offer = _offer();
        offer.payee = host;
        offer.operator = host;

        assertEq(_status(_deposit(_rental(offer), 8 hours)), Status.Funded, "status");
    }

    function test_TakesRenterAsPayee() external {
        Offer memory offer = _offer();
        offer.payee = renter;

        assertEq(_status(_deposit(_rental(offer), 8 hours)), Status.Funded, "status");
    }

    function test_TakesNoOperator() external {
        Offer memory offer = _offer();
        offer.operator = address(0);

        assertEq(_status(_deposit(_rental(offer), 8 hours)), Status.Funded, "status");
    }

    function test_TakesTheOffersRenter() external {
        Offer memory offer = _offer();
        offer.renter = renter;

        assertEq(_status(_deposit(_rental(offer), 8 hours)), Status.Funded, "status");
    }

    function test_TakesAnybodyAsPayer() external {
        Rental memory rental = _rental(_offer());
        address[5] memory payers = [renter, host, arbiter, operator, address(this)];

        for (uint256 i = 0; i < payers.length; ++i) {
            _fund(payers[i], address(usdc), 12_000_000);
            uint256 purse = usdc.balanceOf(payers[i]);
            rental.offer.machine = bytes32(i);
            bytes memory signature = _sign(rental.offer);
            vm.prank(payers[i]);
            bytes32 id = escrow.deposit(rental, 8 hours, signature, NO_PERMIT);

            assertEq(_status(id), Status.Funded, "status");
            assertEq(usdc.balanceOf(payers[i]), purse - 12_000_000, "payer's balance");
        }
    }

    // One machine, one renter at a time

    function test_TakesMachineAtBusyUntil() external {
        Rental memory rental = _rental(_instantOffer());
        rental.offer.expiry = T0 + 2 days;
        bytes32 first = _deposit(rental, 8 hours);

        vm.warp(T0 + 8 hours);
        rental.salt = "another";
        bytes32 second = _deposit(rental, 4 hours);

        // The first has ended and waits for its challenge window.
        assertEq(_status(first), Status.Active, "first");
        assertEq(_status(second), Status.Active, "second");
        assertEq(_machine(rental.offer).busyUntil, T0 + 12 hours, "busyUntil");
        _assertMoney({token: address(usdc), paid: 18_000_000, freeBond: 0, inEscrow: 18_000_000});
    }

    function test_ChainsDeposits() external {
        Rental memory rental = _rental(_instantOffer());
        rental.offer.expiry = T0 + 2 days;
        uint40[3] memory blocks = [uint40(100), 250, 251];

        for (uint40 i = 0; i < 3; ++i) {
            vm.roll(blocks[i]);
            vm.warp(T0 + i * 1 hours);
            rental.salt = bytes32(uint256(i));
            bytes memory signature = _sign(rental.offer);
            _expectDeposited(rental, 1 hours, 1_500_000, i == 0 ? 0 : blocks[i - 1]);
            bytes32 id = _depositWith(rental, 1 hours, signature, NO_PERMIT);

            assertEq(escrow.getRental(id).depositBlock, blocks[i], "rental's depositBlock");
            assertEq(_machine(rental.offer).depositBlock, blocks[i], "machine's depositBlock");
        }
    }

    function test_ChainsDepositsWithinOneBlock() external {
        Rental memory rental = _rental(_instantOffer());
        vm.roll(100);
        _deposit(rental, 1 hours);
        vm.prank(renter);
        escrow.stop(rental, NO_BOUND);

        // The machine is free again in the same second, and its history goes through this block twice.
        rental.salt = "another";
        bytes memory signature = _sign(rental.offer);
        _expectDeposited(rental, 1 hours, 1_500_000, 100);
        _depositWith(rental, 1 hours, signature, NO_PERMIT);

        assertEq(_machine(rental.offer), Machine({busyUntil: T0 + 1 hours, nonce: 0, depositBlock: 100}), "machine");
    }

    function test_TakesAnotherMachine() external {
        Rental memory rental = _rental(_offer());
        _deposit(rental, 8 hours);

        rental.offer.machine = "a100-1";
        bytes32 id = _deposit(rental, 8 hours);

        assertEq(_status(id), Status.Funded, "status");
    }

    function test_TakesAnotherHostsMachineOfSameName() external {
        Rental memory rental = _rental(_offer());
        _deposit(rental, 8 hours);

        rental.offer.host = stranger;
        bytes memory signature = _sign(rental.offer, STRANGER_KEY);
        vm.roll(100);
        _expectDeposited(rental, 8 hours, 12_000_000, 0);
        bytes32 id = _depositWith(rental, 8 hours, signature, NO_PERMIT);

        assertEq(_status(id), Status.Funded, "status");
    }

    // Shared

    function _locksPriceAndBond(address token) private {
        Offer memory offer = _offer();
        offer.token = token;
        offer.bond = 5_000_000;
        Rental memory rental = _rental(offer);
        _fundBond(token, 5_000_000);
        bytes memory signature = _sign(offer);
        vm.roll(100);

        _expectDeposited(rental, 8 hours, 12_000_000, 0);
        bytes32 id = _depositWith(rental, 8 hours, signature, NO_PERMIT);

        RentalState memory expected;
        expected.status = Status.Funded;
        expected.feeBps = FEE_BPS;
        expected.depositBlock = 100;
        expected.since = T0;
        expected.duration = 8 hours;
        assertEq(escrow.getRental(id), expected, "rental");
        assertEq(_machine(offer), Machine({busyUntil: RESERVED, nonce: 0, depositBlock: 100}), "machine");

        _assertMoney({token: token, paid: 12_000_000, freeBond: 0, inEscrow: 17_000_000});
    }

    function _startsInstantRental(address token) private {
        Offer memory offer = _instantOffer();
        offer.token = token;
        offer.bond = 5_000_000;
        Rental memory rental = _rental(offer);
        _fundBond(token, 8_000_000);
        bytes memory signature = _sign(offer);
        vm.roll(100);

        vm.recordLogs();
        _expectDeposited(rental, 8 hours, 12_000_000, 0);
        bytes32 id = _depositWith(rental, 8 hours, signature, NO_PERMIT);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            assertTrue(logs[i].topics[0] != IRentalEscrow.Started.selector, "no Started");
        }

        RentalState memory expected;
        expected.status = Status.Active;
        expected.feeBps = FEE_BPS;
        expected.depositBlock = 100;
        expected.since = T0;
        expected.duration = 8 hours;
        assertEq(escrow.getRental(id), expected, "rental");
        assertEq(_machine(offer), Machine({busyUntil: T0 + 8 hours, nonce: 0, depositBlock: 100}), "machine");

        _assertMoney({token: token, paid: 12_000_000, freeBond: 3_000_000, inEscrow: 20_000_000});
    }

    /// @dev The event in full, at the market's fee, from the payer.
    function _expectDeposited(
        Rental memory rental,
        uint32 duration,
        uint256 amount,
        uint40 previousDepositBlock
    ) private {
        bytes32 id = escrow.idOf(rental);
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Deposited({
            id: id,
            host: rental.offer.host,
            renter: rental.renter,
            rental: rental,
            duration: duration,
            amount: amount,
            feeBps: FEE_BPS,
            payer: payer,
            previousDepositBlock: previousDepositBlock
        });
    }

    function _feeBpsOf(Offer memory offer) private returns (uint16) {
        return escrow.getRental(_deposit(_rental(offer), 8 hours)).feeBps;
    }
}
