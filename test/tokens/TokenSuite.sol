// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {MisbehavingToken} from "../mocks/tokens/MisbehavingToken.sol";
import {vm} from "../Vm.sol";
import {Neighbours} from "./Neighbours.sol";

/// @dev The paths of a rental in a market whose token behaves until the call under test, misbehaves in it, and behaves
/// again afterwards. What each call makes of it is named in one word; the words of a token are a row of the table in
/// tokens.t.sol, where they are explained.
abstract contract TokenSuite is Neighbours {
    error NotAsExpected(string actual, string expected);

    uint32 private constant _DURATION = 8 hours;
    /// @dev A part whose price is whole in every precision but the smallest.
    uint32 private constant _SERVED = 4 hours + 18 seconds;
    /// @dev Enough for the dearest call, and bounded, so that a token that burns it all is met with a bounded loss.
    uint256 private constant _GAS = 4_000_000;

    MisbehavingToken private _token;
    bytes private _code;
    uint256 private _price;

    /// @dev Runs all paths from the same start and compares the row.
    function _check(MisbehavingToken token, string memory expected) internal {
        _token = token;
        _code = address(_token).code;
        _price = _token.pricePerHour();
        _openMarket();
        uint256 start = vm.snapshotState();
        function() returns (string memory, int256)[7] memory paths = [
            _depositPath,
            _extendPath,
            _stopPath,
            _settlePath,
            _disputePath,
            _bondPath,
            _hostPath
        ];

        string memory row;
        bool lacks;
        bool exceeds;
        for (uint256 i = 0; i < paths.length; ++i) {
            (string memory words, int256 balance) = paths[i]();
            if (bytes(words).length > 0) row = string.concat(row, words, " ");
            if (balance < 0) lacks = true;
            if (balance > 0) exceeds = true;
            vm.revertToState(start);
        }
        row = string.concat(row, _books(lacks, exceeds));

        if (keccak256(bytes(row)) != keccak256(bytes(_oneSpaced(expected))))
            revert NotAsExpected(row, _oneSpaced(expected));
    }

    // The six paths: words, and what the escrow has of the token beyond what it owes

    function _depositPath() private returns (string memory words, int256 surplus) {
        Rental memory rental = _terms();
        Books[2] memory before = _neighbours();

        _misbehave(true);
        words = _pay(
            payer,
            abi.encodeCall(escrow.deposit, (rental, _DURATION, _sign(rental.offer), _garbagePermit())),
            _cost(_DURATION)
        );

        bool accepted = _status(escrow.idOf(rental)) == Status.Funded;
        assertEq(accepted, _isOk(words), "deposit: accepted means funded");
        (uint40 busyUntil, , ) = escrow.machines(host, rental.offer.machine);
        assertEq(busyUntil > 0, accepted, "deposit: a refused one reserves nothing");
        surplus = _closeBooks(rental, before, "deposit");
    }

    function _extendPath() private returns (string memory words, int256 surplus) {
        (Rental memory rental, bytes32 id, Books[2] memory before) = _running();

        _misbehave(true);
        bytes memory call = abi.encodeCall(escrow.extend, (rental, _DURATION + 2 hours, _garbagePermit()));
        words = _pay(payer, call, _cost(2 hours));

        uint256 duration = escrow.getRental(id).duration;
        assertEq(duration, _isOk(words) ? _DURATION + 2 hours : _DURATION, "extend: a refused one adds nothing");
        surplus = _closeBooks(rental, before, "extend");
    }

    function _stopPath() private returns (string memory words, int256 surplus) {
        (Rental memory rental, bytes32 id, Books[2] memory before) = _running();
        vm.warp(T0 + _SERVED);

        _misbehave(true);
        uint256 gross = _cost(_SERVED);
        words = _exit(
            renter,
            abi.encodeCall(escrow.stop, (rental, NO_BOUND)),
            gross - gross / 10,
            _cost(_DURATION) - gross,
            "stop"
        );
        assertEq(_status(id), Status.Closed, "stop: closed");
        words = string.concat(words, " ", _collect(gross / 10));
        surplus = _closeBooks(rental, before, "stop");
    }

    function _settlePath() private returns (string memory words, int256 surplus) {
        (Rental memory rental, bytes32 id, Books[2] memory before) = _running();
        vm.warp(T0 + _DURATION + rental.offer.challengeWindow);

        _misbehave(true);
        uint256 gross = _cost(_DURATION);
        words = _exit(keeper, abi.encodeCall(escrow.settle, (rental)), gross - gross / 10, 0, "settle");

        assertEq(_status(id), Status.Closed, "settle: closed");
        surplus = _closeBooks(rental, before, "settle");
    }

    /// @dev Twice: while the rental runs, when the refund covers the stake; and after its end, when the stake is pulled
    /// and a ruling follows.
    function _disputePath() private returns (string memory words, int256 surplus) {
        uint256 start = vm.snapshotState();
        (words, surplus) = _disputeRunning();
        vm.revertToState(start);
        (Rental memory rental, bytes32 id, Books[2] memory before) = _running();
        vm.warp(T0 + _DURATION + 1 hours);

        _misbehave(true);
        uint256 stake = ((_cost(_DURATION) + rental.offer.bond) * 500) / 10_000;
        bytes memory call = abi.encodeCall(escrow.dispute, (rental, "", _garbagePermit()));
        string memory word = _pay(renter, call, stake);
        assertEq(_status(id), _isOk(word) ? Status.Disputed : Status.Active, "stake: accepted means disputed");
        words = string.concat(words, " ", word);
        _misbehave(false);
        if (!_isOk(word)) assertTrue(_isOk(_pay(renter, call, stake)), "stake: taken once the token behaves");

        vm.warp(T0 + _DURATION + 1 hours + 1 days);
        _misbehave(true);
        words = string.concat(words, " ", _resolve(rental, stake));
        assertEq(_status(id), Status.Closed, "resolve: closed");
        int256 surplusAfterRuling = _closeBooks(rental, before, "dispute");
        if (surplusAfterRuling != 0) surplus = surplusAfterRuling;
    }

    function _bondPath() private returns (string memory words, int256 surplus) {
        (Rental memory rental, , Books[2] memory before) = _running();
        uint256 free = escrow.bonds(address(_token), host);

        _misbehave(true);
        words = _pay(host, abi.encodeCall(escrow.fundBond, (address(_token), _price)), _price);
        if (_isOk(words)) free += _price;
        assertEq(escrow.bonds(address(_token), host), free, "fundBond: booked if accepted");

        uint256 had = _read(host);
        bytes memory call = abi.encodeCall(escrow.withdrawBond, (address(_token), _price, host));
        (bool done, bytes memory data) = _call(host, call);
        assertEq(escrow.bonds(address(_token), host), done ? free - _price : free, "withdrawBond: kept if refused");
        string memory word = done ? _delivered(host, had, _price) : _refusal(data, _price);
        words = string.concat(words, " ", word);
        surplus = _closeBooks(rental, before, "bond");
    }

    /// @dev What the host's side does to a rental, which no token can block either (I11). No column: what moves is pushed
    /// to the renter as in the other paths.
    function _hostPath() private returns (string memory, int256 surplus) {
        Rental memory rental = _terms();
        Books[2] memory before = _neighbours();
        bytes32 id = _deposit(rental, _DURATION);

        _misbehave(true);
        _mustPass(operator, abi.encodeCall(escrow.start, (rental)), "start");
        vm.warp(T0 + 2 hours);
        _mustPass(host, abi.encodeCall(escrow.refund, (rental, 1 hours)), "refund");
        vm.warp(T0 + 4 hours);
        _mustPass(operator, abi.encodeCall(escrow.interrupt, (rental, NO_BOUND)), "interrupt");
        vm.warp(T0 + 4 hours + rental.offer.challengeWindow);
        _mustPass(keeper, abi.encodeCall(escrow.settle, (rental)), "settle");

        assertEq(_status(id), Status.Closed, "interrupted and settled: closed");
        surplus = _closeBooks(rental, before, "host");
        return ("", surplus);
    }

    // Their parts

    function _disputeRunning() private returns (string memory word, int256 surplus) {
        (Rental memory rental, bytes32 id, Books[2] memory before) = _running();
        vm.warp(T0 + _SERVED);

        _misbehave(true);
        uint256 contested = _cost(_SERVED);
        uint256 stake = ((contested + rental.offer.bond) * 500) / 10_000;
        bytes memory call = abi.encodeCall(escrow.dispute, (rental, "", NO_PERMIT));
        word = _exit(renter, call, 0, _cost(_DURATION) - contested - stake, "dispute");

        assertEq(_status(id), Status.Disputed, "dispute: disputed");
        surplus = _closeBooks(rental, before, "dispute");
    }

    function _resolve(Rental memory rental, uint256 stake) private returns (string memory) {
        uint256 contested = _cost(_DURATION);
        uint256 gross = (contested * 4000) / 10_000;
        uint256 stakeToHost = (stake * 4000) / 10_000;
        return
            _exit({
                caller: arbiter,
                call: abi.encodeCall(escrow.resolve, (rental, 4000)),
                toPayee: gross - gross / 10 + stakeToHost,
                toRenter: contested - gross + stake - stakeToHost + (uint256(rental.offer.bond) * 6000) / 10_000,
                label: "resolve"
            });
    }

    function _collect(uint256 fee) private returns (string memory) {
        assertEq(escrow.fees(address(_token)), fee, "fees: booked");
        uint256 had = _read(treasury);
        (bool done, bytes memory data) = _call(keeper, abi.encodeCall(escrow.collectFees, (address(_token))));
        assertEq(escrow.fees(address(_token)), done ? 0 : fee, "fees: kept if refused");
        return done ? _delivered(treasury, had, fee) : _refusal(data, fee);
    }

    /// @dev A call that must bring exactly `amount` in.
    function _pay(address caller, bytes memory call, uint256 amount) private returns (string memory) {
        uint256 had = _read(caller);
        (bool done, bytes memory data) = _call(caller, call);
        if (!done) {
            assertEq(_read(caller), had, "refused: nothing is taken");
            return _refusal(data, amount);
        }
        return "ok";
    }

    /// @dev A call that nothing may block (I11): both sides are paid, or credited in full.
    function _exit(
        address caller,
        bytes memory call,
        uint256 toPayee,
        uint256 toRenter,
        string memory label
    ) private returns (string memory) {
        uint256[2] memory had = [_read(payee), _read(renter)];
        _mustPass(caller, call, label);

        string memory payeeWord = toPayee == 0 ? "none" : _outcome(payee, had[0], toPayee);
        string memory renterWord = toRenter == 0 ? "none" : _outcome(renter, had[1], toRenter);
        if (_same(payeeWord, renterWord) || _same(renterWord, "none")) return payeeWord;
        if (_same(payeeWord, "none")) return renterWord;
        if (_same(payeeWord, "credit") && _same(renterWord, "ok")) return "payee";
        if (_same(payeeWord, "ok") && _same(renterWord, "credit")) return "renter";
        return "mixed";
    }

    function _mustPass(address caller, bytes memory call, string memory label) private {
        (bool done, ) = _call(caller, call);
        assertTrue(done, string.concat(label, ": I11, an exit never blocks"));
    }

    function _outcome(address account, uint256 had, uint256 amount) private returns (string memory) {
        uint256 credit = escrow.credits(address(_token), account);
        if (credit == 0) return _delivered(account, had, amount);
        assertEq(credit, amount, "credited in full");
        assertEq(_read(account), had, "credited: and not paid");
        _assertKeptOrDelivered(account, credit);
        return "credit";
    }

    /// @dev While the token still misbehaves, a withdrawal delivers (a token may only want more gas) or keeps the credit.
    function _assertKeptOrDelivered(address account, uint256 credit) private {
        uint256 start = vm.snapshotState();
        (bool done, ) = _call(keeper, abi.encodeCall(escrow.withdraw, (address(_token), account, account)));
        assertEq(escrow.credits(address(_token), account), done ? 0 : credit, "withdraw: kept if refused");
        vm.revertToState(start);
    }

    function _delivered(address account, uint256 had, uint256 amount) private returns (string memory) {
        return _read(account) == had + amount ? "ok" : "skewed";
    }

    function _refusal(bytes memory data, uint256 amount) private view returns (string memory) {
        if (data.length == 0) return "empty";
        bytes32 hash = keccak256(data);
        if (hash == keccak256(abi.encodeWithSelector(IRentalEscrow.TransferRefused.selector, _token))) return "refused";
        if (hash == keccak256(abi.encodeWithSelector(MisbehavingToken.Misbehaved.selector))) return "own";
        if (hash == keccak256(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, _token))) {
            return "failed";
        }
        uint256 received;
        assembly ("memory-safe") {
            received := mload(add(data, 36))
        }
        bytes memory wrong = abi.encodeWithSelector(IRentalEscrow.WrongAmountReceived.selector, received, amount);
        assertTrue(hash == keccak256(wrong) && received != amount, "refused with a known error");
        return "wrong";
    }

    // Afterwards

    /// @dev Once the token behaves, everybody gets everything; the neighbours never noticed.
    function _closeBooks(
        Rental memory rental,
        Books[2] memory before,
        string memory label
    ) private returns (int256 surplus) {
        _misbehave(false);
        _assertUntouched(address(usdc), before[0], label);
        _assertUntouched(NATIVE, before[1], label);
        assertEq(_token.reentries(), 0, string.concat(label, ": nothing re-entered"));

        address token = address(_token);
        uint256 owed = _heldFor(rental) + escrow.bonds(token, host) + escrow.fees(token);
        owed += escrow.credits(token, payee) + escrow.credits(token, renter);
        surplus = int256(_token.heldBy(address(escrow))) - int256(owed);
        if (surplus < 0) _token.mint(address(escrow), uint256(-surplus));

        _settleAtLast(rental);
        _withdraw(payee);
        _withdraw(renter);
        if (escrow.fees(token) > 0) escrow.collectFees(token);
        uint256 bond = escrow.bonds(token, host);
        vm.prank(host);
        escrow.withdrawBond(token, bond, host);
        assertEq(
            _token.heldBy(address(escrow)),
            surplus > 0 ? uint256(surplus) : 0,
            string.concat(label, ": everything is out")
        );
        _assertUntouched(address(usdc), before[0], label);
        _assertUntouched(NATIVE, before[1], label);
    }

    function _settleAtLast(Rental memory rental) private {
        Status status = _status(escrow.idOf(rental));
        if (status == Status.None || status == Status.Closed) return;
        vm.warp(escrow.exitAt(rental));
        vm.prank(keeper);
        escrow.settle(rental);
    }

    function _withdraw(address account) private {
        uint256 credit = escrow.credits(address(_token), account);
        if (credit == 0) return;
        uint256 had = _token.heldBy(account);
        vm.prank(keeper);
        escrow.withdraw(address(_token), account, account);
        assertEq(_token.heldBy(account), had + credit, "a credit is withdrawn once the token behaves");
    }

    // Scene

    function _openMarket() private {
        escrow.setMarket({token: address(_token), arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _token.meet(
            MisbehavingToken.Parties({escrow: address(escrow), renter: renter, payee: payee, treasury: treasury})
        );
        address[3] memory wallets = [payer, renter, host];
        for (uint256 i = 0; i < wallets.length; ++i) {
            _token.mint(wallets[i], type(uint128).max - 1);
            vm.prank(wallets[i]);
            _token.approve(address(escrow), type(uint256).max);
        }
        _fundBond(address(_token), 3 * _price);
        _token.arm(_reentries());
    }

    /// @dev Calls that succeed for anyone, at any time, but not from inside another.
    function _reentries() private view returns (bytes[] memory calls) {
        calls = new bytes[](5);
        calls[0] = abi.encodeCall(escrow.settleMany, (new Rental[](0)));
        calls[1] = abi.encodeCall(escrow.collectFees, (address(usdc)));
        calls[2] = abi.encodeCall(escrow.revokeOffers, ("a100-0"));
        calls[3] = abi.encodeCall(escrow.setSigner, (stranger));
        calls[4] = abi.encodeCall(escrow.collectFees, (NATIVE));
    }

    function _terms() private view returns (Rental memory rental) {
        Offer memory offer = _offer();
        offer.token = address(_token);
        offer.pricePerHour = uint96(_price);
        offer.bond = uint96(_price);
        rental = _rental(offer);
    }

    function _running() private returns (Rental memory rental, bytes32 id, Books[2] memory before) {
        rental = _terms();
        id = _deposit(rental, _DURATION);
        _start(rental);
        before = _neighbours();
    }

    function _neighbours() private view returns (Books[2] memory) {
        return [_neighbour(address(usdc)), _neighbour(NATIVE)];
    }

    /// @dev Vanished code cannot be told anything.
    function _misbehave(bool on) private {
        if (!on) vm.etch(address(_token), _code);
        _token.misbehave(on);
        if (on && _token.vanishes()) vm.etch(address(_token), "");
    }

    function _read(address account) private returns (uint256 balance) {
        bytes memory code = address(_token).code;
        vm.etch(address(_token), _code);
        balance = _token.heldBy(account);
        vm.etch(address(_token), code);
    }

    function _call(address caller, bytes memory call) private returns (bool done, bytes memory data) {
        vm.prank(caller);
        (done, data) = address(escrow).call{gas: _GAS}(call);
    }

    function _cost(uint256 seconds_) private view returns (uint256) {
        return (_price * seconds_) / 1 hours;
    }

    /// @dev Of the right length and signed by nobody.
    function _garbagePermit() private pure returns (bytes memory) {
        return abi.encode(type(uint256).max, type(uint256).max, uint8(27), bytes32("r"), bytes32("s"));
    }

    function _books(bool lacks, bool exceeds) private pure returns (string memory) {
        if (lacks) return exceeds ? "both" : "lacks";
        return exceeds ? "exceeds" : "exact";
    }

    function _isOk(string memory word) private pure returns (bool) {
        return _same(word, "ok");
    }

    function _same(string memory a, string memory b) private pure returns (bool) {
        return keccak256(bytes(a)) == keccak256(bytes(b));
    }

    /// @dev The table is aligned with spaces.
    function _oneSpaced(string memory text) private pure returns (string memory) {
        bytes memory source = bytes(text);
        bytes memory target = new bytes(source.length);
        uint256 length;
        for (uint256 i = 0; i < source.length; ++i) {
            if (source[i] == " " && i > 0 && source[i - 1] == " ") continue;
            target[length++] = source[i];
        }
        assembly ("memory-safe") {
            mstore(target, length)
        }
        return string(target);
    }
}
