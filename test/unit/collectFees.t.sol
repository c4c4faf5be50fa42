// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {EndBase} from "../EndBase.t.sol";
import {ReentrantReceiver} from "../mocks/ReentrantReceiver.sol";
import {RefusingReceiver} from "../mocks/RefusingReceiver.sol";
import {vm} from "../Vm.sol";

contract CollectFeesTest is EndBase {
    uint256 private constant FEE = 600_000;

    function test_RevertGiven_NoFees() external {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NoFees.selector, token));
        escrow.collectFees(token);
    }

    function test_RevertGiven_Collected() external {
        _earnFees();
        escrow.collectFees(token);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NoFees.selector, token));
        escrow.collectFees(token);
    }

    function test_PaysTreasuryForAnyone() external {
        address[6] memory callers = [host, renter, treasury, guardian, address(this), stranger];
        for (uint256 i = 0; i < callers.length; ++i) {
            setUp();
            _earnFees();
            uint256 before = _balance(token, treasury);

            _expectCollected(treasury);
            vm.prank(callers[i]);
            escrow.collectFees(token);

            assertEq(escrow.fees(token), 0, "fees");
            assertEq(_balance(token, treasury) - before, FEE, "treasury balance");
            assertEq(_balance(token, address(escrow)), FUNDED_BOND, "escrow balance");
        }
    }

    function test_LeavesPrincipalAndBonds() external {
        Rental memory rental = _earnFees();
        _deposit(_again(rental, 4 hours), DURATION);

        escrow.collectFees(token);

        assertEq(_balance(token, treasury), FEE, "treasury balance");
        assertEq(_balance(token, address(escrow)), PRICE + FUNDED_BOND, "escrow balance");
    }

    function test_PaysNewTreasury() external {
        _earnFees();
        escrow.setTreasury(keeper);

        _expectCollected(keeper);
        escrow.collectFees(token);

        assertEq(_balance(token, keeper), FEE, "new treasury");
        assertEq(_balance(token, treasury), 0, "old treasury");
    }

    function test_KeepsFeesWhenTreasuryRefuses() external {
        token = NATIVE;
        _earnFees();
        RefusingReceiver refusing = new RefusingReceiver();
        escrow.setTreasury(address(refusing));

        vm.expectRevert(abi.encodeWithSelector(RefusingReceiver.Refused.selector));
        escrow.collectFees(token);
        assertEq(escrow.fees(token), FEE, "fees");

        refusing.setAccepting(true);
        escrow.collectFees(token);
        assertEq(_balance(token, address(refusing)), FEE, "treasury balance");
    }

    function test_RefusesReentry() external {
        token = NATIVE;
        _earnFees();
        ReentrantReceiver reentrant = new ReentrantReceiver({escrow: address(escrow), stubborn: false});
        escrow.setTreasury(address(reentrant));

        escrow.collectFees(token);

        assertEq(reentrant.answered(), 1, "payouts answered");
        assertEq(reentrant.refused(), reentrant.entryPoints().length, "entry points refused");
        assertEq(_balance(token, address(reentrant)), FEE, "treasury balance");
    }

    function test_WorksWithoutAnyAdministration() external {
        _earnFees();
        vm.prank(guardian);
        escrow.closeMarket(token);
        escrow.renounceOwnership();

        vm.prank(stranger);
        escrow.collectFees(token);

        assertEq(_balance(token, treasury), FEE, "treasury balance");
    }

    // Scenarios

    /// @dev Four hours served.
    function _earnFees() private returns (Rental memory rental) {
        rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(4 hours);
        _stop(rental);
        assertEq(escrow.fees(token), FEE, "fees before");
    }

    function _expectCollected(address to) private {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.FeesCollected({token: token, to: to, amount: FEE});
    }
}

/// @dev The same in the native coin.
contract CollectFeesNativeTest is CollectFeesTest {
    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }
}
