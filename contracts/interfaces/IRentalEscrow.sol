// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The terms that a host offers and signs. docs/protocol.md explains each field.
/// @dev An EIP-712 struct: the order of its fields is part of the type hash. It is never stored; every call carries it.
struct Offer {
    /// The owner of the machine, its bond and its record.
    address host;
    /// The account that receives the host's payouts.
    address payee;
    /// The account that may start and interrupt for the host; zero for none.
    address operator;
    /// The only renter who may take the offer; zero for any renter.
    address renter;
    /// The ERC-20 token of price and bond; zero for the native coin.
    address token;
    /// The arbiter of disputes; must be the market's arbiter at the deposit.
    address arbiter;
    /// Price in base units per hour.
    uint96 pricePerHour;
    /// The host's collateral for each rental, in base units of the same token. A rental locks at most 20 times its
    /// price.
    uint96 bond;
    /// Seconds billed to a renter who stops earlier; 1 for billing by the second alone.
    uint32 minDuration;
    /// The longest rental in seconds, extensions included.
    uint32 maxDuration;
    /// Seconds in which the host must start; 0 if the rental starts with the deposit.
    uint32 startWindow;
    /// Seconds after the end in which the renter may still dispute.
    uint32 challengeWindow;
    /// The machine's nonce; must be the current one at the deposit.
    uint32 nonce;
    /// The host's epoch; must be the current one at the deposit.
    uint32 epoch;
    /// The timestamp until which the offer can be taken.
    uint40 expiry;
    /// The highest platform fee that the host accepts, in basis points.
    uint16 maxFeeBps;
    /// Whether the host is paid before the end for time older than `challengeWindow`.
    bool rolling;
    /// The host's own id of the machine, the same in every offer.
    bytes32 machine;
    /// The hash of the machine's description.
    bytes32 spec;
}

/// @notice An offer taken by a renter. `rentalId = keccak256(abi.encode(offerHash, renter, salt))`.
struct Rental {
    Offer offer;
    /// The account that rents the machine and receives every refund.
    address renter;
    /// A value of the payer's choice that makes the id unique.
    bytes32 salt;
}

/// @notice The status of a rental.
enum Status {
    None,
    Funded,
    Active,
    Interrupted,
    Disputed,
    Closed
}

/// @notice The reason why a rental was closed.
enum Reason {
    Completed,
    Released,
    Interrupted,
    Cancelled,
    Declined,
    NoShow,
    Conceded,
    Resolved,
    ArbitrationTimeout
}

/// @notice The state of a rental, in one storage slot.
struct RentalState {
    Status status;
    /// The platform fee in basis points, fixed at the deposit.
    uint16 feeBps;
    /// The block of the `Deposited` event, which holds the terms.
    uint40 depositBlock;
    /// The timestamp at which the current status began.
    uint40 since;
    /// Seconds paid for, extensions included.
    uint32 duration;
    /// Seconds billed; 0 until the rental has ended.
    uint32 billedSeconds;
    /// Seconds already paid to the host by rolling settlements.
    uint32 paidSeconds;
    /// Seconds that the host has refunded.
    uint32 refundedSeconds;
    /// Whether the host ended the rental early.
    bool interrupted;
    /// Minutes after the beginning of the dispute until which conceding is free; 0 if it is not.
    uint16 settlingUntil;
}

/// @notice A host's machine, in one storage slot.
struct Machine {
    /// The timestamp from which the machine can be rented; the largest uint40 while a rental waits for its start.
    uint40 busyUntil;
    /// The nonce that an offer must carry to be taken.
    uint32 nonce;
    /// The block of the machine's latest deposit; 0 if there was none.
    uint40 depositBlock;
}

/// @notice A host, in one storage slot.
struct Host {
    /// The account that signs the host's offers; zero for the host itself.
    address signer;
    /// The epoch that an offer must carry to be taken.
    uint32 epoch;
    /// The host's own platform fee in basis points; 0 for the market's fee.
    uint16 feeBps;
}

/// @notice The settings of a token in which rentals are paid, in one storage slot.
struct Market {
    /// The arbiter that offers in this token must name.
    address arbiter;
    /// The platform fee of new deposits, in basis points.
    uint16 feeBps;
    /// Whether deposits, extensions and bonds are accepted.
    bool open;
}

