// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ApprovalRaceToken} from "../mocks/tokens/ApprovalRaceToken.sol";
import {AsksReceiverToken} from "../mocks/tokens/AsksReceiverToken.sol";
import {BlocklistsEscrowToken} from "../mocks/tokens/BlocklistsEscrowToken.sol";
import {BlocklistsPayeeToken} from "../mocks/tokens/BlocklistsPayeeToken.sol";
import {BlocklistsRenterToken} from "../mocks/tokens/BlocklistsRenterToken.sol";
import {BlocklistsTreasuryToken} from "../mocks/tokens/BlocklistsTreasuryToken.sol";
import {BurnsAllGasToken} from "../mocks/tokens/BurnsAllGasToken.sol";
import {ChargesTwiceToken} from "../mocks/tokens/ChargesTwiceToken.sol";
import {CooldownToken} from "../mocks/tokens/CooldownToken.sol";
import {DaiPermitToken} from "../mocks/tokens/DaiPermitToken.sol";
import {DeliversLessToken} from "../mocks/tokens/DeliversLessToken.sol";
import {DeliversMoreToken} from "../mocks/tokens/DeliversMoreToken.sol";
import {EighteenDecimalsToken} from "../mocks/tokens/EighteenDecimalsToken.sol";
import {FeeOnTopToken} from "../mocks/tokens/FeeOnTopToken.sol";
import {FeeOnTransferToken} from "../mocks/tokens/FeeOnTransferToken.sol";
import {FeeSwitchedOnToken} from "../mocks/tokens/FeeSwitchedOnToken.sol";
import {GasHungryToken} from "../mocks/tokens/GasHungryToken.sol";
import {HalfMovesThenFailsToken} from "../mocks/tokens/HalfMovesThenFailsToken.sol";
import {InflatesBalanceToken} from "../mocks/tokens/InflatesBalanceToken.sol";
import {LiesAboutBalanceToken} from "../mocks/tokens/LiesAboutBalanceToken.sol";
import {LimitsAmountToken} from "../mocks/tokens/LimitsAmountToken.sol";
import {MaxUintMeansAllToken} from "../mocks/tokens/MaxUintMeansAllToken.sol";
import {MovesNothingToken} from "../mocks/tokens/MovesNothingToken.sol";
import {NineDecimalsToken} from "../mocks/tokens/NineDecimalsToken.sol";
import {PausedToken} from "../mocks/tokens/PausedToken.sol";
import {PhantomPermitToken} from "../mocks/tokens/PhantomPermitToken.sol";
import {RebasesDownToken} from "../mocks/tokens/RebasesDownToken.sol";
import {RebasesInTransferToken} from "../mocks/tokens/RebasesInTransferToken.sol";
import {RebasesUpToken} from "../mocks/tokens/RebasesUpToken.sol";
import {RedirectsToken} from "../mocks/tokens/RedirectsToken.sol";
import {ReentersAndInsistsToken} from "../mocks/tokens/ReentersAndInsistsToken.sol";
import {ReentersFromReceiverHookToken} from "../mocks/tokens/ReentersFromReceiverHookToken.sol";
import {ReentersFromSenderHookToken} from "../mocks/tokens/ReentersFromSenderHookToken.sol";
import {RefusesAboveUint96Token} from "../mocks/tokens/RefusesAboveUint96Token.sol";
import {RefusesContractsToken} from "../mocks/tokens/RefusesContractsToken.sol";
import {Returns31BytesToken} from "../mocks/tokens/Returns31BytesToken.sol";
import {Returns33BytesToken} from "../mocks/tokens/Returns33BytesToken.sol";
import {ReturnsFalseOnFailureToken} from "../mocks/tokens/ReturnsFalseOnFailureToken.sol";
import {ReturnsFalseOnSuccessToken} from "../mocks/tokens/ReturnsFalseOnSuccessToken.sol";
import {ReturnsMegabyteToken} from "../mocks/tokens/ReturnsMegabyteToken.sol";
import {ReturnsNothingToken} from "../mocks/tokens/ReturnsNothingToken.sol";
import {RevertsOnAllowanceToken} from "../mocks/tokens/RevertsOnAllowanceToken.sol";
import {RevertsOnBalanceToken} from "../mocks/tokens/RevertsOnBalanceToken.sol";
import {RevertsOnZeroToken} from "../mocks/tokens/RevertsOnZeroToken.sol";
import {RevertsWithMegabyteToken} from "../mocks/tokens/RevertsWithMegabyteToken.sol";
import {SeizesFromEscrowToken} from "../mocks/tokens/SeizesFromEscrowToken.sol";
import {SixDecimalsToken} from "../mocks/tokens/SixDecimalsToken.sol";
import {TwentyFourDecimalsToken} from "../mocks/tokens/TwentyFourDecimalsToken.sol";
import {TwoDecimalsToken} from "../mocks/tokens/TwoDecimalsToken.sol";
import {UpgradedToGarbageToken} from "../mocks/tokens/UpgradedToGarbageToken.sol";
import {VanishesToken} from "../mocks/tokens/VanishesToken.sol";
import {ZeroDecimalsToken} from "../mocks/tokens/ZeroDecimalsToken.sol";
import {TokenSuite} from "./TokenSuite.sol";

