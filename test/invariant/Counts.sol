// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @dev What a step asks of the escrow.
enum Verb {
    Deposit,
    Start,
    Extend,
    Stop,
    Interrupt,
    Refund,
    Settle,
    SettleMany,
    Dispute,
    SubmitEvidence,
    Resolve,
    FundBond,
    WithdrawBond,
    Withdraw,
    CollectFees,
    RevokeOffers,
    SetSigner,
    Govern
}

/// @dev What came of it: every arrow of a rental's life, and the ways in which an arrow is taken.
enum Arrow {
    DepositedFunded,
    DepositedActive,
    DepositedWithPermit,
    DepositedWithCappedBond,
    OfferTakenAgain,
    Started,
    Extended,
    ExtendedWithBond,
    ExtensionRefusedForBond,
    Cancelled,
    Declined,
    NoShow,
    ReleasedRunning,
    ReleasedAfterEnd,
    Completed,
    Interrupted,
    InterruptedAndClosed,
    InterruptedStopped,
    InterruptedSettled,
    PaidWhileActive,
    PaidWhileInterrupted,
    RefundedWhileActive,
    RefundedWhileInterrupted,
    RefundedWhileDisputed,
    RefundedAgainInDispute,
    RefundedAllContested,
    DisputedRunning,
    DisputedAfterEnd,
    DisputedInterrupted,
    ConcededCharged,
    ConcededForWholeStake,
    ConcededFree,
    ConcededNothing,
    ConcededAfterFreeDay,
    Resolved,
    TimedOutCharged,
    TimedOutFree,
    StakeReleasedToBoth,
    StopRefusedByBound,
    InterruptionRefusedByBound,
    RepeatRefused,
    SettledInBatch,
    Credited,
    CreditWithdrawn,
    BondFunded,
    BondWithdrawn,
    FeesCollected,
    OffersRevoked,
    SignerSet,
    ParameterSet,
    ReentryRefused,
    ForgeryRefused,
    PermitReplayRefused,
    ForcedOutAtExit,
    SettledLateAlike
}

/// @dev Counts calls by verb and what came of them, and says them in one line of JSON.
abstract contract Counts {
    uint256 private constant _VERBS = 18;
    uint256 private constant _ARROWS = 55;

    uint256[_VERBS] private _tried;
    uint256[_VERBS] private _succeeded;
    uint256[_ARROWS] private _taken;

    function report(uint256 run) public view returns (string memory line) {
        string memory separator = "";
        for (uint256 i = 0; i < _VERBS; ++i) {
            string memory counts = string.concat(Strings.toString(_tried[i]), ",", Strings.toString(_succeeded[i]));
            line = string.concat(line, separator, "[", counts, "]");
            separator = ",";
        }
        separator = '],"arrows":[';
        for (uint256 i = 0; i < _ARROWS; ++i) {
            line = string.concat(line, separator, Strings.toString(_taken[i]));
            separator = ",";
        }
        return string.concat('{"run":"', Strings.toString(run), '","verbs":[', line, "]}");
    }

    function _count(Verb verb, bool success) internal {
        ++_tried[uint256(verb)];
        if (success) ++_succeeded[uint256(verb)];
    }

    function _count(Arrow arrow) internal {
        ++_taken[uint256(arrow)];
    }
}