/// @title Rental escrow
/// @notice Locks a renter's payment for a rental of a machine, and releases it to the host by the second.
///
/// UNITS. Amounts are in base units of the offer's token, prices in base units per hour, times in seconds and rates in
/// basis points. A window that is open "until T" allows a call while `block.timestamp < T`. An amount that is due "from
/// T" can be settled once `block.timestamp >= T`.
///
/// ROLES. The owner sets the fee, the arbiter and the opening of a market, a host's fee, the treasury and the guardian,
/// within fixed bounds and for later deposits only. The guardian can close a market. No role can pause an exit, upgrade
/// the code, or move escrowed money anywhere but to the two parties of the rental, apart from the fee.
///
/// TOKENS. A market's token must not rebase, take a fee on transfer, or have a second address. A token that misbehaves
/// later harms only the rentals paid in it.
interface IRentalEscrow {
    // Events: rentals

    /// @notice Emitted when a rental is paid. Only this event holds the terms of the rental.
    /// @param duration The seconds paid for
    /// @param amount The principal locked, in base units
    /// @param feeBps The platform fee of this rental, in basis points
    /// @param payer The account that paid; it has no rights in the rental
    /// @param previousDepositBlock The block of the machine's previous deposit; 0 if there was none
    event Deposited(
        bytes32 indexed id,
        address indexed host,
        address indexed renter,
        Rental rental,
        uint32 duration,
        uint256 amount,
        uint16 feeBps,
        address payer,
        uint40 previousDepositBlock
    );
    /// @notice Emitted when the host starts a funded rental. An instant rental starts with its deposit, without this
    /// event.
    event Started(bytes32 indexed id);
    /// @notice Emitted when more time is paid for.
    /// @param payer The account that paid
    /// @param duration The new total of seconds paid for
    /// @param amount The principal added, in base units
    event Extended(bytes32 indexed id, address payer, uint32 duration, uint256 amount);
    /// @notice Emitted when the host ends a running rental early.
    /// @param billedSeconds The seconds served, which are billed
    /// @param refund The principal returned to the renter, in base units
    event Interrupted(bytes32 indexed id, uint32 billedSeconds, uint256 refund);
    /// @notice Emitted when a part of the host's bond is paid to the renter as compensation.
    /// @param amount The part of the bond, in base units
    event Compensated(bytes32 indexed id, uint256 amount);
    /// @notice Emitted when the host refunds time.
    /// @param refundedSeconds The total of seconds refunded so far
    /// @param amount The principal returned to the renter, in base units
    /// @param stakeReturned The part of the stake returned to the renter, in base units; 0 unless disputed
    event Refunded(bytes32 indexed id, uint32 refundedSeconds, uint256 amount, uint256 stakeReturned);
    /// @notice Emitted when a rolling settlement pays the host before the closing.
    /// @param paidSeconds The total of seconds paid to the host so far
    /// @param toHost The amount paid to the host, in base units
    /// @param fee The platform fee, in base units
    event Paid(bytes32 indexed id, uint32 paidSeconds, uint256 toHost, uint256 fee);
    /// @notice Emitted when the renter disputes a rental.
    /// @param billedSeconds The seconds billed
    /// @param contested The principal that a ruling splits, in base units
    /// @param stake The renter's stake, in base units
    /// @param evidenceURI The location of the renter's evidence
    event Disputed(
        bytes32 indexed id,
        address indexed arbiter,
        uint32 billedSeconds,
        uint256 contested,
        uint256 stake,
        string evidenceURI
    );
    /// @notice Emitted when a party submits evidence.
    /// @param party The renter, the host or the operator
    /// @param evidenceURI The location of the evidence
    event EvidenceSubmitted(bytes32 indexed id, address indexed party, string evidenceURI);
    /// @notice Emitted when the arbiter rules on a dispute.
    /// @param hostBps The host's share of the contested principal, in basis points
    /// @param stakeToHost The part of the stake paid to the payee, in base units
    /// @param stakeToRenter The part of the stake returned to the renter, in base units
    /// @param bondToRenter The part of the locked bond paid to the renter, in base units
    /// @param bondToHost The part of the locked bond that is free again, in base units
    event Resolved(
        bytes32 indexed id,
        uint16 hostBps,
        uint256 stakeToHost,
        uint256 stakeToRenter,
        uint256 bondToRenter,
        uint256 bondToHost
    );
    /// @notice Emitted when a dispute ends without a ruling, once for each side that receives a part of the stake.
    /// @param to The account that receives it: the renter or the payee
    /// @param amount The part of the stake, in base units
    event StakeReleased(bytes32 indexed id, address indexed to, uint256 amount);
    /// @notice Emitted when a rental is closed. The amounts are the principal that this closing moves, in base units.
    /// @param toHost The principal paid to the payee
    /// @param fee The platform fee
    /// @param toRenter The principal returned to the renter
    event Closed(bytes32 indexed id, Reason reason, uint256 toHost, uint256 fee, uint256 toRenter);

