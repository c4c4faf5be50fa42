// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Rental} from "./IRentalEscrow.sol";

/// @notice A renter's permission to extend one rental, within a sum. The renter signs it.
/// @dev An EIP-712 struct: the order of its fields is part of the type hash. It is never stored; every call carries it.
struct Mandate {
    /// The renter of the rental, who pays and signs.
    address renter;
    /// The only rental that may be extended. Its id fixes host, machine, token, price and `maxDuration`.
    bytes32 rentalId;
    /// The most that may be spent in all, tips included, in base units of the rental's token.
    uint96 maxTotal;
    /// Seconds that one extension adds, or less where the offer's `maxDuration` comes first.
    uint32 step;
    /// An extension is possible while less than this many seconds are left; at least 2.
    uint32 extendBefore;
    /// The highest tip for one extension, in base units of the rental's token.
    uint96 maxTip;
    /// The timestamp until which the mandate can be executed.
    uint40 expiry;
    /// The renter's epoch; must be the current one when the mandate is executed.
    uint32 epoch;
    /// A value of the renter's choice. Mandates of one renter with the same salt share one counter and one revocation.
    bytes32 salt;
}

/// @title Rental mandate
/// @notice Extends rentals step by step, within what their renters have signed, so that a long rental need not be paid
/// in advance. Anyone may execute a mandate when its rental is about to end, for a tip.
///
/// UNITS. As in the escrow: amounts are in base units of the rental's token, times in seconds. A window that is open
/// "until T" allows a call while `block.timestamp < T`. What is possible "from T" needs `block.timestamp >= T`.
///
/// MONEY. The renter approves this contract, or signs an EIP-2612 permit for it, for at most `maxTotal`. An execution
/// takes the price of the extension and the tip from the renter, pays both at once, and keeps nothing. Between
/// transactions this contract holds no coins and gives no allowance. Refunds go from the escrow to the renter. A native
/// coin cannot be taken from a renter, so rentals paid in it have no mandates.
///
/// POWER. This contract has no owner and cannot be upgraded or paused. It can do in the escrow what anyone can.
///
/// ERRORS. What the escrow refuses is reported with the escrow's own errors, for example `WrongStatus`, `RentalOver`,
/// `MarketNotOpen` or `InsufficientBond`.
interface IRentalMandate {
    // Events

    /// @notice Emitted when a mandate is executed.
    /// @param mandate The EIP-712 digest of the mandate
    /// @param id The rental's id
    /// @param keeper The account that executed it and received the tip
    /// @param duration The rental's new total of seconds paid for
    /// @param amount The price of the extension, in base units
    /// @param tip The tip, in base units
    /// @param spent What mandates of this renter with this salt have spent so far, in base units
    event MandateExecuted(
        bytes32 indexed mandate,
        bytes32 indexed id,
        address indexed renter,
        address keeper,
        uint32 duration,
        uint256 amount,
        uint256 tip,
        uint256 spent
    );
    /// @notice Emitted when a renter revokes its mandates with a salt.
    event MandateRevoked(address indexed renter, bytes32 indexed salt);
    /// @notice Emitted when a renter revokes all of its mandates.
    /// @param epoch The renter's new epoch. Mandates with an older epoch can no longer be executed
    event AllMandatesRevoked(address indexed renter, uint32 epoch);

    // Errors: the deployment

    /// @notice There is no contract at this address. Pass the address of a contract of this chain.
    error NotContract(address account);

    // Errors: a mandate that cannot be executed

    /// @notice The mandate is for another rental. Pass the rental whose id the mandate names.
    error WrongRental(bytes32 id, bytes32 expected);
    /// @notice The signer of the mandate is not the rental's renter. Ask the rental's renter to sign.
    error NotRentalsRenter(address signer, address renter);
    /// @notice The offer's token is the native coin, which cannot be signed for. Call the escrow itself.
    error NativeCoin();
    /// @notice The step of the mandate is zero. Sign a mandate with a step of at least one second.
    error ZeroStep();
    /// @notice With this `extendBefore` no extension is ever possible. Sign a mandate with at least `minimum` seconds.
    error ExtendBeforeTooShort(uint256 extendBefore, uint256 minimum);
    /// @notice The tip exceeds the maximum of the mandate. Ask for at most `maxTip`.
    error TipAboveMaximum(uint256 tip, uint256 maxTip);
    /// @notice The mandate expired at `expiry`. Ask the renter for a new mandate.
    error MandateExpired(uint256 expiry);
    /// @notice The renter has revoked all mandates of this epoch. Ask the renter for a new mandate.
    error WrongMandateEpoch(uint32 epoch, uint32 current);
    /// @notice The renter has revoked the mandates with this salt. Ask the renter for a new mandate with another salt.
    error SaltRevoked(address renter, bytes32 salt);
    /// @notice The renter did not sign this mandate for this contract and chain. Ask the renter for a new mandate.
    error InvalidMandateSignature(address renter);
    /// @notice The renter's account is a contract, and it does not accept the signature (ERC-1271). Ask the renter to
    /// sign with an owner of the account.
    error MandateSignatureRefused(address renter);
    /// @notice The signature is for an account that has no code yet (ERC-6492). Deploy the renter's account first.
    error UndeployedRenter(address renter);

