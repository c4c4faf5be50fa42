// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Rental, RentalState, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Mandate} from "../../contracts/interfaces/IRentalMandate.sol";
import {Mandates, deployMandate} from "../deployMandate.sol";
import {bound} from "../fuzz/bound.sol";
import {MandateBase} from "../MandateBase.t.sol";
import {signQuickly} from "../signQuickly.sol";
import {vm} from "../Vm.sol";
import {Moves} from "./Moves.sol";

/// @dev Three renters who sign mandates and change their minds, a host that refunds and ends rentals, strangers that
/// extend, and keepers that execute what they like, as often as they like. Whether an execution succeeds, and what it
/// costs, is worked out a second time and compared.
abstract contract MandateHandler is MandateBase, Moves {
    struct Signed {
        Mandate mandate;
        bytes signature;
        /// The rental that it names.
        uint256 rental;
        /// Whether the rental's renter signed it.
        bool genuine;
    }

    /// @dev One extension by mandate.
    struct Execution {
        uint256 time;
        uint256 seconds_;
        uint256 amount;
        uint256 refunds;
    }

    struct Account {
        uint256 byMandate;
        uint256 byOthers;
        uint256 returned;
        uint256 refunds;
        bool disputed;
    }

    uint256 private constant _PURSE = type(uint128).max;

    uint256 public entropy;
    uint256[3] private _keys;
    Rental[] private _rentals;
    Account[] private _accounts;
    Signed[] private _signed;
    mapping(uint256 mandate => Execution[]) private _executions;
    mapping(address account => mapping(bytes32 salt => uint256)) private _spent;
    /// @dev The largest total that was signed with a salt.
    mapping(address account => mapping(bytes32 salt => uint256)) private _largest;
    mapping(address account => mapping(bytes32 salt => bool)) private _revoked;
    mapping(address account => uint32) private _epochs;
    uint256 private _donated;
    bool private _closed;
    Mandates private _other;

    /// @dev The first thing that did not hold.
    string public broken;

    function begin(uint256 seed) public {
        super.setUp();
        entropy = seed;
        _keys = [RENTER_KEY, uint256(keccak256("second renter")), uint256(keccak256("third renter"))];
        for (uint256 i = 1; i < 3; ++i) {
            _fund(vm.addr(_keys[i]), address(usdc), _PURSE);
            _approve(address(usdc), vm.addr(_keys[i]), type(uint256).max);
        }
        _other = deployMandate(address(escrow), "other");
    }

    /// @dev Plays several moves; each of them draws on its own.
    function play(uint256 seed) external {
        for (uint256 i = 0; i < MOVES_PER_CALL && bytes(broken).length == 0; ++i) {
            seed = _mix(seed);
            _countMove();
            _move(seed % 13, seed);
        }
    }

    function _move(uint256 kind, uint256 seed) private {
        if (kind == 0) _rent(seed);
        else if (kind == 1) _signOne(seed);
        else if (kind == 2) _executeAtAnyTime(seed);
        else if (kind == 3) _executeWhenDue(seed);
        else if (kind == 4) _executeAtTheEdge(seed);
        else if (kind == 5) _executeAgainAndAgain(seed);
        else if (kind == 6) _forge(seed);
        else if (kind == 7) _wait(seed);
        else if (kind == 8) _refundSome(seed);
        else if (kind == 9) _extendSome(seed);
        else if (kind == 10) _endSome(seed);
        else if (kind == 11) _revokeSome(seed);
        else _trouble(seed);
    }

    // Renters

    function _rent(uint256 seed) private {
        seed = _mix(seed);
        if (_rentals.length == 400 || _closed) return;
        Offer memory offer = _instantOffer();
        offer.pricePerHour = uint96(bound(seed, 3_600, 3_600 << (seed % 48)));
        offer.maxDuration = uint32(bound(seed >> 64, 1 days, 400 days));
        offer.minDuration = uint32(bound(seed >> 96, 1, 1 days));
        offer.rolling = seed >> 255 == 1;
        offer.machine = bytes32(_rentals.length);
        Rental memory rental = Rental({
            offer: offer,
            renter: vm.addr(_keys[(seed >> 128) % 3]),
            salt: bytes32(_rentals.length)
        });
        uint32 duration = uint32(bound(seed >> 160, offer.minDuration, 1 days));
        _deposit(rental, duration);
        _rentals.push(rental);
        _count("rented");
        _accounts.push().byOthers = _price(rental, duration);
    }

    function _signOne(uint256 seed) private {
        seed = _mix(seed);
        if (_rentals.length == 0 || _signed.length == 700) return;
        uint256 number = _late(seed, _rentals.length);
        Rental memory rental = _rentals[number];
        uint256 key = _keyOf(rental.renter);
        bool genuine = (seed >> 32) % 8 > 0;
        // Anyone else may sign for the renter, or for itself.
        if (!genuine) key = uint256(keccak256("thief"));
        address signer = !genuine && (seed >> 40) % 2 == 0 ? vm.addr(key) : rental.renter;
        uint256 hour = rental.offer.pricePerHour;
        Mandate memory mandate = Mandate({
            renter: signer,
            rentalId: escrow.idOf(rental),
            maxTotal: uint96(bound(seed >> 48, 0, hour * 24 * 30)),
            step: uint32(bound(seed >> 80, 1, 1 << (1 + (seed % 22)))),
            extendBefore: uint32(bound(seed >> 112, 2, 1 << (2 + ((seed >> 8) % 20)))),
            maxTip: uint96(bound(seed >> 144, 0, hour)),
            expiry: uint40(block.timestamp + bound(seed >> 176, 0, 60 days)),
            epoch: uint32(_epochs[signer] + ((seed >> 208) % 16 == 0 ? 1 : 0)),
            salt: _saltOf(seed >> 216)
        });
        Signed storage signed = _signed.push();
        (signed.mandate, signed.rental, signed.genuine) = (mandate, number, genuine);
        signed.signature = signQuickly(key, _digestOf(mandate, address(mandates)));
        if (genuine && mandate.maxTotal > _largest[signer][mandate.salt]) {
            _largest[signer][mandate.salt] = mandate.maxTotal;
        }
    }

    function _revokeSome(uint256 seed) private {
        seed = _mix(seed);
        if ((seed >> 32) % 6 > 0) return;
        address account = vm.addr(_keys[seed % 3]);
        bytes32 salt = _saltOf(seed >> 8);
        vm.prank(account);
        if ((seed >> 16) % 3 == 0) {
            mandates.revokeAll();
            _count("revoked all");
            ++_epochs[account];
        } else {
            mandates.revoke(salt);
            _count("revoked");
            _revoked[account][salt] = true;
        }
    }

    // Keepers

    function _executeAtAnyTime(uint256 seed) private {
        seed = _mix(seed);
        if (_signed.length == 0) return;
        uint256 number = _late(seed, _signed.length);
        // Now and then with the wrong rental.
        uint256 rental = (seed >> 16) % 8 == 0 ? (seed >> 24) % _rentals.length : _signed[number].rental;
        _execute(number, rental, seed >> 32);
    }

    function _executeWhenDue(uint256 seed) private {
        seed = _mix(seed);
        if (_signed.length == 0) return;
        uint256 number = _late(seed, _signed.length);
        for (uint256 i = 0; i < 1 + ((seed >> 16) % 4); ++i) {
            _goTo(_dueAt(number));
            _execute(number, _signed[number].rental, seed >> (32 + 8 * i));
        }
    }

    function _executeAtTheEdge(uint256 seed) private {
        seed = _mix(seed);
        if (_signed.length == 0) return;
        uint256 number = _late(seed, _signed.length);
        uint256 edge = (seed >> 16) % 2 == 0 ? _dueAt(number) : _endOf(_signed[number].rental);
        if (edge > 0) _goTo(edge - 1);
        _execute(number, _signed[number].rental, seed >> 32);
        _goTo(edge);
        _execute(number, _signed[number].rental, seed >> 64);
    }

    function _executeAgainAndAgain(uint256 seed) private {
        seed = _mix(seed);
        for (uint256 i = 0; i < _min(_signed.length, 6); ++i) {
            uint256 number = _late(seed ^ (i << 235), _signed.length);
            _execute(number, _signed[number].rental, seed >> 32);
            _execute(number, _signed[number].rental, seed >> 64);
        }
    }

    /// @dev One thing is not as it was signed.
    function _forge(uint256 seed) private {
        seed = _mix(seed);
        if (_signed.length == 0) return;
        Signed memory signed = _signed[_late(seed, _signed.length)];
        Rental memory rental = _rentals[signed.rental];
        Mandate memory mandate = signed.mandate;
        uint256 kind = (seed >> 16) % 11;
        if (kind == 0) mandate.renter = vm.addr(_keys[(_indexOf(mandate.renter) + 1) % 3]);
        if (kind == 1) mandate.rentalId = ~mandate.rentalId;
        if (kind == 2) mandate.maxTotal = type(uint96).max - mandate.maxTotal;
        if (kind == 3) mandate.step += 1;
        if (kind == 4) mandate.extendBefore = type(uint32).max - mandate.extendBefore;
        if (kind == 5) mandate.maxTip += 1;
        if (kind == 6) mandate.expiry = type(uint40).max - mandate.expiry;
        if (kind == 7) mandate.epoch += 1;
        if (kind == 8) mandate.salt = ~mandate.salt;
        if (kind == 9) signed.signature[(seed >> 24) % 65] ^= bytes1(uint8(1 << ((seed >> 32) % 8)));
        Mandates target = kind == 10 ? _other : mandates;
        uint256 before = usdc.balanceOf(rental.renter);

        vm.prank(keeper);
        (bool done, ) = address(target).call(
            abi.encodeCall(target.execute, (mandate, signed.signature, rental, 0, NO_PERMIT))
        );

        _count("forged");
        _hold(!done, "R3: forged");
        _hold(usdc.balanceOf(rental.renter) == before, "R3: paid for a forgery");
    }

    // Time, hosts and strangers

    function _wait(uint256 seed) private {
        seed = _mix(seed);
        vm.warp(block.timestamp + bound(seed >> 8, 1, 1 << (seed % 15)));
    }

    function _refundSome(uint256 seed) private {
        seed = _mix(seed);
        if (_rentals.length == 0) return;
        uint256 number = _late(seed, _rentals.length);
        Rental memory rental = _rentals[number];
        RentalState memory state = escrow.getRental(escrow.idOf(rental));
        if (state.status != Status.Active) return;
        uint256 elapsed = block.timestamp - state.since;
        if (elapsed > state.duration) elapsed = state.duration;
        if (elapsed <= uint256(state.paidSeconds) + state.refundedSeconds) return;
        uint256 seconds_ = bound(seed >> 16, 1, elapsed - state.paidSeconds - state.refundedSeconds);
        bytes memory call = abi.encodeCall(escrow.refund, (rental, uint32(state.refundedSeconds + seconds_)));
        if (!_callAs(host, number, call)) return;
        ++_accounts[number].refunds;
        _count("refunded");
    }

    function _extendSome(uint256 seed) private {
        seed = _mix(seed);
        if (_rentals.length == 0) return;
        uint256 number = _late(seed, _rentals.length);
        Rental memory rental = _rentals[number];
        uint256 duration = _duration(rental) + bound(seed >> 16, 1, 1 << ((seed >> 8) % 18));
        uint256 before = usdc.balanceOf(stranger);
        bytes memory call = abi.encodeCall(escrow.extend, (rental, uint32(duration), NO_PERMIT));
        if (_callAs(stranger, number, call)) _count("extended by others");
        _accounts[number].byOthers += before - usdc.balanceOf(stranger);
    }

    function _endSome(uint256 seed) private {
        seed = _mix(seed);
        if (_rentals.length == 0) return;
        uint256 number = _late(seed, _rentals.length);
        Rental memory rental = _rentals[number];
        uint256 kind = (seed >> 16) % 16;
        if (kind == 0) _callAs(rental.renter, number, abi.encodeCall(escrow.stop, (rental, NO_BOUND)));
        if (kind == 1) _callAs(host, number, abi.encodeCall(escrow.interrupt, (rental, NO_BOUND)));
        if (kind == 2) {
            bytes memory call = abi.encodeCall(escrow.dispute, (rental, "ipfs://evidence", NO_PERMIT));
            if (_callAs(rental.renter, number, call)) {
                _accounts[number].disputed = true;
                _count("disputed");
            }
        }
        if (kind == 3) _callAs(arbiter, number, abi.encodeCall(escrow.resolve, (rental, uint16(seed % 10_001))));
        if (kind > 3) _callAs(stranger, number, abi.encodeCall(escrow.settle, (rental)));
    }

    /// @dev What makes executions fail: allowances, balances, markets; and coins that belong to nobody.
    function _trouble(uint256 seed) private {
        seed = _mix(seed);
        uint256 kind = seed % 4;
        address account = vm.addr(_keys[(seed >> 8) % 3]);
        if (kind == 0) _approve(address(usdc), account, (seed >> 16) % 4 == 0 ? 0 : 1 << ((seed >> 24) % 60));
        if (kind == 1) _approve(address(usdc), account, type(uint256).max);
        if (kind == 2) {
            _closed = !_closed && (seed >> 16) % 4 == 0;
            escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: FEE_BPS, open: !_closed});
        }
        if (kind == 3) {
            usdc.mint(address(mandates), 1);
            ++_donated;
        }
    }

    // What must hold

    /// @dev A call to the escrow that may be refused. What the renter gets by it was paid for the rental.
    function _callAs(address caller, uint256 number, bytes memory call) private returns (bool done) {
        address renter_ = _rentals[number].renter;
        uint256 before = usdc.balanceOf(renter_);
        vm.prank(caller);
        (done, ) = address(escrow).call(call);
        uint256 later = usdc.balanceOf(renter_);
        if (later > before) _accounts[number].returned += later - before;
        _checkPayment(number);
    }

    /// @dev R4, once a rental is closed without a dispute.
    function _checkPayment(uint256 number) private {
        Account storage account = _accounts[number];
        Rental memory rental = _rentals[number];
        RentalState memory state = escrow.getRental(escrow.idOf(rental));
        if (state.status != Status.Closed || account.disputed) return;
        _hold(account.byMandate <= account.returned + _price(rental, state.billedSeconds), "R4: above served time");
        _hold(
            account.byMandate + account.byOthers - account.returned ==
                _price(rental, state.billedSeconds - state.refundedSeconds),
            "R4: all payers together"
        );
    }

    function _execute(uint256 number, uint256 rentalNumber, uint256 seed) private {
        Mandate memory mandate = _signed[number].mandate;
        (uint256 seconds_, uint256 amount) = _next(mandate, _rentals[rentalNumber]);
        // Now and then one more than was signed.
        uint256 tip = bound(seed, 0, uint256(mandate.maxTip) + (seed % 8 == 0 ? 1 : 0));

        if (!_tryToExecute(number, rentalNumber, amount, tip)) {
            _count("refused");
            return;
        }
        _count("executed");
        Account storage account = _accounts[rentalNumber];
        account.byMandate += amount;
        _executions[number].push(Execution(block.timestamp, seconds_, amount, account.refunds));
        _spent[mandate.renter][mandate.salt] += amount + tip;
        _checkTotal(mandate.renter, mandate.salt);
        _checkRate(_executions[number], mandate, _rentals[rentalNumber]);
    }

    /// @dev The step or the rest, and its price.
    function _next(
        Mandate memory mandate,
        Rental memory rental
    ) private view returns (uint256 seconds_, uint256 amount) {
        RentalState memory state = escrow.getRental(escrow.idOf(rental));
        seconds_ = _min(mandate.step, rental.offer.maxDuration - state.duration);
        uint256 paid = state.duration - state.refundedSeconds;
        amount = _price(rental, paid + seconds_) - _price(rental, paid);
    }

    function _tryToExecute(
        uint256 number,
        uint256 rentalNumber,
        uint256 amount,
        uint256 tip
    ) private returns (bool done) {
        Signed memory signed = _signed[number];
        Rental memory rental = _rentals[rentalNumber];
        bool expected = rentalNumber == signed.rental && _isExecutable(signed, rental, amount, tip);
        uint256 before = usdc.balanceOf(rental.renter);
        uint256 tips = usdc.balanceOf(keeper);

        vm.prank(keeper);
        (done, ) = address(mandates).call(
            abi.encodeCall(mandates.execute, (signed.mandate, signed.signature, rental, uint96(tip), NO_PERMIT))
        );

        _hold(done == expected, done ? "R3: executed against the rules" : "R3: refused against the rules");
        _hold(usdc.balanceOf(address(mandates)) == _donated, "nothing is left over");
        _hold(usdc.allowance(address(mandates), address(escrow)) == 0, "no allowance is left over");
        _hold(before - usdc.balanceOf(rental.renter) == (done ? amount + tip : 0), "R3: exactly price and tip");
        _hold(usdc.balanceOf(keeper) - tips == (done ? tip : 0), "the tip is the keeper's");
    }

    function _isExecutable(
        Signed memory signed,
        Rental memory rental,
        uint256 amount,
        uint256 tip
    ) private view returns (bool) {
        Mandate memory mandate = signed.mandate;
        RentalState memory state = escrow.getRental(escrow.idOf(rental));
        uint256 end_ = uint256(state.since) + state.duration;
        uint256 cost = amount + tip;
        if (!signed.genuine || tip > mandate.maxTip || block.timestamp >= mandate.expiry) return false;
        if (mandate.epoch != _epochs[mandate.renter] || _revoked[mandate.renter][mandate.salt]) return false;
        if (state.status != Status.Active || block.timestamp >= end_ || _closed || amount == 0) return false;
        if (end_ - block.timestamp >= mandate.extendBefore) return false;
        if (_spent[mandate.renter][mandate.salt] + cost > mandate.maxTotal) return false;
        return usdc.allowance(rental.renter, address(mandates)) >= cost && usdc.balanceOf(rental.renter) >= cost;
    }

    function _checkTotal(address account, bytes32 salt) private {
        _hold(_spent[account][salt] <= _largest[account][salt], "R3: above the total");
        _hold(_spent[account][salt] == mandates.spent(account, salt), "R3: spent");
    }

    /// @dev In the T seconds from any execution of a mandate to its latest. Each refund in between can move a price by a
    /// unit.
    function _checkRate(Execution[] storage executions, Mandate memory mandate, Rental memory rental) private {
        uint256 last = executions.length - 1;
        Execution memory latest = executions[last];
        uint256 seconds_;
        uint256 amount;
        for (uint256 i = last + 1; i > 0; --i) {
            Execution memory execution = executions[i - 1];
            seconds_ += execution.seconds_;
            amount += execution.amount;
            uint256 span = latest.time - execution.time + mandate.extendBefore;
            uint256 slack = latest.refunds - execution.refunds;
            _hold(seconds_ < span + mandate.step, "R3: seconds");
            _hold(amount <= _price(rental, span + mandate.step) + slack, "R3: price");
            _hold(last + 2 - i <= (span + mandate.step - 1) / mandate.step + 1, "R3: tips");
        }
    }

    // Shared

    /// @dev Three at a time, which mandates share; the next ones once many mandates are signed.
    function _saltOf(uint256 seed) private view returns (bytes32) {
        return bytes32(3 * (_signed.length / 32) + (seed % 3));
    }

    /// @dev Mostly one of the latest, which are the ones that still live.
    function _late(uint256 seed, uint256 length) private pure returns (uint256) {
        seed >>= 232;
        return seed % 8 == 0 ? (seed >> 3) % length : length - 1 - ((seed >> 3) % _min(length, 6));
    }

    function _dueAt(uint256 number) private view returns (uint256) {
        uint256 end_ = _endOf(_signed[number].rental);
        uint256 extendBefore = _signed[number].mandate.extendBefore;
        return end_ + 1 > extendBefore ? end_ + 1 - extendBefore : 0;
    }

    function _endOf(uint256 rental) private view returns (uint256) {
        RentalState memory state = escrow.getRental(escrow.idOf(_rentals[rental]));
        return uint256(state.since) + state.duration;
    }

    function _goTo(uint256 time) private {
        if (time > block.timestamp) vm.warp(time);
    }

    function _keyOf(address account) private view returns (uint256) {
        return _keys[_indexOf(account)];
    }

    /// @dev 0 for a thief, who is none of them.
    function _indexOf(address account) private view returns (uint256) {
        for (uint256 i = 1; i < 3; ++i) if (vm.addr(_keys[i]) == account) return i;
        return 0;
    }

    function _mix(uint256 seed) private returns (uint256) {
        entropy = uint256(keccak256(abi.encode(entropy, seed)));
        return entropy;
    }

    function _hold(bool condition, string memory label) private {
        if (!condition && bytes(broken).length == 0) broken = label;
    }

    function _sign(Offer memory offer) internal view override returns (bytes memory) {
        return signQuickly(HOST_KEY, _digest(offer));
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