    // Events: money

    /// @notice Emitted when a payout cannot be delivered. The amount is credited, and `withdraw` sends it.
    event Credited(address indexed token, address indexed account, uint256 amount);
    /// @notice Emitted when a credit is withdrawn.
    event Withdrawn(address indexed token, address indexed account, address to, uint256 amount);
    /// @notice Emitted when a host adds to its free bond.
    event BondFunded(address indexed token, address indexed host, uint256 amount);
    /// @notice Emitted when a host withdraws from its free bond.
    event BondWithdrawn(address indexed token, address indexed host, address to, uint256 amount);
    /// @notice Emitted when fees are sent to the treasury.
    event FeesCollected(address indexed token, address to, uint256 amount);

    // Events: hosts

    /// @notice Emitted when a host revokes its offers for a machine. Offers with an older nonce can no longer be taken.
    event OffersRevoked(address indexed host, bytes32 indexed machine, uint32 nonce);
    /// @notice Emitted when a host sets its signer. Offers with an older epoch can no longer be taken.
    event SignerSet(address indexed host, address signer, uint32 epoch);

    // Events: administration

    /// @notice Emitted when the owner sets a market, or the guardian closes it.
    event MarketSet(address indexed token, address arbiter, uint16 feeBps, bool open);
    /// @notice Emitted when the owner sets a host's own fee.
    event HostFeeSet(address indexed host, uint16 feeBps);
    /// @notice Emitted when the treasury is set.
    event TreasurySet(address treasury);
    /// @notice Emitted when the guardian is set.
    event GuardianSet(address guardian);

    // Errors: callers

    /// @notice Only the renter may do this. Use the renter's account.
    error NotRenter(address caller, address renter);
    /// @notice Only the host may do this. Use the host's account.
    error NotHost(address caller, address host);
    /// @notice Only the host or its operator may do this. Use one of their accounts.
    error NotHostOrOperator(address caller);
    /// @notice Only the offer's arbiter may do this. Use the arbiter's account.
    error NotArbiter(address caller, address arbiter);
    /// @notice Only the rental's renter, host or operator may do this. Use one of their accounts.
    error NotParty(address caller);
    /// @notice Only the guardian may do this. Use the guardian's account.
    error NotGuardian(address caller, address guardian);
    /// @notice Only the owner of a credit may send it to another address. Send it to the owner's own address.
    error NotAccount(address caller, address account);
    /// @notice Only the escrow may call this function. Use `withdraw` to collect a credit.
    error NotSelf(address caller);

    // Errors: state and time

    /// @notice The rental's status does not allow this. Read its state first. With status `None` there is no such
    /// rental.
    error WrongStatus(bytes32 id, Status status);
    /// @notice This rental has already been paid. Choose another salt to rent again.
    error RentalExists(bytes32 id);
    /// @notice Nothing is due before `dueAt`. Settle from that time on.
    error NotDue(uint256 dueAt);
    /// @notice The start window ended at `deadline`, so the rental can no longer start. Settle the no-show.
    error StartWindowOver(uint256 deadline);
    /// @notice The promised time ended at `end`. Settle the rental once its challenge window is over.
    error RentalOver(uint256 end);
    /// @notice The challenge window ended at `deadline`, so the renter can no longer dispute. Settle the rental.
    error ChallengeWindowOver(uint256 deadline);
    /// @notice The closing settlement has been due since `dueAt`. Settle the rental.
    error SettlementDue(uint256 dueAt);
    /// @notice The evidence window is open until `until`. Rule from that time on.
    error EvidenceWindowOpen(uint256 until);
    /// @notice The arbitration window ended at `deadline`, so the arbiter can no longer rule. Settle the rental.
    error ArbitrationOver(uint256 deadline);

