// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow} from "../../contracts/interfaces/IRentalEscrow.sol";
import {MoodyToken} from "../mocks/MoodyToken.sol";
import {Rogue} from "../mocks/Rogue.sol";
import {vm} from "../Vm.sol";
import {Verb} from "./Counts.sol";
import {Disputing} from "./Disputing.sol";

/// @dev Bonds, credits and fees, and what hosts do about their signatures.
abstract contract Purses is Disputing {
    function fundBond(uint256 seed) external step(seed) {
        (address token, address host) = (_tokens[_below(3)], _hosts[_below(2)]);
        uint256 amount = _magnitude(80);
        bytes memory refusal = _marketRefusal(token, _market[token].arbiter);
        if (refusal.length == 0) refusal = _pullRefusal(token, host);

        bytes memory call = abi.encodeCall(IRentalEscrow.fundBond, (token, amount));
        _play(Verb.FundBond, host, token == NATIVE ? amount : 0, call, refusal);
        _inspectHost(token, host);
        _inspectToken(token);
    }

    function withdrawBond(uint256 seed) external step(seed) {
        address host = _hosts[_below(2)];
        address to = _oneIn(2) ? host : _payees[0];
        address token = _sendable(to);
        uint256 free = _freeBond[token][host];
        uint256 amount = _oneIn(8) ? free + 1 : free / (1 + _below(8));
        bytes memory refusal;
        if (amount == 0) refusal = abi.encodeWithSelector(IRentalEscrow.ZeroAmount.selector);
        if (amount > free) refusal = abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, free, amount);

        bytes memory call = abi.encodeCall(IRentalEscrow.withdrawBond, (token, amount, to));
        _play(Verb.WithdrawBond, host, 0, call, refusal);
        _inspectHost(token, host);
        _inspectMoney(token, to);
    }

    /// @dev Anyone for the account itself, the account to anyone, and nobody else.
    function withdraw(uint256 seed) external step(seed) {
        (address token, address account) = _credited();
        if (_credit[token][account] == 0 && !_oneIn(4)) return _deposit();
        address to = _oneIn(4) ? _payees[0] : account;
        if (token == address(_moody)) _calm(to);
        else if (token == NATIVE && !_accepts(account)) to = _payees[0];
        address caller = to == account && _oneIn(2) ? _keeper : account;
        bytes memory refusal;
        if (_oneIn(12)) {
            (caller, to) = (_stranger, _keeper);
            refusal = abi.encodeWithSelector(IRentalEscrow.NotAccount.selector, caller, account);
        } else if (_credit[token][account] == 0) {
            refusal = abi.encodeWithSelector(IRentalEscrow.NothingCredited.selector, token, account);
        }

        bytes memory call = abi.encodeCall(IRentalEscrow.withdraw, (token, account, to));
        _play(Verb.Withdraw, caller, 0, call, refusal);
        _inspectAccount(token, account);
        _inspectMoney(token, to);
    }

    function collectFees(uint256 seed) external step(seed) {
        address token = _sendable(_treasury);
        if (_totals[token].fees == 0 && !_oneIn(4)) return _deposit();
        bytes memory refusal;
        if (_totals[token].fees == 0) refusal = abi.encodeWithSelector(IRentalEscrow.NoFees.selector, token);

        _play(Verb.CollectFees, _anyone(), 0, abi.encodeCall(IRentalEscrow.collectFees, (token)), refusal);
        _inspectMoney(token, _keeper);
    }

    /// @dev One machine's offers, or with a new signer all of a host's.
    function revoke(uint256 seed) external step(seed) {
        uint256 which = _below(2);
        if (_oneIn(2)) {
            bytes32 machine = _oneIn(2) ? bytes32("a100-0") : bytes32("a100-1");
            bytes memory call = abi.encodeCall(IRentalEscrow.revokeOffers, (machine));
            _play(Verb.RevokeOffers, _hosts[which], 0, call, NOTHING);
            return;
        }
        address signer = _oneIn(2) ? address(0) : vm.addr(_spareKeys[which]);
        _play(Verb.SetSigner, _hosts[which], 0, abi.encodeCall(IRentalEscrow.setSigner, (signer)), NOTHING);
    }

    /// @dev The refusal must be the escrow's own, so the moody token is in a good mood for once.
    function _sendable(address to) private returns (address token) {
        token = _tokens[_below(3)];
        if (token == address(_moody)) _calm(to);
    }

    function _calm(address to) private {
        _moody.setMood(MoodyToken.Mood.Fine);
        _moody.setBlocked(to, false);
        _moody.setBlocked(address(escrow), false);
    }

    /// @dev A credit that can be withdrawn now, if any is.
    function _credited() private returns (address token, address account) {
        uint256 first = _below(14);
        for (uint256 i = 0; i < 14; ++i) {
            uint256 slot = (first + i) % 14;
            token = slot % 2 == 0 ? NATIVE : address(_moody);
            account = slot / 2 < 3 ? _renters[slot / 2] : _payees[slot / 2 - 3];
            if (_credit[token][account] > 0) break;
        }
    }

    /// @dev Whether it takes native coins today.
    function _accepts(address account) private view returns (bool) {
        if (account.code.length == 0) return true;
        Rogue.Manner manner = Rogue(payable(account)).manner();
        return manner == Rogue.Manner.Accept || manner == Rogue.Manner.Reenter;
    }
}
