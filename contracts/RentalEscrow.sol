// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Disputes} from "./Disputes.sol";
import {IRentalEscrow, Offer, Reason, Rental, RentalState, Status} from "./interfaces/IRentalEscrow.sol";
import {RentalHash} from "./libraries/RentalHash.sol";
import {RentalMath} from "./libraries/RentalMath.sol";
import {Policy} from "./Policy.sol";

/// @title Rental escrow
/// @dev The functions that begin and end a rental, in the order of its life.
///
/// TERMS. Terms are never stored. Every call carries the whole rental, and its id is computed from the decoded fields,
/// so a rental with other terms has no state.
///
/// ORDER. Every function checks, updates the state, emits an event, and only then moves money.
///
/// TIME. The deadlines of a rental follow from its terms and from one stored timestamp, `since`. A late call changes no
/// amount.
contract RentalEscrow is Disputes {
    using RentalHash for Offer;
    using RentalMath for RentalState;

    constructor(address owner, address guardian, address treasury) Policy(owner, guardian, treasury) {}

    // Beginning a rental

    /// @inheritdoc IRentalEscrow
    function deposit(
        Rental memory rental,
        uint32 duration,
        bytes calldata hostSignature,
        bytes calldata permit
    ) external payable nonReentrant returns (bytes32 id) {
        Offer memory offer = rental.offer;
        bytes32 offerHash = offer.hashOffer();
        id = RentalHash.idOf(offerHash, rental.renter, rental.salt);
        require(_rentals[id].status == Status.None, RentalExists(id));
        uint256 amount = RentalMath.costDown(offer.pricePerHour, duration);
        require(amount > 0, ZeroAmount());
        (uint16 feeBps, address signer) = _requireTakeable(rental, duration);
        _requireSignature(offer.host, signer, offerHash, hostSignature);

        uint40 previousDepositBlock = _reserve(offer, duration);
        if (offer.bond > 0) _takeBond(offer.token, offer.host, RentalMath.bondOf(offer, duration));
        RentalState storage state = _rentals[id];
        state.status = offer.startWindow == 0 ? Status.Active : Status.Funded;
        state.feeBps = feeBps;
        // Block numbers stay below 2^40 longer than timestamps do.
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
    function start(Rental memory rental) external nonReentrant {
        Offer memory offer = rental.offer;
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
    function extend(Rental memory rental, uint32 duration, bytes calldata permit) external payable nonReentrant {
        Offer memory offer = rental.offer;
        (bytes32 id, RentalState memory state) = _load(rental);
        require(state.status == Status.Active, WrongStatus(id, state.status));
        _requireRunning(state);
        _requireMarket(offer);
        uint32 minimum = state.duration + 1;
        require(
            duration >= minimum && duration <= offer.maxDuration,
            DurationOutOfBounds(duration, minimum, offer.maxDuration)
        );
        uint256 heldBefore = state.held(offer.pricePerHour);
        uint256 bondBefore = RentalMath.bondOf(offer, state.duration);
        state.duration = duration;
        uint256 amount = state.held(offer.pricePerHour) - heldBefore;
        require(amount > 0, ZeroAmount());

        uint256 raise = RentalMath.bondOf(offer, duration) - bondBefore;
        if (raise > 0) _takeBond(offer.token, offer.host, raise);
        _rentals[id].duration = duration;
        machines[offer.host][offer.machine].busyUntil = state.since + duration;

        emit Extended({id: id, payer: msg.sender, duration: duration, amount: amount});

        _pull(offer.token, amount, permit);
    }

    // Ending a rental

    /// @inheritdoc IRentalEscrow
    function stop(Rental memory rental, uint256 maxToHost) external nonReentrant {
        (bytes32 id, RentalState memory state) = _load(rental);
        require(state.status != Status.None && state.status != Status.Closed, WrongStatus(id, state.status));
        require(msg.sender == rental.renter, NotRenter(msg.sender, rental.renter));

        (uint256 toPayee, uint256 toRenter) = _stop(rental, id, state);
        _requireAtMost(toPayee, maxToHost);

        _pay(rental, toPayee, toRenter);
    }

    /// @inheritdoc IRentalEscrow
    function interrupt(Rental memory rental, uint256 maxFromBond) external nonReentrant {
        Offer memory offer = rental.offer;
        (bytes32 id, RentalState memory state) = _load(rental);
        require(state.status == Status.Funded || state.status == Status.Active, WrongStatus(id, state.status));
        _requireHostOrOperator(offer);

        uint256 toRenter;
        uint256 fromBond;
        if (state.status == Status.Funded) {
            _requireStartWindow(offer, state);
            (toRenter, fromBond) = _closeUnstarted(offer, id, state, Reason.Declined);
        } else {
            _requireRunning(state);
            (toRenter, fromBond) = _interruptRunning(rental, id, state);
        }
        _requireAtMost(fromBond, maxFromBond);

        _push(offer.token, rental.renter, toRenter);
    }

    /// @inheritdoc IRentalEscrow
    function refund(Rental memory rental, uint32 refundedSeconds) external nonReentrant {
        Offer memory offer = rental.offer;
        (bytes32 id, RentalState memory state) = _load(rental);
        require(
            state.status != Status.None && state.status != Status.Funded && state.status != Status.Closed,
            WrongStatus(id, state.status)
        );
        require(msg.sender == offer.host, NotHost(msg.sender, offer.host));
        uint256 closesAt = _closesAt(offer, state);
        require(block.timestamp < closesAt, SettlementDue(closesAt));

        uint256 toPayee = _collect(offer, id, state);
        uint256 maximum = state.billed(block.timestamp) - state.paidSeconds;
        require(
            refundedSeconds > state.refundedSeconds && refundedSeconds <= maximum,
            RefundOutOfBounds(refundedSeconds, maximum)
        );
        uint256 heldBefore = state.held(offer.pricePerHour);
        uint256 stakeBefore = state.stakeDown(offer);
        state.refundedSeconds = refundedSeconds;
        uint256 heldAfter = state.held(offer.pricePerHour);
        uint256 amount = heldBefore - heldAfter;
        uint256 stakeReturned = stakeBefore - state.stakeDown(offer);

        RentalState storage stored = _rentals[id];
        stored.refundedSeconds = refundedSeconds;
        if (state.status == Status.Disputed) stored.settlingUntil = state.settlingUntilUp(heldAfter, block.timestamp);

        emit Refunded({id: id, refundedSeconds: refundedSeconds, amount: amount, stakeReturned: stakeReturned});

        _pay(rental, toPayee, amount + stakeReturned);
    }

    /// @inheritdoc IRentalEscrow
    function settle(Rental memory rental) external nonReentrant {
        (bytes32 id, RentalState memory state) = _load(rental);
        require(state.status != Status.None && state.status != Status.Closed, WrongStatus(id, state.status));

        (bool settled, uint256 toPayee, uint256 toRenter) = _settle(rental, id, state);
        if (!settled) revert NotDue(state.dueAt(rental.offer));

        _pay(rental, toPayee, toRenter);
    }

    /// @inheritdoc IRentalEscrow
    function settleMany(Rental[] memory rentals) external nonReentrant returns (uint256 settled) {
        uint256[] memory toPayees = new uint256[](rentals.length);
        uint256[] memory toRenters = new uint256[](rentals.length);
        for (uint256 i = 0; i < rentals.length; ++i) {
            Rental memory rental = rentals[i];
            (bytes32 id, RentalState memory state) = _load(rental);
            bool moved;
            (moved, toPayees[i], toRenters[i]) = _settle(rental, id, state);
            if (moved) ++settled;
        }

        _payMany(rentals, toPayees, toRenters);
    }

    // Internal

    function _stop(
        Rental memory rental,
        bytes32 id,
        RentalState memory state
    ) private returns (uint256 toPayee, uint256 toRenter) {
        Offer memory offer = rental.offer;
        if (state.status == Status.Disputed) return _concede(rental, id, state);
        bool closes = state.status == Status.Active && block.timestamp >= _closesAt(offer, state);
        if (closes || state.status == Status.Interrupted) return _closeByClock(rental, id, state);

        Ending memory ending = Ending({
            reason: Reason.Cancelled,
            billedSeconds: 0,
            held: state.held(offer.pricePerHour),
            gross: 0,
            bondToRenter: 0
        });
        if (state.status == Status.Funded) {
            _requireStartWindow(offer, state);
            _vacate(offer);
        } else {
            if (block.timestamp < _end(state)) _vacate(offer);
            ending.reason = Reason.Released;
            ending.billedSeconds = state.billedByRenter(offer.minDuration, block.timestamp);
            ending.gross = state.earned(offer.pricePerHour, ending.billedSeconds);
        }
        return _close(offer, id, state, ending);
    }

    /// @dev Returns the price of the unserved time now. The served part and the rest of the bond stay until the
    /// challenge window ends.
    function _interruptRunning(
        Rental memory rental,
        bytes32 id,
        RentalState memory state
    ) private returns (uint256 toRenter, uint256 fromBond) {
        Offer memory offer = rental.offer;
        uint256 heldBefore = state.held(offer.pricePerHour);
        state.billedSeconds = state.elapsed(block.timestamp);
        state.status = Status.Interrupted;
        state.interrupted = true;
        uint256 returned = heldBefore - state.held(offer.pricePerHour);
        uint256 bond = RentalMath.bondOf(offer, state.duration);
        fromBond = bond - state.bondLocked(bond);

        _vacateAndRevoke(offer);
        RentalState storage stored = _rentals[id];
        stored.status = Status.Interrupted;
        stored.since = _now();
        stored.billedSeconds = state.billedSeconds;
        stored.interrupted = true;

        emit Interrupted({id: id, billedSeconds: state.billedSeconds, refund: returned});
        _emitCompensated(id, fromBond);

        if (state.atRisk(offer) == 0) _closeByClock(rental, id, state);
        toRenter = returned + fromBond;
    }

    /// @dev Pays adjacent rentals with the same token and payee in one transfer.
    function _payMany(Rental[] memory rentals, uint256[] memory toPayees, uint256[] memory toRenters) private {
        address token;
        address payee;
        uint256 toPayee;
        for (uint256 i = 0; i < rentals.length; ++i) {
            Offer memory offer = rentals[i].offer;
            if (offer.payee != payee || offer.token != token) {
                _push(token, payee, toPayee);
                (token, payee, toPayee) = (offer.token, offer.payee, 0);
            }
            toPayee += toPayees[i];
            if (toRenters[i] > 0) _push(offer.token, rentals[i].renter, toRenters[i]);
        }
        _push(token, payee, toPayee);
    }

    /// @dev Holds a call to the bound that its caller gave it, whatever landed in front of it.
    function _requireAtMost(uint256 amount, uint256 maximum) private pure {
        require(amount <= maximum, TooMuch(amount, maximum));
    }

    function _requireStartWindow(Offer memory offer, RentalState memory state) private view {
        uint256 deadline = _closesAt(offer, state);
        require(block.timestamp < deadline, StartWindowOver(deadline));
    }
}
