// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {IRentalMandate, Mandate} from "../../contracts/interfaces/IRentalMandate.sol";
import {NotifyingToken} from "../mocks/NotifyingToken.sol";
import {Wallet} from "../mocks/parties/Wallet.sol";
import {deployMandate} from "../deployMandate.sol";
import {MandateBase} from "../MandateBase.t.sol";
import {vm} from "../Vm.sol";

/// @dev What can be tried with a mandate that one did not sign: a day at a time for 36 dollars, and 2 cents for whoever
/// executes it.
contract MandatesTest is MandateBase {
    uint256 private constant PURSE = type(uint128).max;
    uint96 private constant BOND = 24_000_000;
    uint256 private constant THIEF_KEY = uint256(keccak256("thief"));

    address private thief = vm.addr(THIEF_KEY);

    // Mandates used for something else

    function test_RentalOpenedInTheRentersName_IsNotFedByItsMandate() external {
        Mandate memory mandate = _mandate(_running());
        bytes memory signature = _signMandate(mandate);
        // The thief's own machine, for one second at 1.50 an hour, paid by the thief.
        usdc.mint(thief, 1_000);
        vm.prank(thief);
        usdc.approve(address(escrow), 1_000);
        Offer memory offer = _instantOffer();
        (offer.host, offer.payee, offer.operator, offer.machine) = (thief, thief, thief, "theirs");
        Rental memory opened = _rental(offer);
        bytes memory offerSignature = _sign(offer, THIEF_KEY);
        vm.prank(thief);
        escrow.deposit(opened, 1, offerSignature, NO_PERMIT);

        _expectRefusal(
            mandate,
            signature,
            opened,
            abi.encodeWithSelector(IRentalMandate.WrongRental.selector, escrow.idOf(opened), mandate.rentalId)
        );
        mandate.rentalId = escrow.idOf(opened);
        _expectRefusal(
            mandate,
            signature,
            opened,
            abi.encodeWithSelector(IRentalMandate.InvalidMandateSignature.selector, renter)
        );

        assertEq(usdc.balanceOf(renter), PURSE, "the renter pays nothing");
    }

    function test_MandateOfAThiefForAnothersRental_TakesNothing() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        vm.warp(DUE);

        bytes memory signature = _signMandate(mandate, THIEF_KEY);
        _expectRefusal(
            mandate,
            signature,
            rental,
            abi.encodeWithSelector(IRentalMandate.InvalidMandateSignature.selector, renter)
        );
        mandate.renter = thief;
        _expectRefusal(
            mandate,
            _signMandate(mandate, THIEF_KEY),
            rental,
            abi.encodeWithSelector(IRentalMandate.NotRentalsRenter.selector, thief, renter)
        );

        assertEq(usdc.balanceOf(renter), PURSE, "the renter pays nothing");
    }

    function test_MandateFromAnotherChainOrContract_IsRefused() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        vm.warp(DUE);
        bytes memory invalid = abi.encodeWithSelector(IRentalMandate.InvalidMandateSignature.selector, renter);

        vm.chainId(80_002);
        _expectRefusal(mandate, signature, rental, invalid);
        vm.chainId(137);
        mandates = deployMandate(address(escrow), "other");
        _approve(address(usdc), renter, type(uint256).max);
        _expectRefusal(mandate, signature, rental, invalid);

        assertEq(usdc.balanceOf(renter), PURSE, "the renter pays nothing");
    }

    function test_MandateChangedInAnyField_IsRefused() external {
        Rental memory rental = _running();
        bytes memory signature = _signMandate(_mandate(rental));
        vm.warp(DUE);

        for (uint256 field = 0; field < 5; ++field) {
            Mandate memory mandate = _mandate(rental);
            if (field == 0) mandate.maxTotal = type(uint96).max;
            if (field == 1) mandate.step = 29 days;
            if (field == 2) mandate.extendBefore = type(uint32).max;
            if (field == 3) mandate.maxTip = type(uint96).max;
            if (field == 4) mandate.expiry = type(uint40).max;
            _expectRefusal(
                mandate,
                signature,
                rental,
                abi.encodeWithSelector(IRentalMandate.InvalidMandateSignature.selector, renter)
            );
        }
    }

    // Tips

    function test_TwoThousandExtensionsOfASecond_PayOneTip() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        vm.warp(DUE);

        uint256 executed;
        for (uint256 i = 0; i < 2_000; ++i) {
            if (_try(mandate, signature, rental)) ++executed;
        }

        assertEq(executed, 1, "executions");
        assertEq(_duration(rental), 2 days, "a whole step, not a second");
        assertEq(usdc.balanceOf(keeper), TIP, "one tip");
    }

    function test_KeeperThatTriesAllTheTime_GetsATipADay() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);

        uint256 executed;
        for (uint256 day_ = 1; day_ <= 2; ++day_) {
            // The last half hour of the day, and the minutes around it.
            for (uint256 at = T0 + day_ * 1 days - 35 minutes; at < T0 + day_ * 1 days + 5 minutes; at += 7) {
                vm.warp(at);
                if (_try(mandate, signature, rental)) ++executed;
            }
        }

        assertEq(executed, 2, "executions");
        assertEq(usdc.balanceOf(keeper), 2 * TIP, "a tip for each day");
    }

    function test_LateThenEarly_IsNoSecondUseOfOneWindow() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);

        // The last second of one need, and the first of the next: nothing is used twice in between.
        vm.warp(T0 + 1 days - 1);
        assertTrue(_try(mandate, signature, rental), "the last second");
        assertTrue(!_try(mandate, signature, rental), "not again");
        vm.warp(T0 + 1 days);
        assertTrue(!_try(mandate, signature, rental), "nor in the next day's first second");
        vm.warp(DUE + 1 days - 1);
        assertTrue(!_try(mandate, signature, rental), "nor a second too early");
        vm.warp(DUE + 1 days);
        assertTrue(_try(mandate, signature, rental), "the next need");

        assertEq(_duration(rental), 3 days, "two steps");
    }

    function test_TipAboveTheSignedOne_IsRefused() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        vm.warp(DUE);

        vm.expectRevert(abi.encodeWithSelector(IRentalMandate.TipAboveMaximum.selector, TIP + 1, TIP));
        vm.prank(keeper);
        mandates.execute(mandate, signature, rental, TIP + 1, NO_PERMIT);
    }

    function test_TipsCountTowardsTheTotal() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        mandate.maxTotal = uint96(2 * DAY + TIP);
        bytes memory signature = _signMandate(mandate);

        vm.warp(DUE);
        _execute(mandate, signature, rental, TIP);
        vm.warp(DUE + 1 days);
        assertTrue(!_try(mandate, signature, rental), "no second tip");
        _execute(mandate, signature, rental, 0);

        assertEq(PURSE - usdc.balanceOf(renter), mandate.maxTotal, "the total and no more");
    }

    function test_KeeperThatReentersWithItsTip_GetsOne() external {
        NotifyingToken token = new NotifyingToken();
        escrow.setMarket({token: address(token), arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _fund(payer, address(token), PURSE);
        _fund(renter, address(token), PURSE);
        _approve(address(token), renter, PURSE);
        Offer memory offer = _instantOffer();
        offer.token = address(token);
        Rental memory rental = _running(offer);
        Mandate memory mandate = _mandate(rental);
        // With steps of an hour, several executions follow each other.
        (mandate.step, mandate.extendBefore) = (1 hours, 4 hours);
        vm.warp(T0 + 1 days - 1);
        GreedyKeeper greedy = new GreedyKeeper(
            address(mandates),
            abi.encodeCall(mandates.execute, (mandate, _signMandate(mandate), rental, TIP, NO_PERMIT))
        );

        greedy.run();

        assertEq(greedy.reentered(), 0, "calls back that went through");
        assertEq(token.balanceOf(address(greedy)), TIP, "one tip");
        assertEq(_duration(rental), 25 hours, "one step");
    }

    // Two at once

    function test_TwoKeepersInOneBlock_ExtendOnce() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        vm.warp(DUE);

        _execute(mandate, signature, rental, TIP);
        vm.expectRevert(abi.encodeWithSelector(IRentalMandate.TooEarly.selector, DUE + 1 days));
        vm.prank(stranger);
        mandates.execute(mandate, signature, rental, TIP, NO_PERMIT);

        assertEq(PURSE - usdc.balanceOf(renter), DAY + TIP, "one price and one tip");
    }

    function test_TwoMandatesForOneRental_ExtendOnceForOneNeed() external {
        Rental memory rental = _running();
        Mandate memory first = _mandate(rental);
        Mandate memory second = _mandate(rental);
        second.salt = "second";
        vm.warp(DUE);

        _execute(first, rental);
        _expectRefusal(
            second,
            _signMandate(second),
            rental,
            abi.encodeWithSelector(IRentalMandate.TooEarly.selector, DUE + 1 days)
        );
    }

    function test_KeeperThatOrdersMandates_SpendsNoMoreThanEachTotal() external {
        Rental memory first = _running();
        Offer memory offer = _instantOffer();
        offer.machine = "a100-1";
        Rental memory second = _running(offer);
        (Mandate memory small, Mandate memory large) = (_mandate(first), _mandate(second));
        (small.maxTotal, large.maxTotal) = (uint96(DAY + TIP), uint96(2 * (DAY + TIP)));
        vm.warp(DUE);
        uint256 start = vm.snapshotState();

        // One salt: whichever comes first, both together spend no more than the larger total.
        _execute(small, first);
        _execute(large, second);
        assertEq(PURSE - usdc.balanceOf(renter), large.maxTotal, "the small one first");
        vm.revertToState(start);
        vm.warp(DUE);
        _execute(large, second);
        assertTrue(!_try(small, _signMandate(small), first), "nothing is left for the small one");
        assertEq(PURSE - usdc.balanceOf(renter), DAY + TIP, "the large one first");
    }

    // Ended in front

    function test_RevocationInFront_StopsTheExecution() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        vm.warp(DUE);

        for (uint256 way = 0; way < 4; ++way) {
            uint256 start = vm.snapshotState();
            vm.prank(renter);
            if (way == 0) mandates.revoke(mandate.salt);
            if (way == 1) mandates.revokeAll();
            if (way == 2) usdc.approve(address(mandates), 0);
            if (way == 3) escrow.stop(rental, NO_BOUND);
            uint256 before = usdc.balanceOf(renter);

            assertTrue(!_try(mandate, signature, rental), "refused");
            assertEq(usdc.balanceOf(renter), before, "the renter pays nothing");
            vm.revertToState(start);
            vm.warp(DUE);
        }
    }

    function test_StopBehindAnExecution_ReturnsWhatItPaid() external {
        Rental memory rental = _running();
        vm.warp(DUE);
        _execute(_mandate(rental), rental);

        vm.prank(renter);
        escrow.stop(rental, NO_BOUND);

        uint256 unserved = DAY - _price(rental, DUE - T0);
        assertTrue(usdc.balanceOf(renter) - (PURSE - TIP) <= unserved + 1, "no more than the unserved time");
        assertTrue(usdc.balanceOf(renter) >= PURSE - TIP + unserved, "all of it, and the whole extension");
    }

    function test_HostThatEndsItBehindAnExecution_KeepsOnlyServedTime() external {
        Rental memory rental = _running();
        vm.warp(DUE);
        _execute(_mandate(rental), rental);

        vm.warp(T0 + 1 days);
        vm.prank(host);
        escrow.interrupt(rental, NO_BOUND);

        assertEq(usdc.balanceOf(renter), PURSE - TIP, "the extension is back, the tip is the keeper's");
    }

    function test_ExtensionInFrontOfAnExecution_OnlyDelaysIt() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        vm.warp(DUE);

        for (uint32 extra = 1; extra <= 10; ++extra) {
            vm.prank(stranger);
            escrow.extend(rental, 1 days + extra, NO_PERMIT);
            assertTrue(!_try(mandate, signature, rental), "a second too early");
            vm.warp(DUE + extra);
        }
        _execute(mandate, signature, rental, TIP);

        assertEq(_duration(rental), 2 days + 10, "the rental goes on, with ten seconds as a gift");
        assertEq(_status(mandate.rentalId), Status.Active, "status");
    }

    // A machine that nobody looks at

    /// @dev Dead from the first second, and fed for three days while its renter sleeps. Nothing was paid out, so the
    /// dispute is over everything, bond included.
    function test_DeadMachineFedByAMandate_IsContestedWhole() external {
        (Rental memory rental, uint256 hostBefore) = _feedForThreeDays(false);

        vm.prank(arbiter);
        escrow.resolve(rental, 0);

        assertEq(
            PURSE + BOND - usdc.balanceOf(renter),
            3 * TIP,
            "the renter has everything but the tips, and the bond"
        );
        assertEq(hostBefore - _hostWealth(), BOND, "the host has lost its bond");
    }

    /// @dev The same on a rolling offer: what is older than the challenge window has been collected. A mandate for a
    /// rolling rental needs somebody who looks within the window.
    function test_DeadMachineFedByAMandate_KeepsWhatIsOlderThanTheWindow_NotPrevented() external {
        (Rental memory rental, uint256 hostBefore) = _feedForThreeDays(true);

        vm.prank(arbiter);
        escrow.resolve(rental, 0);

        uint256 collected = _price(rental, DUE + 2 days - T0 - 6 hours);
        assertEq(PURSE + BOND - usdc.balanceOf(renter), collected + 3 * TIP, "all but the last six hours is gone");
        assertEq(_hostWealth() + BOND - hostBefore, collected - collected / 10, "the host keeps it, less the fee");
    }

    /// @dev The price of three days is above 1/20 of the bond, so all of the bond is locked.
    function _feedForThreeDays(bool rolling) private returns (Rental memory rental, uint256 hostBefore) {
        Offer memory offer = _instantOffer();
        (offer.rolling, offer.bond) = (rolling, BOND);
        _fundBond(address(usdc), BOND);
        hostBefore = _hostWealth();
        rental = _rental(offer);
        vm.prank(renter);
        usdc.approve(address(escrow), type(uint256).max);
        bytes memory offerSignature = _sign(offer);
        vm.prank(renter);
        escrow.deposit(rental, 1 days, offerSignature, NO_PERMIT);
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        for (uint256 day = 0; day < 3; ++day) {
            vm.warp(DUE + day * 1 days);
            _execute(mandate, signature, rental, TIP);
        }

        vm.prank(renter);
        escrow.dispute(rental, "ipfs://dead", NO_PERMIT);
        vm.warp(DUE + 3 days);
    }

    function _hostWealth() private view returns (uint256) {
        return usdc.balanceOf(host) + usdc.balanceOf(payee) + escrow.bonds(address(usdc), host);
    }

    // Accounts with code

    function test_WalletThatCallsBackWhileItIsAsked_IsRefused() external {
        Wallet wallet = new Wallet(thief);
        usdc.mint(address(wallet), MAX_TOTAL);
        _approve(address(usdc), address(wallet), MAX_TOTAL);
        Rental memory rental = Rental({offer: _instantOffer(), renter: address(wallet), salt: "wallet"});
        _deposit(rental, 1 days);
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate, THIEF_KEY);
        vm.warp(DUE);
        wallet.arm(address(mandates), abi.encodeCall(mandates.execute, (mandate, signature, rental, TIP, NO_PERMIT)));

        // The question is a static call: the call back fails, and the wallet then answers as it would have.
        _execute(mandate, signature, rental, TIP);

        assertEq(_duration(rental), 2 days, "one step");
    }

    function test_SignatureOfATwinWallet_IsNoMandateOfTheOther() external {
        Wallet wallet = new Wallet(thief);
        Wallet twin = new Wallet(thief);
        Rental memory rental = Rental({offer: _instantOffer(), renter: address(wallet), salt: "wallet"});
        _deposit(rental, 1 days);
        Mandate memory mandate = _mandate(rental);
        mandate.renter = address(twin);
        bytes memory signature = _signMandate(mandate, THIEF_KEY);
        vm.warp(DUE);

        _expectRefusal(
            mandate,
            signature,
            rental,
            abi.encodeWithSelector(IRentalMandate.NotRentalsRenter.selector, address(twin), address(wallet))
        );
    }

    function test_ExecutionStarvedOfGas_ExtendsOrCostsNothing() external {
        uint256 refused;
        // Signature, permit, pull, extension and tip run out of gas somewhere.
        for (uint256 gas_ = 60_000; gas_ < 300_000; gas_ += 6_001) {
            setUp();
            Rental memory rental = _running();
            Mandate memory mandate = _mandate(rental);
            bytes memory signature = _signMandate(mandate);
            vm.warp(DUE);
            bytes memory call = abi.encodeCall(mandates.execute, (mandate, signature, rental, TIP, new bytes(160)));
            vm.prank(keeper);
            (bool done, ) = address(mandates).call{gas: gas_}(call);

            if (!done) ++refused;
            assertEq(PURSE - usdc.balanceOf(renter), done ? DAY + TIP : 0, "price and tip, or nothing");
            assertEq(mandates.spent(renter, mandate.salt), done ? DAY + TIP : 0, "spent");
            assertEq(_duration(rental), done ? 2 days : 1 days, "duration");
            _assertEmpty(address(usdc));
        }
        assertTrue(refused > 10, "starved often enough");
    }

    function test_RenterThatExecutesItsOwnMandate_GainsNothing() external {
        Rental memory rental = _running();
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        vm.warp(DUE);
        vm.prank(renter);
        mandates.execute(mandate, signature, rental, TIP, NO_PERMIT);

        assertEq(PURSE - usdc.balanceOf(renter), DAY, "the tip is back");
        assertEq(mandates.spent(renter, mandate.salt), DAY + TIP, "but it counts");
    }

    function test_RefundBetweenExecutions_MakesNoStepLonger() external {
        Offer memory offer = _instantOffer();
        offer.maxDuration = 2 days + 1 hours;
        Rental memory rental = _running(offer);
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        vm.warp(DUE);
        _execute(mandate, signature, rental, TIP);
        vm.prank(host);
        escrow.refund(rental, 3 hours);
        vm.warp(DUE + 1 days);
        _execute(mandate, signature, rental, TIP);
        assertEq(_duration(rental), 2 days + 1 hours, "the rest, whatever was refunded");

        vm.warp(T0 + 2 days + 1 hours - 1);
        _expectRefusal(
            mandate,
            signature,
            rental,
            abi.encodeWithSelector(IRentalMandate.FullyExtended.selector, 2 days + 1 hours)
        );
    }

    // The contract itself

    function test_CoinsSentToTheContract_PayForNobody() external {
        Rental memory rental = _running();
        usdc.mint(address(mandates), 10 * DAY);
        _approve(address(usdc), renter, 0);
        vm.warp(DUE);

        _expectExecuteReverts(
            _mandate(rental),
            _signMandate(_mandate(rental)),
            rental,
            abi.encodeWithSelector(IRentalMandate.InsufficientMandateAllowance.selector, 0, DAY + TIP)
        );

        assertEq(usdc.balanceOf(address(mandates)), 10 * DAY, "they stay where they are");
    }

    function test_AllowanceOfTheRenter_IsOutOfReachWithoutAMandate() external {
        Rental memory rental = _running();
        vm.warp(DUE);

        // As the escrow sees it, the contract is a payer like any other: it cannot be made to call for the renter.
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotRenter.selector, address(mandates), renter));
        vm.prank(address(mandates));
        escrow.stop(rental, NO_BOUND);
        assertEq(usdc.balanceOf(renter), PURSE, "renter's balance");
        _assertEmpty(address(usdc));
    }

    // Shared

    function _try(Mandate memory mandate, bytes memory signature, Rental memory rental) private returns (bool done) {
        bytes memory call = abi.encodeCall(mandates.execute, (mandate, signature, rental, TIP, NO_PERMIT));
        vm.prank(keeper);
        (done, ) = address(mandates).call(call);
    }

    function _expectRefusal(
        Mandate memory mandate,
        bytes memory signature,
        Rental memory rental,
        bytes memory error_
    ) private {
        _expectExecuteReverts(mandate, signature, rental, error_);
        _assertEmpty(rental.offer.token);
    }
}

/// @dev A keeper that executes again when its tip arrives.
contract GreedyKeeper {
    address private immutable _MANDATES;
    bytes private _call;
    uint256 public reentered;

    constructor(address mandates, bytes memory call) {
        (_MANDATES, _call) = (mandates, call);
    }

    function run() external {
        (bool done, ) = _MANDATES.call(_call);
        require(done, "refused");
    }

    function tokensReceived() external {
        (bool done, ) = _MANDATES.call(_call);
        if (done) ++reentered;
    }
}