    // Errors: an offer that cannot be taken

    /// @notice The market of this token is not open. Choose a token with an open market.
    error MarketNotOpen(address token);
    /// @notice The offer names another arbiter than the market. Ask the host for a new offer.
    error WrongArbiter(address arbiter, address marketArbiter);
    /// @notice The offer expired at `expiry`. Ask the host for a new offer.
    error OfferExpired(uint256 expiry);
    /// @notice The host revoked this offer when it changed its signer. Ask the host for a new offer.
    error WrongEpoch(uint32 epoch, uint32 current);
    /// @notice The host revoked the offers of this machine. Ask the host for a new offer.
    error WrongNonce(uint32 nonce, uint32 current);
    /// @notice The machine is rented until `busyUntil`. Choose another machine or wait.
    error MachineBusy(uint256 busyUntil);
    /// @notice The offer is for another renter. Ask the host for an offer to this renter.
    error WrongRenter(address renter, address expected);
    /// @notice The host is the zero address. Name the host in the offer.
    error InvalidHost(address host);
    /// @notice The renter is the zero address, the host, the escrow or the token. Name another renter.
    error InvalidRenter(address renter);
    /// @notice The arbiter is the zero address, the host or the renter. Choose another arbiter.
    error InvalidArbiter(address arbiter);
    /// @notice The operator is the renter or the arbiter. Ask the host for an offer with another operator.
    error InvalidOperator(address operator);
    /// @notice The payee is the zero address, the escrow, the arbiter or the token. Ask the host for an offer with
    /// another payee.
    error InvalidPayee(address payee);
    /// @notice The platform fee exceeds the maximum of the offer. Ask the host for an offer with a higher `maxFeeBps`.
    error FeeAboveMaximum(uint16 feeBps, uint16 maxFeeBps);
    /// @notice The start window exceeds `maximum`. Ask the host for an offer with a shorter one.
    error StartWindowTooLong(uint256 startWindow, uint256 maximum);
    /// @notice The challenge window is not from `minimum` to `maximum`. Ask the host for an offer within these bounds.
    error ChallengeWindowOutOfBounds(uint256 challengeWindow, uint256 minimum, uint256 maximum);
    /// @notice The shortest duration of the offer is zero. Ask the host for an offer with at least one second.
    error MinDurationZero();
    /// @notice The longest duration of the offer exceeds `maximum`. Ask the host for an offer with a shorter one.
    error MaxDurationTooLong(uint256 maxDuration, uint256 maximum);
    /// @notice The duration is not from `minimum` to `maximum`. Choose one within these bounds.
    error DurationOutOfBounds(uint256 duration, uint256 minimum, uint256 maximum);
    /// @notice The host's signer did not sign this offer for this escrow and chain. Ask the host for a new offer.
    error InvalidSignature(address signer);
    /// @notice The host's free bond does not cover `required`. Fund the bond first.
    error InsufficientBond(uint256 free, uint256 required);

    // Errors: bounds that the caller set

    /// @notice The call would send more than you allow. Read the rental again, then pass a bound that fits.
    error TooMuch(uint256 amount, uint256 maximum);

    // Errors: money

    /// @notice The amount is zero. Choose a higher amount or a longer duration.
    error ZeroAmount();
    /// @notice The native coin that was sent differs from the amount due. Send exactly `expected`.
    error WrongValue(uint256 value, uint256 expected);
    /// @notice The allowance of the escrow does not cover `required`. Approve the escrow or pass a permit.
    error InsufficientAllowance(uint256 allowance, uint256 required);
    /// @notice The balance does not cover `required`. Add funds first.
    error InsufficientBalance(uint256 balance, uint256 required);
    /// @notice The token refused the transfer although allowance and balance suffice. Check the rules of the token.
    error TransferRefused(address token);
    /// @notice The token delivered another amount than was sent. Choose a token without transfer fees.
    error WrongAmountReceived(uint256 received, uint256 expected);
    /// @notice The receiver is the zero address or the escrow. Choose another receiver.
    error InvalidReceiver(address to);
    /// @notice This account has no credit in this token. Payouts that arrived need no withdrawal.
    error NothingCredited(address token, address account);
    /// @notice There are no fees to collect in this token. Wait until a rental has paid some.
    error NoFees(address token);
    /// @notice The gas does not suffice to pay or to credit. Send the transaction with more gas.
    error InsufficientGas(uint256 available, uint256 required);

