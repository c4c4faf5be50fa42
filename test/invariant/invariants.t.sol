// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Assert} from "../Assert.sol";
import {vm} from "../Vm.sol";
import {Handler} from "./Handler.sol";

/// @dev Named in a test file because the test runner knows the contracts of test files alone.
contract RentalHandler is Handler {}

/// @dev A campaign for one numbered invariant of docs/protocol.md. The handler looks at everything after every single
/// call and remembers, by number, what did not hold; the number also seeds it, so that no two campaigns are alike.
abstract contract Campaign is Assert {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    uint256 private immutable _NUMBER;
    RentalHandler internal _handler;

    constructor(uint256 number) {
        _NUMBER = number;
    }

    function setUp() public {
        _handler = new RentalHandler();
        _handler.setUp(_NUMBER);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory selectors) {
        selectors = new FuzzSelector[](1);
        selectors[0] = FuzzSelector({addr: address(_handler), selectors: _handler.verbs()});
    }

    /// @dev At the end of each run: every number held. If a file is named, what the calls did is appended to it, for
    /// evidence/campaigns/invariants.ts to judge.
    function afterInvariant() public {
        string memory broken = _handler.anyBroken();
        assertEq(bytes(broken).length, 0, broken);
        string memory record = vm.envOr("INVARIANT_RECORD", string(""));
        if (bytes(record).length > 0) vm.writeLine(record, _handler.report(_handler.entropy()));
    }

    function _assertHeld() internal view {
        string memory broken = _handler.broken(_NUMBER);
        assertEq(bytes(broken).length, 0, broken);
    }
}

// Where the money is, and where it goes.

/// @dev Balance = held principal + stakes + bonds, locked and free, + credits + fees + donations.
contract I1_BalanceIsWhatIsOwed is Campaign(1) {
    function invariant_I1_BalanceIsWhatIsOwed() public view {
        _assertHeld();
    }
}

/// @dev Paid in = paid to host + fee + paid to renter + held, and nothing is held once closed.
contract I2_EveryDepositIsAccountedFor is Campaign(2) {
    function invariant_I2_EveryDepositIsAccountedFor() public view {
        _assertHeld();
    }
}

/// @dev The fee is its share of all that was earned, at the rate of the deposit, however it was sliced.
contract I3_FeeIsItsShareOfWhatWasEarned is Campaign(3) {
    function invariant_I3_FeeIsItsShareOfWhatWasEarned() public view {
        _assertHeld();
    }
}

/// @dev Everyone has what events promised them and no more, and nobody gets in while money goes out.
contract I5_CoinsGoToTheirOwnersAlone is Campaign(5) {
    function invariant_I5_CoinsGoToTheirOwnersAlone() public view {
        _assertHeld();
    }
}

/// @dev The shares of stake and bond sum to what was locked, and without a ruling no more than one bond is lost.
contract I14_StakeAndBondAreConserved is Campaign(14) {
    function invariant_I14_StakeAndBondAreConserved() public view {
        _assertHeld();
    }
}

// What a rental may become, when, and to what end.

/// @dev Only the arrows, by those and when the specification says; what is closed stays as it is.
contract I4_StatusMovesAlongArrows is Campaign(4) {
    function invariant_I4_StatusMovesAlongArrows() public view {
        _assertHeld();
    }
}

/// @dev Without a ruling the host earns the price of what was billed and not refunded; with one, its share.
contract I6_HostEarnsWhatWasBilled is Campaign(6) {
    function invariant_I6_HostEarnsWhatWasBilled() public view {
        _assertHeld();
    }
}

/// @dev At `exitAt` anyone closes any rental, and only an extension raises it.
contract I7_ExitForcesEveryRentalOut is Campaign(7) {
    function invariant_I7_ExitForcesEveryRentalOut() public view {
        _assertHeld();
    }
}

/// @dev One rental waits or runs on a machine, `busyUntil` is its end, and no dead offer opens one.
contract I10_MachineHasOneRentalAtATime is Campaign(10) {
    function invariant_I10_MachineHasOneRentalAtATime() public view {
        _assertHeld();
    }
}

/// @dev Settling first, or late, alone or in a batch, gives the same balances.
contract I12_LatenessChangesNothing is Campaign(12) {
    function invariant_I12_LatenessChangesNothing() public view {
        _assertHeld();
    }
}

// What nobody can do to others.

/// @dev Owner, guardians, arbiters, keeper and stranger have nothing, as at first.
contract I8_PowerEarnsNothing is Campaign(8) {
    function invariant_I8_PowerEarnsNothing() public view {
        address[3] memory tokens = _handler.tokens();
        address[7] memory powerful = _handler.powerful();
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = 0; j < 7; ++j) {
                assertEq(_handler.balanceOf(tokens[i], powerful[j]), 0, "I8: balance of the powerful");
            }
        }
        _assertHeld();
    }
}

/// @dev No change of a parameter changes what an open rental is worth, now or at its end.
contract I9_ParametersReachNoOpenRental is Campaign(9) {
    function invariant_I9_ParametersReachNoOpenRental() public view {
        _assertHeld();
    }
}

/// @dev What clock and role allow is done, whatever tokens, receivers and markets do.
contract I11_NothingBlocksAnExit is Campaign(11) {
    function invariant_I11_NothingBlocksAnExit() public view {
        _assertHeld();
    }
}

/// @dev What is signed for another chain, contract or content, by another key or for another time, opens nothing.
contract I13_SignaturesWorkOnceAndHere is Campaign(13) {
    function invariant_I13_SignaturesWorkOnceAndHere() public view {
        _assertHeld();
    }
}
