// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RentalMath} from "../../contracts/libraries/RentalMath.sol";
import {Assert} from "../Assert.sol";
import {bound} from "./bound.sol";

/// @dev The two roundings on their own: what a floor is, and which way it may err.
contract MathFuzzTest is Assert {
    function testFuzz_CostIsTheFloor(uint96 price, uint32 seconds_) external pure {
        uint256 cost = RentalMath.costDown(price, seconds_);
        uint256 exact = uint256(price) * seconds_;

        assertTrue(cost * 3600 <= exact, "not above the exact price");
        assertTrue(exact - cost * 3600 < 3600, "less than one unit below it");
    }

    function testFuzz_CostIsMonotone(uint96 price, uint32 a, uint32 b) external pure {
        (uint32 shorter, uint32 longer) = a < b ? (a, b) : (b, a);

        assertTrue(RentalMath.costDown(price, shorter) <= RentalMath.costDown(price, longer), "longer is not cheaper");
    }

    function testFuzz_SlicesCostAtMostOneUnitLess(uint96 price, uint32 seconds_, uint32 cut) external pure {
        uint256 first = bound(cut, 0, seconds_);
        uint256 whole = RentalMath.costDown(price, seconds_);
        uint256 sliced = RentalMath.costDown(price, first) + RentalMath.costDown(price, seconds_ - first);

        assertTrue(sliced <= whole && whole - sliced <= 1, "one cut loses one unit at most");
    }

    function testFuzz_CostFitsUint128(uint96 price, uint32 seconds_) external pure {
        assertTrue(RentalMath.costDown(price, seconds_) <= type(uint128).max, "fits");
    }

    function testFuzz_ShareIsTheFloor(uint128 amount, uint16 bps) external pure {
        uint256 share = RentalMath.shareDown(amount, bps);
        uint256 exact = uint256(amount) * bps;

        assertTrue(share * 10_000 <= exact && exact - share * 10_000 < 10_000, "floor");
    }

    function testFuzz_FeeStaysInBand(uint128 gross, uint16 bps) external pure {
        uint256 fee = RentalMath.shareDown(gross, bound(bps, 1000, 1500));

        assertTrue(fee >= uint256(gross) / 10, "at least a tenth, rounded down");
        assertTrue(fee <= (uint256(gross) * 15) / 100, "at most 15 percent");
    }
}