    // Errors: refunds, disputes and rulings

    /// @notice The refund is not more than the present total, or exceeds `maximum`. Pass the new total of refunded
    /// seconds: more than the present one, at most `maximum`.
    error RefundOutOfBounds(uint256 refundedSeconds, uint256 maximum);
    /// @notice Neither price nor bond is left to dispute. Stop or settle the rental.
    error NothingAtRisk();
    /// @notice The share exceeds `maximum`. Choose one from 0 to `maximum`, in basis points.
    error ShareOutOfBounds(uint256 hostBps, uint256 maximum);

    // Errors: administration

    /// @notice The fee is not from `minimum` to `maximum`. Choose one within these bounds.
    error FeeOutOfBounds(uint256 feeBps, uint256 minimum, uint256 maximum);
    /// @notice The token has no code, is the escrow, or is the ERC-20 face of the native coin. Choose another token.
    error InvalidToken(address token);
    /// @notice The treasury is the zero address or the escrow. Choose another address.
    error InvalidTreasury(address treasury);

    // Rentals

    /// @notice Pays for a rental and reserves the machine. An instant rental (`startWindow` 0) starts at once.
    /// @dev Anyone may pay for a renter. Takes exactly the price of `duration` from the caller, and locks the rental's
    /// bond out of the host's free bond. For the native coin, `msg.value` must be the price. For an ERC-20 token,
    /// `msg.value` must be 0 and the token must deliver exactly the price. Emits `Deposited`.
    /// @param rental The offer, the renter and the salt
    /// @param duration The seconds to rent, between the offer's `minDuration` and `maxDuration`
    /// @param hostSignature The signature of the offer's EIP-712 digest: 65 bytes by the host's signer, or any bytes
    /// that the signer's ERC-1271 contract accepts
    /// @param permit `abi.encode(value, deadline, v, r, s)` of an EIP-2612 permit of the caller, or empty. It is tried
    /// first. If it fails, the allowance decides
    /// @return id The rental's id
    function deposit(
        Rental calldata rental,
        uint32 duration,
        bytes calldata hostSignature,
        bytes calldata permit
    ) external payable returns (bytes32 id);

    /// @notice Starts a funded rental. The price accrues from now on.
    /// @dev Callable by the host or its operator until the start window ends. Emits `Started`.
    function start(Rental calldata rental) external;

    /// @notice Pays for more time on a running rental. The host agreed to it by signing `maxDuration`.
    /// @dev Callable by anyone until the rental ends. The market must be open and have the same arbiter. Takes the rise
    /// of the price from the caller, and the rise of the rental's bond from the host's free bond. Emits `Extended`.
    /// @param duration The new total of seconds: more than the present one, at most `maxDuration`. The same call sent
    /// twice buys once
    /// @param permit As in `deposit`
    function extend(Rental calldata rental, uint32 duration, bytes calldata permit) external payable;

    /// @notice Ends a rental as its renter. Before the start, the whole price is returned. Later, the host is paid for
    /// the billed time.
    /// @dev Callable by the renter. `Funded`: until the start window ends. `Active`: at any time; at least
    /// `minDuration` is billed. `Interrupted`: at any time. `Disputed`: until the arbitration window ends; the renter
    /// concedes the contested principal. It loses a tenth of its stake at once, and more with time: all of it nine
    /// tenths of a day later. Conceding is free for a day after the host's latest refund in the dispute, and for as
    /// long as nothing is contested after such a refund. Emits `Closed`, and `StakeReleased` after a dispute.
    /// @param maxToHost The most that this call may send to the payee, net of the fee and including its part of the
    /// stake. Reverts with `TooMuch` if it would send more, for example because the host started the rental first
    function stop(Rental calldata rental, uint256 maxToHost) external;

