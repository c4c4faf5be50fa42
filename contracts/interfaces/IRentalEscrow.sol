// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What a host promises and signs. Field by field in docs/protocol.md.
/// @dev EIP-712 struct; the field order is part of the type hash. Never stored: every call carries it.
struct Offer {
    /// Owns the bond and the record.
    address host;
    /// Receives payouts.
    address payee;
    /// May start and interrupt for the host; zero: none.
    address operator;
    /// The only renter it is for; zero: any.
    address renter;
    /// ERC-20 token of price and bond; zero: the native coin.
    address token;
    /// Must be the market's arbiter when the offer is taken.
    address arbiter;
    /// Base units per hour.
    uint96 pricePerHour;
    /// Host collateral locked per rental, base units of the same token.
    uint96 bond;
    /// Seconds that a renter who ends earlier is billed; 1: pure per-second billing.
    uint32 minDuration;
    /// Seconds, extensions included.
    uint32 maxDuration;
    /// Seconds the host has to start; 0: the rental starts with the deposit.
    uint32 startWindow;
    /// Seconds after the end in which the renter may dispute.
    uint32 challengeWindow;
    /// Must equal the machine's current nonce.
    uint32 nonce;
    /// Must equal the host's current epoch.
    uint32 epoch;
    /// Timestamp until which it can be taken.
    uint40 expiry;
    /// Highest platform fee that the host accepts, basis points.
    uint16 maxFeeBps;
    /// The host may collect before the end what is older than `challengeWindow`.
    bool rolling;
    /// The host's stable id of the unit on offer.
    bytes32 machine;
    /// Hash of the description that is promised now.
    bytes32 spec;
}

/// @notice One taking of an offer. `rentalId = keccak256(abi.encode(offerHash, renter, salt))`.
struct Rental {
    Offer offer;
    /// Uses the machine and receives every refund.
    address renter;
    /// Chosen by the payer; makes the id unique.
    bytes32 salt;
}

/// @notice Where a rental stands in its life.
enum Status {
    None,
    Funded,
    Active,
    Interrupted,
    Disputed,
    Closed
}

/// @notice Why a rental was closed.
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

/// @notice A rental's whole state: one storage slot.
struct RentalState {
    Status status;
    /// Platform fee, snapshot at deposit, basis points.
    uint16 feeBps;
    /// Block of the `Deposited` event, which holds the terms.
    uint40 depositBlock;
    /// When the current status began: deposited, started, ended by the host, disputed, closed.
    uint40 since;
    /// Seconds promised, extensions included.
    uint32 duration;
    /// Seconds billed, once ended.
    uint32 served;
    /// Seconds paid out by rolling settlements.
    uint32 paid;
    /// Seconds that the host gave back.
    uint32 refunded;
    /// The host ended it.
    bool interrupted;
}

/// @notice A host's machine: one storage slot.
struct Machine {
    /// Timestamp from which it can be rented; the largest uint40 while reserved for a start.
    uint40 busyUntil;
    /// The nonce that a live offer for it must carry.
    uint32 nonce;
    /// Block of its latest deposit; 0: none.
    uint40 depositBlock;
}

/// @notice A host: one storage slot.
struct Host {
    /// Key that signs its offers; zero: the host itself.
    address signer;
    /// The epoch that its live offers must carry.
    uint32 epoch;
    /// Its own platform fee, basis points; 0: the market's.
    uint16 feeBps;
}

/// @notice A token that rentals may be paid in: one storage slot.
struct Market {
    address arbiter;
    /// Platform fee for new deposits, basis points.
    uint16 feeBps;
    /// New deposits, extensions and bonds are accepted.
    bool open;
}

/// @title Rental escrow
/// @notice Locks a renter's money per rental of a machine and releases it to the host by the second.
///
/// Units. Amounts are base units of the offer's token, prices base units per hour, times seconds, rates basis points.
/// Windows are half-open: allowed "until T" means `block.timestamp < T`, due "from T" means `block.timestamp >= T`.
///
/// What the owner can do: set, within compile-time bounds, the fee, arbiter and opening of a market, a host's fee,
/// the treasury and the guardian, all for later deposits only. What the guardian can do: close a market.
/// What nobody can do: pause an exit, upgrade the code, or move escrowed money anywhere but to the rental's two
/// parties, apart from the fee.
///
/// Tokens. A market's token must not rebase, take a fee on transfer or have a second address. One that turns hostile
/// harms only its own rentals.
interface IRentalEscrow {
    // Events: rentals

