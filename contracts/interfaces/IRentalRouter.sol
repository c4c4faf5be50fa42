// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPermit2} from "./IPermit2.sol";
import {IRentalEscrow, Rental} from "./IRentalEscrow.sol";

/// @notice One rental of a purchase. It says how long the rental shall last in all, whoever paid for a part of it.
/// @dev An EIP-712 struct: the order of its fields is part of the type hash.
struct Order {
    /// The rental's id, which fixes the offer, the renter and the salt.
    bytes32 rentalId;
    /// The account that rents the machine and receives every refund.
    address renter;
    /// Seconds that the rental shall last in all.
    uint32 duration;
}

/// @notice What a payer signs: as the nonce of an ERC-3009 authorization, or as the witness of a Permit2 transfer.
/// @dev An EIP-712 struct: the order of its fields is part of the type hash. It is never stored.
struct Purchase {
    /// The rentals, in the order in which they are paid.
    Order[] orders;
    /// What the account that sends the transaction receives, in base units of the offers' token.
    uint256 relayFee;
    /// The only account that may send the transaction; zero for any account.
    address relayer;
    /// The timestamp until which the purchase can be sent.
    uint256 validBefore;
}

/// @notice How a payment is signed. The payer's signature is valid for one of them.
enum Method {
    /// ERC-3009: the token's `receiveWithAuthorization`.
    Authorization,
    /// Permit2: `permitWitnessTransferFrom`.
    Permit2
}

/// @notice The payer's part of a purchase. Its orders follow from the rentals and durations of the call.
struct Payment {
    /// The account that signed and pays.
    address payer;
    /// The most that the payer parts with, fee included, in base units of the offers' token.
    uint256 value;
    /// As in `Purchase`.
    uint256 relayFee;
    /// As in `Purchase`.
    address relayer;
    /// As in `Purchase`.
    uint256 validBefore;
    /// The payer's signature: for `Authorization` of the token's `ReceiveWithAuthorization`, for `Permit2` of
    /// `PermitWitnessTransferFrom`. 65 bytes of a key, or any bytes that the payer's ERC-1271 contract accepts.
    bytes signature;
    Method method;
    /// `abi.encode(value, deadline, v, r, s)` of the payer's EIP-2612 permit for Permit2, or empty. It is tried first,
    /// for the method `Permit2` only. If it fails, the payer's allowance for Permit2 decides.
    bytes permit;
}

/// @title Rental router
/// @notice Pays for rentals with one signature of the payer, who needs no native coin. Any account sends the
/// transaction and receives the signed fee for it, in the same token.
///
/// UNITS. Amounts are in base units of the offers' token, times in seconds. A purchase can be sent while
/// `block.timestamp < validBefore`.
///
/// POWER. The router has no owner, no storage and no upgrade. It can do nothing in the escrow that any other account
/// cannot do. Between transactions it holds no coin and gives no allowance. Tokens that are sent to it outside of a
/// purchase stay in it for ever, so never send any: it is not a receiver for payments of other protocols.
///
/// SIGNATURE. The digest of `Purchase` is the nonce of the payer's ERC-3009 authorization, and of the payer's Permit2
/// transfer. The digest contains the chain and this contract, so a signature buys what was signed, once, or nothing.
///
/// REFUNDS. What the payer signed for and the purchase does not need goes back to the payer in the same transaction.
/// Whatever the escrow returns later goes to the renter.
interface IRentalRouter {
    // Events

    /// @notice Emitted for each order of a purchase, before the escrow's `Deposited` or `Extended`, whose payer is the
    /// router.
    /// @param purchase The digest of the purchase, as `digestOf` returns it
    /// @param id The rental's id
    /// @param payer The account that signed and pays; it has no rights in the rental
    /// @param relayer The account that sent the transaction and receives the fee
    /// @param duration The seconds that the rental now lasts in all
    /// @param amount The price paid for this order, in base units
    event Purchased(
        bytes32 indexed purchase,
        bytes32 indexed id,
        address indexed payer,
        address relayer,
        uint32 duration,
        uint256 amount
    );

    // Errors: the deployment

    /// @notice There is no contract at this address. Pass the address of a contract of this chain.
    error NotContract(address account);

    // Errors: the orders

