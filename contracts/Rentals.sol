// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IRentalEscrow, Offer, Reason, Rental, RentalState, Status} from "./interfaces/IRentalEscrow.sol";
import {ARBITRATION_WINDOW, CONCESSION_FLOOR} from "./libraries/Constants.sol";
import {RentalHash} from "./libraries/RentalHash.sol";
import {RentalMath} from "./libraries/RentalMath.sol";
import {Offers} from "./Offers.sol";

/// @dev The state of rentals: loading it, settling what is due, closing and paying, and the views.
abstract contract Rentals is Offers {
    using RentalHash for Offer;
    using RentalMath for RentalState;

    /// @dev How a rental ends. All payments follow from these fields by subtraction.
    struct Ending {
        Reason reason;
        uint32 billedSeconds;
        // Principal held by the escrow.
        uint256 held;
        // The part of `held` that the host has earned, fee included.
        uint256 gross;
        // The part of the bond paid to the renter.
        uint256 bondToRenter;
    }

    mapping(bytes32 id => RentalState) internal _rentals;

    // Views

    /// @inheritdoc IRentalEscrow
    function idOf(Rental memory rental) public pure returns (bytes32) {
        return RentalHash.idOf(rental.offer.hashOffer(), rental.renter, rental.salt);
    }

    /// @inheritdoc IRentalEscrow
    function getRental(bytes32 id) external view returns (RentalState memory) {
        return _rentals[id];
    }

    /// @inheritdoc IRentalEscrow
    function accrued(Rental memory rental) external view returns (uint256) {
        (, RentalState memory state) = _load(rental);
        return RentalMath.costDown(rental.offer.pricePerHour, state.billed(block.timestamp) - state.refundedSeconds);
    }

    /// @inheritdoc IRentalEscrow
    function due(Rental memory rental) external view returns (uint256 toHost, uint256 fee, uint256 toRenter) {
        Offer memory offer = rental.offer;
        (, RentalState memory state) = _load(rental);
        if (block.timestamp < _closesAt(offer, state)) {
            (toHost, fee) = _split(offer, state, _collectable(offer, state));
        } else if (state.status == Status.Funded) {
            toRenter = state.held(offer.pricePerHour);
        } else {
            (toHost, fee) = _split(offer, state, state.held(offer.pricePerHour));
        }
    }

    /// @inheritdoc IRentalEscrow
    function exitAt(Rental memory rental) external view returns (uint256) {
        (, RentalState memory state) = _load(rental);
        return state.exitAt(rental.offer.startWindow, rental.offer.challengeWindow);
    }

    // Loading and checking

    function _load(Rental memory rental) internal view returns (bytes32 id, RentalState memory state) {
        id = idOf(rental);
        state = _rentals[id];
    }

    function _requireHostOrOperator(Offer memory offer) internal view {
        // The zero address cannot be the sender, so a zero operator passes nobody.
        require(msg.sender == offer.host || msg.sender == offer.operator, NotHostOrOperator(msg.sender));
    }

    function _requireRunning(RentalState memory state) internal view {
        uint256 end = _end(state);
        require(block.timestamp < end, RentalOver(end));
    }

    /// @dev Valid only while the rental is `Active`.
    function _end(RentalState memory state) internal pure returns (uint256) {
        return uint256(state.since) + state.duration;
    }

    function _closesAt(Offer memory offer, RentalState memory state) internal pure returns (uint256) {
        return state.closesAt(offer.startWindow, offer.challengeWindow);
    }

    // Settling what is due

    /// @dev Books what is due now, without the transfers.
    /// @return settled Whether anything was due
    function _settle(
        Rental memory rental,
        bytes32 id,
        RentalState memory state
    ) internal returns (bool settled, uint256 toPayee, uint256 toRenter) {
        Offer memory offer = rental.offer;
        if (state.status == Status.None || state.status == Status.Closed) return (false, 0, 0);
        if (block.timestamp < _closesAt(offer, state)) {
            uint32 paidBefore = state.paidSeconds;
            toPayee = _collect(offer, id, state);
            // `toPayee > 0` would be wrong: the fee is cumulative, so a small payment can consist of the fee alone.
            return (state.paidSeconds > paidBefore, toPayee, 0);
        }

        settled = true;
        if (state.status == Status.Funded) (toRenter, ) = _closeUnstarted(offer, id, state, Reason.NoShow);
        else (toPayee, toRenter) = _closeByClock(rental, id, state);
    }

    /// @dev Books what the host of a rolling offer is due before the closing settlement, and updates `state` in memory.
    /// Changes nothing while that amount is 0.
    function _collect(Offer memory offer, bytes32 id, RentalState memory state) internal returns (uint256 toPayee) {
        uint256 gross = _collectable(offer, state);
        if (gross == 0) return 0;
        uint256 fee;
        (toPayee, fee) = _split(offer, state, gross);

        state.paidSeconds = state.collectableSeconds(offer.challengeWindow, block.timestamp);
        _rentals[id].paidSeconds = state.paidSeconds;
        _addFee(offer.token, fee);

        emit Paid({id: id, paidSeconds: state.paidSeconds, toHost: toPayee, fee: fee});
    }

    function _collectable(Offer memory offer, RentalState memory state) internal view returns (uint256) {
        if (!offer.rolling) return 0;
        uint32 seconds_ = state.collectableSeconds(offer.challengeWindow, block.timestamp);
        return
            RentalMath.costDown(offer.pricePerHour, seconds_) -
            RentalMath.costDown(offer.pricePerHour, state.paidSeconds);
    }

    // Closing

    /// @dev Closes a rental whose last deadline has passed: the host has earned all that is held.
    function _closeByClock(
        Rental memory rental,
        bytes32 id,
        RentalState memory state
    ) internal returns (uint256 toPayee, uint256 toRenter) {
        if (state.status == Status.Disputed) {
            return _closeUnruled(rental, id, state, Reason.ArbitrationTimeout, ARBITRATION_WINDOW, CONCESSION_FLOOR);
        }
        Reason reason = state.status == Status.Active ? Reason.Completed : Reason.Interrupted;
        return _closeEarned(rental.offer, id, state, reason);
    }

    /// @dev Closes a dispute without a ruling: the host has earned all that is contested, and the renter loses a part
    /// of its stake.
    /// @param waited The seconds since the dispute began
    /// @param charged The seconds for which the renter is charged
    function _closeUnruled(
        Rental memory rental,
        bytes32 id,
        RentalState memory state,
        Reason reason,
        uint256 waited,
        uint256 charged
    ) internal returns (uint256 toPayee, uint256 toRenter) {
        Offer memory offer = rental.offer;
        uint256 stake = state.stakeDown(offer);
        uint256 forfeited = state.forfeitedDown(stake, waited, charged);

        _emitStakeReleased(id, offer.payee, forfeited);
        _emitStakeReleased(id, rental.renter, stake - forfeited);
        (toPayee, toRenter) = _closeEarned(offer, id, state, reason);
        toPayee += forfeited;
        toRenter += stake - forfeited;
    }

    /// @dev Closes a rental whose host has earned the whole principal that is held.
    function _closeEarned(
        Offer memory offer,
        bytes32 id,
        RentalState memory state,
        Reason reason
    ) private returns (uint256 toPayee, uint256 toRenter) {
        uint256 held = state.held(offer.pricePerHour);
        return
            _close(
                offer,
                id,
                state,
                Ending({reason: reason, billedSeconds: state.covered(), held: held, gross: held, bondToRenter: 0})
            );
    }

    /// @dev Closes a rental that the host did not start. The bond pays for the wait, at the price of the rental.
    /// @return toRenter The price and the compensation
    /// @return fromBond The compensation
    function _closeUnstarted(
        Offer memory offer,
        bytes32 id,
        RentalState memory state,
        Reason reason
    ) internal returns (uint256 toRenter, uint256 fromBond) {
        uint256 wait = Math.min(offer.startWindow, state.duration);
        fromBond = Math.min(RentalMath.bondOf(offer, state.duration), RentalMath.costDown(offer.pricePerHour, wait));

        _vacateAndRevoke(offer);

        _emitCompensated(id, fromBond);
        (, toRenter) = _close(
            offer,
            id,
            state,
            Ending({
                reason: reason,
                billedSeconds: 0,
                held: state.held(offer.pricePerHour),
                gross: 0,
                bondToRenter: fromBond
            })
        );
    }

    /// @dev Closes a rental: books fee and bond, and returns what is left to pay. No other function sets `Closed`. The
    /// renter gets what neither the host nor the fee takes.
    function _close(
        Offer memory offer,
        bytes32 id,
        RentalState memory state,
        Ending memory ending
    ) internal returns (uint256 toPayee, uint256 toRenter) {
        uint256 fee;
        (toPayee, fee) = _split(offer, state, ending.gross);
        toRenter = ending.held - ending.gross;

        RentalState storage stored = _rentals[id];
        stored.status = Status.Closed;
        stored.since = _now();
        stored.billedSeconds = ending.billedSeconds;
        _addFee(offer.token, fee);
        if (offer.bond > 0) {
            uint256 locked = state.bondLocked(RentalMath.bondOf(offer, state.duration));
            _returnBond(offer.token, offer.host, locked - ending.bondToRenter);
        }

        emit Closed({id: id, reason: ending.reason, toHost: toPayee, fee: fee, toRenter: toRenter});

        toRenter += ending.bondToRenter;
    }

    function _split(
        Offer memory offer,
        RentalState memory state,
        uint256 gross
    ) internal pure returns (uint256 toHost, uint256 fee) {
        fee = state.feeDown(offer.pricePerHour, gross);
        toHost = gross - fee;
    }

    function _pay(Rental memory rental, uint256 toPayee, uint256 toRenter) internal {
        _push(rental.offer.token, rental.offer.payee, toPayee);
        _push(rental.offer.token, rental.renter, toRenter);
    }

    function _emitCompensated(bytes32 id, uint256 amount) internal {
        if (amount > 0) emit Compensated(id, amount);
    }

    function _emitStakeReleased(bytes32 id, address to, uint256 amount) internal {
        if (amount > 0) emit StakeReleased(id, to, amount);
    }
}
