/** One bug in the contracts, as a change of text, and the test files that must catch it. */
export interface Bug {
  what: string
  file: string
  /** The text to replace. It stands once in the file. */
  from: string
  to: string
  tests: string[]
}

const unit = (name: string) => `test/unit/${name}.t.sol`
const attacks = (name: string) => `test/attacks/${name}.t.sol`
const matrix = (name: string) => `test/matrix/${name}.test.ts`
const signatures = (name: string) => `test/signatures/${name}.test.ts`

const escrow = "contracts/RentalEscrow.sol"
const disputes = "contracts/Disputes.sol"
const rentals = "contracts/Rentals.sol"
const offers = "contracts/Offers.sol"
const custody = "contracts/Custody.sol"
const policy = "contracts/Policy.sol"
const math = "contracts/libraries/RentalMath.sol"
const hash = "contracts/libraries/RentalHash.sol"

/** Bugs of every kind that docs/threats.md names: money, games, tokens, roles, clock, numbers and signatures. */
export const bugs: Bug[] = [
  // Money that is paid twice, to the wrong account, or never
  {
    what: "a failed push reverts, so a party that cannot receive stops the other",
    file: custody,
    from: "try this.transferOut{gas: PAYOUT_GAS}(token, to, amount) {} catch {\n            credits[token][to] += amount;",
    to: "try this.transferOut{gas: PAYOUT_GAS}(token, to, amount) {} catch {\n            if (gasleft() > 0) revert NotSelf(to);\n            credits[token][to] += amount;",
    tests: [attacks("payouts")],
  },
  {
    what: "no gas is required before a push: a caller can choose 'credited' over 'paid'",
    file: custody,
    from: "require(gasleft() >= required, InsufficientGas(gasleft(), required));",
    to: "require(gasleft() >= required / required, InsufficientGas(gasleft(), required));",
    tests: [attacks("payouts"), unit("transferOut")],
  },
  {
    what: "a credit stays booked after its withdrawal",
    file: custody,
    from: "delete credits[token][account];\n",
    to: "",
    tests: [unit("withdraw")],
  },
  {
    what: "collected fees stay booked",
    file: custody,
    from: "delete fees[token];\n",
    to: "",
    tests: [unit("collectFees")],
  },
  {
    what: "anyone can withdraw a credit to themselves",
    file: custody,
    from: "require(msg.sender == account || to == account, NotAccount(msg.sender, account));",
    to: "",
    tests: [unit("withdraw"), matrix("authority")],
  },
  {
    what: "more than the amount can arrive",
    file: custody,
    from: "require(received == amount,",
    to: "require(received >= amount,",
    tests: ["test/tokens/tokens.t.sol"],
  },
  {
    what: "less than the amount can arrive: a fee on transfer is paid by other rentals",
    file: custody,
    from: "require(received == amount,",
    to: "require(received <= amount,",
    tests: ["test/tokens/tokens.t.sol"],
  },
  {
    what: "the value sent need not be the amount",
    file: custody,
    from: "require(msg.value == amount, WrongValue(msg.value, amount));",
    to: "require(msg.value >= amount, WrongValue(msg.value, amount));",
    tests: [unit("payment")],
  },
  {
    what: "coins sent along with a token deposit are kept",
    file: custody,
    from: "require(msg.value == 0, WrongValue(msg.value, 0));",
    to: "",
    tests: [unit("payment")],
  },
  {
    what: "a failing permit stops the deposit",
    file: custody,
    from: "        LowLevelCall.callNoReturn(\n            token,\n            abi.encodePacked(IERC20Permit.permit.selector, abi.encode(msg.sender, address(this)), permit)\n        );",
    to: "        require(LowLevelCall.callNoReturn(\n            token,\n            abi.encodePacked(IERC20Permit.permit.selector, abi.encode(msg.sender, address(this)), permit)\n        ), NotSelf(token));",
    tests: [signatures("permits")],
  },
  {
    what: "a withdrawn bond stays booked",
    file: custody,
    from: "bonds[token][host] = free - amount;",
    to: "bonds[token][host] = free;",
    tests: [unit("withdrawBond")],
  },
  {
    what: "the bond is not returned at the closing",
    file: custody,
    from: "if (amount > 0) bonds[token][host] += amount;",
    to: "",
    tests: [unit("stop"), unit("settle")],
  },
  {
    what: "anyone can call `transferOut`",
    file: custody,
    from: "require(msg.sender == address(this), NotSelf(msg.sender));",
    to: "",
    tests: [unit("transferOut"), matrix("authority")],
  },
  {
    what: "`collectFees` lacks the reentrancy guard",
    file: custody,
    from: "function collectFees(address token) external nonReentrant {",
    to: "function collectFees(address token) external {",
    tests: [attacks("payouts")],
  },
  {
    what: "`settle` lacks the reentrancy guard",
    file: escrow,
    from: "function settle(Rental memory rental) external nonReentrant {",
    to: "function settle(Rental memory rental) external {",
    tests: [attacks("payouts")],
  },
  {
    what: "a duplicate in a batch is paid twice",
    file: rentals,
    from: "if (state.status == Status.None || state.status == Status.Closed) return (false, 0, 0);",
    to: "if (state.status == Status.None) return (false, 0, 0);",
    tests: [unit("settleMany"), attacks("money")],
  },
  {
    what: "a batch merges the payouts of other payees",
    file: escrow,
    from: "if (offer.payee != payee || offer.token != token) {",
    to: "if (offer.token != token) {",
    tests: [unit("settleMany")],
  },
  {
    what: "a batch merges the payouts of other tokens",
    file: escrow,
    from: "if (offer.payee != payee || offer.token != token) {",
    to: "if (offer.payee != payee) {",
    tests: [unit("settleMany")],
  },
  {
    what: "a batch forgets its last payee",
    file: escrow,
    from: "        _push(token, payee, toPayee);\n    }\n",
    to: "    }\n",
    tests: [unit("settleMany")],
  },
  // Fee
  {
    what: "the fee is computed per payout, not cumulatively: small payouts round it to zero",
    file: math,
    from: "return shareDown(before + gross, state.feeBps) - shareDown(before, state.feeBps);",
    to: "return shareDown(gross + before - before, state.feeBps);",
    tests: [attacks("money"), unit("rolling")],
  },
  {
    what: "the fee is read at the closing, not at the deposit",
    file: math,
    from: "        uint256 before = costDown(pricePerHour, state.paid);\n",
    to: "        uint256 before = costDown(pricePerHour, state.paid);\n        state.feeBps = 1500;\n",
    tests: [unit("settle"), unit("stop")],
  },
  {
    what: "a host's own fee rate is ignored",
    file: offers,
    from: "if (host.feeBps != 0) feeBps = host.feeBps;",
    to: "",
    tests: [unit("deposit"), "test/fuzz/policy.t.sol"],
  },
  {
    what: "the offer's highest fee is ignored",
    file: offers,
    from: "require(feeBps <= offer.maxFeeBps, FeeAboveMaximum(feeBps, offer.maxFeeBps));",
    to: "",
    tests: [unit("deposit")],
  },
  {
    what: "fees can exceed their bounds",
    file: policy,
    from: "feeBps >= MIN_FEE_BPS && feeBps <= MAX_FEE_BPS",
    to: "feeBps >= MIN_FEE_BPS",
    tests: [unit("setMarket"), unit("setHostFee")],
  },
  {
    what: "the native coin's ERC-20 contract can be opened as a market",
    file: policy,
    from: " && token != NATIVE_ERC20_FACE",
    to: "",
    tests: [unit("setMarket")],
  },
  // Bond, stake and disputes
  {
    what: "the rest of the bond is returned at an interruption",
    file: math,
    from: "return state.interrupted ? bond - (bond * (state.duration - state.served)) / state.duration : bond;",
    to: "return state.interrupted ? 0 : bond;",
    tests: [attacks("games"), unit("interrupt")],
  },
  {
    what: "a dispute needs contested principal: the bond alone is not enough",
    file: disputes,
    from: "require(contested + state.bondLocked(offer.bond) > 0, NothingAtRisk());",
    to: "require(contested > 0, NothingAtRisk());",
    tests: [attacks("games"), unit("dispute")],
  },
  {
    what: "a concession always keeps the stake",
    file: disputes,
    from: "bool keepsStake = block.timestamp < _evidenceUntil(state) || contested == 0;",
    to: "bool keepsStake = block.timestamp < _evidenceUntil(state) || contested >= 0;",
    tests: [attacks("games"), unit("concede")],
  },
  {
    what: "a dispute does not raise the machine's nonce",
    file: disputes,
    from: "block.timestamp < _end(state)) _vacateAndRevoke(offer);",
    to: "block.timestamp < _end(state)) _vacate(offer);",
    tests: [attacks("games"), unit("dispute")],
  },
  {
    what: "a dispute does not first pay what is due",
    file: disputes,
    from: "uint256 toPayee = _collect(offer, id, state);",
    to: "uint256 toPayee = 0;",
    tests: [unit("dispute"), attacks("games")],
  },
  {
    what: "a refund does not first pay what is due",
    file: escrow,
    from: "uint256 toPayee = _collect(offer, id, state);",
    to: "uint256 toPayee = 0;",
    tests: [unit("refund"), attacks("games")],
  },
  {
    what: "a refund in a dispute does not give the stake back",
    file: escrow,
    from: "_pay(rental, toPayee, amount + stakeReturned);",
    to: "_pay(rental, toPayee, amount);",
    tests: [unit("refund")],
  },
  {
    what: "the commitment can be refunded while it runs",
    file: escrow,
    from: "uint256 maximum = state.billed(block.timestamp) - state.paid - state.refunded;",
    to: "uint256 maximum = state.billedByRenter(offer.minDuration, block.timestamp) - state.paid - state.refunded;",
    tests: [unit("refund")],
  },
  {
    what: "the operator can refund",
    file: escrow,
    from: "require(msg.sender == offer.host, NotHost(msg.sender, offer.host));",
    to: "_requireHostOrOperator(offer);",
    tests: [unit("refund"), matrix("authority")],
  },
  {
    what: "the arbiter can submit evidence",
    file: disputes,
    from: "msg.sender == rental.renter || msg.sender == offer.host || msg.sender == offer.operator,",
    to: "msg.sender == rental.renter || msg.sender == offer.host || msg.sender == offer.arbiter,",
    tests: [unit("submitEvidence"), matrix("authority")],
  },
  {
    what: "a stake is pulled in full although the refund covers it",
    file: disputes,
    from: "_pullAtLeast(offer.token, Math.saturatingSub(stake, refund), permit)",
    to: "_pullAtLeast(offer.token, stake, permit)",
    tests: [unit("dispute")],
  },
  {
    what: "native coins beyond the stake are kept",
    file: disputes,
    from: "return msg.value - amount;",
    to: "return 0;",
    tests: [unit("dispute")],
  },
  {
    what: "the commitment is not billed in a dispute",
    file: disputes,
    from: "state.served = state.billedByRenter(offer.minDuration, block.timestamp);",
    to: "state.served = state.elapsed(block.timestamp);",
    tests: [unit("dispute")],
  },
  {
    what: "the loser's bond is split in the wrong proportion",
    file: disputes,
    from: "bondToRenter = RentalMath.shareDown(bond, BPS - hostBps);",
    to: "bondToRenter = RentalMath.shareDown(bond, hostBps);",
    tests: [unit("resolve")],
  },
  {
    what: "the stake is kept when the arbiter is silent",
    file: rentals,
    from: "            toRenter = stake;\n",
    to: "",
    tests: [unit("arbitrationTimeout"), matrix("liveness")],
  },
  {
    what: "a ruling is allowed on the first day",
    file: disputes,
    from: "require(block.timestamp >= from, EvidenceWindowOpen(from));",
    to: "",
    tests: [unit("resolve"), matrix("timeline")],
  },
  {
    what: "a ruling is allowed at any later time",
    file: disputes,
    from: "        _requireArbitration(offer, state);\n        require(hostBps",
    to: "        require(hostBps",
    tests: [unit("resolve"), matrix("timeline")],
  },
  // Machines and offers
  {
    what: "a machine can be rented twice at the same time",
    file: offers,
    from: "require(block.timestamp >= machine.busyUntil, MachineBusy(machine.busyUntil));",
    to: "",
    tests: [unit("deposit"), "test/fuzz/deposits.t.sol"],
  },
  {
    what: "`stop` frees the machine after the end, while another rental holds it",
    file: escrow,
    from: "if (block.timestamp < _end(state)) _vacate(offer);",
    to: "_vacate(offer);",
    tests: [unit("stop")],
  },
  {
    what: "the offer of a no-show can be used again",
    file: offers,
    from: "        _vacate(offer);\n        ++machines[offer.host][offer.machine].nonce;",
    to: "        _vacate(offer);",
    tests: [attacks("games"), unit("settle")],
  },
  {
    what: "an expired offer is accepted",
    file: offers,
    from: "require(block.timestamp < offer.expiry, OfferExpired(offer.expiry));",
    to: "",
    tests: [unit("deposit"), matrix("timeline")],
  },
  {
    what: "a revoked offer is accepted",
    file: offers,
    from: "require(offer.nonce == machine.nonce, WrongNonce(offer.nonce, machine.nonce));",
    to: "",
    tests: [unit("deposit")],
  },
  {
    what: "an offer from before the signer was replaced is accepted",
    file: offers,
    from: "require(offer.epoch == host.epoch, WrongEpoch(offer.epoch, host.epoch));",
    to: "",
    tests: [unit("deposit")],
  },
  {
    what: "an id can be used twice",
    file: escrow,
    from: "require(_rentals[id].status == Status.None, RentalExists(id));",
    to: "",
    tests: [unit("deposit")],
  },
  {
    what: "a closed market blocks the exits",
    file: rentals,
    from: "        id = idOf(rental);\n",
    to: "        id = idOf(rental);\n        if (_rentals[id].status == Status.Active) _requireMarket(rental.offer);\n",
    tests: [matrix("liveness"), unit("settle")],
  },
  // Signatures
  {
    what: "any signature is accepted",
    file: offers,
    from: "signer.code.length > 0 && SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature),",
    to: "signer.code.length >= 0 || SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature),",
    tests: [unit("signature")],
  },
  {
    what: "only the contract is asked if there is code, so EIP-7702 invalidates signed offers",
    file: offers,
    from: "if (failure == ECDSA.RecoverError.NoError && recovered == signer) return;",
    to: "if (failure == ECDSA.RecoverError.NoError && recovered == signer && signer.code.length == 0) return;",
    tests: [unit("signature"), signatures("wallets")],
  },
  {
    what: "signatures are not bound to a chain and a contract",
    file: offers,
    from: "bytes32 digest = _hashTypedDataV4(offerHash);",
    to: "bytes32 digest = offerHash;",
    tests: [unit("signature"), signatures("hashing")],
  },
  {
    what: "two fields of the typed data are swapped",
    file: hash,
    from: '"Offer(address host,address payee,',
    to: '"Offer(address payee,address host,',
    tests: [unit("hashOffer"), signatures("hashing")],
  },
  // People
  {
    what: "anyone can stop a rental",
    file: escrow,
    from: "require(msg.sender == rental.renter, NotRenter(msg.sender, rental.renter));",
    to: "",
    tests: [unit("stop"), matrix("authority")],
  },
  {
    what: "anyone can call `setTreasury`",
    file: policy,
    from: "function setTreasury(address treasury_) external nonReentrant onlyOwner {",
    to: "function setTreasury(address treasury_) external nonReentrant {",
    tests: [unit("setTreasury"), matrix("authority")],
  },
  {
    what: "the host can be its own arbiter",
    file: offers,
    from: "require(arbiter != address(0) && arbiter != host && arbiter != renter, InvalidArbiter(arbiter));",
    to: "require(arbiter != address(0) && arbiter != renter, InvalidArbiter(arbiter));",
    tests: [unit("deposit")],
  },
  {
    what: "the guardian can reopen a market",
    file: policy,
    from: "market.open = false;",
    to: "market.open = !market.open;",
    tests: [unit("closeMarket")],
  },
  // Clock and numbers
  {
    what: "a rental can be extended at its end",
    file: rentals,
    from: "require(block.timestamp < end, RentalOver(end));",
    to: "require(block.timestamp <= end, RentalOver(end));",
    tests: [unit("extend"), matrix("timeline")],
  },
  {
    what: "a dispute is accepted one second late",
    file: disputes,
    from: "require(block.timestamp < deadline, ChallengeWindowOver(deadline));",
    to: "require(block.timestamp <= deadline, ChallengeWindowOver(deadline));",
    tests: [unit("dispute"), matrix("timeline")],
  },
  {
    what: "time after the end is billed",
    file: math,
    from: "return uint32(Math.min(now_ - state.since, state.duration));",
    to: "return uint32(now_ - state.since);",
    tests: [unit("accrued"), "test/fuzz/accrual.t.sol"],
  },
  {
    what: "the cost rounds up",
    file: math,
    from: "return (pricePerHour * seconds_) / PRICE_PERIOD;",
    to: "return (pricePerHour * seconds_ + PRICE_PERIOD - 1) / PRICE_PERIOD;",
    tests: [unit("stop"), unit("accrued")],
  },
  {
    what: "amounts are cut to 96 bits",
    file: math,
    from: "return (pricePerHour * seconds_) / PRICE_PERIOD;",
    to: "return uint96((pricePerHour * seconds_) / PRICE_PERIOD);",
    tests: ["test/fuzz/math.t.sol", "test/fuzz/endings.t.sol"],
  },
  {
    what: "`exitAt` forgets a dispute",
    file: math,
    from: "if (state.status == Status.Active || state.status == Status.Interrupted) closing += ARBITRATION_WINDOW;",
    to: "",
    tests: [unit("exitAt"), matrix("liveness")],
  },
  {
    what: "the total paid by rolling settlements can fall",
    file: math,
    from: "return uint32(Math.max(Math.saturatingSub(unchallenged, state.refunded), state.paid));",
    to: "return uint32(Math.saturatingSub(unchallenged, state.refunded));",
    tests: [unit("rolling")],
  },
  {
    what: "rolling settlements pay for time that can still be challenged",
    file: math,
    from: "Math.saturatingSub(sinceStart, challengeWindow)",
    to: "Math.saturatingSub(sinceStart, 0)",
    tests: [unit("rolling")],
  },
]