    /// @notice Money for a rental was locked. Holds the terms, which storage does not.
    /// @param amount Principal locked, base units
    /// @param payer Who paid; has no rights from here on
    /// @param previousDepositBlock Block of the machine's deposit before this one; 0: it is the first
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
    /// @notice The host started a funded rental. Instant rentals start with their `Deposited`.
    event Started(bytes32 indexed id);
    /// @notice More time was paid for.
    /// @param duration Seconds promised from now on, all told
    /// @param amount Principal added, base units
    event Extended(bytes32 indexed id, address payer, uint32 duration, uint256 amount);
    /// @notice The host ended a running rental early.
    /// @param served Seconds served
    /// @param refund Principal that went back to the renter, base units
    event Interrupted(bytes32 indexed id, uint32 served, uint256 refund);
    /// @notice Part of the host's bond went to the renter.
    event Compensated(bytes32 indexed id, uint256 amount);
    /// @notice The host gave time back.
    /// @param seconds_ Seconds given back
    /// @param amount Principal that went to the renter, base units
    /// @param stakeReturned Stake that went back with it, base units; 0 unless disputed
    event Refunded(bytes32 indexed id, uint32 seconds_, uint256 amount, uint256 stakeReturned);
    /// @notice A rolling settlement paid the host before the end.
    /// @param paid Seconds paid out so far, all told
    event Paid(bytes32 indexed id, uint32 paid, uint256 toHost, uint256 fee);
    /// @notice The renter contested what is not yet paid.
    /// @param billed Seconds billed
    /// @param contested Principal that the ruling splits, base units
    /// @param stake The renter's stake, base units
    event Disputed(
        bytes32 indexed id,
        address indexed arbiter,
        uint32 billed,
        uint256 contested,
        uint256 stake,
        string evidenceURI
    );
    /// @notice A party pointed the arbiter to something.
    event Evidence(bytes32 indexed id, address indexed party, string uri);
    /// @notice The arbiter ruled.
    /// @param hostBps How far the promise was kept, basis points
    /// @param stakeToHost Part of the stake that went to the payee, base units
    /// @param stakeToRenter Part of the stake that went back to the renter, base units
    /// @param bondToRenter Part of the locked bond that went to the renter, base units
    /// @param bondToHost Part of the locked bond that the host has free again, base units
    event Resolved(
        bytes32 indexed id,
        uint16 hostBps,
        uint256 stakeToHost,
        uint256 stakeToRenter,
        uint256 bondToRenter,
        uint256 bondToHost
    );
    /// @notice A dispute ended without a ruling: where its stake went.
    event StakeReleased(bytes32 indexed id, address indexed to, uint256 amount);
    /// @notice The rental is over for good. Amounts are the principal moved by this closing alone, base units.
    event Closed(bytes32 indexed id, Reason reason, uint256 toHost, uint256 fee, uint256 toRenter);

    // Events: money

    /// @notice A payout could not be delivered and waits for `withdraw`.
    event Credited(address indexed token, address indexed account, uint256 amount);
    event Withdrawn(address indexed token, address indexed account, address to, uint256 amount);
    event BondFunded(address indexed token, address indexed host, uint256 amount);
    event BondWithdrawn(address indexed token, address indexed host, address to, uint256 amount);
    event FeesCollected(address indexed token, address to, uint256 amount);

    // Events: hosts

    /// @notice Every offer signed for the machine under an older nonce is dead.
    event OffersRevoked(address indexed host, bytes32 indexed machine, uint32 nonce);
    /// @notice Every offer of the host under an older epoch is dead.
    event SignerSet(address indexed host, address signer, uint32 epoch);

    // Events: administration

    event MarketSet(address indexed token, address arbiter, uint16 feeBps, bool open);
    event HostFeeSet(address indexed host, uint16 feeBps);
    event TreasurySet(address treasury);
    event GuardianSet(address guardian);

    // Errors: who

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
    /// @notice The renter is the zero address, the host or the escrow. Name another renter.
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

    /// @notice The refund is zero or exceeds `maximum`. Refund at least one and at most `maximum` seconds.
    error RefundOutOfBounds(uint256 seconds_, uint256 maximum);
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

    // The life of a rental

