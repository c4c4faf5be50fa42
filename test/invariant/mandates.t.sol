// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Assert} from "../Assert.sol";
import {vm} from "../Vm.sol";
import {MandateHandler} from "./MandateHandler.sol";

/// @dev Named in a test file because the test runner knows the contracts of test files alone.
contract RentersAndKeepers is MandateHandler {}

/// @dev A campaign for one of the two promises of a mandate. The handler looks at both after every single call; the
/// number also seeds it, so that no two campaigns are alike.
abstract contract MandateCampaign is Assert {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    uint256 private immutable _NUMBER;
    RentersAndKeepers private _handler;

    constructor(uint256 number) {
        _NUMBER = number;
    }

    function setUp() public {
        _handler = new RentersAndKeepers();
        _handler.begin(_NUMBER);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory selectors) {
        selectors = new FuzzSelector[](1);
        selectors[0] = FuzzSelector({addr: address(_handler), selectors: new bytes4[](1)});
        selectors[0].selectors[0] = _handler.play.selector;
    }

    /// @dev A run in which nobody tries to execute anything would show nothing.
    function afterInvariant() public {
        assertTrue(_handler.counts("executed") + _handler.counts("refused") > 0, "tries");
        _assertHeld();
        string memory record = vm.envOr("INVARIANT_RECORD", string(""));
        if (bytes(record).length > 0) vm.writeLine(record, _handler.reportMoves("mandates", _handler.entropy()));
    }

    function _assertHeld() internal view {
        string memory broken = _handler.broken();
        assertEq(bytes(broken).length, 0, broken);
    }
}

/// @dev In any T seconds at most the price of `T + extendBefore + step`, with a tip for each step; never more than the
/// total; nothing after it was ended.
contract R3_MandateCostsWhatWasSigned is MandateCampaign(3) {
    function invariant_R3_MandateCostsWhatWasSigned() public view {
        _assertHeld();
    }
}

/// @dev What was paid for time and did not come back is at most the price of the seconds billed.
contract R4_MandatePaysForServedTime is MandateCampaign(4) {
    function invariant_R4_MandatePaysForServedTime() public view {
        _assertHeld();
    }
}