    /// @notice Ends a rental as its host: declines it before the start, or interrupts it later. The bond compensates
    /// the renter.
    /// @dev Callable by the host or its operator. `Funded`: until the start window ends; emits `Closed` and
    /// `Compensated`. `Active`: until the rental ends; the price of the unserved time is returned at once, and the
    /// price of the served time waits for the challenge window. Emits `Interrupted` and `Compensated`, and `Closed` if
    /// nothing is left at risk.
    /// @param maxFromBond The most of the bond that this call may send to the renter. Reverts with `TooMuch` if it
    /// would send more, for example because the rental was started or extended first
    function interrupt(Rental calldata rental, uint256 maxFromBond) external;

    /// @notice Refunds billed time as the host, as a credit for downtime or to end a dispute.
    /// @dev Callable by the host until the closing settlement is due. First pays what `settle` would pay. The price of
    /// the seconds is returned to the renter at once. In a dispute, the stake falls with it, and the difference is
    /// returned too; the renter can then concede for free for a day. Emits `Refunded`, and `Paid` before it if
    /// something was paid.
    /// @param refundedSeconds The new total of refunded seconds: more than the present one, at most those billed and
    /// not paid. The same call sent twice refunds once
    function refund(Rental calldata rental, uint32 refundedSeconds) external;

    /// @notice Pays what is due: a no-show, a rental whose challenge window has ended, a rolling payment, or a dispute
    /// on which the arbiter did not rule.
    /// @dev Callable by anyone. The result depends neither on the caller nor on how late the call is. Emits `Closed`,
    /// or `Paid` if the rental goes on.
    function settle(Rental calldata rental) external;

    /// @notice Settles the given rentals that are due, and skips all others, including duplicates and unknown rentals.
    /// @dev Callable by anyone. Writes all state before it sends anything. Adjacent rentals with the same token and
    /// payee are paid in one transfer.
    /// @return settled The number of rentals for which something was paid
    function settleMany(Rental[] calldata rentals) external returns (uint256 settled);

    // Disputes

    /// @notice Disputes a rental as its renter. Ends a running rental, and stakes 5 % of the amount at risk.
    /// @dev Callable by the renter until the challenge window ends, once per rental. First pays what `settle` would
    /// pay. The price of the time that is not billed is returned, less the stake. If it does not cover the stake, the
    /// difference is taken from the caller: for the native coin from `msg.value`, of which the excess is returned.
    /// Emits `Disputed`, and `Paid` before it if something was paid.
    /// @param evidenceURI The location of the renter's evidence
    /// @param permit As in `deposit`, for the difference
    function dispute(Rental calldata rental, string calldata evidenceURI, bytes calldata permit) external payable;

    /// @notice Submits evidence for the arbiter.
    /// @dev Callable by the renter, the host or the operator while the rental is `Disputed`. Emits `EvidenceSubmitted`.
    /// @param evidenceURI The location of the evidence
    function submitEvidence(Rental calldata rental, string calldata evidenceURI) external;

    /// @notice Rules on a dispute as its arbiter. Splits the contested principal; stake and bond follow in proportion.
    /// @dev Callable by the offer's arbiter, from the end of the evidence window until the end of the arbitration
    /// window. Emits `Resolved` and `Closed`.
    /// @param hostBps How far the host kept its promise over all that was contested at first, in basis points
    function resolve(Rental calldata rental, uint16 hostBps) external;

    // Hosts

    /// @notice Adds to the caller's free bond.
    /// @dev The market must be open. For the native coin, `msg.value` must be `amount`. Emits `BondFunded`.
    function fundBond(address token, uint256 amount) external payable;

    /// @notice Withdraws from the caller's free bond.
    /// @dev Reverts if the transfer fails. Emits `BondWithdrawn`.
    function withdrawBond(address token, uint256 amount, address to) external;

    /// @notice Revokes every offer of the caller for a machine. Open rentals continue.
    /// @dev Emits `OffersRevoked`.
    function revokeOffers(bytes32 machine) external;

