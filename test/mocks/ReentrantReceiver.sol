// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IRentalEscrow} from "../../contracts/interfaces/IRentalEscrow.sol";

/// @dev Calls every entry point of the escrow when it receives coins or tokens, and counts the calls that the
/// reentrancy guard rejects. If it is stubborn, it rejects the payment unless one of the calls succeeds.
contract ReentrantReceiver {
    address private immutable _ESCROW;
    bool private immutable _STUBBORN;

    uint256 public refused;
    uint256 public answered;

    error NothingWorked();

    constructor(address escrow, bool stubborn) {
        (_ESCROW, _STUBBORN) = (escrow, stubborn);
    }

    receive() external payable {
        _tryEverything();
    }

    function tokensReceived() external {
        _tryEverything();
    }

    function entryPoints() public pure returns (bytes4[22] memory) {
        return
            [
                IRentalEscrow.deposit.selector,
                IRentalEscrow.start.selector,
                IRentalEscrow.extend.selector,
                IRentalEscrow.stop.selector,
                IRentalEscrow.interrupt.selector,
                IRentalEscrow.refund.selector,
                IRentalEscrow.settle.selector,
                IRentalEscrow.settleMany.selector,
                IRentalEscrow.dispute.selector,
                IRentalEscrow.submitEvidence.selector,
                IRentalEscrow.resolve.selector,
                IRentalEscrow.fundBond.selector,
                IRentalEscrow.withdrawBond.selector,
                IRentalEscrow.revokeOffers.selector,
                IRentalEscrow.setSigner.selector,
                IRentalEscrow.withdraw.selector,
                IRentalEscrow.collectFees.selector,
                IRentalEscrow.setMarket.selector,
                IRentalEscrow.setHostFee.selector,
                IRentalEscrow.setTreasury.selector,
                IRentalEscrow.setGuardian.selector,
                IRentalEscrow.closeMarket.selector
            ];
    }

    /// @dev Zeros are valid arguments of every entry point, and the guard runs before any other check.
    function _tryEverything() private {
        bytes4[22] memory selectors = entryPoints();
        bytes memory zeros = new bytes(900);
        uint256 guarded;
        for (uint256 i = 0; i < selectors.length; ++i) {
            (bool success, bytes memory answer) = _ESCROW.call(bytes.concat(selectors[i], zeros));
            if (!success && bytes4(answer) == ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector) ++guarded;
        }
        require(!_STUBBORN, NothingWorked());
        (refused, answered) = (guarded, answered + 1);
    }
}