    // Errors: an extension that is not possible

    /// @notice The rental already has the longest duration of its offer. No extension is left to execute.
    error FullyExtended(uint256 maxDuration);
    /// @notice More time is left than `extendBefore`. Execute the mandate from `dueAt` on.
    error TooEarly(uint256 dueAt);
    /// @notice Price and tip exceed what is left of the mandate's total. Ask the renter for a new mandate.
    error MandateExhausted(uint256 amount, uint256 left);

    // Errors: money

    /// @notice The renter's allowance to this contract does not cover `required`. Ask the renter to approve it, or to
    /// sign a permit.
    error InsufficientMandateAllowance(uint256 allowance, uint256 required);
    /// @notice The renter's balance does not cover `required`. Ask the renter to add funds.
    error InsufficientRenterBalance(uint256 balance, uint256 required);
    /// @notice The token did not move exactly what was paid, so coins would be left over or missing. Extend the rental
    /// directly.
    error WrongBalance(uint256 balance, uint256 expected);

    // Mandates

    /// @notice Extends a rental as its renter has signed, and pays the tip to the caller.
    /// @dev Callable by anyone while less than `extendBefore` seconds of the rental are left, until it ends. The new
    /// duration is the present one plus `step`, at most the offer's `maxDuration`. Takes price and tip from the renter,
    /// who has approved this contract. Emits `MandateExecuted`.
    ///
    /// LIMITS. In any T seconds, a mandate buys less than `T + extendBefore + step` seconds, in at most
    /// `ceil((T + extendBefore) / step) + 1` extensions with one tip each, and never spends more than `maxTotal`.
    /// @param signature The renter's signature of the mandate's EIP-712 digest: 65 bytes by the renter's key, or any
    /// bytes that the renter's ERC-1271 contract accepts
    /// @param rental The rental that the mandate names
    /// @param tip The tip in base units, at most `maxTip`
    /// @param permit `abi.encode(value, deadline, v, r, s)` of an EIP-2612 permit of the renter for this contract, or
    /// empty. It is tried first. If it fails, the allowance decides
    function execute(
        Mandate calldata mandate,
        bytes calldata signature,
        Rental calldata rental,
        uint96 tip,
        bytes calldata permit
    ) external;

    /// @notice Revokes the caller's mandates with this salt, also those that were not used yet.
    /// @dev Final: the salt cannot be used again. The same call sent twice changes nothing more. Emits
    /// `MandateRevoked`.
    function revoke(bytes32 salt) external;

    /// @notice Revokes all mandates of the caller that were signed for the current epoch.
    /// @dev Emits `AllMandatesRevoked`.
    function revokeAll() external;

    // Views

    /// @notice Returns the extension that a mandate buys next, at today's price. It can be executed from `dueAt` on.
    /// @dev Reverts with the error of `execute` if no extension would follow. Checks neither the signature, nor the
    /// renter's allowance and balance, nor what only the escrow checks: the market and the host's free bond. Simulate
    /// `execute` for these; it reports `TooEarly` only if mandate, signature and rental are right.
    /// @param tip The tip in base units, which counts towards `maxTotal`
    /// @return duration The new total of seconds
    /// @return amount The price of the extension, in base units, without the tip
    /// @return dueAt The timestamp from which less than `extendBefore` seconds are left
    function nextExtension(
        Mandate calldata mandate,
        Rental calldata rental,
        uint96 tip
    ) external view returns (uint32 duration, uint256 amount, uint256 dueAt);

    /// @notice Returns the mandate's EIP-712 digest, which the renter signs.
    function digestOf(Mandate calldata mandate) external view returns (bytes32);

    /// @notice Returns what mandates of a renter with this salt have spent so far, tips included, in base units.
    function spent(address renter, bytes32 salt) external view returns (uint256);

    /// @notice Returns whether the renter has revoked its mandates with this salt.
    function revoked(address renter, bytes32 salt) external view returns (bool);

    /// @notice Returns the epoch that a renter's mandates must carry.
    function epoch(address renter) external view returns (uint32);

    /// @notice Returns the escrow whose rentals are extended.
    function escrow() external view returns (IRentalEscrow);
}
