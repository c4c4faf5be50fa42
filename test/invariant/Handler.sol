// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {bound} from "../fuzz/bound.sol";
import {RefusingReceiver} from "../mocks/RefusingReceiver.sol";
import {Escrow} from "../Escrow.sol";
import {vm} from "../Vm.sol";
import {Ledger} from "./Ledger.sol";

/// @dev Honest users over time: two hosts with two machines each, three renters, two markets. A move that is not
/// possible now is left out; one that is made must not revert.
abstract contract Handler is Ledger {
    uint256 private constant SECOND_HOST_KEY = uint256(keccak256("second host"));

    address[2] public hostsInPlay;
    address[2] public payees;
    address[3] public renters;
    address[2] public tokens;
    bytes32[2] public machinesInPlay = [bytes32("a100-0"), bytes32("a100-1")];

    /// @dev How often a verb was done, not merely tried. A keeper that settles waits until it may.
    mapping(bytes4 verb => uint256) public done;

    uint256 private _clock = T0;
    uint256 private _salt;

    function setUp() public override {
        super.setUp();
        hostsInPlay = [host, vm.addr(SECOND_HOST_KEY)];
        // One payee and one renter take no native coins, so that credits take part.
        payees = [payee, address(new RefusingReceiver())];
        renters = [renter, stranger, address(new RefusingReceiver())];
        tokens = [address(usdc), NATIVE];
        _fund(hostsInPlay[1], address(usdc), type(uint128).max);
        _fund(hostsInPlay[1], NATIVE, type(uint128).max);
        escrow.setHostFee(hostsInPlay[1], 1500);
    }

    /// @dev Time goes on by up to two minutes before each verb; what it emitted is booked after it.
    modifier step(uint256 seed) {
        _clock += _random(seed, "time") % 2 minutes;
        vm.warp(_clock);
        vm.recordLogs();
        _;
        _book();
    }

    function verbs() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](12);
        selectors[0] = this.deposit.selector;
        selectors[1] = this.start.selector;
        selectors[2] = this.extend.selector;
        selectors[3] = this.stop.selector;
        selectors[4] = this.interrupt.selector;
        selectors[5] = this.settle.selector;
        selectors[6] = this.fundBond.selector;
        selectors[7] = this.withdrawBond.selector;
        selectors[8] = this.withdraw.selector;
        selectors[9] = this.collectFees.selector;
        selectors[10] = this.revokeOffers.selector;
        selectors[11] = this.wait.selector;
    }

    function escrowInPlay() external view returns (Escrow) {
        return escrow;
    }

    function clock() external view returns (uint256) {
        return _clock;
    }

    // A rental's life

    function deposit(uint256 seed) external step(seed) {
        uint256 startWindow = seed % 3 == 0 ? 0 : bound(_random(seed, "start"), 1, 1 days);
        _take(seed, uint32(startWindow));
    }

    /// @dev Whatever waits, or else a rental that is taken to be started.
    function start(uint256 seed) external step(seed) {
        (bool found, Rental memory rental, ) = _find(seed, _isStartable);
        if (!found) (found, rental) = _take(seed, 1 days);
        if (!found) return;

        vm.prank(rental.offer.host);
        escrow.start(rental);
        ++done[this.start.selector];
    }

    /// @dev Whatever runs, or else a rental that is taken to be extended.
    function extend(uint256 seed) external step(seed) {
        (bool found, Rental memory rental, ) = _find(seed, _isExtendable);
        if (!found) (found, rental) = _take(seed, 0);
        if (!found) return;
        uint256 duration = escrow.getRental(escrow.idOf(rental)).duration;
        if (duration == rental.offer.maxDuration) return;
        uint256 extended = bound(_random(seed, "extended"), duration + 1, rental.offer.maxDuration);
        uint256 price = rental.offer.pricePerHour;
        uint256 amount = (price * extended) / 1 hours - (price * duration) / 1 hours;
        if (amount == 0) return;

        vm.prank(payer);
        escrow.extend{value: rental.offer.token == NATIVE ? amount : 0}(rental, uint32(extended - duration), NO_PERMIT);
        ++done[this.extend.selector];
    }

    function stop(uint256 seed) external step(seed) {
        (bool found, Rental memory rental, ) = _find(seed, _isStoppable);
        if (!found) return;

        vm.prank(rental.renter);
        escrow.stop(rental);
        ++done[this.stop.selector];
    }

    function interrupt(uint256 seed) external step(seed) {
        (bool found, Rental memory rental, ) = _find(seed, _isInterruptible);
        if (!found) return;

        vm.prank(operator);
        escrow.interrupt(rental);
        ++done[this.interrupt.selector];
    }

    function settle(uint256 seed) external step(seed) {
        (bool found, Rental memory rental, RentalState memory state) = _find(seed, _isOpen);
        if (!found) return;
        uint256 dueAt = _dueAt(rental.offer, state);
        if (_clock < dueAt) vm.warp(_clock = dueAt);

        vm.prank(keeper);
        escrow.settle(rental);
        ++done[this.settle.selector];
    }

    // Money

    function fundBond(uint256 seed) external step(seed) {
        (address token, address account) = (_token(seed), hostsInPlay[_random(seed, "host") % 2]);
        uint256 amount = _magnitude(seed, "bond", 96);

        vm.prank(account);
        escrow.fundBond{value: token == NATIVE ? amount : 0}(token, amount);
        ++done[this.fundBond.selector];
    }

    function withdrawBond(uint256 seed) external step(seed) {
        (address token, address account) = (_token(seed), hostsInPlay[_random(seed, "host") % 2]);
        uint256 free = escrow.bonds(token, account);
        if (free == 0) return;

        vm.prank(account);
        escrow.withdrawBond(token, bound(_random(seed, "part"), 1, free), account);
        ++done[this.withdrawBond.selector];
    }

    function withdraw(uint256 seed) external step(seed) {
        address account = seed % 2 == 0 ? payees[1] : renters[2];
        if (escrow.credits(NATIVE, account) == 0) account = account == payees[1] ? renters[2] : payees[1];
        if (escrow.credits(NATIVE, account) == 0) return;

        vm.prank(account);
        escrow.withdraw(NATIVE, account, guardian);
        ++done[this.withdraw.selector];
    }

    function collectFees(uint256 seed) external step(seed) {
        address token = _token(seed);
        if (escrow.fees(token) == 0) return;

        escrow.collectFees(token);
        ++done[this.collectFees.selector];
    }

    // Offers and time

    function revokeOffers(uint256 seed) external step(seed) {
        vm.prank(hostsInPlay[_random(seed, "host") % 2]);
        escrow.revokeOffers(machinesInPlay[_random(seed, "machine") % 2]);
        ++done[this.revokeOffers.selector];
    }

    function wait(uint256 seed) external step(seed) {
        _clock += _random(seed, "wait") % 30 minutes;
        vm.warp(_clock);
        ++done[this.wait.selector];
    }

    // What is possible now

    function _isStartable(Offer memory offer, RentalState memory state) private view returns (bool) {
        return state.status == Status.Funded && _clock < state.since + offer.startWindow;
    }

    function _isExtendable(Offer memory offer, RentalState memory state) private view returns (bool) {
        return
            state.status == Status.Active &&
            _clock < state.since + state.duration &&
            state.duration < offer.maxDuration;
    }

    function _isStoppable(Offer memory offer, RentalState memory state) private view returns (bool) {
        return state.status == Status.Active || state.status == Status.Interrupted || _isStartable(offer, state);
    }

    function _isInterruptible(Offer memory offer, RentalState memory state) private view returns (bool) {
        return (state.status == Status.Active && _clock < state.since + state.duration) || _isStartable(offer, state);
    }

    function _isOpen(Offer memory, RentalState memory) private pure returns (bool) {
        return true;
    }

    function _dueAt(Offer memory offer, RentalState memory state) private pure returns (uint256) {
        if (state.status == Status.Funded) return state.since + offer.startWindow;
        if (state.status == Status.Interrupted) return state.since + offer.challengeWindow;
        return state.since + state.duration + offer.challengeWindow;
    }

    /// @dev Pays for a rental of a free machine, if there is one.
    function _take(uint256 seed, uint32 startWindow) private returns (bool free, Rental memory rental) {
        uint256 hostIndex;
        bytes32 machine;
        (free, hostIndex, machine) = _freeMachine(seed);
        if (!free) return (false, rental);
        (Offer memory offer, uint32 duration) = _terms(seed, hostIndex, machine);
        offer.startWindow = startWindow;
        rental.offer = offer;
        rental.renter = renters[_random(seed, "renter") % renters.length];
        rental.salt = bytes32(++_salt);
        bytes memory signature = _sign(offer, hostIndex == 0 ? HOST_KEY : SECOND_HOST_KEY);
        uint256 price = (uint256(offer.pricePerHour) * duration) / 1 hours;

        vm.prank(payer);
        escrow.deposit{value: offer.token == NATIVE ? price : 0}(rental, duration, signature, NO_PERMIT);
        ++done[this.deposit.selector];
    }

    /// @dev The first open rental that `fits`, from a random one on.
    function _find(
        uint256 seed,
        function(Offer memory, RentalState memory) internal view returns (bool) fits
    ) private view returns (bool found, Rental memory rental, RentalState memory state) {
        uint256 length = _entries.length;
        for (uint256 i = 0; i < length; ++i) {
            uint256 index = ((_random(seed, "rental") % length) + i) % length;
            if (_entries[index].status == Status.Closed) continue;
            rental = _entries[index].rental;
            state = escrow.getRental(_entries[index].id);
            if (fits(rental.offer, state)) return (true, rental, state);
        }
    }

    function _freeMachine(uint256 seed) private view returns (bool free, uint256 hostIndex, bytes32 machine) {
        for (uint256 i = 0; i < 4 && !free; ++i) {
            uint256 choice = ((_random(seed, "machine") % 4) + i) % 4;
            (hostIndex, machine) = (choice / 2, machinesInPlay[choice % 2]);
            (uint40 busyUntil, , ) = escrow.machines(hostsInPlay[hostIndex], machine);
            free = _clock >= busyUntil;
        }
    }

    function _terms(
        uint256 seed,
        uint256 hostIndex,
        bytes32 machine
    ) private view returns (Offer memory offer, uint32 duration) {
        offer = _offer();
        duration = uint32(
            seed % 5 == 0 ? _magnitude(seed, "duration", 6) : bound(_random(seed, "duration"), 1, 8 hours)
        );
        offer.host = hostsInPlay[hostIndex];
        offer.payee = payees[hostIndex];
        offer.token = _token(seed);
        offer.pricePerHour = uint96(_magnitude(seed, "price", 96));
        if (uint256(offer.pricePerHour) * duration < 1 hours) offer.pricePerHour = 1 hours;
        uint256 free = escrow.bonds(offer.token, offer.host);
        offer.bond = uint96(_magnitude(seed, "bond", 96));
        if (offer.bond > free || seed % 4 == 0) offer.bond = 0;
        offer.minDuration = uint32(bound(_random(seed, "minimum"), 1, duration));
        offer.maxDuration = duration + uint32(_random(seed, "maximum") % 6 hours);
        offer.challengeWindow = uint32(15 minutes + (_random(seed, "challenge") % 1 hours));
        offer.machine = machine;
        (, offer.nonce, ) = escrow.machines(offer.host, machine);
        offer.expiry = uint40(_clock + 10 minutes);
    }

    function _token(uint256 seed) private view returns (address) {
        return tokens[_random(seed, "token") % 2];
    }

    /// @dev From 1 on, each number of bits up to `bits` as likely as any other.
    function _magnitude(uint256 seed, string memory what, uint256 bits) private pure returns (uint256) {
        uint256 random = _random(seed, what);
        return ((random >> 8) % (1 << (1 + (random % bits)))) | 1;
    }

    function _random(uint256 seed, string memory what) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, what)));
    }
}