    /// @notice Sets the account that signs the caller's offers, and revokes every offer signed before.
    /// @dev Emits `SignerSet`.
    /// @param signer The new signer; zero for the caller itself. With another signer, the caller's own signature is not
    /// accepted
    function setSigner(address signer) external;

    // Credits and fees

    /// @notice Sends a credited payout.
    /// @dev The account itself may choose any receiver but zero and the escrow. Anyone else may send it to the account
    /// only. If the transfer fails, the call reverts and the credit is kept. Emits `Withdrawn`.
    function withdraw(address token, address account, address to) external;

    /// @notice Sends the platform's fees to the treasury.
    /// @dev Callable by anyone. Emits `FeesCollected`.
    function collectFees(address token) external;

    // Administration

    /// @notice Sets a token's arbiter and fee for later deposits, and opens or closes its market.
    /// @dev Callable by the owner. The fee must be between `MIN_FEE_BPS` and `MAX_FEE_BPS`. A market cannot be opened
    /// with a zero arbiter, nor for a token without code, the escrow, or the ERC-20 face of the native coin. Emits
    /// `MarketSet`.
    /// @param token The token; zero for the native coin
    function setMarket(address token, address arbiter, uint16 feeBps, bool open) external;

    /// @notice Sets a host's own fee for later deposits.
    /// @dev Callable by the owner. Emits `HostFeeSet`.
    /// @param feeBps The fee in basis points, within the bounds of `setMarket`; 0 for the market's fee
    function setHostFee(address host, uint16 feeBps) external;

    /// @notice Sets the account that receives the fees.
    /// @dev Callable by the owner. Emits `TreasurySet`.
    function setTreasury(address treasury) external;

    /// @notice Sets the account that may close markets; zero for none.
    /// @dev Callable by the owner. Emits `GuardianSet`.
    function setGuardian(address guardian) external;

    /// @notice Closes a market to deposits, extensions and bonds.
    /// @dev Callable by the guardian. Emits `MarketSet`.
    function closeMarket(address token) external;

    // Views

    /// @notice Returns the rental's id, which is known before the deposit and the same on every chain.
    function idOf(Rental calldata rental) external view returns (bytes32);

    /// @notice Returns the offer's EIP-712 struct hash.
    function hashOffer(Offer calldata offer) external view returns (bytes32);

    /// @notice Returns the rental's state; all fields are zero if there is no rental with this id.
    function getRental(bytes32 id) external view returns (RentalState memory);

    /// @notice Returns the gross price that the host has earned so far, in base units. It grows while the rental is
    /// `Active`.
    function accrued(Rental calldata rental) external view returns (uint256);

    /// @notice Returns the principal that `settle` would move now, in base units; zeros if nothing is due.
    function due(Rental calldata rental) external view returns (uint256 toHost, uint256 fee, uint256 toRenter);

    /// @notice Returns the stake in base units: what a dispute would stake now, or what a disputed rental has staked. 0
    /// if the rental is not disputed and can no longer be.
    function stakeOf(Rental calldata rental) external view returns (uint256);

    /// @notice Returns the latest timestamp from which anyone can release the money without the cooperation of the
    /// parties, even if the rental is disputed; 0 if nothing is held.
    function exitAt(Rental calldata rental) external view returns (uint256);

    /// @notice Returns a host's machine.
    function machines(
        address host,
        bytes32 machine
    ) external view returns (uint40 busyUntil, uint32 nonce, uint40 depositBlock);

    /// @notice Returns a host.
    function hosts(address host) external view returns (address signer, uint32 epoch, uint16 feeBps);

    /// @notice Returns the market of a token.
    function markets(address token) external view returns (address arbiter, uint16 feeBps, bool open);

    /// @notice Returns the payouts credited to an account, in base units. `withdraw` sends them.
    function credits(address token, address account) external view returns (uint256);

    /// @notice Returns the free part of a host's bond, in base units.
    function bonds(address token, address host) external view returns (uint256);

    /// @notice Returns the fees that `collectFees` would send, in base units.
    function fees(address token) external view returns (uint256);

    /// @notice Returns the account that receives the fees.
    function treasury() external view returns (address);

    /// @notice Returns the account that may close markets.
    function guardian() external view returns (address);
}
