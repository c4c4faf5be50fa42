// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Assert} from "../Assert.sol";
import {vm} from "../Vm.sol";
import {Handler} from "./Handler.sol";

/// @dev Named in this file because the test runner knows the contracts of test files alone.
contract RentalHandler is Handler {}

/// @dev The numbered invariants of docs/protocol.md. The handler looks after every single call and remembers, by
/// number, what did not hold; each of these functions is a campaign of its own.
contract RentalInvariants is Assert {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    RentalHandler private _handler;

    function setUp() public {
        _handler = new RentalHandler();
        _handler.setUp();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory selectors) {
        selectors = new FuzzSelector[](1);
        selectors[0] = FuzzSelector({addr: address(_handler), selectors: _handler.verbs()});
    }

    /// @dev At the end of each run: every number held, most calls did something, and what they did is written down.
    function afterInvariant() public {
        string memory broken = _handler.anyBroken();
        assertEq(bytes(broken).length, 0, broken);
        assertTrue(_handler.succeeded() * 2 >= _handler.tried(), "fewer than half of the calls succeeded");
        vm.writeLine("cache/invariants.jsonl", _handler.report(_handler.entropy()));
    }

    /// @dev Balance = held principal + stakes + bonds, locked and free, + credits + fees + donations.
    function invariant_I1_BalanceIsWhatIsOwed() public view {
        _assertHeld(1);
    }

    /// @dev Paid in = paid to host + fee + paid to renter + held, and nothing is held once closed.
    function invariant_I2_EveryDepositIsAccountedFor() public view {
        _assertHeld(2);
    }

    /// @dev The fee is its share of all that was earned, at the rate of the deposit, however it was sliced.
    function invariant_I3_FeeIsItsShareOfWhatWasEarned() public view {
        _assertHeld(3);
    }

    /// @dev Only the arrows, by those and when the specification says; what is closed stays as it is.
    function invariant_I4_StatusMovesAlongArrows() public view {
        _assertHeld(4);
    }

    /// @dev Everyone has what events promised them and no more, and nobody gets in while money goes out.
    function invariant_I5_CoinsGoToTheirOwnersAlone() public view {
        _assertHeld(5);
    }

    /// @dev Without a ruling the host earns the price of what was billed and not refunded; with one, its share.
    function invariant_I6_HostEarnsWhatWasBilled() public view {
        _assertHeld(6);
    }

    /// @dev At `exitAt` anyone closes any rental, and only an extension raises it.
    function invariant_I7_ExitForcesEveryRentalOut() public view {
        _assertHeld(7);
    }

    /// @dev Owner, guardians, arbiters, keeper and stranger have nothing, as at first.
    function invariant_I8_PowerEarnsNothing() public view {
        address[7] memory powerful = _handler.powerful();
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = 0; j < 7; ++j) {
                assertEq(_handler.balanceOf(_handler.tokens()[i], powerful[j]), 0, "I8: balance of the powerful");
            }
        }
        _assertHeld(8);
    }

    /// @dev No change of a parameter changes what an open rental is worth, now or at its end.
    function invariant_I9_ParametersReachNoOpenRental() public view {
        _assertHeld(9);
    }

    /// @dev One rental waits or runs on a machine, `busyUntil` is its end, and no dead offer opens one.
    function invariant_I10_MachineHasOneRentalAtATime() public view {
        _assertHeld(10);
    }

    /// @dev What clock and role allow is done, whatever tokens, receivers and markets do.
    function invariant_I11_NothingBlocksAnExit() public view {
        _assertHeld(11);
    }

    /// @dev Settling first, or late, alone or in a batch, gives the same balances.
    function invariant_I12_LatenessChangesNothing() public view {
        _assertHeld(12);
    }

    /// @dev What is signed for another chain, contract or content, by another key or for another time, opens nothing.
    function invariant_I13_SignaturesWorkOnceAndHere() public view {
        _assertHeld(13);
    }

    /// @dev The shares of stake and bond sum to what was locked, and without a ruling no more than one bond is lost.
    function invariant_I14_StakeAndBondAreConserved() public view {
        _assertHeld(14);
    }

    function _assertHeld(uint256 number) private view {
        string memory broken = _handler.broken(number);
        assertEq(bytes(broken).length, 0, broken);
    }
}