    /// @notice The three lists differ in length. Pass a duration and a host's signature for each rental.
    error UnequalLengths(uint256 rentals, uint256 durations, uint256 hostSignatures);
    /// @notice The number of orders is not from `minimum` to `maximum`. Split the purchase, or order something.
    error OrderCountOutOfBounds(uint256 count, uint256 minimum, uint256 maximum);
    /// @notice The offer's token is the native coin, which cannot be signed for. Call the escrow itself.
    error NativeCoin();
    /// @notice One offer is paid in `token`, the first one in `expected`. Sign one purchase for each token.
    error MixedTokens(address token, address expected);

    // Errors: the payment

    /// @notice The payer chose another relayer. Send the transaction from `relayer`, or ask the payer to sign again.
    error NotRelayer(address caller, address relayer);
    /// @notice The purchase could be sent until `validBefore`. Ask the payer to sign again.
    error PurchaseExpired(uint256 validBefore);
    /// @notice The signature is for an account that has no code yet (ERC-6492). Deploy the payer's account first.
    error UndeployedPayer(address payer);
    /// @notice This purchase was already paid, or its payer cancelled it. Ask the payer to sign another one.
    error PurchaseUsed(address payer, bytes32 purchase);
    /// @notice The payer's allowance for Permit2 does not cover `required`. Pass an EIP-2612 permit for Permit2.
    error InsufficientPermit2Allowance(uint256 allowance, uint256 required);
    /// @notice The token or Permit2 refused the payment, for `reason`. The payer signed another purchase, value, chain,
    /// router or method, or the token blocks one of the accounts. Compare each field with what was signed.
    error PaymentRefused(address payer, bytes32 purchase, bytes reason);
    /// @notice The value does not cover price and fee. Ask the payer to sign at least `price + relayFee`.
    error ValueTooSmall(uint256 value, uint256 price, uint256 relayFee);
    /// @notice The token moved other amounts than it was asked to, or a rental is ordered twice. The router would be
    /// left with `balance` instead of `expected`, or with an allowance of the escrow.
    error NotSettled(uint256 balance, uint256 expected, uint256 allowance);

    // Purchases

    /// @notice Pays for one rental or for a cluster, all or none.
    /// @dev Callable by the payment's `relayer`, or by anyone if it is zero. Takes `value` from the payer, pays the
    /// price of this moment for each order, sends `relayFee` to the caller and the rest back to the payer. A rental
    /// that does not exist yet is deposited. A rental that is `Active`, because someone took it for a shorter time
    /// first, is extended to the ordered duration. Any other one reverts with the escrow's `RentalExists`: if it waits
    /// for its host, send the purchase again once it has started; if it has ended, sign for another salt. All errors of
    /// the escrow's `deposit` and `extend` are passed on. Emits `Purchased` for each order.
    /// @param rentals The offers, renters and salts, all with the same ERC-20 token
    /// @param durations The seconds that each rental shall last in all
    /// @param hostSignatures The host's signature of each offer, as in the escrow's `deposit`
    /// @param payment The payer, what it signed, and its signature
    function rent(
        Rental[] calldata rentals,
        uint32[] calldata durations,
        bytes[] calldata hostSignatures,
        Payment calldata payment
    ) external;

    /// @notice Pays for more time on one running rental.
    /// @dev As `rent` with one order, without a host's signature: the host signed `maxDuration`. The price is the rise
    /// of the principal that the escrow holds for the rental. A refund by the host between signature and transaction
    /// moves it by one unit, so sign for one unit more. Reverts with the escrow's `WrongStatus` unless the rental is
    /// `Active`. Emits `Purchased`.
    /// @param duration The seconds that the rental shall last in all: more than now, at most `maxDuration`
    function extend(Rental calldata rental, uint32 duration, Payment calldata payment) external;

    // Views

    /// @notice Returns the purchase's EIP-712 digest on this chain and router: the nonce of the ERC-3009 authorization
    /// as bytes, the nonce of the Permit2 transfer as a number, and `purchase` in the event.
    function digestOf(Purchase calldata purchase) external view returns (bytes32);

    /// @notice Returns the purchase's EIP-712 struct hash: the witness of the Permit2 transfer.
    function hashPurchase(Purchase calldata purchase) external view returns (bytes32);

    /// @notice Returns the escrow in which the rentals are paid.
    function escrow() external view returns (IRentalEscrow);

    /// @notice Returns the Permit2 contract, the spender of the payer's allowance.
    function permit2() external view returns (IPermit2);
}
