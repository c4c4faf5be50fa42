// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {Forging} from "./Forging.sol";

/// @dev Everything that a run can do, and the world that it starts in.
abstract contract Handler is Forging {
    function setUp(uint256 seed) public override {
        super.setUp(seed);
        _fundEveryone();
        (_treasury, _guardian) = (_treasuries[0], _guardians[0]);
        for (uint256 i = 0; i < 3; ++i) {
            vm.recordLogs();
            vm.prank(_owner);
            escrow.setMarket({token: _tokens[i], arbiter: _arbiters[0], feeBps: 1000, open: true});
            for (uint256 j = 0; j < 2; ++j) {
                vm.prank(_hosts[j]);
                escrow.fundBond{value: i == 0 ? 1e24 : 0}(_tokens[i], 1e24);
            }
            _book(vm.getRecordedLogs());
        }
    }

    function verbs() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](20);
        selectors[0] = this.deposit.selector;
        selectors[1] = this.start.selector;
        selectors[2] = this.extend.selector;
        selectors[3] = this.refund.selector;
        selectors[4] = this.stop.selector;
        selectors[5] = this.interrupt.selector;
        selectors[6] = this.settle.selector;
        selectors[7] = this.settleMany.selector;
        selectors[8] = this.dispute.selector;
        selectors[9] = this.submitEvidence.selector;
        selectors[10] = this.resolve.selector;
        selectors[11] = this.fundBond.selector;
        selectors[12] = this.withdrawBond.selector;
        selectors[13] = this.withdraw.selector;
        selectors[14] = this.collectFees.selector;
        selectors[15] = this.revoke.selector;
        selectors[16] = this.govern.selector;
        selectors[17] = this.trouble.selector;
        selectors[18] = this.forge.selector;
        selectors[19] = this.race.selector;
    }

    function _fundEveryone() private {
        for (uint256 i = 0; i < 3; ++i) {
            address token = _tokens[i];
            for (uint256 j = 0; j < 2; ++j) _give(token, _hosts[j], true);
            for (uint256 j = 0; j < 3; ++j) _give(token, _renters[j], true);
            _give(token, _payer, true);
            _give(token, _permitter, false);
        }
    }

    function _give(address token, address account, bool approves) private {
        _fund(token, account, approves);
        _wealth[token][account] = PURSE;
    }
}
