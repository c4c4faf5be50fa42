// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DaiPermitToken} from "../mocks/tokens/DaiPermitToken.sol";
import {MaxUintMeansAllToken} from "../mocks/tokens/MaxUintMeansAllToken.sol";
import {MisbehavingToken} from "../mocks/tokens/MisbehavingToken.sol";
import {PhantomPermitToken} from "../mocks/tokens/PhantomPermitToken.sol";
import {ReentersFromReceiverHookToken} from "../mocks/tokens/ReentersFromReceiverHookToken.sol";
import {Vm, vm} from "../Vm.sol";
import {Attack} from "./Attack.sol";

/// @dev Money that is counted twice, comes uninvited, is pulled from others, or is lost to rounding.
contract MoneyTest is Attack {
    uint256 private constant _RENTER_KEY = uint256(keccak256("renter"));
    bytes32 private constant _APPROVAL = keccak256("Approval(address,address,uint256)");

    // Counted twice

    function test_ReenteringInflow_IsCountedOnce() external {
        ReentersFromReceiverHookToken token = new ReentersFromReceiverHookToken();
        _open(token);
        token.mint(address(token), 9 * HOUR);
        vm.prank(address(token));
        token.approve(address(escrow), type(uint256).max);
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(escrow.fundBond, (address(token), HOUR));
        token.arm(calls);
        token.misbehave(true);

        _deposit(_rentalIn(address(token)), 1 hours);

        assertEq(token.attempts(), 1, "a second inflow was tried inside the first");
        assertEq(escrow.bonds(address(token), address(token)), 0, "and books nothing");
        assertEq(token.heldBy(address(escrow)), HOUR, "the escrow has the one price");
    }

    function test_NativeCoinsErc20Face_IsRefused() external {
        address face = 0x0000000000000000000000000000000000001010;
        vm.etch(face, hex"00");

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InvalidToken.selector, face));
        escrow.setMarket({token: face, arbiter: arbiter, feeBps: FEE_BPS, open: true});

        vm.prank(host);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, face));
        escrow.fundBond(face, 1);
    }

    /// @dev No verb that takes coins can be repeated inside one call, and the batch takes none.
    function test_OneValue_PaysOnce() external {
        Rental memory rental = _rental(_nativeOffer());
        bytes memory signature = _sign(rental.offer);
        vm.prank(payer);
        escrow.deposit{value: 1.5 ether}(rental, 1 hours, signature, NO_PERMIT);

        vm.prank(payer);
        (bool batch, ) = address(escrow).call{value: 1}(abi.encodeCall(escrow.settleMany, (new Rental[](0))));
        bytes[] memory calls = new bytes[](2);
        vm.prank(payer);
        (bool multicall, ) = address(escrow).call{value: 1}(abi.encodeWithSignature("multicall(bytes[])", calls));

        assertEq(batch, false, "the batch takes no coins");
        assertEq(multicall, false, "there is no multicall");
        assertEq(address(escrow).balance, 1.5 ether, "one value, one price");
    }

    function test_ValueBesideAToken_IsRefused() external {
        Rental memory rental = _rental(_offer());
        bytes memory signature = _sign(rental.offer);

        vm.prank(payer);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongValue.selector, 1, 0));
        escrow.deposit{value: 1}(rental, 1 hours, signature, NO_PERMIT);
    }

    function test_ExcessValueOfADispute_ComesBack() external {
        Rental memory rental = _running(_nativeOffer(), 8 hours);
        vm.warp(T0 + 8 hours);
        uint256 before = renter.balance;

        vm.prank(renter);
        escrow.dispute{value: 5 ether}(rental, "", NO_PERMIT);

        assertEq(before - renter.balance, 0.6 ether, "the stake and no more");
        assertEq(address(escrow).balance, 12.6 ether, "price and stake");
    }

    function test_DuplicateIdsInABatch_PayOnce() external {
        Offer memory offer = _bonded(24_000_000, 1);
        offer.rolling = true;
        Rental memory rental = _running(offer, 48 hours);
        Rental[] memory batch = new Rental[](4);
        (batch[0], batch[1], batch[2], batch[3]) = (rental, rental, rental, rental);
        uint256 before = _wealth(address(usdc), payee);

        vm.warp(T0 + 20 hours);
        assertEq(escrow.settleMany(batch), 1, "a rolling payment is made once");
        assertEq(_wealth(address(usdc), payee) - before, (14 * HOUR * 9) / 10, "14 of 20 hours");
        vm.warp(T0 + 60 hours);
        assertEq(escrow.settleMany(batch), 1, "a closing too");
        assertEq(_wealth(address(usdc), payee) - before, (48 * HOUR * 9) / 10, "all 48 hours");
        assertEq(escrow.bonds(address(usdc), host), 24_000_000, "one bond returned once");
    }

    function test_BatchOfMixedTokens_PaysEachInItsOwn() external {
        Offer memory native = _nativeOffer();
        native.machine = "native";
        Rental[] memory batch = new Rental[](3);
        batch[0] = _running(_offer(), 8 hours);
        batch[1] = _running(native, 8 hours);
        Offer memory other = _offer();
        other.machine = "other";
        batch[2] = _running(other, 8 hours);
        uint256 tokens = usdc.balanceOf(payee);
        uint256 coins = payee.balance;
        vm.warp(T0 + 2 days);

        escrow.settleMany(batch);

        assertEq(usdc.balanceOf(payee) - tokens, 21_600_000, "two in dollars");
        assertEq(payee.balance - coins, 10.8 ether, "one in coins");
    }

    /// @dev Both items of the array point at the same bytes: offsets that a caller may choose.
    function test_CraftedOffsetsInABatch_PayOnce() external {
        Rental memory rental = _running(_offer(), 8 hours);
        vm.warp(T0 + 2 days);
        uint256 before = usdc.balanceOf(payee);
        bytes memory tail = abi.encode(rental.offer, rental.renter, rental.salt);

        (bool done, bytes memory result) = address(escrow).call(
            abi.encodePacked(escrow.settleMany.selector, uint256(32), uint256(2), tail, tail)
        );

        assertTrue(done, "static items need no offsets");
        assertEq(abi.decode(result, (uint256)), 1, "the second is a duplicate");
        assertEq(usdc.balanceOf(payee) - before, 10_800_000, "paid once");
        (done, ) = address(escrow).call(abi.encodePacked(escrow.settleMany.selector, uint256(32), type(uint64).max));
        assertEq(done, false, "a length beyond the data is refused");
    }

    /// @dev Bits above a field's width would make another hash for the same decoded rental.
    function test_DirtyBitsInCalldata_AreRefused() external {
        Rental memory rental = _running(_offer(), 8 hours);
        vm.warp(T0 + 2 days);
        bytes memory call = abi.encodeCall(escrow.settle, (rental));
        // Highest byte of the host's word.
        call[4] = 0x01;

        (bool done, ) = address(escrow).call(call);

        assertEq(done, false, "refused");
        assertEq(_status(escrow.idOf(rental)), Status.Active, "and nothing happened");
    }

    // Uninvited

    function test_PlainNativeTransfer_IsRefused() external {
        vm.prank(stranger);
        (bool done, ) = address(escrow).call{value: 1 ether}("");

        assertEq(done, false, "there is nobody to credit");
        assertEq(address(escrow).balance, 0, "nothing came in");
    }

    function test_DonationBySelfdestruct_BelongsToNobody() external {
        Rental memory rental = _running(_nativeOffer(), 8 hours);
        vm.deal(address(this), 3 ether);
        // PUSH20 escrow, SELFDESTRUCT: as init code, which alone may still destroy itself.
        bytes memory donor = abi.encodePacked(hex"73", address(escrow), hex"ff");
        assembly ("memory-safe") {
            pop(create(3000000000000000000, add(donor, 32), mload(donor)))
        }
        assertEq(address(escrow).balance, 15 ether, "forced in");
        uint256 payeeBefore = payee.balance;
        vm.warp(T0 + 2 days);

        _settle(rental);
        escrow.collectFees(NATIVE);

        assertEq(payee.balance - payeeBefore, 10.8 ether, "the payee gets its price");
        assertEq(address(escrow).balance, 3 ether, "the donation is nobody's");
    }

    /// @dev Balances are only ever compared with themselves: a donation in between cannot stand in for a payment.
    function test_DonationByTransfer_PaysForNobody() external {
        vm.prank(stranger);
        usdc.transfer(address(escrow), 12_000_000);
        Rental memory rental = _rental(_offer());
        bytes memory signature = _sign(rental.offer);
        vm.prank(keeper);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InsufficientAllowance.selector, 0, 12_000_000));
        escrow.deposit(rental, 8 hours, signature, NO_PERMIT);

        _deposit(rental, 8 hours);
        _stop(rental);

        assertEq(usdc.balanceOf(address(escrow)), 12_000_000, "the donation is nobody's");
    }

    function test_MaxUintOfATokenThatReadsItAsAll_BooksNothing() external {
        MaxUintMeansAllToken token = new MaxUintMeansAllToken();
        _open(token);
        token.misbehave(true);
        uint256 all = token.heldBy(host);

        vm.prank(host);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongAmountReceived.selector, all, type(uint256).max));
        escrow.fundBond(address(token), type(uint256).max);

        assertEq(escrow.bonds(address(token), host), 0, "no bond out of thin air");
        assertEq(token.heldBy(host), all, "and nothing taken");
    }

    // Pulled from others

    function test_StandingAllowance_IsOnlyItsOwners() external {
        PhantomPermitToken token = new PhantomPermitToken();
        _open(token);
        token.misbehave(true);
        uint256 victimBefore = token.heldBy(payer);
        Rental memory rental = _rentalIn(address(token));
        bytes memory signature = _sign(rental.offer);
        bytes memory permit = abi.encode(type(uint256).max, type(uint256).max, uint8(27), bytes32("r"), bytes32("s"));

        // The fallback accepts the permit; it is worth nothing.
        vm.prank(keeper);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InsufficientAllowance.selector, 0, HOUR));
        escrow.deposit(rental, 1 hours, signature, permit);

        assertEq(token.heldBy(payer), victimBefore, "nobody else's allowance is used");
    }

    function test_DaiStylePermit_IsHarmlessAndTheAllowanceDecides() external {
        DaiPermitToken token = new DaiPermitToken();
        _open(token);
        token.misbehave(true);
        Rental memory rental = _rentalIn(address(token));
        bytes memory signature = _sign(rental.offer);
        bytes memory permit = abi.encode(type(uint256).max, type(uint256).max, uint8(27), bytes32("r"), bytes32("s"));

        vm.prank(payer);
        bytes32 id = escrow.deposit(rental, 1 hours, signature, permit);

        assertEq(_status(id), Status.Funded, "paid by allowance");
    }

    function test_PermitFrontRun_StopsNothing() external {
        (Rental memory rental, bytes memory signature, bytes memory permit) = _permitted(12_000_000);
        (uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) = abi.decode(
            permit,
            (uint256, uint256, uint8, bytes32, bytes32)
        );
        vm.prank(stranger);
        usdc.permit(renter, address(escrow), value, deadline, v, r, s);

        vm.prank(renter);
        bytes32 id = escrow.deposit(rental, 8 hours, signature, permit);

        assertEq(_status(id), Status.Funded, "the spent permit left the allowance that was needed");
    }

    function test_PermitOfAnother_PaysForNobody() external {
        (Rental memory rental, bytes memory signature, bytes memory permit) = _permitted(12_000_000);
        uint256 before = usdc.balanceOf(renter);

        vm.prank(keeper);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InsufficientAllowance.selector, 0, 12_000_000));
        escrow.deposit(rental, 8 hours, signature, permit);

        assertEq(usdc.balanceOf(renter), before, "the signer of a copied permit pays nothing");
    }

    function test_PermitReplay_PaysOnce() external {
        (Rental memory rental, bytes memory signature, bytes memory permit) = _permitted(12_000_000);
        vm.prank(renter);
        escrow.deposit(rental, 8 hours, signature, permit);
        _stop(rental);

        rental.salt = "again";
        vm.prank(renter);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InsufficientAllowance.selector, 0, 12_000_000));
        escrow.deposit(rental, 8 hours, signature, permit);
    }

    /// @dev Nobody whom the escrow pays keeps anything but coins.
    function test_Escrow_ApprovesNobody() external {
        vm.recordLogs();
        Rental memory rental = _running(_bonded(24_000_000, 1), 8 hours);
        vm.warp(T0 + 8 hours);
        _dispute(rental);
        vm.warp(T0 + 8 hours + 1 days);
        _resolve(rental, 4000);
        escrow.collectFees(address(usdc));
        vm.prank(host);
        escrow.withdrawBond(address(usdc), 1, payee);

        bytes32 owner = bytes32(uint256(uint160(address(escrow))));
        uint256 seen;
        uint256 count = _approvalsBy(owner);
        address[6] memory people = [payee, renter, host, arbiter, treasury, address(usdc)];
        for (uint256 i = 0; i < people.length; ++i) seen += usdc.allowance(address(escrow), people[i]);
        assertEq(count, 0, "no approval by the escrow in its log");
        assertEq(seen, 0, "and none in force");
    }

    // Rounding

    function test_MicroPayouts_RoundNoFeeAway() external {
        Offer memory offer = _offer();
        // A base unit a second: the fee on each payout alone would round to nothing.
        offer.pricePerHour = 3600;
        offer.rolling = true;
        offer.startWindow = 0;
        offer.challengeWindow = 15 minutes;
        Rental memory rental = _running(offer, 1 hours);

        for (uint256 i = 1; i <= 200; ++i) {
            vm.warp(T0 + 15 minutes + i);
            _settle(rental);
        }
        assertEq(escrow.fees(address(usdc)), 20, "a tenth of 200, in 200 payouts");
        vm.warp(T0 + 2 hours);
        _settle(rental);

        assertEq(escrow.fees(address(usdc)), 360, "a tenth of 3600 in the end");
    }

    function testFuzz_ManySmallSettlements_NeverBeatOneBig(uint96 price, uint32[8] calldata gaps) external {
        Offer memory offer = _offer();
        offer.pricePerHour = uint96((uint256(price) % 1e24) + 3600);
        offer.rolling = true;
        offer.startWindow = 0;
        offer.challengeWindow = 15 minutes;
        _fund(payer, address(usdc), type(uint128).max);
        Rental memory rental = _running(offer, 8 hours);
        uint256 start = vm.snapshotState();
        vm.warp(T0 + 9 hours);
        _settle(rental);
        uint256[5] memory atOnce = _balances(address(usdc));
        vm.revertToState(start);

        uint256 now_ = T0;
        for (uint256 i = 0; i < gaps.length; ++i) {
            now_ += (uint256(gaps[i]) % 1 hours) + 1;
            vm.warp(now_);
            (uint256 toHost, , ) = escrow.due(rental);
            if (toHost > 0) _settle(rental);
        }
        vm.warp(T0 + 9 hours);
        _settle(rental);

        _assertSame(_balances(address(usdc)), atOnce, "slicing moves nothing");
    }

    function test_DustDeposit_IsRefused() external {
        Offer memory offer = _offer();
        offer.pricePerHour = 1;
        Rental memory rental = _rental(offer);
        bytes memory signature = _sign(offer);

        vm.prank(payer);
        vm.expectRevert(IRentalEscrow.ZeroAmount.selector);
        escrow.deposit(rental, 3599, signature, NO_PERMIT);
    }

    /// @dev Otherwise a renter would extend second by second below one base unit, for ever and for nothing.
    function test_FreeExtensions_AreRefused() external {
        Offer memory offer = _offer();
        offer.pricePerHour = 3600 / 2;
        Rental memory rental = _running(offer, 2);

        vm.prank(payer);
        vm.expectRevert(IRentalEscrow.ZeroAmount.selector);
        escrow.extend(rental, 3, NO_PERMIT);
    }

    // Internal

    function _open(MisbehavingToken token) private {
        escrow.setMarket({token: address(token), arbiter: arbiter, feeBps: FEE_BPS, open: true});
        token.meet(
            MisbehavingToken.Parties({escrow: address(escrow), renter: renter, payee: payee, treasury: treasury})
        );
        address[2] memory wallets = [payer, host];
        for (uint256 i = 0; i < wallets.length; ++i) {
            token.mint(wallets[i], type(uint128).max);
            vm.prank(wallets[i]);
            token.approve(address(escrow), type(uint256).max);
        }
    }

    function _rentalIn(address token) private view returns (Rental memory rental) {
        rental = _rental(_offer());
        rental.offer.token = token;
    }

    /// @dev The renter has no allowance, but a permit.
    function _permitted(
        uint256 value
    ) private returns (Rental memory rental, bytes memory signature, bytes memory permit) {
        vm.prank(renter);
        usdc.approve(address(escrow), 0);
        rental = _rental(_offer());
        signature = _sign(rental.offer);
        uint256 deadline = block.timestamp + 1 hours;
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 structHash = keccak256(abi.encode(typeHash, renter, address(escrow), value, 0, deadline));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", usdc.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_RENTER_KEY, digest);
        permit = abi.encode(value, deadline, v, r, s);
    }

    function _approvalsBy(bytes32 owner) private returns (uint256 count) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] == _APPROVAL && logs[i].topics[1] == owner) ++count;
        }
    }
}