    /// @notice Pays for a rental and reserves the machine. An instant one (`startWindow` 0) starts at once.
    /// @dev Anyone may pay for a renter. Pulls exactly `cost(duration)` from the caller, and locks the offer's bond out
    /// of the host's free bond. Native: `msg.value` must be the exact price; ERC-20: no value, and the token must
    /// deliver exactly the amount. Emits `Deposited`.
    /// @param duration Seconds wanted, between the offer's `minDuration` and `maxDuration`
    /// @param hostSignature Signature of the offer's EIP-712 digest: 65 bytes by the host's signer, or whatever the
    /// signer's ERC-1271 contract accepts
    /// @param permit `abi.encode(value, deadline, v, r, s)` of an EIP-2612 permit of the caller, or empty. Tried first;
    /// if it fails, the allowance decides
    /// @return id The rental's id
    function deposit(
        Rental calldata rental,
        uint32 duration,
        bytes calldata hostSignature,
        bytes calldata permit
    ) external payable returns (bytes32 id);

    /// @notice Starts a funded rental: the price accrues from now.
    /// @dev Host or operator, until the start window is over. Emits `Started`.
    function start(Rental calldata rental) external;

    /// @notice Pays for more time on a running rental. The host's signature on `maxDuration` covers it.
    /// @dev Anyone, until the end; the market must be open under the same arbiter. Emits `Extended`.
    /// @param extraSeconds Seconds to add
    /// @param permit As in `deposit`
    function extend(Rental calldata rental, uint32 extraSeconds, bytes calldata permit) external payable;

    /// @notice The renter ends the rental: before the start everything comes back, later the host gets what is billed.
    /// @dev Renter. `Funded`: until the start window is over. `Active`: at any time, bills at least `minDuration`.
    /// `Interrupted`: at any time. `Disputed`: until the arbitration window is over; the renter concedes the contested
    /// part, and after the evidence window its stake too, unless nothing is contested any more. Emits `Closed`, and
    /// `StakeReleased` after a dispute.
    function stop(Rental calldata rental) external;

    /// @notice The host ends the rental: declines it before the start, interrupts it later, and pays from its bond.
    /// @dev Host or operator. `Funded`: until the start window is over; emits `Closed`, `Compensated`. `Active`: until
    /// the end; the unserved price goes back at once, the served part waits for the challenge window; emits
    /// `Interrupted`, `Compensated`, and `Closed` if nothing is left at risk.
    function interrupt(Rental calldata rental) external;

    /// @notice The host gives served time back, as a credit for downtime or to end a dispute.
    /// @dev Host, until the closing settlement is due. First pays what `settle` would. The price of the seconds goes to
    /// the renter at once, and while disputed the fall of its stake with it. Emits `Refunded`, and `Paid` before it.
    /// @param seconds_ At most what is billed and neither paid nor given back yet
    function refund(Rental calldata rental, uint32 seconds_) external;

    /// @notice Pays what a deadline has made due: a no-show, a rental whose challenge window is over, what a rolling
    /// offer's host may have before that, a dispute whose arbiter kept silent.
    /// @dev Anyone; the result depends neither on who calls nor on how late. Emits `Closed`, or `Paid` where the rental
    /// goes on.
    function settle(Rental calldata rental) external;

    /// @notice Settles every item that is due and skips every other, duplicates and unknown ones included.
    /// @dev Anyone. All state is written before anything is sent; neighbours with the same token and payee are paid in
    /// one transfer.
    /// @return settled How many items moved something
    function settleMany(Rental[] calldata rentals) external returns (uint256 settled);

    // Disputes

    /// @notice The renter contests what is not yet paid. Ends a running rental and stakes 5 % of what is at risk.
    /// @dev Renter, until the challenge window is over. First pays what `settle` would. What is not billed goes back,
    /// and the stake is taken out of it; a shortfall is pulled (native: from `msg.value`, the excess comes back). Once
    /// per rental. Emits `Disputed`, and `Paid` before it.
    /// @param permit As in `deposit`, for the shortfall
    function dispute(Rental calldata rental, string calldata evidenceURI, bytes calldata permit) external payable;

    /// @notice Points the arbiter to something.
    /// @dev Renter, host or operator, while `Disputed`. Emits `Evidence`.
    function submitEvidence(Rental calldata rental, string calldata uri) external;

