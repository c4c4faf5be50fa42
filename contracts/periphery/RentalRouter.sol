// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IERC3009Receive} from "../interfaces/IERC3009Receive.sol";
import {IPermit2} from "../interfaces/IPermit2.sol";
import {IRentalEscrow, Offer, Rental, RentalState, Status} from "../interfaces/IRentalEscrow.sol";
import {IRentalRouter, Method, Order, Payment, Purchase} from "../interfaces/IRentalRouter.sol";
import {NATIVE} from "../libraries/Constants.sol";
import {RentalHash} from "../libraries/RentalHash.sol";
import {RentalMath} from "../libraries/RentalMath.sol";
import {ExtensionPrice} from "./ExtensionPrice.sol";
import {PayerSignature} from "./PayerSignature.sol";
import {PurchaseHash} from "./PurchaseHash.sol";

/// @title Rental router
/// @dev The order of a purchase: check, pull what was signed, compute the prices, pay the escrow, pay the rest.
///
/// MONEY. Only what the pull brought is spent. At the end the balance is what it was before, and the escrow's allowance
/// is zero, or the transaction reverts.
///
/// CALLS. The router calls the escrow, Permit2, and tokens with an open market. It asks the escrow about the market
/// before it calls a token.
contract RentalRouter is IRentalRouter, EIP712, ReentrancyGuardTransient {
    using ExtensionPrice for RentalState;
    using PayerSignature for bytes;
    using PurchaseHash for Purchase;
    using RentalHash for Offer;
    using SafeERC20 for IERC20;

    /// @dev 64 deposits take half of the gas that a transaction may use.
    uint256 private constant MAX_ORDERS = 64;
    /// @dev The length in bytes of a key's signature.
    uint256 private constant KEY_SIGNATURE_LENGTH = 65;
    /// @dev A permit for the escrow, which the router does not need: it approves.
    bytes private constant NO_PERMIT = "";

    /// @inheritdoc IRentalRouter
    IRentalEscrow public immutable escrow;
    /// @inheritdoc IRentalRouter
    IPermit2 public immutable permit2;

    constructor(IRentalEscrow escrow_, IPermit2 permit2_) EIP712("RentalRouter", "1") {
        require(address(escrow_).code.length > 0, NotContract(address(escrow_)));
        require(address(permit2_).code.length > 0, NotContract(address(permit2_)));

        escrow = escrow_;
        permit2 = permit2_;
    }

    // Purchases

    /// @inheritdoc IRentalRouter
    function rent(
        Rental[] memory rentals,
        uint32[] memory durations,
        bytes[] calldata hostSignatures,
        Payment calldata payment
    ) external nonReentrant {
        uint256 count = rentals.length;
        require(
            durations.length == count && hostSignatures.length == count,
            UnequalLengths(count, durations.length, hostSignatures.length)
        );
        require(count > 0 && count <= MAX_ORDERS, OrderCountOutOfBounds(count, 1, MAX_ORDERS));
        address token = _tokenOf(rentals);
        Order[] memory orders = new Order[](count);
        for (uint256 i = 0; i < count; ++i) orders[i] = _orderOf(rentals[i], durations[i]);

        (bytes32 purchase, uint256 balanceBefore) = _pull(token, orders, payment);
        (bool[] memory active, uint256[] memory amounts, uint256 price) = _quote(rentals, orders);
        _approve(token, price, payment);

        for (uint256 i = 0; i < count; ++i) {
            _emitPurchased(purchase, orders[i], amounts[i], payment);
            if (active[i]) escrow.extend(rentals[i], durations[i], NO_PERMIT);
            else escrow.deposit(rentals[i], durations[i], hostSignatures[i], NO_PERMIT);
        }

        _payRest(token, price, balanceBefore, payment);
    }

    /// @inheritdoc IRentalRouter
    function extend(Rental memory rental, uint32 duration, Payment calldata payment) external nonReentrant {
        address token = rental.offer.token;
        Order[] memory orders = new Order[](1);
        orders[0] = _orderOf(rental, duration);

        (bytes32 purchase, uint256 balanceBefore) = _pull(token, orders, payment);
        uint256 price = _riseOfPrice(rental.offer, escrow.getRental(orders[0].rentalId), duration);
        _approve(token, price, payment);

        _emitPurchased(purchase, orders[0], price, payment);
        escrow.extend(rental, duration, NO_PERMIT);

        _payRest(token, price, balanceBefore, payment);
    }

    // Views

    /// @inheritdoc IRentalRouter
    function digestOf(Purchase memory purchase) external view returns (bytes32) {
        return _hashTypedDataV4(purchase.hashPurchase());
    }

    /// @inheritdoc IRentalRouter
    function hashPurchase(Purchase memory purchase) external pure returns (bytes32) {
        return purchase.hashPurchase();
    }

    // Orders and prices

    function _tokenOf(Rental[] memory rentals) private pure returns (address token) {
        token = rentals[0].offer.token;
        for (uint256 i = 1; i < rentals.length; ++i) {
            address other = rentals[i].offer.token;
            require(other == token, MixedTokens(other, token));
        }
    }

    /// @dev The id is computed from the decoded fields, as the escrow does.
    function _orderOf(Rental memory rental, uint32 duration) private pure returns (Order memory) {
        bytes32 id = RentalHash.idOf(rental.offer.hashOffer(), rental.renter, rental.salt);
        return Order({rentalId: id, renter: rental.renter, duration: duration});
    }

    /// @dev How each order will be carried out, and what the escrow will take for it. Both are fixed before the first
    /// order is paid, so that an id that is ordered twice fails.
    function _quote(
        Rental[] memory rentals,
        Order[] memory orders
    ) private view returns (bool[] memory active, uint256[] memory amounts, uint256 price) {
        active = new bool[](orders.length);
        amounts = new uint256[](orders.length);
        for (uint256 i = 0; i < orders.length; ++i) {
            Offer memory offer = rentals[i].offer;
            uint32 duration = orders[i].duration;
            RentalState memory state = escrow.getRental(orders[i].rentalId);
            active[i] = state.status == Status.Active;
            amounts[i] =
                active[i] ? _riseOfPrice(offer, state, duration) : RentalMath.costDown(offer.pricePerHour, duration);
            price += amounts[i];
        }
    }

    /// @dev What the escrow takes for an extension; 0 for one that it refuses because it is not longer.
    function _riseOfPrice(
        Offer memory offer,
        RentalState memory state,
        uint32 duration
    ) private pure returns (uint256) {
        if (duration <= state.duration) return 0;
        return state.extendTo(duration, offer.pricePerHour);
    }

    function _emitPurchased(bytes32 purchase, Order memory order, uint256 amount, Payment calldata payment) private {
        emit Purchased({
            purchase: purchase,
            id: order.rentalId,
            payer: payment.payer,
            relayer: msg.sender,
            duration: order.duration,
            amount: amount
        });
    }

    // Money

    /// @dev Takes exactly the payment's value from the payer, who signed the orders.
    /// @return purchase The digest of the purchase
    /// @return balanceBefore What the router had of the token before
    function _pull(
        address token,
        Order[] memory orders,
        Payment calldata payment
    ) private returns (bytes32 purchase, uint256 balanceBefore) {
        _requireSendable(payment);
        _requireMarket(token);
        bytes32 purchaseHash = Purchase({
            orders: orders,
            relayFee: payment.relayFee,
            relayer: payment.relayer,
            validBefore: payment.validBefore
        }).hashPurchase();
        purchase = _hashTypedDataV4(purchaseHash);

        balanceBefore = IERC20(token).balanceOf(address(this));
        if (payment.method == Method.Authorization) _pullByAuthorization(token, purchase, payment);
        else _pullByPermit2(token, purchase, purchaseHash, payment);
        uint256 received = Math.saturatingSub(IERC20(token).balanceOf(address(this)), balanceBefore);
        require(received == payment.value, IRentalEscrow.WrongAmountReceived(received, payment.value));
    }

    function _pullByAuthorization(address token, bytes32 purchase, Payment calldata payment) private {
        bytes calldata signature = payment.signature;
        if (signature.length == KEY_SIGNATURE_LENGTH) {
            try
                IERC3009Receive(token).receiveWithAuthorization({
                    from: payment.payer,
                    to: address(this),
                    value: payment.value,
                    validAfter: 0,
                    validBefore: payment.validBefore,
                    nonce: purchase,
                    v: uint8(signature[64]),
                    r: bytes32(signature[:32]),
                    s: bytes32(signature[32:64])
                })
            {} catch (bytes memory reason) {
                _explainAuthorization(token, purchase, payment, reason);
            }
        } else {
            try
                IERC3009Receive(token).receiveWithAuthorization({
                    from: payment.payer,
                    to: address(this),
                    value: payment.value,
                    validAfter: 0,
                    validBefore: payment.validBefore,
                    nonce: purchase,
                    signature: signature
                })
            {} catch (bytes memory reason) {
                _explainAuthorization(token, purchase, payment, reason);
            }
        }
    }

    function _pullByPermit2(address token, bytes32 purchase, bytes32 purchaseHash, Payment calldata payment) private {
        PayerSignature.tryPermit({
            token: token,
            owner: payment.payer,
            spender: address(permit2),
            permit: payment.permit
        });
        try
            permit2.permitWitnessTransferFrom({
                permit: IPermit2.PermitTransferFrom({
                    permitted: IPermit2.TokenPermissions({token: token, amount: payment.value}),
                    nonce: uint256(purchase),
                    // Permit2 accepts the deadline itself; ERC-3009 and the router do not.
                    deadline: payment.validBefore - 1
                }),
                transferDetails: IPermit2.SignatureTransferDetails({to: address(this), requestedAmount: payment.value}),
                owner: payment.payer,
                witness: purchaseHash,
                witnessTypeString: PurchaseHash.WITNESS_TYPE,
                signature: payment.signature
            })
        {} catch (bytes memory reason) {
            _explainPermit2(token, purchase, payment, reason);
        }
    }

    function _approve(address token, uint256 price, Payment calldata payment) private {
        (uint256 value, uint256 relayFee) = (payment.value, payment.relayFee);
        require(relayFee <= value && price <= value - relayFee, ValueTooSmall(value, price, relayFee));

        IERC20(token).forceApprove(address(escrow), price);
    }

    /// @dev Pays the fee, gives back what is left of the value, and checks that nothing else is left.
    function _payRest(address token, uint256 price, uint256 balanceBefore, Payment calldata payment) private {
        uint256 rest = payment.value - price - payment.relayFee;
        if (payment.relayFee > 0) IERC20(token).safeTransfer(msg.sender, payment.relayFee);
        if (rest > 0) IERC20(token).safeTransfer(payment.payer, rest);

        uint256 balance = IERC20(token).balanceOf(address(this));
        uint256 allowance = IERC20(token).allowance(address(this), address(escrow));
        require(balance == balanceBefore && allowance == 0, NotSettled(balance, balanceBefore, allowance));
    }

    // Checks

    function _requireSendable(Payment calldata payment) private view {
        address relayer = payment.relayer;
        require(relayer == address(0) || relayer == msg.sender, NotRelayer(msg.sender, relayer));
        require(block.timestamp < payment.validBefore, PurchaseExpired(payment.validBefore));
        require(!payment.signature.isCounterfactual(), UndeployedPayer(payment.payer));
    }

    function _requireMarket(address token) private view {
        require(token != NATIVE, NativeCoin());
        (, , bool open) = escrow.markets(token);
        require(open, IRentalEscrow.MarketNotOpen(token));
        // A token can lose its code after its market was opened.
        require(token.code.length > 0, IRentalEscrow.InvalidToken(token));
    }

    // Why a pull failed

    function _explainAuthorization(
        address token,
        bytes32 purchase,
        Payment calldata payment,
        bytes memory reason
    ) private view {
        try IERC3009Receive(token).authorizationState(payment.payer, purchase) returns (bool used) {
            require(!used, PurchaseUsed(payment.payer, purchase));
        } catch {}
        _requireBalance(token, payment);
        revert PaymentRefused(payment.payer, purchase, reason);
    }

    function _explainPermit2(
        address token,
        bytes32 purchase,
        Payment calldata payment,
        bytes memory reason
    ) private view {
        (address payer, uint256 nonce) = (payment.payer, uint256(purchase));
        // A word holds 256 nonces.
        bool used = (permit2.nonceBitmap(payer, nonce >> 8) >> (nonce & 0xff)) & 1 == 1;
        require(!used, PurchaseUsed(payer, purchase));
        _requireBalance(token, payment);
        uint256 allowance = IERC20(token).allowance(payer, address(permit2));
        require(allowance >= payment.value, InsufficientPermit2Allowance(allowance, payment.value));
        revert PaymentRefused(payer, purchase, reason);
    }

    function _requireBalance(address token, Payment calldata payment) private view {
        uint256 balance = IERC20(token).balanceOf(payment.payer);
        require(balance >= payment.value, IRentalEscrow.InsufficientBalance(balance, payment.value));
    }
}
