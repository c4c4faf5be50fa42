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
