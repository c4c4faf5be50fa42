// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {Offer, Rental} from "../contracts/interfaces/IRentalEscrow.sol";
import {IRentalRouter, Method, Order, Payment, Purchase} from "../contracts/interfaces/IRentalRouter.sol";
import {DepositBase} from "./DepositBase.t.sol";
import {deployPermit2, deployRouter, Permit2, Router} from "./deployRouter.sol";
import {deployUsdc, UsdcToken} from "./mocks/UsdcToken.sol";
import {vm} from "./Vm.sol";

/// @dev What the tests of the router share: a dollar with ERC-3009, the real Permit2, and purchases that the payer
/// signs. The digests are encoded here as the EIPs say, not as the router computes them.
abstract contract RouterBase is DepositBase {
    /// @dev A call of the router. `_sign` fills in the payer's signature.
    struct Deal {
        Rental[] rentals;
        uint32[] durations;
        bytes[] hostSignatures;
        Payment payment;
    }

    uint256 internal constant FEE = 10_000;
    /// @dev Of eight hours.
    uint256 internal constant PRICE = 12_000_000;
    uint256 internal constant VALID_BEFORE = uint256(T0) + 10 minutes;
    /// @dev What the payer has of the dollar at first.
    uint256 internal constant DOLLARS = 1e18;

    bytes32 private constant _ORDER = keccak256("Order(bytes32 rentalId,address renter,uint32 duration)");
    bytes32 private constant _PURCHASE = keccak256(
        "Purchase(Order[] orders,uint256 relayFee,address relayer,uint256 validBefore)Order(bytes32 rentalId,address renter,uint32 duration)"
    );
    bytes32 private constant _RECEIVE = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 private constant _TOKEN_PERMISSIONS = keccak256("TokenPermissions(address token,uint256 amount)");
    bytes32 private constant _PERMIT_TRANSFER = keccak256(
        "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Purchase witness)Order(bytes32 rentalId,address renter,uint32 duration)Purchase(Order[] orders,uint256 relayFee,address relayer,uint256 validBefore)TokenPermissions(address token,uint256 amount)"
    );
    bytes32 private constant _PERMIT = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    /// @dev A test may set up more than one world; each has a router of its own.
    uint256 private _routers;

    UsdcToken internal dollar;
    Permit2 internal permit2;
    Router internal router;

    function setUp() public virtual override {
        super.setUp();
        dollar = deployUsdc();
        escrow.setMarket({token: address(dollar), arbiter: arbiter, feeBps: FEE_BPS, open: true});
        permit2 = deployPermit2(bytes32(++_routers));
        router = deployRouter(address(escrow), address(permit2), bytes32(_routers));
        dollar.mint(payer, DOLLARS);
        vm.prank(payer);
        dollar.approve(address(permit2), type(uint256).max);
    }

    // Purchases

    /// @dev Instant, in dollars, on a machine of its own.
    function _rentalOf(bytes32 machine) internal view returns (Rental memory rental) {
        rental = _rental(_instantOffer());
        rental.offer.token = address(dollar);
        rental.offer.machine = machine;
        (, rental.offer.nonce, ) = escrow.machines(host, machine);
    }

    /// @dev Eight hours on each of the first `count` machines, for price and fee, signed by the payer.
    function _deal(uint256 count, Method method) internal view returns (Deal memory deal) {
        deal.rentals = new Rental[](count);
        deal.durations = new uint32[](count);
        for (uint256 i = 0; i < count; ++i) {
            deal.rentals[i] = _rentalOf(bytes32(i + 1));
            deal.durations[i] = 8 hours;
        }
        deal.payment.payer = payer;
        deal.payment.value = count * PRICE + FEE;
        deal.payment.relayFee = FEE;
        deal.payment.validBefore = VALID_BEFORE;
        deal.payment.method = method;
        _signOffers(deal);
        _signPayment(deal);
    }

    function _signOffers(Deal memory deal) internal view {
        deal.hostSignatures = new bytes[](deal.rentals.length);
        for (uint256 i = 0; i < deal.rentals.length; ++i) deal.hostSignatures[i] = _sign(deal.rentals[i].offer);
    }

    /// @dev Signs the payment as it stands, by the payer's key.
    function _signPayment(Deal memory deal) internal view {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(PAYER_KEY, _paymentDigest(deal));
        deal.payment.signature = abi.encodePacked(r, s, v);
    }

    // Digests

    function _purchaseOf(Deal memory deal) internal view returns (Purchase memory purchase) {
        purchase.orders = new Order[](deal.rentals.length);
        for (uint256 i = 0; i < deal.rentals.length; ++i) {
            Rental memory rental = deal.rentals[i];
            purchase.orders[i] = Order(escrow.idOf(rental), rental.renter, deal.durations[i]);
        }
        purchase.relayFee = deal.payment.relayFee;
        purchase.relayer = deal.payment.relayer;
        purchase.validBefore = deal.payment.validBefore;
    }

    function _purchaseHash(Purchase memory purchase) internal pure returns (bytes32) {
        bytes memory orders;
        for (uint256 i = 0; i < purchase.orders.length; ++i) {
            Order memory order = purchase.orders[i];
            orders = bytes.concat(orders, keccak256(abi.encode(_ORDER, order.rentalId, order.renter, order.duration)));
        }
        return
            keccak256(
                abi.encode(_PURCHASE, keccak256(orders), purchase.relayFee, purchase.relayer, purchase.validBefore)
            );
    }

    function _purchaseDigest(Deal memory deal) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
        );
        bytes32 domain = keccak256(
            abi.encode(typeHash, keccak256("RentalRouter"), keccak256("1"), block.chainid, address(router))
        );
        return MessageHashUtils.toTypedDataHash(domain, _purchaseHash(_purchaseOf(deal)));
    }

    /// @dev What the payer signs: the token's or Permit2's message.
    function _paymentDigest(Deal memory deal) internal view returns (bytes32) {
        Payment memory payment = deal.payment;
        bytes32 purchase = _purchaseDigest(deal);
        if (payment.method == Method.Authorization) {
            bytes32 message = keccak256(
                abi.encode(_RECEIVE, payment.payer, address(router), payment.value, 0, payment.validBefore, purchase)
            );
            return MessageHashUtils.toTypedDataHash(dollar.DOMAIN_SEPARATOR(), message);
        }
        bytes32 transfer = keccak256(
            abi.encode(
                _PERMIT_TRANSFER,
                keccak256(abi.encode(_TOKEN_PERMISSIONS, deal.rentals[0].offer.token, payment.value)),
                address(router),
                uint256(purchase),
                payment.validBefore - 1,
                _purchaseHash(_purchaseOf(deal))
            )
        );
        return MessageHashUtils.toTypedDataHash(permit2.DOMAIN_SEPARATOR(), transfer);
    }

    /// @dev The payer's EIP-2612 permit for Permit2, as a payment carries it.
    function _permitForPermit2(uint256 value) internal view returns (bytes memory) {
        bytes32 message = keccak256(
            abi.encode(_PERMIT, payer, address(permit2), value, dollar.nonces(payer), VALID_BEFORE)
        );
        bytes32 digest = MessageHashUtils.toTypedDataHash(dollar.DOMAIN_SEPARATOR(), message);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(PAYER_KEY, digest);
        return abi.encode(value, VALID_BEFORE, v, r, s);
    }

    // Calls

    function _rent(Deal memory deal) internal {
        vm.prank(keeper);
        router.rent(deal.rentals, deal.durations, deal.hostSignatures, deal.payment);
    }

    /// @dev The first rental of the deal.
    function _extendBy(Deal memory deal) internal {
        vm.prank(keeper);
        router.extend(deal.rentals[0], deal.durations[0], deal.payment);
    }

    function _expectRentReverts(Deal memory deal, bytes memory error_) internal {
        vm.expectRevert(error_);
        _rent(deal);
    }

    /// @dev The token's or Permit2's refusal of a signature over something else.
    function _refused(Deal memory deal) internal view returns (bytes memory) {
        bytes memory reason =
            deal.payment.method == Method.Authorization
                ? abi.encodeWithSignature("InvalidSignature(address)", deal.payment.payer)
                : abi.encodeWithSignature("InvalidSigner()");
        return _refusedFor(deal, reason);
    }

    function _refusedFor(Deal memory deal, bytes memory reason) internal view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IRentalRouter.PaymentRefused.selector,
                deal.payment.payer,
                _purchaseDigest(deal),
                reason
            );
    }

    function _methods() internal pure returns (Method[2] memory) {
        return [Method.Authorization, Method.Permit2];
    }

    // Money

    function _assertRouterIsEmpty(string memory label) internal view {
        assertEq(dollar.balanceOf(address(router)), 0, string.concat(label, ": router's balance"));
        assertEq(dollar.allowance(address(router), address(escrow)), 0, string.concat(label, ": escrow's allowance"));
    }

    /// @dev Where the payer's dollars are now.
    function _assertDollars(uint256 paid, uint256 fee, string memory label) internal view {
        assertEq(dollar.balanceOf(payer), DOLLARS - paid - fee, string.concat(label, ": payer's balance"));
        assertEq(dollar.balanceOf(address(escrow)), paid, string.concat(label, ": escrow's balance"));
        assertEq(dollar.balanceOf(keeper), fee, string.concat(label, ": caller's fee"));
        _assertRouterIsEmpty(label);
    }
}
