// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IRentalEscrow, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {bound} from "./bound.sol";
import {FuzzBase} from "./FuzzBase.t.sol";

/// @dev What owner and guardian may set, and what they cannot touch.
contract PolicyFuzzTest is FuzzBase {
    function testFuzz_MarketFeeStaysInItsBounds(uint16 feeBps, bool open) external {
        bool fits = feeBps >= 1000 && feeBps <= 1500;

        if (!fits) _expectFeeOutOfBounds(feeBps);
        escrow.setMarket(address(usdc), arbiter, feeBps, open);

        (, uint16 actual, bool isOpen) = escrow.markets(address(usdc));
        assertEq(actual, fits ? feeBps : FEE_BPS, "fee");
        assertEq(isOpen, fits ? open : true, "open");
    }

    function testFuzz_HostFeeStaysInItsBounds(address account, uint16 feeBps) external {
        bool fits = feeBps == 0 || (feeBps >= 1000 && feeBps <= 1500);

        if (!fits) _expectFeeOutOfBounds(feeBps);
        escrow.setHostFee(account, feeBps);

        (, , uint16 actual) = escrow.hosts(account);
        assertEq(actual, fits ? feeBps : 0, "host's fee");
    }

    function testFuzz_HostFeeTakesThePlaceOfTheMarkets(Terms memory terms, uint256 hostFee) external {
        terms = _bounded(terms);
        terms.minDuration = 1;
        hostFee = bound(hostFee, 1000, 1500);
        escrow.setHostFee(host, uint16(hostFee));

        Rental memory rental = _take({terms: terms, instant: true});
        _at(uint256(terms.duration) + terms.challengeWindow);
        _settle(rental);

        terms.feeBps = uint16(hostFee);
        _assertSplit({terms: terms, gross: _cost(terms, terms.duration), compensation: 0});
    }

    function testFuzz_FeeAboveTheSignedMaximumIsRefused(Terms memory terms, uint256 maxFeeBps) external {
        terms = _bounded(terms);
        maxFeeBps = bound(maxFeeBps, 0, terms.feeBps - 1);
        terms.bond = 0;
        _open(terms);
        Rental memory rental = _rental(_offerOf(terms, true));
        rental.offer.maxFeeBps = uint16(maxFeeBps);
        bytes memory signature = _sign(rental.offer);

        vm.prank(payer);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.FeeAboveMaximum.selector, terms.feeBps, maxFeeBps));
        escrow.deposit(rental, terms.duration, signature, NO_PERMIT);
    }

    function testFuzz_NothingSetLaterTouchesAnOpenRental(
        Terms memory terms,
        uint256 time,
        uint256 feeBps,
        address somebody
    ) external {
        terms = _bounded(terms);
        Rental memory rental = _take({terms: terms, instant: true});
        _at(bound(time, 0, uint256(terms.duration) + terms.challengeWindow - 1));
        (uint256 accrued, uint256 exitAt, uint256 stake) = _views(rental);

        _setEverything(_token(terms), uint16(bound(feeBps, 1000, 1500)), somebody);

        (uint256 accruedAfter, uint256 exitAtAfter, uint256 stakeAfter) = _views(rental);
        assertEq(accruedAfter, accrued, "accrued");
        assertEq(exitAtAfter, exitAt, "exitAt");
        assertEq(stakeAfter, stake, "stake");
        _at(uint256(terms.duration) + terms.challengeWindow);
        _settle(rental);
        _assertSplit({terms: terms, gross: _cost(terms, terms.duration), compensation: 0});
    }

    function testFuzz_OthersSetNothing(address caller, uint16 feeBps) external {
        if (caller == address(this) || caller == guardian) caller = stranger;
        bytes memory refusal = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller);
        vm.startPrank(caller);

        vm.expectRevert(refusal);
        escrow.setMarket(address(usdc), caller, feeBps, true);
        vm.expectRevert(refusal);
        escrow.setHostFee(caller, feeBps);
        vm.expectRevert(refusal);
        escrow.setTreasury(caller);
        vm.expectRevert(refusal);
        escrow.setGuardian(caller);
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotGuardian.selector, caller, guardian));
        escrow.closeMarket(address(usdc));
    }

    function testFuzz_ClosedMarketSellsNothing(Terms memory terms, uint256 extra) external {
        terms = _bounded(terms);
        terms.duration = uint32(_min(terms.duration, 400 days - 1));
        terms.minDuration = uint32(_min(terms.minDuration, terms.duration));
        terms.price = uint96(bound(terms.price, 3600, type(uint96).max));
        Rental memory rental = _take({terms: terms, instant: true});
        address token = _token(terms);
        extra = bound(extra, 1, 400 days - terms.duration);

        vm.prank(guardian);
        escrow.closeMarket(token);

        bytes memory closed = abi.encodeWithSelector(IRentalEscrow.MarketNotOpen.selector, token);
        vm.expectRevert(closed);
        escrow.extend(rental, uint32(extra), NO_PERMIT);
        vm.expectRevert(closed);
        escrow.fundBond(token, extra);
        rental.salt = "again";
        bytes memory signature = _sign(rental.offer);
        vm.expectRevert(closed);
        escrow.deposit(rental, terms.duration, signature, NO_PERMIT);
    }

    function _setEverything(address token, uint16 feeBps, address somebody) private {
        escrow.setMarket({token: token, arbiter: somebody, feeBps: feeBps, open: false});
        escrow.setHostFee(host, feeBps);
        escrow.setGuardian(somebody);
        bool taken = somebody == address(0) || somebody == address(escrow);
        escrow.setTreasury(taken ? stranger : somebody);
    }

    function _views(Rental memory rental) private view returns (uint256, uint256, uint256) {
        return (escrow.accrued(rental), escrow.exitAt(rental), escrow.stakeOf(rental));
    }

    function _expectFeeOutOfBounds(uint16 feeBps) private {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.FeeOutOfBounds.selector, feeBps, 1000, 1500));
    }
}
