// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Purchases: value, price, fee and rest
/// @dev Model: the check of the value and the rest, as in RentalRouter._approve and _payRest. Assumed: only what each
/// `require` states.
contract Purchases {
    function prove_valueIsPriceFeeAndRest(uint256 value, uint256 price, uint256 relayFee) external pure {
        require(_isEnough(value, price, relayFee));
        uint256 rest = value - price - relayFee;

        assert(price + relayFee + rest == value);
    }

    function prove_neverMoreThanTheValue(uint256 value, uint256 price, uint256 relayFee) external pure {
        require(_isEnough(value, price, relayFee));

        assert(price <= value && relayFee <= value && price + relayFee <= value);
    }

    /// @dev A canary, which the checker must refute: something may be left.
    function canary_nothingIsEverLeft(uint256 value, uint256 price, uint256 relayFee) external pure {
        require(_isEnough(value, price, relayFee));

        assert(value - price - relayFee == 0);
    }

    function _isEnough(uint256 value, uint256 price, uint256 relayFee) private pure returns (bool) {
        return relayFee <= value && price <= value - relayFee;
    }
}

/// @title Till: what the router has between transactions, whatever is bought
/// @dev Model: the transfers of a purchase, as in RentalRouter: what the pull brought, what the escrow takes, the fee,
/// and the rest; the allowance that the escrow uses up. Strangers send coins in between. The sums that each `require`
/// checks are those that the contract checks.
contract Till {
    uint256 private _balance;
    uint256 private _allowance;
    uint256 private _donated;

    function donate(uint128 amount) external {
        _balance += amount;
        _donated += amount;
    }

    function buy(uint128 value, uint128 price, uint128 relayFee) external {
        uint256 before = _balance;
        _balance += value;
        require(relayFee <= value && price <= value - relayFee);
        _allowance = price;
        _balance -= price;
        _allowance -= price;
        _balance -= relayFee;
        _balance -= value - price - relayFee;
        assert(_balance == before);
    }

    function prove_keepsNothing() external view {
        assert(_balance == _donated && _allowance == 0);
    }
}

/// @title Nonces: a purchase pays at most once, whatever calls come in whatever order
/// @dev Model: one purchase, whose digest is the nonce of the payer's token (ERC-3009) and of Permit2, each of which
/// burns it. A purchase is signed for one of the two, or for both: then the second is the same order, for a rental that
/// lasts long enough already, and `duration <= state.duration` makes the escrow refuse it. `_lasts` is the rental's
/// duration; others extend it at any time. `_bought` counts the times that the purchase was carried out.
contract Nonces {
    bool private _usedByToken;
    bool private _usedByPermit2;
    uint256 private _lasts;
    uint256 private _bought;
    uint256 private immutable _DURATION;

    constructor(uint32 duration) {
        require(duration > 0);
        _DURATION = duration;
    }

    function others(uint32 duration) external {
        require(duration > _lasts);
        _lasts = duration;
    }

    function byAuthorization() external {
        require(!_usedByToken);
        _usedByToken = true;
        _carryOut();
    }

    function byPermit2() external {
        require(!_usedByPermit2);
        _usedByPermit2 = true;
        _carryOut();
    }

    function prove_boughtAtMostOnce() external view {
        assert(_bought <= 1);
    }

    function prove_whatWasBoughtLasts() external view {
        assert(_bought == 0 || _lasts >= _DURATION);
    }

    /// @dev A transaction that fails undoes the burning as well.
    function _carryOut() private {
        require(_DURATION > _lasts);
        _lasts = _DURATION;
        ++_bought;
    }
}
