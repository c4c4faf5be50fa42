// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Host, Market} from "../contracts/interfaces/IRentalEscrow.sol";
import {MAX_FEE_BPS, MIN_FEE_BPS} from "../contracts/libraries/Constants.sol";

/// @title Parameters: the fee of a deposit, after any calls in any order
/// @dev Real code: the structs Market and Host, the bounds in Constants.sol. Model: `setMarket`, `closeMarket` and
/// `setHostFee` of Policy.sol for one token and one host, and the fee that Offers._requireTakeable reads. Callers, and
/// the checks of arbiter and token, are not modelled.
contract Parameters {
    Market private _market;
    Host private _host;

    function setMarket(uint16 feeBps, bool open) external {
        _requireFeeInBounds(feeBps);
        _market.feeBps = feeBps;
        _market.open = open;
    }

    function closeMarket() external {
        _market.open = false;
    }

    function setHostFee(uint16 feeBps) external {
        if (feeBps != 0) _requireFeeInBounds(feeBps);
        _host.feeBps = feeBps;
    }

    function prove_openMarketFeeInBounds() external view {
        assert(!_market.open || (_market.feeBps >= MIN_FEE_BPS && _market.feeBps <= MAX_FEE_BPS));
    }

    function prove_hostFeeInBounds() external view {
        assert(_host.feeBps == 0 || (_host.feeBps >= MIN_FEE_BPS && _host.feeBps <= MAX_FEE_BPS));
    }

    function prove_depositFeeInBounds() external view {
        require(_market.open);
        uint16 feeBps = _market.feeBps;
        if (_host.feeBps != 0) feeBps = _host.feeBps;

        assert(feeBps >= MIN_FEE_BPS && feeBps <= MAX_FEE_BPS);
    }

    /// @dev A canary, which the checker must refute: a host can have its own fee.
    function canary_hostHasNoFeeOfItsOwn() external view {
        assert(_host.feeBps == 0);
    }

    /// @dev As in Policy._requireFeeInBounds.
    function _requireFeeInBounds(uint16 feeBps) private pure {
        require(feeBps >= MIN_FEE_BPS && feeBps <= MAX_FEE_BPS);
    }
}
