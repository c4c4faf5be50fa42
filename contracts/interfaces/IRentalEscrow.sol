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
    /// Host collateral per rental, base units of the same token. At most 20 prices of what was bought are locked.
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
    uint32 billedSeconds;
    /// Seconds paid out by rolling settlements.
    uint32 paidSeconds;
    /// Seconds that the host gave back.
    uint32 refundedSeconds;
    /// The host ended it.
    bool interrupted;
    /// Minutes since the dispute began until which conceding is free; 0: none.
    uint16 settlingUntil;
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
    /// @param billedSeconds Seconds served, and billed
    /// @param refund Principal that went back to the renter, base units
    event Interrupted(bytes32 indexed id, uint32 billedSeconds, uint256 refund);
    /// @notice Part of the host's bond went to the renter.
    event Compensated(bytes32 indexed id, uint256 amount);
    /// @notice The host gave time back.
    /// @param refundedSeconds Seconds given back so far, in all
    /// @param amount Principal that went to the renter, base units
    /// @param stakeReturned Stake that went back with it, base units; 0 unless disputed
    event Refunded(bytes32 indexed id, uint32 refundedSeconds, uint256 amount, uint256 stakeReturned);
    /// @notice A rolling settlement paid the host before the end.
    /// @param paidSeconds Seconds paid out so far, in all
    event Paid(bytes32 indexed id, uint32 paidSeconds, uint256 toHost, uint256 fee);
    /// @notice The renter contested what is not yet paid.
    /// @param billedSeconds Seconds billed
    /// @param contested Principal that the ruling splits, base units
    /// @param stake The renter's stake, base units
    event Disputed(
        bytes32 indexed id,
        address indexed arbiter,
        uint32 billedSeconds,
        uint256 contested,
        uint256 stake,
        string evidenceURI
    );
    /// @notice A party pointed the arbiter to something.
    event EvidenceSubmitted(bytes32 indexed id, address indexed party, string evidenceURI);
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
    /// @notice A dispute ended without a ruling: what one side got of the stake.
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

    error NotRenter(address caller, address renter);
    error NotHost(address caller, address host);
    error NotHostOrOperator(address caller);
    error NotArbiter(address caller, address arbiter);
    error NotParty(address caller);
    error NotGuardian(address caller, address guardian);
    /// @notice Only the credit's owner may send it elsewhere.
    error NotAccount(address caller, address account);
    /// @notice The payout frame can be entered by the escrow alone.
    error NotSelf(address caller);

    // Errors: state and time

    /// @notice The call does not fit the rental's status; `None`: no such rental.
    error WrongStatus(bytes32 id, Status status);
    /// @notice This rental was paid already; choose another salt.
    error RentalExists(bytes32 id);
    /// @notice Nothing is due before this timestamp.
    error NotDue(uint256 dueAt);
    /// @notice The host did not start in time; settle the no-show instead.
    error StartWindowOver(uint256 deadline);
    /// @notice The promised time has run out.
    error RentalOver(uint256 end);
    /// @notice The renter may no longer dispute.
    error ChallengeWindowOver(uint256 deadline);
    /// @notice The closing settlement is due; settle instead.
    error SettlementDue(uint256 dueAt);
    /// @notice No ruling before this timestamp.
    error EvidenceWindowOpen(uint256 until);
    /// @notice Nothing but the clock decides from this timestamp.
    error ArbitrationOver(uint256 deadline);

    // Errors: an offer that cannot be taken

    error MarketNotOpen(address token);
    error WrongArbiter(address arbiter, address marketArbiter);
    error OfferExpired(uint256 expiry);
    error WrongEpoch(uint32 epoch, uint32 current);
    error WrongNonce(uint32 nonce, uint32 current);
    error MachineBusy(uint256 busyUntil);
    error WrongRenter(address renter, address expected);
    /// @notice The host is zero.
    error InvalidHost(address host);
    /// @notice The renter is zero, the host, the escrow or the token.
    error InvalidRenter(address renter);
    /// @notice The arbiter is zero, the host or the renter.
    error InvalidArbiter(address arbiter);
    /// @notice The operator is the renter or the arbiter.
    error InvalidOperator(address operator);
    /// @notice The payee is zero, the escrow, the arbiter or the token.
    error InvalidPayee(address payee);
    error FeeAboveMaximum(uint16 feeBps, uint16 maxFeeBps);
    error StartWindowTooLong(uint256 startWindow, uint256 maximum);
    error ChallengeWindowOutOfBounds(uint256 challengeWindow, uint256 minimum, uint256 maximum);
    error MinDurationZero();
    error MaxDurationTooLong(uint256 maxDuration, uint256 maximum);
    error DurationOutOfBounds(uint256 duration, uint256 minimum, uint256 maximum);
    /// @notice Neither the signer's key nor its contract stands behind this offer, here and on this chain.
    error InvalidSignature(address signer);
    error InsufficientBond(uint256 free, uint256 required);

    // Errors: bounds that the caller set

    /// @notice The call would move more than the caller allowed. Look at the rental again, then send the call again.
    error TooMuch(uint256 amount, uint256 maximum);

    // Errors: money

    error ZeroAmount();
    error WrongValue(uint256 value, uint256 expected);
    error InsufficientAllowance(uint256 allowance, uint256 required);
    error InsufficientBalance(uint256 balance, uint256 required);
    /// @notice The token refused the transfer although allowance and balance suffice.
    error TransferRefused(address token);
    /// @notice The token delivered another amount than was sent.
    error WrongAmountReceived(uint256 received, uint256 expected);
    error InvalidReceiver(address to);
    error NothingCredited(address token, address account);
    error NoFees(address token);
    /// @notice Too little gas to pay or credit; send more.
    error InsufficientGas(uint256 available, uint256 required);

    // Errors: refunds, disputes and rulings

    /// @notice `refundedSeconds` is the new total. Pass more than the present total and at most `maximum`.
    error RefundOutOfBounds(uint256 refundedSeconds, uint256 maximum);
    error NothingAtRisk();
    error ShareOutOfBounds(uint256 hostBps, uint256 maximum);

    // Errors: administration

    error FeeOutOfBounds(uint256 feeBps, uint256 minimum, uint256 maximum);
    /// @notice The token has no code, is the escrow, or is the native coin's ERC-20 face.
    error InvalidToken(address token);
    error InvalidTreasury(address treasury);

    // The life of a rental

    /// @notice Pays for a rental and reserves the machine. An instant one (`startWindow` 0) starts at once.
    /// @dev Anyone may pay for a renter. Pulls exactly `cost(duration)` from the caller, and locks the rental's bond
    /// out of the host's free bond. Native: `msg.value` must be the exact price; ERC-20: no value, and the token must
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
    /// @dev Anyone, until the end; the market must be open under the same arbiter. Pulls the rise of the price from the
    /// caller, and takes the rise of the rental's bond out of the host's free bond. Emits `Extended`.
    /// @param duration Seconds in all, more than now and at most `maxDuration`. The same call twice buys once
    /// @param permit As in `deposit`
    function extend(Rental calldata rental, uint32 duration, bytes calldata permit) external payable;

    /// @notice The renter ends the rental: before the start everything comes back, later the host gets what is billed.
    /// @dev Renter. `Funded`: until the start window is over. `Active`: at any time, bills at least `minDuration`.
    /// `Interrupted`: at any time. `Disputed`: until the arbitration window is over; the renter concedes the contested
    /// part, and loses a tenth of its stake at once and all of it by the end of the evidence window. Conceding is free
    /// for a day after the host's latest refund in the dispute, and stays free where that left nothing contested. Emits
    /// `Closed`, and `StakeReleased` after a dispute.
    /// @param maxToHost Most that the payee may get by this call, net of the fee, its part of the stake included. Neither
    /// a start nor a vanished refund in front of the call can make it pay more: it reverts with `TooMuch`
    function stop(Rental calldata rental, uint256 maxToHost) external;

    /// @notice The host ends the rental: declines it before the start, interrupts it later, and pays from its bond.
    /// @dev Host or operator. `Funded`: until the start window is over; emits `Closed`, `Compensated`. `Active`: until
    /// the end; the unserved price goes back at once, the served part waits for the challenge window; emits
    /// `Interrupted`, `Compensated`, and `Closed` if nothing is left at risk.
    /// @param maxFromBond Most of the bond that may go to the renter by this call. A decline behind the host's own start
    /// cannot become an interruption: it reverts with `TooMuch`
    function interrupt(Rental calldata rental, uint256 maxFromBond) external;

    /// @notice The host gives served time back, as a credit for downtime or to end a dispute.
    /// @dev Host, until the closing settlement is due. First pays what `settle` would. The price of the seconds goes to
    /// the renter at once, and while disputed the fall of its stake with it; there it is an offer to settle, which
    /// `stop` accepts for free within a day. Emits `Refunded`, and `Paid` before it.
    /// @param refundedSeconds Seconds given back in all, more than now and at most what is billed and not paid. The same
    /// call twice gives once
    function refund(Rental calldata rental, uint32 refundedSeconds) external;

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
    /// @dev Renter, host or operator, while `Disputed`. Emits `EvidenceSubmitted`.
    function submitEvidence(Rental calldata rental, string calldata evidenceURI) external;

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