/// @dev The table of docs/tokens.md: a row per token, a column per call during which it misbehaves.
///
/// stop, settle, dispute, resolve pay somebody: ok; credit: nobody could be paid, all is credited; payee or renter: that
/// one is credited, the other paid; skewed: something else arrived than was sent; mixed: skewed for one, credit for the
/// other. `dispute` takes the stake out of the refund, `stake` pulls it after the end.
///
/// deposit, extend, stake, fund take money, fees and withdraw send it: ok; refused: TransferRefused; wrong:
/// WrongAmountReceived; failed: SafeERC20FailedOperation; own: the token's own error; empty: no data; skewed as above.
///
/// books: what the escrow has afterwards, in this one market, beside what it owes there: exact; lacks; exceeds; both.
// prettier-ignore
contract TokensTest is TokenSuite {
    //                                                                                                 deposit extend  stop    fees    settle  dispute stake   resolve fund    withdraw books
    function test_ReturnsNothing() external {            _check(new ReturnsNothingToken(),            "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_ReturnsFalseOnFailure() external {     _check(new ReturnsFalseOnFailureToken(),     "refused refused credit  failed  credit  credit  refused credit  refused failed  exact"); }
    function test_ReturnsFalseOnSuccess() external {     _check(new ReturnsFalseOnSuccessToken(),     "refused refused credit  failed  credit  credit  refused credit  refused failed  exact"); }
    function test_FeeOnTransfer() external {             _check(new FeeOnTransferToken(),             "wrong   wrong   skewed  skewed  skewed  skewed  wrong   skewed  wrong   skewed  exact"); }
    function test_FeeSwitchedOn() external {             _check(new FeeSwitchedOnToken(),             "wrong   wrong   skewed  skewed  skewed  skewed  wrong   skewed  wrong   skewed  exact"); }
    function test_FeeOnTop() external {                  _check(new FeeOnTopToken(),                  "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      lacks"); }
    function test_RebasesDown() external {               _check(new RebasesDownToken(),               "ok      ok      renter  ok      credit  ok      ok      renter  ok      ok      both"); }
    function test_RebasesUp() external {                 _check(new RebasesUpToken(),                 "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      both"); }
    function test_RebasesInTransfer() external {         _check(new RebasesInTransferToken(),         "wrong   wrong   skewed  skewed  skewed  skewed  wrong   skewed  wrong   skewed  exact"); }
    function test_ReentersFromSenderHook() external {    _check(new ReentersFromSenderHookToken(),    "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_ReentersFromReceiverHook() external {  _check(new ReentersFromReceiverHookToken(),  "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_ReentersAndInsists() external {        _check(new ReentersAndInsistsToken(),        "refused refused credit  own     credit  credit  refused credit  refused own     exact"); }
    function test_BlocklistsRenter() external {          _check(new BlocklistsRenterToken(),          "ok      ok      renter  ok      ok      credit  refused renter  ok      ok      exact"); }
    function test_BlocklistsPayee() external {           _check(new BlocklistsPayeeToken(),           "ok      ok      payee   ok      credit  ok      ok      payee   ok      ok      exact"); }
    function test_BlocklistsTreasury() external {        _check(new BlocklistsTreasuryToken(),        "ok      ok      ok      own     ok      ok      ok      ok      ok      ok      exact"); }
    function test_BlocklistsEscrow() external {          _check(new BlocklistsEscrowToken(),          "refused refused credit  own     credit  credit  refused credit  refused own     exact"); }
    function test_Paused() external {                    _check(new PausedToken(),                    "refused refused credit  own     credit  credit  refused credit  refused own     exact"); }
    function test_RevertsOnZero() external {             _check(new RevertsOnZeroToken(),             "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_ZeroDecimals() external {              _check(new ZeroDecimalsToken(),              "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_TwoDecimals() external {               _check(new TwoDecimalsToken(),               "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_SixDecimals() external {               _check(new SixDecimalsToken(),               "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_NineDecimals() external {              _check(new NineDecimalsToken(),              "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_EighteenDecimals() external {          _check(new EighteenDecimalsToken(),          "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_TwentyFourDecimals() external {        _check(new TwentyFourDecimalsToken(),        "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_RefusesAboveUint96() external {        _check(new RefusesAboveUint96Token(),        "refused refused credit  ok      credit  credit  ok      credit  ok      ok      exact"); }
    function test_MaxUintMeansAll() external {           _check(new MaxUintMeansAllToken(),           "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_PhantomPermit() external {             _check(new PhantomPermitToken(),             "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_DaiPermit() external {                 _check(new DaiPermitToken(),                 "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_Returns31Bytes() external {            _check(new Returns31BytesToken(),            "refused refused credit  failed  credit  credit  refused credit  refused failed  exact"); }
    function test_Returns33Bytes() external {            _check(new Returns33BytesToken(),            "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_ReturnsMegabyte() external {           _check(new ReturnsMegabyteToken(),           "ok      ok      credit  ok      credit  credit  ok      credit  ok      ok      exact"); }
    function test_RevertsWithMegabyte() external {       _check(new RevertsWithMegabyteToken(),       "refused refused credit  empty   credit  credit  refused credit  refused empty   exact"); }
    function test_BurnsAllGas() external {               _check(new BurnsAllGasToken(),               "refused refused credit  empty   credit  credit  refused credit  refused empty   exact"); }
    function test_LiesAboutBalance() external {          _check(new LiesAboutBalanceToken(),          "wrong   wrong   ok      ok      ok      ok      wrong   ok      wrong   ok      exact"); }
    function test_InflatesBalance() external {           _check(new InflatesBalanceToken(),           "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      lacks"); }
    function test_RevertsOnBalance() external {          _check(new RevertsOnBalanceToken(),          "own     own     ok      ok      ok      ok      own     ok      own     ok      exact"); }
    function test_RevertsOnAllowance() external {        _check(new RevertsOnAllowanceToken(),        "own     own     credit  own     credit  credit  own     credit  own     own     exact"); }
    function test_Vanishes() external {                  _check(new VanishesToken(),                  "empty   empty   credit  failed  credit  credit  empty   credit  empty   failed  exact"); }
    function test_UpgradedToGarbage() external {         _check(new UpgradedToGarbageToken(),         "refused refused credit  failed  credit  credit  refused credit  refused failed  exact"); }
    function test_HalfMovesThenFails() external {        _check(new HalfMovesThenFailsToken(),        "refused refused credit  failed  credit  credit  refused credit  refused failed  exact"); }
    function test_DeliversLess() external {              _check(new DeliversLessToken(),              "wrong   wrong   skewed  skewed  skewed  skewed  wrong   skewed  wrong   skewed  exceeds"); }
    function test_DeliversMore() external {              _check(new DeliversMoreToken(),              "wrong   wrong   skewed  skewed  skewed  skewed  wrong   skewed  wrong   skewed  exact"); }
    function test_MovesNothing() external {              _check(new MovesNothingToken(),              "wrong   wrong   skewed  skewed  skewed  skewed  wrong   skewed  wrong   skewed  exceeds"); }
    function test_Redirects() external {                 _check(new RedirectsToken(),                 "wrong   wrong   skewed  skewed  skewed  skewed  wrong   skewed  wrong   skewed  exact"); }
    function test_ChargesTwice() external {              _check(new ChargesTwiceToken(),              "wrong   wrong   mixed   skewed  credit  skewed  wrong   mixed   wrong   skewed  lacks"); }
    function test_ApprovalRace() external {              _check(new ApprovalRaceToken(),              "ok      ok      ok      ok      ok      ok      ok      ok      ok      ok      exact"); }
    function test_AsksReceiver() external {              _check(new AsksReceiverToken(),              "ok      ok      renter  ok      ok      credit  ok      renter  ok      ok      exact"); }
    function test_RefusesContracts() external {          _check(new RefusesContractsToken(),          "refused refused ok      ok      ok      ok      refused ok      refused ok      exact"); }
    function test_LimitsAmount() external {              _check(new LimitsAmountToken(),              "refused refused credit  ok      credit  credit  ok      credit  ok      ok      exact"); }
    function test_Cooldown() external {                  _check(new CooldownToken(),                  "ok      ok      renter  own     ok      ok      ok      renter  ok      ok      exact"); }
    function test_GasHungry() external {                 _check(new GasHungryToken(),                 "ok      ok      credit  ok      credit  credit  ok      credit  ok      ok      exact"); }
    function test_SeizesFromEscrow() external {          _check(new SeizesFromEscrowToken(),          "ok      ok      renter  ok      credit  ok      ok      credit  ok      ok      lacks"); }
}
