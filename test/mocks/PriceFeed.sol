// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev The functions of Chainlink's AggregatorV3Interface that are used. They return what a test has set.
contract PriceFeed {
    struct Round {
        uint80 roundId;
        int256 answer;
        uint256 startedAt;
        uint256 updatedAt;
        uint80 answeredInRound;
    }

    string public description;
    uint8 public decimals;
    Round public latestRoundData;

    function describe(string calldata description_, uint8 decimals_) external {
        (description, decimals) = (description_, decimals_);
    }

    function report(Round calldata round) external {
        latestRoundData = round;
    }
}