    /// @notice The arbiter splits what is contested; stake and bond follow in proportion.
    /// @dev The offer's arbiter, from the end of the evidence window until the end of the arbitration window. Emits
    /// `Resolved` and `Closed`.
    /// @param hostBps How far the promise was kept, over all that was disputed at first, in basis points
    function resolve(Rental calldata rental, uint16 hostBps) external;

    // Hosts

    /// @notice Adds to the caller's free bond.
    /// @dev Native: `msg.value` must be `amount`. The market must be open. Emits `BondFunded`.
    function fundBond(address token, uint256 amount) external payable;

    /// @notice Takes from the caller's free bond.
    /// @dev Reverts if the transfer fails. Emits `BondWithdrawn`.
    function withdrawBond(address token, uint256 amount, address to) external;

    /// @notice Kills every offer of the caller for this machine. Open rentals go on.
    /// @dev Emits `OffersRevoked`.
    function revokeOffers(bytes32 machine) external;

    /// @notice Names the key that signs the caller's offers from now on, and kills every offer signed before.
    /// @dev Emits `SignerSet`.
    /// @param signer Zero: the caller itself. While another is named, the caller's own key signs nothing
    function setSigner(address signer) external;

    // Credits and fees

    /// @notice Delivers a payout that could not be pushed.
    /// @dev The account may send it anywhere but to zero or the escrow; anyone may send it to the account itself.
    /// Reverts, and keeps the credit, if the transfer fails. Emits `Withdrawn`.
    function withdraw(address token, address account, address to) external;

    /// @notice Sends the platform's fees to the treasury. Anyone may call. Emits `FeesCollected`.
    function collectFees(address token) external;

    // Administration

    /// @notice Sets a token's arbiter, fee and opening for later deposits. Owner.
    /// @dev Opening refuses a zero arbiter, a token without code, the escrow and the native coin's ERC-20 face; the
    /// fee must be within `MIN_FEE_BPS` and `MAX_FEE_BPS`. Emits `MarketSet`.
    /// @param token Zero: the native coin
    function setMarket(address token, address arbiter, uint16 feeBps, bool open) external;

    /// @notice Sets one host's fee for later deposits. Owner. Emits `HostFeeSet`.
    /// @param feeBps 0: the market's fee; else within the same bounds
    function setHostFee(address host, uint16 feeBps) external;

    /// @notice Sets who receives fees. Owner. Emits `TreasurySet`.
    function setTreasury(address treasury) external;

    /// @notice Sets who may close markets; zero: nobody. Owner. Emits `GuardianSet`.
    function setGuardian(address guardian) external;

    /// @notice Closes a market to new deposits, extensions and bonds. Guardian. Emits `MarketSet`.
    function closeMarket(address token) external;

    // Views

    /// @notice The rental's id: known before it is paid, the same on every chain.
    function idOf(Rental calldata rental) external view returns (bytes32);

    /// @notice The offer's EIP-712 struct hash.
    function hashOffer(Offer calldata offer) external view returns (bytes32);

    /// @notice The rental's whole state; all zero if there is none.
    function getRental(bytes32 id) external view returns (RentalState memory);

    /// @notice Gross price earned so far: by the clock while `Active`, frozen at the end. Base units.
    function accrued(Rental calldata rental) external view returns (uint256);

    /// @notice Principal that `settle` would move now, base units; zeros if nothing is due.
    function due(Rental calldata rental) external view returns (uint256 toHost, uint256 fee, uint256 toRenter);

    /// @notice What disputing now would stake, base units; while disputed, the stake held; 0 where neither is possible.
    function stakeOf(Rental calldata rental) external view returns (uint256);

    /// @notice Latest timestamp from which the money can be forced out without anyone's cooperation, a dispute
    /// included; 0: nothing is held.
    function exitAt(Rental calldata rental) external view returns (uint256);

    function machines(
        address host,
        bytes32 machine
    ) external view returns (uint40 busyUntil, uint32 nonce, uint40 depositBlock);

    function hosts(address host) external view returns (address signer, uint32 epoch, uint16 feeBps);

    function markets(address token) external view returns (address arbiter, uint16 feeBps, bool open);

    /// @notice Payouts that wait for `withdraw`, base units.
    function credits(address token, address account) external view returns (uint256);

    /// @notice Free part of a host's bond, base units.
    function bonds(address token, address host) external view returns (uint256);

    /// @notice Fees that wait for `collectFees`, base units.
    function fees(address token) external view returns (uint256);

    function treasury() external view returns (address);

    function guardian() external view returns (address);
}
