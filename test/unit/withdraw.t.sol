// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IRentalEscrow, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {EndBase} from "../EndBase.t.sol";
import {BlocklistToken} from "../mocks/BlocklistToken.sol";
import {HalfDoneToken} from "../mocks/HalfDoneToken.sol";
import {MegabyteToken} from "../mocks/MegabyteToken.sol";
import {ReentrantReceiver} from "../mocks/ReentrantReceiver.sol";
import {RefusingReceiver} from "../mocks/RefusingReceiver.sol";
import {vm} from "../Vm.sol";

contract WithdrawTest is EndBase {
    uint256 private constant CREDIT = 5_400_000;
    address private elsewhere = vm.addr(uint256(keccak256("elsewhere")));

    function test_RevertWhen_StrangerSendsElsewhere() external {
        RefusingReceiver account = _refused();

        address[6] memory others = [stranger, host, renter, operator, address(this), treasury];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotAccount.selector, others[i], address(account)));
            vm.prank(others[i]);
            escrow.withdraw(NATIVE, address(account), others[i]);
        }
        assertEq(escrow.credits(NATIVE, address(account)), CREDIT, "credit");
    }

    function test_RevertWhen_ReceiverIsInvalid() external {
        RefusingReceiver account = _refused();

        address[2] memory receivers = [address(0), address(escrow)];
        for (uint256 i = 0; i < receivers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InvalidReceiver.selector, receivers[i]));
            vm.prank(address(account));
            escrow.withdraw(NATIVE, address(account), receivers[i]);
        }
    }

    function test_RevertGiven_NothingCredited() external {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NothingCredited.selector, NATIVE, stranger));
        vm.prank(stranger);
        escrow.withdraw(NATIVE, stranger, stranger);
    }

    function test_RevertGiven_CreditedInAnotherToken() external {
        RefusingReceiver account = _refused();

        vm.expectRevert(
            abi.encodeWithSelector(IRentalEscrow.NothingCredited.selector, address(usdc), address(account))
        );
        vm.prank(address(account));
        escrow.withdraw(address(usdc), address(account), elsewhere);
    }

    function test_SendsElsewhereForAccount() external {
        RefusingReceiver account = _refused();

        _expectWithdrawn(address(account), elsewhere);
        vm.prank(address(account));
        escrow.withdraw(NATIVE, address(account), elsewhere);

        _assertDelivered(address(account), elsewhere);
    }

    function test_SendsToAccountForItself() external {
        RefusingReceiver account = _refused();
        account.setAccepting(true);

        _expectWithdrawn(address(account), address(account));
        vm.prank(address(account));
        escrow.withdraw(NATIVE, address(account), address(account));

        _assertDelivered(address(account), address(account));
    }

    function test_SendsToAccountForAnyone() external {
        RefusingReceiver account = _refused();
        account.setAccepting(true);

        _expectWithdrawn(address(account), address(account));
        vm.prank(keeper);
        escrow.withdraw(NATIVE, address(account), address(account));

        _assertDelivered(address(account), address(account));
    }

    function test_RevertWhen_WithdrawnTwice() external {
        RefusingReceiver account = _refused();
        vm.prank(address(account));
        escrow.withdraw(NATIVE, address(account), elsewhere);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NothingCredited.selector, NATIVE, address(account)));
        vm.prank(address(account));
        escrow.withdraw(NATIVE, address(account), elsewhere);
    }

    function test_KeepsCreditWhenRefused() external {
        RefusingReceiver account = _refused();

        vm.expectRevert(abi.encodeWithSelector(RefusingReceiver.Refused.selector));
        vm.prank(keeper);
        escrow.withdraw(NATIVE, address(account), address(account));

        _assertKept(address(account));
    }

    function test_KeepsCreditWhenBlocked() external {
        BlocklistToken blocklist = new BlocklistToken();
        _open(address(blocklist));
        blocklist.setBlocked(payee, true);
        _payHalf();

        vm.expectRevert(abi.encodeWithSelector(BlocklistToken.Blocked.selector, payee));
        vm.prank(payee);
        escrow.withdraw(token, payee, payee);
        _assertKept(payee);

        vm.prank(payee);
        escrow.withdraw(token, payee, elsewhere);
        _assertDelivered(payee, elsewhere);
    }

    function test_KeepsCreditWhenTokenReturnsFalse() external {
        HalfDoneToken halfDone = new HalfDoneToken();
        _open(address(halfDone));
        halfDone.setHostile(true);
        _payHalf();

        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, token));
        vm.prank(payee);
        escrow.withdraw(token, payee, payee);
        _assertKept(payee);

        halfDone.setHostile(false);
        vm.prank(payee);
        escrow.withdraw(token, payee, payee);
        _assertDelivered(payee, payee);
    }

    function test_PaysThroughTokenThatReturnsAMegabyte() external {
        _open(address(new MegabyteToken()));
        _payHalf();

        vm.prank(payee);
        escrow.withdraw(token, payee, payee);

        _assertDelivered(payee, payee);
    }

    function test_RefusesReentry() external {
        RefusingReceiver account = _refused();
        ReentrantReceiver reentrant = new ReentrantReceiver({escrow: address(escrow), stubborn: false});

        vm.prank(address(account));
        escrow.withdraw(NATIVE, address(account), address(reentrant));

        assertEq(reentrant.answered(), 1, "payouts answered");
        assertEq(reentrant.refused(), reentrant.entryPoints().length, "entry points refused");
        _assertDelivered(address(account), address(reentrant));
    }

    function test_WorksInClosedMarket() external {
        RefusingReceiver account = _refused();
        vm.prank(guardian);
        escrow.closeMarket(NATIVE);

        vm.prank(address(account));
        escrow.withdraw(NATIVE, address(account), elsewhere);

        _assertDelivered(address(account), elsewhere);
    }

    // Scenarios

    function _open(address token_) private {
        token = token_;
        escrow.setMarket({token: token_, arbiter: arbiter, feeBps: FEE_BPS, open: true});
        _fund(host, token_, WALLET);
        _fund(payer, token_, WALLET);
        _fundBond(token_, FUNDED_BOND);
    }

    /// @dev A payee that refused the price of four hours.
    function _refused() private returns (RefusingReceiver account) {
        account = new RefusingReceiver();
        (token, payee) = (NATIVE, address(account));
        _payHalf();
    }

    function _payHalf() private {
        Rental memory rental = _rental(_instant());
        _deposit(rental, DURATION);
        _at(4 hours);
        _stop(rental);
        assertEq(escrow.credits(token, payee), CREDIT, "credit before");
    }

    function _expectWithdrawn(address account, address to) private {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Withdrawn({token: token, account: account, to: to, amount: CREDIT});
    }

    function _assertDelivered(address account, address to) private view {
        assertEq(escrow.credits(token, account), 0, "credit");
        assertEq(_balance(token, to), CREDIT, "receiver balance");
        // Other credits stay: a token that refuses everybody refused the renter too.
        assertEq(
            _balance(token, address(escrow)),
            FUNDED_BOND + escrow.fees(token) + escrow.credits(token, renter),
            "escrow balance"
        );
    }

    function _assertKept(address account) private view {
        assertEq(escrow.credits(token, account), CREDIT, "credit");
        assertEq(_balance(token, account), 0, "account balance");
        assertEq(
            _balance(token, address(escrow)),
            FUNDED_BOND + escrow.fees(token) + CREDIT + escrow.credits(token, renter),
            "escrow balance"
        );
    }
}
