// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {Custody} from "./Custody.sol";
import {Host, IRentalEscrow, Machine, Market, Offer, Rental} from "./interfaces/IRentalEscrow.sol";
import {
    MAX_CHALLENGE_WINDOW,
    MAX_RENTAL_DURATION,
    MAX_START_WINDOW,
    MIN_CHALLENGE_WINDOW,
    RESERVED
} from "./libraries/Constants.sol";
import {RentalHash} from "./libraries/RentalHash.sol";

/// @dev Checks offers, and reserves the machines of those that are taken.
abstract contract Offers is Custody, EIP712 {
    using RentalHash for Offer;

    /// @inheritdoc IRentalEscrow
    mapping(address host => mapping(bytes32 machine => Machine)) public machines;

    constructor() EIP712("RentalEscrow", "1") {}

    // Revoking offers

    /// @inheritdoc IRentalEscrow
    function revokeOffers(bytes32 machine) external nonReentrant {
        uint32 nonce = ++machines[msg.sender][machine].nonce;

        emit OffersRevoked(msg.sender, machine, nonce);
    }

    /// @inheritdoc IRentalEscrow
    function setSigner(address signer) external nonReentrant {
        Host storage host = hosts[msg.sender];
        uint32 epoch = ++host.epoch;
        host.signer = signer;

        emit SignerSet(msg.sender, signer, epoch);
    }

    /// @inheritdoc IRentalEscrow
    function hashOffer(Offer memory offer) external pure returns (bytes32) {
        return offer.hashOffer();
    }

    // Checking an offer

    /// @dev Checks everything but the signature and the machine. Cheap checks come first.
    /// @return feeBps The platform fee of this deposit, in basis points
    /// @return signer The account that signs the host's offers; zero for the host itself
    function _requireTakeable(
        Rental memory rental,
        uint32 duration
    ) internal view returns (uint16 feeBps, address signer) {
        Offer memory offer = rental.offer;
        _requireRoles(rental);
        _requireTimes(offer, duration);

        Host storage host = hosts[offer.host];
        require(offer.epoch == host.epoch, WrongEpoch(offer.epoch, host.epoch));
        signer = host.signer;
        feeBps = _requireMarket(offer);
        if (host.feeBps != 0) feeBps = host.feeBps;
        require(feeBps <= offer.maxFeeBps, FeeAboveMaximum(feeBps, offer.maxFeeBps));
    }

    function _requireMarket(Offer memory offer) internal view returns (uint16 feeBps) {
        Market storage market = markets[offer.token];
        require(market.open, MarketNotOpen(offer.token));
        require(offer.arbiter == market.arbiter, WrongArbiter(offer.arbiter, market.arbiter));
        return market.feeBps;
    }

    /// @dev Tries ECDSA before ERC-1271, so that offers stay valid when an account later delegates to code (EIP-7702).
    function _requireSignature(
        address host,
        address signer,
        bytes32 offerHash,
        bytes calldata signature
    ) internal view {
        if (signer == address(0)) signer = host;
        bytes32 digest = _hashTypedDataV4(offerHash);

        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == signer) return;
        require(
            signer.code.length > 0 && SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature),
            InvalidSignature(signer)
        );
    }

    function _requireRoles(Rental memory rental) private view {
        Offer memory offer = rental.offer;
        (address host, address renter, address arbiter) = (offer.host, rental.renter, offer.arbiter);

        require(host != address(0), InvalidHost(host));
        require(
            renter != address(0) && renter != host && renter != address(this) && renter != offer.token,
            InvalidRenter(renter)
        );
        require(offer.renter == address(0) || renter == offer.renter, WrongRenter(renter, offer.renter));
        require(arbiter != address(0) && arbiter != host && arbiter != renter, InvalidArbiter(arbiter));
        // A zero operator passes: neither the renter nor the arbiter is zero.
        require(offer.operator != renter && offer.operator != arbiter, InvalidOperator(offer.operator));
        address payee = offer.payee;
        require(
            payee != address(0) && payee != address(this) && payee != arbiter && payee != offer.token,
            InvalidPayee(payee)
        );
    }

    function _requireTimes(Offer memory offer, uint32 duration) private view {
        require(block.timestamp < offer.expiry, OfferExpired(offer.expiry));
        require(offer.startWindow <= MAX_START_WINDOW, StartWindowTooLong(offer.startWindow, MAX_START_WINDOW));
        require(
            offer.challengeWindow >= MIN_CHALLENGE_WINDOW && offer.challengeWindow <= MAX_CHALLENGE_WINDOW,
            ChallengeWindowOutOfBounds(offer.challengeWindow, MIN_CHALLENGE_WINDOW, MAX_CHALLENGE_WINDOW)
        );
        require(offer.minDuration > 0, MinDurationZero());
        require(offer.maxDuration <= MAX_RENTAL_DURATION, MaxDurationTooLong(offer.maxDuration, MAX_RENTAL_DURATION));
        require(
            duration >= offer.minDuration && duration <= offer.maxDuration,
            DurationOutOfBounds(duration, offer.minDuration, offer.maxDuration)
        );
    }

    // The machine

    /// @dev Reserves a free machine: until the end of the rental if it starts now, otherwise until the host starts or
    /// the rental is closed.
    /// @return previous The block of the machine's previous deposit
    function _reserve(Offer memory offer, uint32 duration) internal returns (uint40 previous) {
        Machine storage machine = machines[offer.host][offer.machine];
        require(offer.nonce == machine.nonce, WrongNonce(offer.nonce, machine.nonce));
        require(block.timestamp >= machine.busyUntil, MachineBusy(machine.busyUntil));

        previous = machine.depositBlock;
        machine.busyUntil = offer.startWindow == 0 ? _now() + duration : RESERVED;
        // Block numbers stay below 2^40 longer than timestamps do.
        machine.depositBlock = uint40(block.number);
    }

    /// @dev Frees the machine now. Call it only for a rental that still holds the machine.
    function _vacate(Offer memory offer) internal {
        machines[offer.host][offer.machine].busyUntil = _now();
    }

    /// @dev As `_vacate`, for a rental that the host broke off or the renter disputes. Also revokes the machine's
    /// offers.
    function _vacateAndRevoke(Offer memory offer) internal {
        _vacate(offer);
        ++machines[offer.host][offer.machine].nonce;
    }

    /// @dev A uint40 holds timestamps until the year 36812.
    function _now() internal view returns (uint40) {
        return uint40(block.timestamp);
    }
}
