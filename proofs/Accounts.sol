// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RentalState, Status} from "../contracts/interfaces/IRentalEscrow.sol";
import {RentalMath} from "../contracts/libraries/RentalMath.sol";

/// @title Accounts: what was paid for a rental and did not come back
/// @dev Real code: `earned`, `covered` and `costDown` of RentalMath; RentalState and Status. Assumed: only what each
/// `require` states. All other fields of a state, and the price, are arbitrary.
///
/// The account of a rental is what was paid in so far, less what its renter got back. These claims say for which seconds
/// the escrow holds the price, and what the host earns with some seconds. That the escrow holds what the host would earn
/// with the covered ones is one line of RentalMath (`held`), and that an extension costs the rise of it one of
/// ExtensionPrice: both by reading, because z3 does not finish over them. lemmas/accountSteps.smt2 leads from here to
/// R4: after every verb the account is the price of what is covered and not refunded, and at an end without a ruling at
/// most that of the billed seconds, whoever paid.
contract Accounts {
    using RentalMath for RentalState;

    function prove_earnedIsThePriceOfWhatIsBilled(RentalState memory state, uint96 price, uint32 billed) external pure {
        require(state.refundedSeconds <= billed);

        assert(
            state.earned(price, billed) + RentalMath.costDown(price, state.paidSeconds) ==
                RentalMath.costDown(price, billed - state.refundedSeconds)
        );
    }

    function prove_everythingIsCoveredUntilAnEnd(RentalState memory state) external pure {
        require(state.status == Status.Funded || state.status == Status.Active);

        assert(state.covered() == state.duration);
    }

    function prove_onlyBilledTimeIsCoveredAfterAnEnd(RentalState memory state) external pure {
        require(state.status == Status.Interrupted || state.status == Status.Disputed);

        assert(state.covered() == state.billedSeconds);
    }

    /// @dev A canary, which the checker must refute: refunded and paid seconds are not earned any more.
    function canary_earnedIsTheWholePrice(RentalState memory state, uint96 price, uint32 billed) external pure {
        require(state.refundedSeconds <= billed);

        assert(state.earned(price, billed) == RentalMath.costDown(price, billed));
    }
}
