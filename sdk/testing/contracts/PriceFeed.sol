// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev The functions of Chainlink's AggregatorV3Interface that are used. A price is always a minute old, however far
/// the clock is moved, until a whole round is reported.
contract PriceFeed {
    struct Round {
        uint80 roundId;
        int256 answer;
        uint256 startedAt;
        uint256 updatedAt;
        uint80 answeredInRound;
    }

    uint256 private constant _AGE = 1 minutes;

    string public description;
    uint8 public decimals;
    int256 private _price;
    bool private _isFixed;
    Round private _round;

    function describe(string calldata description_, uint8 decimals_) external {
        (description, decimals) = (description_, decimals_);
    }

    function setPrice(int256 price) external {
        (_price, _isFixed) = (price, false);
    }

    function report(Round calldata round) external {
        (_round, _isFixed) = (round, true);
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        if (_isFixed) {
            return (_round.roundId, _round.answer, _round.startedAt, _round.updatedAt, _round.answeredInRound);
        }
        uint256 updatedAt = block.timestamp - _AGE;
        return (9, _price, updatedAt, updatedAt, 9);
    }
}
