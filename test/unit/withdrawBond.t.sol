// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow} from "../../contracts/interfaces/IRentalEscrow.sol";
import {EndBase} from "../EndBase.t.sol";
import {BlocklistToken} from "../mocks/BlocklistToken.sol";
import {ReentrantReceiver} from "../mocks/ReentrantReceiver.sol";
import {RefusingReceiver} from "../mocks/RefusingReceiver.sol";
import {vm} from "../Vm.sol";

contract WithdrawBondTest is EndBase {
    address private elsewhere = vm.addr(uint256(keccak256("elsewhere")));

    // Guards

    function test_RevertWhen_AmountIsZero() external {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.ZeroAmount.selector));
        _withdrawBond(0, host);
    }

    function test_RevertWhen_ReceiverIsInvalid() external {
        address[2] memory receivers = [address(0), address(escrow)];
        for (uint256 i = 0; i < receivers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InvalidReceiver.selector, receivers[i]));
            _withdrawBond(1, receivers[i]);
        }
    }

    function test_RevertWhen_AmountIsAboveFreeBond() external {
        _expectInsufficientBond({free: FUNDED_BOND, required: FUNDED_BOND + 1});
        _withdrawBond(FUNDED_BOND + 1, host);
    }

    function test_RevertWhen_BondIsAnothers() external {
        address[4] memory others = [operator, payee, address(this), stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            _expectInsufficientBond({free: 0, required: 1});
            vm.prank(others[i]);
            escrow.withdrawBond(token, 1, others[i]);
        }
    }

    function test_RevertWhen_BondIsLocked() external {
        _deposit(_rental(_bonded()), DURATION);

        _expectInsufficientBond({free: FUNDED_BOND - BOND, required: FUNDED_BOND - BOND + 1});
        _withdrawBond(FUNDED_BOND - BOND + 1, host);

        _withdrawBond(FUNDED_BOND - BOND, host);
        assertEq(escrow.bonds(token, host), 0, "free bond");
        assertEq(_balance(token, address(escrow)), PRICE + BOND, "escrow balance");
    }

    // Payments

    function test_PaysPartToHost() external {
        _expectWithdrawn(1, host);
        _withdrawBond(1, host);

        assertEq(escrow.bonds(token, host), FUNDED_BOND - 1, "free bond");
        assertEq(_balance(token, host), WALLET - FUNDED_BOND + 1, "host balance");
        assertEq(_balance(token, address(escrow)), FUNDED_BOND - 1, "escrow balance");
    }

    function test_PaysAllElsewhere() external {
        _expectWithdrawn(FUNDED_BOND, elsewhere);
        _withdrawBond(FUNDED_BOND, elsewhere);

        assertEq(escrow.bonds(token, host), 0, "free bond");
        assertEq(_balance(token, host), WALLET - FUNDED_BOND, "host balance");
        assertEq(_balance(token, elsewhere), FUNDED_BOND, "receiver balance");
        assertEq(_balance(token, address(escrow)), 0, "escrow balance");
    }

    function test_KeepsBondWhenReceiverRefuses() external {
        token = NATIVE;
        RefusingReceiver refusing = new RefusingReceiver();

        vm.expectRevert(abi.encodeWithSelector(RefusingReceiver.Refused.selector));
        _withdrawBond(FUNDED_BOND, address(refusing));

        assertEq(escrow.bonds(token, host), FUNDED_BOND, "free bond");
        assertEq(escrow.credits(token, address(refusing)), 0, "credit");
    }

    function test_KeepsBondWhenReceiverIsBlocked() external {
        BlocklistToken blocklist = new BlocklistToken();
        token = address(blocklist);
        escrow.setMarket({token: token, arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _fund(host, token, WALLET);
        _fundBond(token, FUNDED_BOND);
        blocklist.setBlocked(host, true);

        vm.expectRevert(abi.encodeWithSelector(BlocklistToken.Blocked.selector, host));
        _withdrawBond(FUNDED_BOND, host);

        assertEq(escrow.bonds(token, host), FUNDED_BOND, "free bond");
        assertEq(escrow.credits(token, host), 0, "credit");
    }

    function test_RefusesReentry() external {
        token = NATIVE;
        ReentrantReceiver reentrant = new ReentrantReceiver({escrow: address(escrow), stubborn: false});

        _withdrawBond(FUNDED_BOND, address(reentrant));

        assertEq(reentrant.answered(), 1, "payouts answered");
        assertEq(reentrant.refused(), reentrant.entryPoints().length, "entry points refused");
        assertEq(_balance(token, address(reentrant)), FUNDED_BOND, "receiver balance");
    }

    function test_WorksInClosedMarket() external {
        vm.prank(guardian);
        escrow.closeMarket(token);

        _withdrawBond(FUNDED_BOND, host);

        assertEq(_balance(token, host), WALLET, "host balance");
    }

    // Scenarios

    function _withdrawBond(uint256 amount, address to) private {
        vm.prank(host);
        escrow.withdrawBond(token, amount, to);
    }

    function _expectInsufficientBond(uint256 free, uint256 required) private {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InsufficientBond.selector, free, required));
    }

    function _expectWithdrawn(uint256 amount, address to) private {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.BondWithdrawn({token: token, host: host, to: to, amount: amount});
    }
}

/// @dev The same in the native coin.
contract WithdrawBondNativeTest is WithdrawBondTest {
    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }
}
