// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Host, IRentalEscrow, Market} from "./interfaces/IRentalEscrow.sol";
import {MAX_FEE_BPS, MIN_FEE_BPS, NATIVE, NATIVE_ERC20_FACE} from "./libraries/Constants.sol";

/// @dev The settings of the owner and the guardian, within fixed bounds. They do not affect open rentals, whose fee and
/// arbiter are fixed at the deposit.
abstract contract Policy is IRentalEscrow, Ownable2Step, ReentrancyGuardTransient {
    /// @inheritdoc IRentalEscrow
    mapping(address token => Market) public markets;
    /// @inheritdoc IRentalEscrow
    mapping(address host => Host) public hosts;
    /// @inheritdoc IRentalEscrow
    address public treasury;
    /// @inheritdoc IRentalEscrow
    address public guardian;

    constructor(address owner_, address guardian_, address treasury_) Ownable(owner_) {
        _setGuardian(guardian_);
        _setTreasury(treasury_);
    }

    /// @inheritdoc IRentalEscrow
    function setMarket(address token, address arbiter, uint16 feeBps, bool open) external nonReentrant onlyOwner {
        _requireFeeInBounds(feeBps);
        if (open) {
            require(arbiter != address(0), InvalidArbiter(arbiter));
            require(
                token == NATIVE || (token.code.length > 0 && token != address(this) && token != NATIVE_ERC20_FACE),
                InvalidToken(token)
            );
        }

        markets[token] = Market({arbiter: arbiter, feeBps: feeBps, open: open});

        emit MarketSet(token, arbiter, feeBps, open);
    }

    /// @inheritdoc IRentalEscrow
    function setHostFee(address host, uint16 feeBps) external nonReentrant onlyOwner {
        if (feeBps != 0) _requireFeeInBounds(feeBps);

        hosts[host].feeBps = feeBps;

        emit HostFeeSet(host, feeBps);
    }

    /// @inheritdoc IRentalEscrow
    function setTreasury(address treasury_) external nonReentrant onlyOwner {
        _setTreasury(treasury_);
    }

    /// @inheritdoc IRentalEscrow
    function setGuardian(address guardian_) external nonReentrant onlyOwner {
        _setGuardian(guardian_);
    }

    /// @inheritdoc IRentalEscrow
    function closeMarket(address token) external nonReentrant {
        require(msg.sender == guardian, NotGuardian(msg.sender, guardian));

        Market storage market = markets[token];
        market.open = false;

        emit MarketSet(token, market.arbiter, market.feeBps, false);
    }

    function _setTreasury(address treasury_) private {
        require(treasury_ != address(0) && treasury_ != address(this), InvalidTreasury(treasury_));

        treasury = treasury_;

        emit TreasurySet(treasury_);
    }

    function _setGuardian(address guardian_) private {
        guardian = guardian_;

        emit GuardianSet(guardian_);
    }

    function _requireFeeInBounds(uint16 feeBps) private pure {
        require(feeBps >= MIN_FEE_BPS && feeBps <= MAX_FEE_BPS, FeeOutOfBounds(feeBps, MIN_FEE_BPS, MAX_FEE_BPS));
    }
}
