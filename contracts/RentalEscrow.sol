// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IRentalEscrow, Offer, Reason, Rental, RentalState, Status} from "./interfaces/IRentalEscrow.sol";
import {RentalHash} from "./libraries/RentalHash.sol";
import {RentalMath} from "./libraries/RentalMath.sol";
import {Offers} from "./Offers.sol";
import {Policy} from "./Policy.sol";

/// @title Rental escrow
/// @dev The rules of a rental, in the order it lives.
///
/// TERMS ARE NEVER STORED. Every call carries the whole rental; its id is recomputed from the decoded fields, so terms
/// that were not paid for have no state.
///
/// ORDER. Every verb checks, updates, emits, and only then moves coins. Payouts are the last thing that happens.
///
/// TIME. A rental's deadlines follow from one stored timestamp, `since`, and the terms. Lateness changes no amount.
contract RentalEscrow is Offers {
    using RentalHash for Offer;
    using RentalMath for RentalState;

    /// @dev How a rental ends: the part that is decided, from which the rest follows by subtraction.
    struct Ending {
        Reason reason;
        // Seconds billed.
        uint32 served;
        // Principal that the host earned, fee included, without what rolling settlements paid.
        uint256 gross;
        // Bond that goes to the renter.
        uint256 compensation;
    }

    mapping(bytes32 id => RentalState) private _rentals;

    constructor(address owner, address guardian, address treasury) Policy(owner, guardian, treasury) {}

    // Begin

    /// @inheritdoc IRentalEscrow
    function deposit(
        Rental calldata rental,
        uint32 duration,
        bytes calldata hostSignature,
        bytes calldata permit
    ) external payable nonReentrant returns (bytes32 id) {
        Offer calldata offer = rental.offer;
        bytes32 offerHash = offer.hashOffer();
        id = RentalHash.idOf(offerHash, rental.renter, rental.salt);
        require(_rentals[id].status == Status.None, RentalExists(id));
        uint256 amount = RentalMath.costDown(offer.pricePerHour, duration);
        require(amount > 0, ZeroAmount());
        uint16 feeBps = _requireTakeable(rental, duration);
        _requireSignature(offer.host, offerHash, hostSignature);

        uint40 previousDepositBlock = _reserve(offer, duration);
        if (offer.bond > 0) _takeBond(offer.token, offer.host, offer.bond);
        RentalState storage state = _rentals[id];
        state.status = offer.startWindow == 0 ? Status.Active : Status.Funded;
        state.feeBps = feeBps;
        // Block numbers stay below 2^40 for longer than timestamps do.
        state.depositBlock = uint40(block.number);
        state.since = _now();
        state.duration = duration;

        emit Deposited({
            id: id,
            host: offer.host,
            renter: rental.renter,
            rental: rental,
            duration: duration,
            amount: amount,
            feeBps: feeBps,
            payer: msg.sender,
            previousDepositBlock: previousDepositBlock
        });

        _pull(offer.token, amount, permit);
    }

    /// @inheritdoc IRentalEscrow
    function start(Rental calldata rental) external nonReentrant {
        Offer calldata offer = rental.offer;
        (bytes32 id, RentalState memory state) = _load(rental);
        require(state.status == Status.Funded, WrongStatus(id, state.status));
        _requireHostOrOperator(offer);
        _requireStartWindow(offer, state);

        _rentals[id].status = Status.Active;
        _rentals[id].since = _now();
        machines[offer.host][offer.machine].busyUntil = _now() + state.duration;

        emit Started(id);
    }

    /// @inheritdoc IRentalEscrow
    function extend(Rental calldata rental, uint32 extraSeconds, bytes calldata permit) external payable nonReentrant {
        Offer calldata offer = rental.offer;
        (bytes32 id, RentalState memory state) = _load(rental);
        require(state.status == Status.Active, WrongStatus(id, state.status));
        _requireRunning(state);
        _requireMarket(offer);
        uint256 duration = uint256(state.duration) + extraSeconds;
        require(duration <= offer.maxDuration, DurationOutOfBounds(duration, state.duration, offer.maxDuration));
        uint256 amount =
            RentalMath.costDown(offer.pricePerHour, duration - state.refunded) -
                RentalMath.costDown(offer.pricePerHour, state.duration - state.refunded);
        require(amount > 0, ZeroAmount());

        // At most `maxDuration`, a uint32.
        _rentals[id].duration = uint32(duration);
        machines[offer.host][offer.machine].busyUntil = state.since + uint32(duration);

        emit Extended({id: id, payer: msg.sender, duration: uint32(duration), amount: amount});

        _pull(offer.token, amount, permit);
    }

    // End

    /// @inheritdoc IRentalEscrow
    function stop(Rental calldata rental) external nonReentrant {
        Offer calldata offer = rental.offer;
        (bytes32 id, RentalState memory state) = _load(rental);
        require(state.status != Status.None && state.status != Status.Closed, WrongStatus(id, state.status));
        require(msg.sender == rental.renter, NotRenter(msg.sender, rental.renter));

        if (state.status == Status.Funded) {
            _requireStartWindow(offer, state);
            _vacate(offer);
            _closeAndPay(rental, id, state, Ending({reason: Reason.Cancelled, served: 0, gross: 0, compensation: 0}));
        } else if (state.status == Status.Active && block.timestamp < _closesAt(offer, state)) {
            if (block.timestamp < _end(state)) _vacate(offer);
            uint32 served = state.billedByRenter(offer.minDuration, block.timestamp);
            uint256 gross = state.earned(offer.pricePerHour, served);
            _closeAndPay(
                rental,
                id,
                state,
                Ending({reason: Reason.Released, served: served, gross: gross, compensation: 0})
            );
        } else {
            _closeAndPay(rental, id, state, _endingByClock(offer, state));
        }
    }

    /// @inheritdoc IRentalEscrow
    function interrupt(Rental calldata rental) external nonReentrant {
        Offer calldata offer = rental.offer;
        (bytes32 id, RentalState memory state) = _load(rental);
        require(state.status == Status.Funded || state.status == Status.Active, WrongStatus(id, state.status));
        _requireHostOrOperator(offer);

        if (state.status == Status.Funded) {
            _requireStartWindow(offer, state);
            _vacateAndRevoke(offer);
            _closeAndPay(rental, id, state, _endingUnstarted(offer, state, Reason.Declined));
        } else {
            _requireRunning(state);
            _vacateAndRevoke(offer);
            _interruptRunning(rental, id, state);
        }
    }

    /// @inheritdoc IRentalEscrow
    function settle(Rental calldata rental) external nonReentrant {
        Offer calldata offer = rental.offer;
        (bytes32 id, RentalState memory state) = _load(rental);
        require(state.status != Status.None && state.status != Status.Closed, WrongStatus(id, state.status));
        uint256 dueAt = _closesAt(offer, state);
        require(block.timestamp >= dueAt, NotDue(dueAt));

        if (state.status == Status.Funded) _vacateAndRevoke(offer);
        _closeAndPay(rental, id, state, _endingByClock(offer, state));
    }

    // Views

    /// @inheritdoc IRentalEscrow
    function idOf(Rental calldata rental) public pure returns (bytes32) {
        return RentalHash.idOf(rental.offer.hashOffer(), rental.renter, rental.salt);
    }

    /// @inheritdoc IRentalEscrow
    function getRental(bytes32 id) external view returns (RentalState memory) {
        return _rentals[id];
    }

    /// @inheritdoc IRentalEscrow
    function accrued(Rental calldata rental) external view returns (uint256) {
        (, RentalState memory state) = _load(rental);
        return RentalMath.costDown(rental.offer.pricePerHour, state.billed(block.timestamp) - state.refunded);
    }

    /// @inheritdoc IRentalEscrow
    function due(Rental calldata rental) external view returns (uint256 toHost, uint256 fee, uint256 toRenter) {
        Offer calldata offer = rental.offer;
        (, RentalState memory state) = _load(rental);
        if (block.timestamp < _closesAt(offer, state)) return (0, 0, 0);
        return _split(offer, state, _endingByClock(offer, state).gross);
    }

    /// @inheritdoc IRentalEscrow
    function exitAt(Rental calldata rental) external view returns (uint256) {
        (, RentalState memory state) = _load(rental);
        return state.exitAt(rental.offer.startWindow, rental.offer.challengeWindow);
    }

    // Internal: checks

    function _load(Rental calldata rental) private view returns (bytes32 id, RentalState memory state) {
        id = idOf(rental);
        state = _rentals[id];
    }

    function _requireHostOrOperator(Offer calldata offer) private view {
        // A zero operator sends nothing.
        require(msg.sender == offer.host || msg.sender == offer.operator, NotHostOrOperator(msg.sender));
    }

    function _requireStartWindow(Offer calldata offer, RentalState memory state) private view {
        uint256 deadline = _closesAt(offer, state);
        require(block.timestamp < deadline, StartWindowOver(deadline));
    }

    function _requireRunning(RentalState memory state) private view {
        uint256 end = _end(state);
        require(block.timestamp < end, RentalOver(end));
    }

    /// @dev Only while `Active`.
    function _end(RentalState memory state) private pure returns (uint256) {
        return uint256(state.since) + state.duration;
    }

    function _closesAt(Offer calldata offer, RentalState memory state) private pure returns (uint256) {
        return state.closesAt(offer.startWindow, offer.challengeWindow);
    }

    // Internal: endings

    /// @dev The unserved price goes back now; the served part and the rest of the bond stay for the challenge window.
    function _interruptRunning(Rental calldata rental, bytes32 id, RentalState memory state) private {
        Offer calldata offer = rental.offer;
        uint256 heldBefore = state.held(offer.pricePerHour);
        state.served = state.elapsed(block.timestamp);
        state.status = Status.Interrupted;
        state.interrupted = true;
        uint256 heldAfter = state.held(offer.pricePerHour);
        uint256 compensation = offer.bond - state.bondLocked(offer.bond);

        RentalState storage stored = _rentals[id];
        stored.status = Status.Interrupted;
        stored.since = _now();
        stored.served = state.served;
        stored.interrupted = true;

        emit Interrupted({id: id, served: state.served, refund: heldBefore - heldAfter});
        if (compensation > 0) emit Compensated(id, compensation);

        if (heldAfter == 0 && compensation == offer.bond) _close(offer, id, state, _endingByClock(offer, state));
        _push(offer.token, rental.renter, heldBefore - heldAfter + compensation);
    }

    /// @dev What the clock decides: a host that did not start pays for the wait, one that did earned all that is held.
    function _endingByClock(Offer calldata offer, RentalState memory state) private pure returns (Ending memory) {
        if (state.status == Status.Funded) return _endingUnstarted(offer, state, Reason.NoShow);
        bool completed = state.status == Status.Active;
        return
            Ending({
                reason: completed ? Reason.Completed : Reason.Interrupted,
                served: completed ? state.duration : state.served,
                gross: state.held(offer.pricePerHour),
                compensation: 0
            });
    }

    /// @dev The wait is priced like the rental that it was for, and never above the bond.
    function _endingUnstarted(
        Offer calldata offer,
        RentalState memory state,
        Reason reason
    ) private pure returns (Ending memory) {
        uint256 wait = Math.min(offer.startWindow, state.duration);
        uint256 compensation = Math.min(offer.bond, RentalMath.costDown(offer.pricePerHour, wait));
        return Ending({reason: reason, served: 0, gross: 0, compensation: compensation});
    }

    /// @dev Divides the held principal; what is neither the host's nor the fee is the renter's.
    function _split(
        Offer calldata offer,
        RentalState memory state,
        uint256 gross
    ) private pure returns (uint256 toHost, uint256 fee, uint256 toRenter) {
        fee = state.feeDown(offer.pricePerHour, gross);
        toHost = gross - fee;
        toRenter = state.held(offer.pricePerHour) - gross;
    }

    /// @dev The one way into `Closed`: books fee and bond, and says what is left to pay.
    function _close(
        Offer calldata offer,
        bytes32 id,
        RentalState memory state,
        Ending memory ending
    ) private returns (uint256 toPayee, uint256 toRenter) {
        uint256 fee;
        (toPayee, fee, toRenter) = _split(offer, state, ending.gross);

        RentalState storage stored = _rentals[id];
        stored.status = Status.Closed;
        stored.since = _now();
        stored.served = ending.served;
        if (fee > 0) fees[offer.token] += fee;
        _returnBond(offer.token, offer.host, state.bondLocked(offer.bond) - ending.compensation);

        if (ending.compensation > 0) emit Compensated(id, ending.compensation);
        emit Closed({id: id, reason: ending.reason, toHost: toPayee, fee: fee, toRenter: toRenter});

        toRenter += ending.compensation;
    }

    function _closeAndPay(Rental calldata rental, bytes32 id, RentalState memory state, Ending memory ending) private {
        (uint256 toPayee, uint256 toRenter) = _close(rental.offer, id, state, ending);

        _push(rental.offer.token, rental.offer.payee, toPayee);
        _push(rental.offer.token, rental.renter, toRenter);
    }
}
