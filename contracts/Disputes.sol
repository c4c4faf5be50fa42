// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IRentalEscrow, Offer, Reason, Rental, RentalState, Status} from "./interfaces/IRentalEscrow.sol";
import {BPS, CONCESSION_FLOOR, EVIDENCE_WINDOW, NATIVE} from "./libraries/Constants.sol";
import {RentalMath} from "./libraries/RentalMath.sol";
import {Rentals} from "./Rentals.sol";

/// @dev Disputes: what the renter contests and stakes, and how the arbiter or the clock decides.
abstract contract Disputes is Rentals {
    using RentalMath for RentalState;

    /// @inheritdoc IRentalEscrow
    function dispute(
        Rental memory rental,
        string calldata evidenceURI,
        bytes calldata permit
    ) external payable nonReentrant {
        Offer memory offer = rental.offer;
        (bytes32 id, RentalState memory state) = _load(rental);
        require(state.status == Status.Active || state.status == Status.Interrupted, WrongStatus(id, state.status));
        require(msg.sender == rental.renter, NotRenter(msg.sender, rental.renter));
        uint256 deadline = _closesAt(offer, state);
        require(block.timestamp < deadline, ChallengeWindowOver(deadline));

        uint256 toPayee = _collect(offer, id, state);
        if (state.status == Status.Active && block.timestamp < _end(state)) _vacateAndRevoke(offer);
        uint256 refund = _contest(offer, state);
        require(state.atRisk(offer) > 0, NothingAtRisk());
        uint256 stake = state.stakeDown(offer);
        RentalState storage stored = _rentals[id];
        stored.status = Status.Disputed;
        stored.since = _now();
        stored.billedSeconds = state.billedSeconds;

        emit Disputed({
            id: id,
            arbiter: offer.arbiter,
            billedSeconds: state.billedSeconds,
            contested: state.held(offer.pricePerHour),
            stake: stake,
            evidenceURI: evidenceURI
        });

        uint256 excess = _pullAtLeast(offer.token, Math.saturatingSub(stake, refund), permit);
        _pay(rental, toPayee, Math.saturatingSub(refund, stake) + excess);
    }

    /// @inheritdoc IRentalEscrow
    function submitEvidence(Rental memory rental, string calldata evidenceURI) external nonReentrant {
        Offer memory offer = rental.offer;
        (bytes32 id, RentalState memory state) = _load(rental);
        require(state.status == Status.Disputed, WrongStatus(id, state.status));
        require(
            msg.sender == rental.renter || msg.sender == offer.host || msg.sender == offer.operator,
            NotParty(msg.sender)
        );

        emit EvidenceSubmitted(id, msg.sender, evidenceURI);
    }

    /// @inheritdoc IRentalEscrow
    function resolve(Rental memory rental, uint16 hostBps) external nonReentrant {
        Offer memory offer = rental.offer;
        (bytes32 id, RentalState memory state) = _load(rental);
        require(state.status == Status.Disputed, WrongStatus(id, state.status));
        require(msg.sender == offer.arbiter, NotArbiter(msg.sender, offer.arbiter));
        uint256 from = state.since + EVIDENCE_WINDOW;
        require(block.timestamp >= from, EvidenceWindowOpen(from));
        _requireArbitration(offer, state);
        require(hostBps <= BPS, ShareOutOfBounds(hostBps, BPS));

        (uint256 stakeToHost, uint256 stakeToRenter, uint256 bondToRenter) = _rule(offer, id, state, hostBps);
        (uint256 toPayee, uint256 toRenter) = _close(
            offer,
            id,
            state,
            Ending({
                reason: Reason.Resolved,
                billedSeconds: state.billedSeconds,
                held: state.held(offer.pricePerHour),
                gross: RentalMath.shareDown(state.held(offer.pricePerHour), hostBps),
                bondToRenter: bondToRenter
            })
        );

        _pay(rental, toPayee + stakeToHost, toRenter + stakeToRenter);
    }

    /// @inheritdoc IRentalEscrow
    function stakeOf(Rental memory rental) external view returns (uint256) {
        Offer memory offer = rental.offer;
        (, RentalState memory state) = _load(rental);
        if (state.status == Status.Active || state.status == Status.Interrupted) {
            if (block.timestamp >= _closesAt(offer, state)) return 0;
            if (offer.rolling) state.paidSeconds = state.collectableSeconds(offer.challengeWindow, block.timestamp);
            _contest(offer, state);
        }
        return state.stakeDown(offer);
    }

    /// @dev The renter concedes, and is charged for the time that the dispute has lasted, so that waiting for a ruling
    /// has a price.
    function _concede(
        Rental memory rental,
        bytes32 id,
        RentalState memory state
    ) internal returns (uint256 toPayee, uint256 toRenter) {
        _requireArbitration(rental.offer, state);
        uint256 waited = block.timestamp - state.since;
        return _closeUnruled(rental, id, state, Reason.Conceded, waited, waited + CONCESSION_FLOOR);
    }

    /// @dev Changes `state` in memory to the state after a dispute.
    /// @return refund The principal of the time that is not billed
    function _contest(Offer memory offer, RentalState memory state) private view returns (uint256 refund) {
        uint256 heldBefore = state.held(offer.pricePerHour);
        if (state.status == Status.Active)
            state.billedSeconds = state.billedByRenter(offer.minDuration, block.timestamp);
        state.status = Status.Disputed;
        refund = heldBefore - state.held(offer.pricePerHour);
    }

    /// @dev Splits stake and bond in proportion to the ruling.
    function _rule(
        Offer memory offer,
        bytes32 id,
        RentalState memory state,
        uint16 hostBps
    ) private returns (uint256 stakeToHost, uint256 stakeToRenter, uint256 bondToRenter) {
        uint256 stake = state.stakeDown(offer);
        uint256 bond = state.bondLocked(RentalMath.bondOf(offer, state.duration));
        stakeToHost = RentalMath.shareDown(stake, hostBps);
        stakeToRenter = stake - stakeToHost;
        bondToRenter = RentalMath.shareDown(bond, BPS - hostBps);

        emit Resolved({
            id: id,
            hostBps: hostBps,
            stakeToHost: stakeToHost,
            stakeToRenter: stakeToRenter,
            bondToRenter: bondToRenter,
            bondToHost: bond - bondToRenter
        });
    }

    /// @dev For the native coin, keeps `amount` of `msg.value` and returns the excess. For an ERC-20 token, takes
    /// exactly `amount`.
    function _pullAtLeast(address token, uint256 amount, bytes calldata permit) private returns (uint256 excess) {
        if (token == NATIVE) {
            require(msg.value >= amount, WrongValue(msg.value, amount));
            return msg.value - amount;
        }
        _pull(token, amount, permit);
    }

    function _requireArbitration(Offer memory offer, RentalState memory state) private view {
        uint256 deadline = _closesAt(offer, state);
        require(block.timestamp < deadline, ArbitrationOver(deadline));
    }
}
