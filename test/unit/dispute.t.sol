// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";
import {BlocklistToken} from "../mocks/BlocklistToken.sol";
import {vm} from "../Vm.sol";

contract DisputeTest is DisputeBase {
    uint256 private constant RENTER_KEY = uint256(keccak256("renter"));

    // Guards

    function test_RevertGiven_Unknown() external {
        Rental memory rental = _rental(_bonded());

        _expectWrongStatus(escrow.idOf(rental), Status.None);
        _dispute(rental, 0);
    }

    function test_RevertGiven_Funded() external {
        Rental memory rental = _rental(_bonded());
        bytes32 id = _deposit(rental, DURATION);

        _expectWrongStatus(id, Status.Funded);
        _dispute(rental, 0);
    }

    function test_RevertGiven_Disputed() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), 4 hours);

        _expectWrongStatus(id, Status.Disputed);
        _dispute(rental, 0);
    }

    function test_RevertGiven_Closed() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), 4 hours);
        _stop(rental);

        _expectWrongStatus(id, Status.Closed);
        _dispute(rental, 0);
    }

    function test_RevertWhen_CallerIsNotRenter() external {
        (Rental memory rental, ) = _running(_instant());

        address[8] memory others = [host, operator, payee, payer, arbiter, guardian, address(this), stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotRenter.selector, others[i], renter));
            vm.prank(others[i]);
            escrow.dispute(rental, EVIDENCE, NO_PERMIT);
        }
    }

    // The deadline

    function test_DisputesInLastSecondOfChallengeWindow() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(DURATION + 6 hours - 1);

        _expectDisputed({id: id, billed: DURATION, contested: PRICE, stake: 2_600_000});
        _dispute(rental, 2_600_000);
    }

    function test_RevertWhen_ChallengeWindowIsOver() external {
        (Rental memory rental, ) = _running(_instant());

        for (uint256 late = 0; late < 2; ++late) {
            _at(DURATION + 6 hours + late);
            vm.expectRevert(
                abi.encodeWithSelector(IRentalEscrow.ChallengeWindowOver.selector, T0 + DURATION + 6 hours)
            );
            _dispute(rental, 2_600_000);
        }
    }

    function test_DisputesInterruptedInLastSecondOfChallengeWindow() external {
        (Rental memory rental, bytes32 id) = _interruptedRental(_instant());
        _at(8 hours - 1);

        _expectDisputed({id: id, billed: 2 hours, contested: 3_000_000, stake: 650_000});
        _dispute(rental, 650_000);
    }

    function test_RevertGiven_InterruptedWhen_ChallengeWindowIsOver() external {
        (Rental memory rental, ) = _interruptedRental(_instant());

        for (uint256 late = 0; late < 2; ++late) {
            _at(8 hours + late);
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.ChallengeWindowOver.selector, T0 + 8 hours));
            _dispute(rental, 650_000);
        }
    }

    // Running

    function test_EndsRunningRental() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(4 hours);
        vm.recordLogs();

        _expectDisputed({id: id, billed: 4 hours, contested: 6_000_000, stake: 2_300_000});
        _dispute(rental, 0);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(escrow.getRental(id), _state(Status.Disputed, T0 + 4 hours, 4 hours), "rental");
        _assertMachine({busyUntil: T0 + 4 hours, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertFlows({
            toPayee: 0,
            toRenter: 3_700_000,
            fee: 0,
            freeBond: FUNDED_BOND - BOND,
            held: 6_000_000 + 2_300_000 + BOND
        });
    }

    function test_CountsFromTheStart() external {
        Rental memory rental = _rental(_bonded());
        bytes32 id = _deposit(rental, DURATION);
        _at(10 minutes);
        _start(rental);
        _at(10 minutes + 4 hours);

        _expectDisputed({id: id, billed: 4 hours, contested: 6_000_000, stake: 2_300_000});
        _dispute(rental, 0);

        assertEq(escrow.getRental(id), _state(Status.Disputed, T0 + 10 minutes + 4 hours, 4 hours), "rental");
        _assertMachine({busyUntil: T0 + 10 minutes + 4 hours, nonce: 1, depositBlock: DEPOSIT_BLOCK});
    }

    function test_BillsOneSecondAtTheStart() external {
        _billed({elapsed: 0, minDuration: 1, billed: 1, contested: 416, stake: 2_000_020});
    }

    function test_BillsCommitmentBelowMinDuration() external {
        _billed({elapsed: 2 hours - 1, minDuration: 2 hours, billed: 2 hours, contested: 3_000_000, stake: 2_150_000});
    }

    function test_BillsTimeFromMinDurationOn() external {
        _billed({
            elapsed: 2 hours + 1,
            minDuration: 2 hours,
            billed: 2 hours + 1,
            contested: 3_000_416,
            stake: 2_150_020
        });
    }

    function test_EndsInTheLastSecond() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(DURATION - 1);

        _expectDisputed({id: id, billed: DURATION - 1, contested: PRICE - 417, stake: 2_599_979});
        _dispute(rental, 2_599_979 - 417);

        _assertMachine({busyUntil: T0 + DURATION - 1, nonce: 1, depositBlock: DEPOSIT_BLOCK});
    }

    // Over

    function test_LeavesMachineAloneAfterTheEnd() external {
        uint256[3] memory times = [uint256(DURATION), DURATION + 1, DURATION + 6 hours - 1];
        for (uint256 i = 0; i < times.length; ++i) {
            _restart();
            (Rental memory rental, bytes32 id) = _running(_instant());
            _at(times[i]);

            _expectDisputed({id: id, billed: DURATION, contested: PRICE, stake: 2_600_000});
            _dispute(rental, 2_600_000);

            assertEq(escrow.getRental(id), _state(Status.Disputed, T0 + times[i], DURATION), "rental");
            _assertMachine({busyUntil: T0 + DURATION, nonce: 0, depositBlock: DEPOSIT_BLOCK});
            _assertFlows({
                toPayee: 0,
                toRenter: -2_600_000,
                fee: 0,
                freeBond: FUNDED_BOND - BOND,
                held: PRICE + 2_600_000 + BOND
            });
        }
    }

    function test_LeavesNextRentalItsMachine() external {
        (Rental memory rental, ) = _running(_instant());
        _at(DURATION);
        _deposit(_again(rental, DURATION), DURATION);
        _at(DURATION + 60);

        _dispute(rental, 2_600_000);

        _assertMachine({busyUntil: T0 + 2 * DURATION, nonce: 0, depositBlock: DEPOSIT_BLOCK + 1 + DURATION});
    }

    // Interrupted

    function test_StakesOnWhatTheInterruptionLeft() external {
        (Rental memory rental, bytes32 id) = _interruptedRental(_instant());
        _at(3 hours);
        vm.recordLogs();

        _expectDisputed({id: id, billed: 2 hours, contested: 3_000_000, stake: 650_000});
        _dispute(rental, 650_000);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(escrow.getRental(id), _interrupted(_state(Status.Disputed, T0 + 3 hours, 2 hours)), "rental");
        _assertMachine({busyUntil: T0 + 2 hours, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertFlows({
            toPayee: 0,
            toRenter: 39_000_000 - 650_000,
            fee: 0,
            freeBond: FUNDED_BOND - BOND,
            held: 3_000_000 + 650_000 + 10_000_000
        });
    }

    function test_LeavesNextRentalItsMachineAfterInterruption() external {
        (Rental memory rental, ) = _interruptedRental(_instant());
        _deposit(_again(rental, 2 hours), DURATION);
        _at(3 hours);

        _dispute(rental, 650_000);

        _assertMachine({busyUntil: T0 + 10 hours, nonce: 1, depositBlock: DEPOSIT_BLOCK + 1 + 2 hours});
    }

    // Rolling

    function test_PaysRollingPartFirst() external {
        (Rental memory rental, bytes32 id) = _running(_rolling());
        _at(7 hours);
        vm.recordLogs();

        _expectPaid({id: id, paid: 1 hours, toHost: 1_350_000, fee: 150_000});
        _expectDisputed({id: id, billed: 7 hours, contested: 9_000_000, stake: 2_450_000});
        _dispute(rental, 950_000);

        assertEq(_escrowEvents(), 2, "events");
        assertEq(
            escrow.getRental(id),
            _payments({state: _state(Status.Disputed, T0 + 7 hours, 7 hours), paid: 1 hours, refunded: 0}),
            "rental"
        );
        _assertFlows({
            toPayee: 1_350_000,
            toRenter: -950_000,
            fee: 150_000,
            freeBond: FUNDED_BOND - BOND,
            held: 9_000_000 + 2_450_000 + BOND
        });
    }

    function test_ContestsWhatRollingPaymentsLeft() external {
        (Rental memory rental, bytes32 id) = _running(_rolling());
        _at(7 hours);
        _settle(rental);

        _expectDisputed({id: id, billed: 7 hours, contested: 9_000_000, stake: 2_450_000});
        _dispute(rental, 950_000);
    }

    // What is at risk

    function test_PaysNoWorthlessRollingSeconds() external {
        Offer memory offer = _unbonded(_rolling());
        offer.pricePerHour = 1000;
        (Rental memory rental, bytes32 id) = _running(offer);
        // Three seconds could be paid, and cost less than a unit.
        _at(6 hours + 3);
        vm.recordLogs();

        _expectDisputed({id: id, billed: 6 hours + 3, contested: 6000, stake: 300});
        _dispute(rental, 0);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(escrow.getRental(id), _state(Status.Disputed, T0 + 6 hours + 3, 6 hours + 3), "rental");
    }

    function test_RevertGiven_NothingIsAtRisk() external {
        (Rental memory rental, ) = _running(_unbonded(_instant()));
        _at(4 hours);
        _refund(rental, 4 hours);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NothingAtRisk.selector));
        _dispute(rental, 0);
    }

    function test_RevertGiven_BilledTimeCostsNothing() external {
        Offer memory offer = _unbonded(_instant());
        offer.pricePerHour = 1;
        (Rental memory rental, bytes32 id) = _running(offer);
        _at(1 hours - 1);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NothingAtRisk.selector));
        _dispute(rental, 0);

        _at(1 hours);
        _expectDisputed({id: id, billed: 1 hours, contested: 1, stake: 0});
        _dispute(rental, 0);
    }

    function test_DisputesForTheBondAlone() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(4 hours);
        _refund(rental, 4 hours);

        _expectDisputed({id: id, billed: 4 hours, contested: 0, stake: 2_000_000});
        _dispute(rental, 0);

        _assertFlows({
            toPayee: 0,
            toRenter: int256(PRICE) - 2_000_000,
            fee: 0,
            freeBond: FUNDED_BOND - BOND,
            held: 2_000_000 + BOND
        });
    }

    function test_StakesOnTwentyPrices() external {
        Rental memory rental = _rental(_instant());
        bytes32 id = _deposit(rental, 1 hours);
        _at(1 hours);

        // 5 % of 1.50 contested and 30 of the 40 dollars.
        _expectDisputed({id: id, billed: 1 hours, contested: 1_500_000, stake: 1_575_000});
        _dispute(rental, 1_575_000);

        _assertFlows({
            toPayee: 0,
            toRenter: -1_575_000,
            fee: 0,
            freeBond: FUNDED_BOND - 30_000_000,
            held: 1_500_000 + 1_575_000 + 30_000_000
        });
    }

    function test_DisputesForThePriceAlone() external {
        (Rental memory rental, bytes32 id) = _running(_unbonded(_instant()));
        _at(4 hours);

        _expectDisputed({id: id, billed: 4 hours, contested: 6_000_000, stake: 300_000});
        _dispute(rental, 0);

        _assertFlows({toPayee: 0, toRenter: 5_700_000, fee: 0, freeBond: FUNDED_BOND, held: 6_300_000});
    }

    function test_StakesNothingBelowTwenty() external {
        _tiny({bond: 0, stake: 0});
    }

    function test_StakesOneFromTwentyOn() external {
        _tiny({bond: 1, stake: 1});
    }

    // The stake

    function test_TakesWholeRefundAsStake() external {
        _staked({bond: 51_000_000, stake: 3_000_000, shortfall: 0});
    }

    function test_LosesWhatIsBelowOneUnit() external {
        _staked({bond: 51_000_019, stake: 3_000_000, shortfall: 0});
    }

    function test_PullsOneUnitThatTheRefundLacks() external {
        _staked({bond: 51_000_020, stake: 3_000_001, shortfall: 1});
    }

    function test_PullsWhatTheRefundLacks() external {
        _staked({bond: 90_000_000, stake: 4_950_000, shortfall: 1_950_000});
    }

    function test_PullsWithPermit() external {
        token = address(usdc);
        (Rental memory rental, ) = _over(0);
        bytes memory permit = _permit(2_600_000);

        vm.prank(renter);
        escrow.dispute(rental, EVIDENCE, permit);

        assertEq(usdc.allowance(renter, address(escrow)), 0, "allowance");
        assertEq(usdc.nonces(renter), 1, "permits used");
        assertEq(usdc.balanceOf(renter), WALLET - 2_600_000, "renter balance");
    }

    function test_RevertGiven_AllowanceIsShort() external {
        token = address(usdc);
        (Rental memory rental, ) = _over(2_599_999);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InsufficientAllowance.selector, 2_599_999, 2_600_000));
        _dispute(rental, 0);
    }

    function test_RevertGiven_BalanceIsShort() external {
        token = address(usdc);
        (Rental memory rental, ) = _over(2_600_000);
        vm.prank(renter);
        usdc.transfer(stranger, WALLET - 2_599_999);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InsufficientBalance.selector, 2_599_999, 2_600_000));
        _dispute(rental, 0);
    }

    function test_NeedsNoAllowanceWhenRefundCoversStake() external {
        token = address(usdc);
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(4 hours);
        vm.prank(renter);
        usdc.approve(address(escrow), 0);

        _dispute(rental, 0);

        assertEq(_status(id), Status.Disputed, "status");
    }

    function test_RevertWhen_ValueComesWithTokens() external {
        token = address(usdc);
        (Rental memory rental, ) = _running(_instant());

        uint256[2] memory times = [uint256(4 hours), DURATION];
        for (uint256 i = 0; i < times.length; ++i) {
            _at(times[i]);
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongValue.selector, 1, 0));
            vm.prank(renter);
            escrow.dispute{value: 1}(rental, EVIDENCE, NO_PERMIT);
        }
    }

    function test_RevertWhen_ValueIsBelowShortfall() external {
        token = NATIVE;
        (Rental memory rental, ) = _running(_instant());
        _at(DURATION);

        uint256[2] memory values = [uint256(0), 2_599_999];
        for (uint256 i = 0; i < values.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongValue.selector, values[i], 2_600_000));
            _dispute(rental, values[i]);
        }
    }

    function test_ReturnsExcessValue() external {
        token = NATIVE;
        (Rental memory rental, ) = _running(_instant());
        _at(DURATION);

        _dispute(rental, 2_600_000 + 7);

        _assertFlows({
            toPayee: 0,
            toRenter: -2_600_000,
            fee: 0,
            freeBond: FUNDED_BOND - BOND,
            held: PRICE + 2_600_000 + BOND
        });
    }

    function test_ReturnsAllValueWhenRefundCoversStake() external {
        token = NATIVE;
        (Rental memory rental, ) = _running(_instant());
        _at(4 hours);

        _dispute(rental, 5_000_000);

        _assertFlows({
            toPayee: 0,
            toRenter: 3_700_000,
            fee: 0,
            freeBond: FUNDED_BOND - BOND,
            held: 6_000_000 + 2_300_000 + BOND
        });
    }

    // Hostile tokens and closed markets

    function test_WorksWhileTokenIsPausedIfRefundCoversStake() external {
        BlocklistToken blocklist = _blocklist();
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(4 hours);
        blocklist.setBlocked(address(escrow), true);

        _expectDisputed({id: id, billed: 4 hours, contested: 6_000_000, stake: 2_300_000});
        _expectCredited(renter, 3_700_000);
        _dispute(rental, 0);

        assertEq(escrow.credits(token, renter), 3_700_000, "renter credit");
        assertEq(_balance(token, renter), WALLET, "renter balance");
    }

    function test_WorksForBlockedRenterIfRefundCoversStake() external {
        BlocklistToken blocklist = _blocklist();
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(4 hours);
        blocklist.setBlocked(renter, true);

        _dispute(rental, 0);

        assertEq(_status(id), Status.Disputed, "status");
        assertEq(escrow.credits(token, renter), 3_700_000, "renter credit");
    }

    function test_RevertGiven_TokenRefusesTheShortfall() external {
        BlocklistToken blocklist = _blocklist();
        (Rental memory rental, ) = _running(_instant());
        _at(DURATION);
        blocklist.setBlocked(renter, true);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.TransferRefused.selector, token));
        _dispute(rental, 0);
    }

    function test_CreditsRefusingPayeeOfRollingPart() external {
        BlocklistToken blocklist = _blocklist();
        (Rental memory rental, bytes32 id) = _running(_rolling());
        _at(7 hours);
        blocklist.setBlocked(payee, true);

        _expectPaid({id: id, paid: 1 hours, toHost: 1_350_000, fee: 150_000});
        _expectDisputed({id: id, billed: 7 hours, contested: 9_000_000, stake: 2_450_000});
        _expectCredited(payee, 1_350_000);
        _dispute(rental, 0);

        assertEq(_balance(token, renter), WALLET - 950_000, "renter balance");
    }

    function test_WorksInClosedMarket() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        escrow.setMarket({token: token, arbiter: address(0), feeBps: 1500, open: false});
        _at(4 hours);

        _expectDisputed({id: id, billed: 4 hours, contested: 6_000_000, stake: 2_300_000});
        _dispute(rental, 0);
    }

    // Scenarios

    /// @dev Disputed while running, by a renter that is billed `billed`; the refund covers the stake.
    function _billed(uint32 elapsed, uint32 minDuration, uint32 billed, uint256 contested, uint256 stake) private {
        Offer memory offer = _instant();
        offer.minDuration = minDuration;
        (Rental memory rental, bytes32 id) = _running(offer);
        _at(elapsed);

        _expectDisputed({id: id, billed: billed, contested: contested, stake: stake});
        _dispute(rental, 0);

        assertEq(escrow.getRental(id), _state(Status.Disputed, T0 + elapsed, billed), "rental");
        _assertMachine({busyUntil: T0 + elapsed, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertFlows({
            toPayee: 0,
            toRenter: int256(PRICE - contested - stake),
            fee: 0,
            freeBond: FUNDED_BOND - BOND,
            held: contested + stake + BOND
        });
    }

    /// @dev One of eight hours at 19 units is contested.
    function _tiny(uint96 bond, uint256 stake) private {
        Offer memory offer = _instant();
        (offer.pricePerHour, offer.bond) = (19, bond);
        (Rental memory rental, bytes32 id) = _running(offer);
        _at(1 hours);

        _expectDisputed({id: id, billed: 1 hours, contested: 19, stake: stake});
        _dispute(rental, 0);

        _assertFlows({
            toPayee: 0,
            toRenter: int256(7 * 19 - stake),
            fee: 0,
            freeBond: FUNDED_BOND - bond,
            held: 19 + stake + bond
        });
    }

    /// @dev Disputed after six hours: 3 dollars come back, 9 are contested.
    function _staked(uint96 bond, uint256 stake, uint256 shortfall) private {
        Offer memory offer = _instant();
        offer.bond = bond;
        (Rental memory rental, bytes32 id) = _running(offer);
        _at(6 hours);

        _expectDisputed({id: id, billed: 6 hours, contested: 9_000_000, stake: stake});
        _dispute(rental, shortfall);

        _assertFlows({
            toPayee: 0,
            toRenter: -int256(shortfall),
            fee: 0,
            freeBond: FUNDED_BOND - bond,
            held: 9_000_000 + stake + bond
        });
    }

    /// @dev A rental that has run to its end, so that the whole stake of 2.60 is to be pulled.
    function _over(uint256 allowance) private returns (Rental memory rental, bytes32 id) {
        (rental, id) = _running(_instant());
        vm.prank(renter);
        usdc.approve(address(escrow), allowance);
        _at(DURATION);
    }

    /// @dev EIP-2612, signed by the renter for the escrow.
    function _permit(uint256 value) private view returns (bytes memory) {
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 structHash = keccak256(
            abi.encode(typeHash, renter, address(escrow), value, usdc.nonces(renter), block.timestamp)
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", usdc.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(RENTER_KEY, digest);
        return abi.encode(value, block.timestamp, v, r, s);
    }

    /// @dev Makes everything that follows happen in a token that can refuse.
    function _blocklist() private returns (BlocklistToken blocklist) {
        blocklist = new BlocklistToken();
        token = address(blocklist);
        escrow.setMarket({token: token, arbiter: arbiter, feeBps: FEE_BPS, open: true});
        address[3] memory wallets = [host, renter, payer];
        for (uint256 i = 0; i < wallets.length; ++i) _fund(wallets[i], token, WALLET);
        _fundBond(token, FUNDED_BOND);
    }
}

/// @dev The same in the native coin.
contract DisputeNativeTest is DisputeTest {
    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }
}
