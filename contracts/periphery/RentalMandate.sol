// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IRentalEscrow, Offer, Rental, RentalState, Status} from "../interfaces/IRentalEscrow.sol";
import {IRentalMandate, Mandate} from "../interfaces/IRentalMandate.sol";
import {NATIVE} from "../libraries/Constants.sol";
import {RentalHash} from "../libraries/RentalHash.sol";
import {ExtensionPrice} from "./ExtensionPrice.sol";
import {PayerSignature} from "./PayerSignature.sol";

/// @title Rental mandate
/// @dev TIPS. The caller chooses neither the length of an extension nor its time: the length is the signed step, and
/// the time is near the end. The number of tips follows from the time that passes.
///
/// ORDER. `execute` checks the mandate, the signature, the rental and the time, updates the counter, emits the event,
/// and only then moves money. Whatever fails undoes all of it.
contract RentalMandate is IRentalMandate, EIP712, ReentrancyGuardTransient {
    using ExtensionPrice for RentalState;
    using PayerSignature for bytes;
    using RentalHash for Offer;
    using SafeERC20 for IERC20;

    /// @dev What mandates of one renter with one salt share, in one storage slot.
    struct Account {
        uint128 spent;
        bool revoked;
    }

    bytes32 private constant MANDATE_TYPEHASH = keccak256(
        "Mandate(address renter,bytes32 rentalId,uint96 maxTotal,uint32 step,uint32 extendBefore,uint96 maxTip,"
        "uint40 expiry,uint32 epoch,bytes32 salt)"
    );
    /// @dev Less than one second left means that the rental is over.
    uint256 private constant MIN_EXTEND_BEFORE = 2;

    /// @inheritdoc IRentalMandate
    IRentalEscrow public immutable escrow;
    /// @inheritdoc IRentalMandate
    mapping(address renter => uint32) public epoch;
    mapping(address renter => mapping(bytes32 salt => Account)) private _accounts;

    constructor(IRentalEscrow escrow_) EIP712("RentalMandate", "1") {
        require(address(escrow_).code.length > 0, NotContract(address(escrow_)));

        escrow = escrow_;
    }

    // Mandates

    /// @inheritdoc IRentalMandate
    function execute(
        Mandate memory mandate,
        bytes calldata signature,
        Rental memory rental,
        uint96 tip,
        bytes calldata permit
    ) external nonReentrant {
        bytes32 digest = digestOf(mandate);
        _requireExecutable(mandate, rental, tip);
        _requireSignature(mandate.renter, digest, signature);
        (uint32 duration, uint256 amount, uint256 dueAt) = _next(mandate, rental.offer, tip);
        require(block.timestamp >= dueAt, TooEarly(dueAt));

        Account storage account = _accounts[mandate.renter][mandate.salt];
        // The sum is at most `maxTotal`, a uint96.
        uint128 spent_ = uint128(account.spent + amount + tip);
        account.spent = spent_;

        emit MandateExecuted({
            mandate: digest,
            id: mandate.rentalId,
            renter: mandate.renter,
            keeper: msg.sender,
            duration: duration,
            amount: amount,
            tip: tip,
            spent: spent_
        });

        _pay(rental, duration, amount, tip, permit);
    }

    /// @inheritdoc IRentalMandate
    function revoke(bytes32 salt) external nonReentrant {
        _accounts[msg.sender][salt].revoked = true;

        emit MandateRevoked(msg.sender, salt);
    }

    /// @inheritdoc IRentalMandate
    function revokeAll() external nonReentrant {
        uint32 current = ++epoch[msg.sender];

        emit AllMandatesRevoked(msg.sender, current);
    }

    // Views

    /// @inheritdoc IRentalMandate
    function nextExtension(
        Mandate memory mandate,
        Rental memory rental,
        uint96 tip
    ) external view returns (uint32 duration, uint256 amount, uint256 dueAt) {
        _requireExecutable(mandate, rental, tip);
        return _next(mandate, rental.offer, tip);
    }

    /// @inheritdoc IRentalMandate
    function digestOf(Mandate memory mandate) public view returns (bytes32) {
        // Every field is one word, so the ABI encoding equals EIP-712's `encodeData`.
        return _hashTypedDataV4(keccak256(abi.encode(MANDATE_TYPEHASH, mandate)));
    }

    /// @inheritdoc IRentalMandate
    function spent(address renter, bytes32 salt) external view returns (uint256) {
        return _accounts[renter][salt].spent;
    }

    /// @inheritdoc IRentalMandate
    function revoked(address renter, bytes32 salt) external view returns (bool) {
        return _accounts[renter][salt].revoked;
    }

    // Checks

    /// @dev Checks what does not depend on the rental's state.
    function _requireExecutable(Mandate memory mandate, Rental memory rental, uint256 tip) private view {
        Offer memory offer = rental.offer;
        bytes32 id = RentalHash.idOf(offer.hashOffer(), rental.renter, rental.salt);
        require(id == mandate.rentalId, WrongRental(id, mandate.rentalId));
        require(mandate.renter == rental.renter, NotRentalsRenter(mandate.renter, rental.renter));
        require(offer.token != NATIVE, NativeCoin());
        require(mandate.step > 0, ZeroStep());
        require(
            mandate.extendBefore >= MIN_EXTEND_BEFORE,
            ExtendBeforeTooShort(mandate.extendBefore, MIN_EXTEND_BEFORE)
        );
        require(tip <= mandate.maxTip, TipAboveMaximum(tip, mandate.maxTip));

        require(block.timestamp < mandate.expiry, MandateExpired(mandate.expiry));
        uint32 current = epoch[mandate.renter];
        require(mandate.epoch == current, WrongMandateEpoch(mandate.epoch, current));
        require(!_accounts[mandate.renter][mandate.salt].revoked, SaltRevoked(mandate.renter, mandate.salt));
    }

    /// @dev Tries ECDSA before ERC-1271, so that mandates stay valid when an account later delegates to code
    /// (EIP-7702).
    function _requireSignature(address renter, bytes32 digest, bytes calldata signature) private view {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == renter) return;
        require(!signature.isCounterfactual(), UndeployedRenter(renter));
        require(renter.code.length > 0, InvalidMandateSignature(renter));
        require(
            SignatureChecker.isValidERC1271SignatureNowCalldata(renter, digest, signature),
            MandateSignatureRefused(renter)
        );
    }

    /// @dev The next extension, its price and the time from which it is due. `amount` is what the escrow's `extend`
    /// will take.
    function _next(
        Mandate memory mandate,
        Offer memory offer,
        uint256 tip
    ) private view returns (uint32 duration, uint256 amount, uint256 dueAt) {
        RentalState memory state = escrow.getRental(mandate.rentalId);
        require(state.status == Status.Active, IRentalEscrow.WrongStatus(mandate.rentalId, state.status));
        uint256 end = uint256(state.since) + state.duration;
        require(block.timestamp < end, IRentalEscrow.RentalOver(end));
        require(state.duration < offer.maxDuration, FullyExtended(offer.maxDuration));

        // At most `maxDuration`, a uint32.
        duration = uint32(Math.min(uint256(state.duration) + mandate.step, offer.maxDuration));
        amount = state.extendTo(duration, offer.pricePerHour);
        uint256 left = Math.saturatingSub(mandate.maxTotal, _accounts[mandate.renter][mandate.salt].spent);
        require(amount + tip <= left, MandateExhausted(amount + tip, left));

        // Exactly `extendBefore` seconds left are one too many.
        dueAt = Math.saturatingSub(end + 1, mandate.extendBefore);
    }

    // Money

    /// @dev Takes price and tip from the renter and pays both. The balance afterwards is the balance before: a token
    /// whose transfers differ from what they say, or a price that changed in its hooks, is refused.
    function _pay(Rental memory rental, uint32 duration, uint256 amount, uint256 tip, bytes calldata permit) private {
        IERC20 token = IERC20(rental.offer.token);

        PayerSignature.tryPermit({token: address(token), owner: rental.renter, spender: address(this), permit: permit});
        uint256 balance = token.balanceOf(address(this));
        _pull(token, rental.renter, amount + tip);
        _requireBalance(token, balance + amount + tip);
        token.forceApprove(address(escrow), amount);
        escrow.extend(rental, duration, "");
        if (tip > 0) token.safeTransfer(msg.sender, tip);
        _requireBalance(token, balance);
    }

    function _pull(IERC20 token, address renter, uint256 amount) private {
        if (token.trySafeTransferFrom(renter, address(this), amount)) return;

        uint256 allowance = token.allowance(renter, address(this));
        require(allowance >= amount, InsufficientMandateAllowance(allowance, amount));
        uint256 balance = token.balanceOf(renter);
        require(balance >= amount, InsufficientRenterBalance(balance, amount));
        revert IRentalEscrow.TransferRefused(address(token));
    }

    function _requireBalance(IERC20 token, uint256 expected) private view {
        uint256 balance = token.balanceOf(address(this));
        require(balance == expected, WrongBalance(balance, expected));
    }
}
