// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Token} from "../mocks/Token.sol";
import {vm} from "../Vm.sol";
import {Attack} from "./Attack.sol";

/// @dev What can be done to others at a price, and who pays it: a dollar and a half an hour, a bond of 24 dollars, a fee
/// of 10 %, a second costs 416 units. docs/threats.md has the prices in dollars, gas included.
contract GriefingTest is Attack {
    uint96 private constant _BOND = 24_000_000;
    uint256 private constant _SECOND = 416;

    // Machines

    /// @dev An instant offer cannot be reserved for gas alone: whoever holds its machine rents it.
    function test_HoldingAnInstantOffer_PaysForEverySecond() external {
        Offer memory offer = _bonded(_BOND, 1);
        offer.startWindow = 0;
        Rental memory rental = _rental(offer);
        uint256 before = _renterWealth(address(usdc));
        _deposit(rental, 8 hours);
        vm.warp(T0 + 30 minutes);

        _stop(rental);

        assertEq(before - _renterWealth(address(usdc)), HOUR / 2, "the attacker pays for half an hour");
        assertEq(_wealth(address(usdc), payee), HOUR / 2 - HOUR / 20, "the host gets it, less the fee");
    }

    /// @dev The offer stays valid, so the victim's next transaction rents the machine.
    function test_DepositInFrontOfADeposit_DelaysItByASecond() external {
        Offer memory offer = _bonded(_BOND, 2);
        offer.startWindow = 0;
        Rental memory wanted = _rental(offer);
        wanted.salt = "wanted";
        bytes memory deposit = abi.encodeCall(IRentalEscrow.deposit, (wanted, 8 hours, _sign(offer), NO_PERMIT));

        Rental memory inFront = _rental(offer);
        inFront.renter = stranger;
        _deposit(inFront, 1);
        assertEq(_try(payer, deposit), false, "the machine is taken in this second");
        vm.warp(T0 + 1);
        assertEq(_try(payer, deposit), true, "and free in the next one, by the same signature");

        assertEq(_status(escrow.idOf(wanted)), Status.Active, "the victim has its rental");
    }

    // Disputes

    /// @dev Host and renter are one person. An arbiter that reads every dispute works for the price of a fee.
    function test_SybilDispute_CostsItsFeeAlone_NotPrevented() external {
        Offer memory offer = _bonded(_BOND, 1);
        offer.startWindow = 0;
        uint256 before = _hostWealth(address(usdc)) + _renterWealth(address(usdc));
        Rental memory rental = _rental(offer);
        _deposit(rental, 8 hours);
        vm.warp(T0 + 8 hours);
        _dispute(rental);
        vm.warp(T0 + 8 hours + 1 days);

        _resolve(rental, 10_000);

        assertEq(
            before - _hostWealth(address(usdc)) - _renterWealth(address(usdc)),
            1_200_000,
            "a tenth of the price, which the arbiter's rule can ask for"
        );
    }

    /// @dev A rental of ten minutes locks 5 dollars. Its renter extends it to 48 minutes before it disputes: the whole
    /// bond that the offer promises is at stake, and what the extension cost comes back.
    function test_ExtensionInFrontOfOnesOwnDispute_RaisesTheBondAtStake_NotPrevented() external {
        Offer memory offer = _bonded(_BOND, 1);
        offer.startWindow = 0;
        Rental memory rental = _rental(offer);
        _deposit(rental, 10 minutes);
        vm.warp(T0 + 9 minutes);
        uint256 without = escrow.stakeOf(rental);

        uint256 before = _renterWealth(address(usdc));
        _extend(rental, 48 minutes);
        _dispute(rental);

        // Nine minutes cost 0.225. Of what is at risk a twentieth is staked.
        assertEq(without, (225_000 + 5_000_000) / 20, "the stake on 5 dollars of bond");
        uint256 stake = (225_000 + uint256(_BOND)) / 20;
        assertEq(escrow.stakeOf(rental), stake, "the stake on 24");
        assertEq(escrow.bonds(address(usdc), host), 0, "no more than the offer's bond");
        // One unpaid minute of the ten came back as well.
        assertEq(before + 25_000 - _renterWealth(address(usdc)), stake, "nothing else was spent");
    }

    /// @dev The host extends the rental itself, so that the renter has to stake more. The extension is a gift to the
    /// renter, out of which the stake is taken.
    function test_HostThatExtendsToRaiseTheStake_PaysForIt() external {
        Offer memory offer = _bonded(_BOND, 1);
        offer.startWindow = 0;
        Rental memory rental = _rental(offer);
        _deposit(rental, 10 minutes);
        vm.warp(T0 + 10 minutes - 1);
        uint256 hostBefore = _wealth(address(usdc), host) + _BOND - escrow.bonds(address(usdc), host);
        uint256 renterBefore = _renterWealth(address(usdc));

        vm.prank(host);
        escrow.extend(rental, 48 minutes, NO_PERMIT);
        _dispute(rental);
        vm.warp(T0 + 10 minutes - 1 + 14 days);
        _settle(rental);

        assertTrue(_renterWealth(address(usdc)) > renterBefore, "the renter has more than before");
        // 38 minutes and one second cost 950 416, and the stake on nearly 24.25 is 1 212 479.
        assertEq(_renterWealth(address(usdc)) - renterBefore, 950_416 + 1 - 121_247, "less a tenth of the stake");
        assertTrue(_hostWealth(address(usdc)) < hostBefore + HOUR / 6, "the host has less than by ten minutes alone");
    }

    // Fees

    /// @dev A tenth of nine units rounds to nothing. A dollar paid so takes 111 112 rentals, each for the gas of a deposit
    /// and a settlement, to save ten cents.
    function test_RentalsOfNineUnits_CarryNoFee() external {
        Offer memory offer = _offer();
        (offer.startWindow, offer.pricePerHour) = (0, 9);
        for (uint256 i = 0; i < 3; ++i) {
            offer.machine = bytes32(i);
            Rental memory rental = _rental(offer);
            _deposit(rental, 1 hours);
            vm.warp(block.timestamp + 7 hours);
            _settle(rental);
            offer.expiry = uint40(block.timestamp) + 10 minutes;
        }

        assertEq(escrow.fees(address(usdc)), 0, "no fee");
        assertEq(_wealth(address(usdc), payee), 27, "on 0.000027 dollars");
    }

    // Rentals in another's name

    /// @dev Anyone can pay for a rental in anyone's name: their pages show it. It costs them nothing, and what is left of
    /// it is theirs.
    function test_RentalInAnothersName_TakesNothingFromThem() external {
        address victim = stranger;
        vm.prank(victim);
        Token(address(usdc)).approve(address(escrow), type(uint256).max);
        Offer memory offer = _offer();
        (offer.startWindow, offer.minDuration, offer.bond) = (0, 7 days, 0);
        Rental memory rental = _rental(offer);
        rental.renter = victim;
        uint256 before = _wealth(address(usdc), victim);
        _deposit(rental, 30 days);

        uint256 start = vm.snapshotState();
        vm.warp(T0 + 30 days + 6 hours);
        _settle(rental);
        assertEq(_wealth(address(usdc), victim), before, "left alone, it costs the victim nothing");

        vm.revertToState(start);
        vm.warp(T0 + 1 days);
        _stop(rental);
        assertEq(_wealth(address(usdc), victim), before + 23 * 24 * HOUR, "stopped, it gives what is not committed");
    }

    // Counters

    /// @dev A machine's nonce has 32 bits, and its owner alone adds to it at will: the cheapest way is a contract that
    /// does so many times in one transaction. At its end, the calls that add to it would fail, and with them a no-show's
    /// settlement. Getting there takes more gas than Polygon has in days, all blocks taken.
    function test_NonceAtItsEnd_TakesMoreGasThanTheChainHas() external {
        bytes32 machine = "a100-0";
        escrow.revokeOffers(machine);
        uint256 gasBefore = gasleft();
        for (uint256 i = 0; i < 1000; ++i) escrow.revokeOffers(machine);
        uint256 perStep = (gasBefore - gasleft()) / 1000;
        assertTrue(perStep * type(uint32).max > 10 ** 13, "ten million million gas: 200 000 blocks of 50 million");

        vm.prank(host);
        escrow.revokeOffers(machine);
        _setNonce(machine, type(uint32).max);
        Offer memory offer = _offer();
        Rental memory rental = _rental(offer);
        _deposit(rental, 8 hours);
        uint256 start = vm.snapshotState();
        vm.warp(T0 + 30 minutes);
        assertEq(_try(keeper, abi.encodeCall(IRentalEscrow.settle, (rental))), false, "a no-show could not be settled");

        vm.revertToState(start);
        vm.warp(T0 + 30 minutes - 1);
        uint256 before = _renterWealth(address(usdc));
        _stop(rental);
        assertEq(_renterWealth(address(usdc)) - before, 8 * HOUR, "until then, its renter can cancel");
    }

    function _setNonce(bytes32 machine, uint32 nonce) private {
        for (uint256 slot = 0; slot < 32; ++slot) {
            bytes32 place = keccak256(abi.encode(machine, keccak256(abi.encode(host, slot))));
            bytes32 word = vm.load(address(escrow), place);
            if (uint256(word) != uint256(1) << 40) continue;
            vm.store(address(escrow), place, bytes32(uint256(nonce) << 40));
            return;
        }
        revert("the machine's slot was not found");
    }
}
