// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Reason, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";
import {vm} from "../Vm.sol";

contract ResolveTest is DisputeBase {
    uint256 private constant DISPUTED_AT = 4 hours;
    uint256 private constant STAKE = 2_300_000;

    /// @dev What one ruling does to principal, stake and bond.
    struct Ruling {
        uint16 hostBps;
        uint256 toHost;
        uint256 fee;
        uint256 toRenter;
        uint256 stakeToHost;
        uint256 stakeToRenter;
        uint256 bondToRenter;
        uint256 bondToHost;
    }

    // Guards

    function test_RevertGiven_Unknown() external {
        Rental memory rental = _rental(_bonded());

        _expectWrongStatus(escrow.idOf(rental), Status.None);
        _resolve(rental, 5000);
    }

    function test_RevertGiven_Funded() external {
        Rental memory rental = _rental(_bonded());
        bytes32 id = _deposit(rental, DURATION);

        _expectWrongStatus(id, Status.Funded);
        _resolve(rental, 5000);
    }

    function test_RevertGiven_Active() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(2 days);

        _expectWrongStatus(id, Status.Active);
        _resolve(rental, 5000);
    }

    function test_RevertGiven_Interrupted() external {
        (Rental memory rental, bytes32 id) = _interruptedRental(_instant());
        _at(2 days);

        _expectWrongStatus(id, Status.Interrupted);
        _resolve(rental, 5000);
    }

    function test_RevertGiven_Resolved() external {
        (Rental memory rental, bytes32 id) = _ripe();
        _resolve(rental, 5000);

        _expectWrongStatus(id, Status.Closed);
        _resolve(rental, 5000);
    }

    function test_RevertWhen_CallerIsNotArbiter() external {
        (Rental memory rental, ) = _ripe();

        address[8] memory others = [renter, host, operator, payee, guardian, address(this), treasury, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotArbiter.selector, others[i], arbiter));
            vm.prank(others[i]);
            escrow.resolve(rental, 5000);
        }
    }

    function test_RevertWhen_EvidenceWindowIsOpen() external {
        (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);

        uint256[2] memory times = [DISPUTED_AT, DISPUTED_AT + 1 days - 1];
        for (uint256 i = 0; i < times.length; ++i) {
            _at(times[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IRentalEscrow.EvidenceWindowOpen.selector, T0 + DISPUTED_AT + 1 days)
            );
            _resolve(rental, 5000);
        }
    }

    function test_RevertWhen_ArbitrationWindowIsOver() external {
        (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);

        for (uint256 late = 0; late < 2; ++late) {
            _at(DISPUTED_AT + 14 days + late);
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.ArbitrationOver.selector, T0 + DISPUTED_AT + 14 days));
            _resolve(rental, 5000);
        }
    }

    function test_RevertWhen_ShareIsAboveOne() external {
        (Rental memory rental, ) = _ripe();

        uint16[2] memory shares = [10_001, type(uint16).max];
        for (uint256 i = 0; i < shares.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.ShareOutOfBounds.selector, shares[i], 10_000));
            _resolve(rental, shares[i]);
        }
    }

    // The window

    function test_RulesInEverySecondOfTheWindow() external {
        uint256[4] memory times = [uint256(1 days), 1 days + 1, 14 days - 2, 14 days - 1];
        for (uint256 i = 0; i < times.length; ++i) {
            _restart();
            (Rental memory rental, bytes32 id) = _disputed(_instant(), DISPUTED_AT);
            _at(DISPUTED_AT + times[i]);

            _expectRuling(id, _half());
            _resolve(rental, 5000);

            assertEq(
                escrow.getRental(id),
                _state(Status.Closed, T0 + DISPUTED_AT + times[i], uint32(DISPUTED_AT)),
                "rental"
            );
        }
    }

    // The share

    function test_GivesRenterAll() external {
        _ruled(
            Ruling({
                hostBps: 0,
                toHost: 0,
                fee: 0,
                toRenter: 6_000_000,
                stakeToHost: 0,
                stakeToRenter: STAKE,
                bondToRenter: BOND,
                bondToHost: 0
            })
        );
    }

    function test_GivesHostOneBasisPoint() external {
        _ruled(
            Ruling({
                hostBps: 1,
                toHost: 540,
                fee: 60,
                toRenter: 5_999_400,
                stakeToHost: 230,
                stakeToRenter: 2_299_770,
                bondToRenter: 39_996_000,
                bondToHost: 4000
            })
        );
    }

    function test_SplitsInHalf() external {
        _ruled(_half());
    }

    function test_GivesRenterOneBasisPoint() external {
        _ruled(
            Ruling({
                hostBps: 9999,
                toHost: 5_399_460,
                fee: 599_940,
                toRenter: 600,
                stakeToHost: 2_299_770,
                stakeToRenter: 230,
                bondToRenter: 4000,
                bondToHost: 39_996_000
            })
        );
    }

    function test_GivesHostAll() external {
        _ruled(
            Ruling({
                hostBps: 10_000,
                toHost: 5_400_000,
                fee: 600_000,
                toRenter: 0,
                stakeToHost: STAKE,
                stakeToRenter: 0,
                bondToRenter: 0,
                bondToHost: BOND
            })
        );
    }

    // Rounding

    function test_LeavesNoDustAtAThird() external {
        _oddlyRuled(
            Ruling({
                hostBps: 3333,
                toHost: 1_481_435,
                fee: 164_603,
                toRenter: 3_292_572,
                stakeToHost: 209_861,
                stakeToRenter: 419_785,
                bondToRenter: 5_103_135,
                bondToHost: 2_551_186
            })
        );
    }

    function test_LeavesNoDustAboveThreeQuarters() external {
        _oddlyRuled(
            Ruling({
                hostBps: 7777,
                toHost: 3_456_681,
                fee: 384_075,
                toRenter: 1_097_854,
                stakeToHost: 489_675,
                stakeToRenter: 139_971,
                bondToRenter: 1_701_555,
                bondToHost: 5_952_766
            })
        );
    }

    /// @dev A tenth of 1 234 909 paid and a tenth of 3 703 701 ruled are 493 860 rounded down apart, 493 861 together.
    function test_CountsFeeOverRollingPayments() external {
        (Rental memory rental, bytes32 id) = _running(_odd(_rolling()));
        _at(7 hours + 1);
        _expectPaid({id: id, paid: 1 hours + 1, toHost: 1_111_419, fee: 123_490});
        _expectDisputed({id: id, billed: 7 hours + 1, contested: 7_407_402, stake: 753_086});
        _dispute(rental, 0);
        _at(9 hours + 1 days);

        _expectClosed({id: id, reason: Reason.Resolved, toHost: 3_333_330, fee: 370_371, toRenter: 3_703_701});
        _resolve(rental, 5000);

        assertEq(
            escrow.getRental(id),
            _payments({
                state: _state(Status.Closed, T0 + 9 hours + 1 days, 7 hours + 1),
                paid: 1 hours + 1,
                refunded: 0
            }),
            "rental"
        );
        _assertFlows({
            toPayee: 1_111_419 + 3_333_330 + 376_543,
            toRenter: 1_234_225 + 3_703_701 - 376_543 + 3_827_160,
            fee: 493_861,
            freeBond: FUNDED_BOND - 3_827_160,
            held: 0
        });
    }

    // What came before

    function test_SplitsWhatARefundLeft() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), DISPUTED_AT);
        _at(5 hours);
        _refund(rental, 2 hours);
        _at(DISPUTED_AT + 1 days);

        _expectRuling(
            id,
            Ruling({
                hostBps: 5000,
                toHost: 1_350_000,
                fee: 150_000,
                toRenter: 1_500_000,
                stakeToHost: 1_075_000,
                stakeToRenter: 1_075_000,
                bondToRenter: 20_000_000,
                bondToHost: 20_000_000
            })
        );
        _resolve(rental, 5000);

        assertEq(
            escrow.getRental(id),
            _settling(
                _payments({
                    state: _state(Status.Closed, T0 + DISPUTED_AT + 1 days, 4 hours),
                    paid: 0,
                    refunded: 2 hours
                }),
                25 hours / 1 minutes
            ),
            "rental"
        );
        _assertFlows({
            toPayee: 1_350_000 + 1_075_000,
            toRenter: 6_000_000 + 3_000_000 + 1_500_000 - 1_075_000 + 20_000_000,
            fee: 150_000,
            freeBond: FUNDED_BOND - 20_000_000,
            held: 0
        });
    }

    function test_RulesOverTheBondAlone() external {
        (Rental memory rental, bytes32 id) = _running(_instant());
        _at(4 hours);
        _refund(rental, 4 hours);
        _dispute(rental, 0);
        _at(DISPUTED_AT + 1 days);

        _expectRuling(
            id,
            Ruling({
                hostBps: 2500,
                toHost: 0,
                fee: 0,
                toRenter: 0,
                stakeToHost: 500_000,
                stakeToRenter: 1_500_000,
                bondToRenter: 30_000_000,
                bondToHost: 10_000_000
            })
        );
        _resolve(rental, 2500);

        _assertFlows({
            toPayee: 500_000,
            toRenter: int256(PRICE) - 500_000 + 30_000_000,
            fee: 0,
            freeBond: FUNDED_BOND - 30_000_000,
            held: 0
        });
    }

    function test_SplitsWhatAnInterruptionLeftOfTheBond() external {
        (Rental memory rental, bytes32 id) = _interruptedRental(_instant());
        _dispute(rental, 650_000);
        _at(2 hours + 1 days);

        _expectRuling(
            id,
            Ruling({
                hostBps: 5000,
                toHost: 1_350_000,
                fee: 150_000,
                toRenter: 1_500_000,
                stakeToHost: 325_000,
                stakeToRenter: 325_000,
                bondToRenter: 5_000_000,
                bondToHost: 5_000_000
            })
        );
        _resolve(rental, 5000);

        assertEq(escrow.getRental(id), _interrupted(_state(Status.Closed, T0 + 2 hours + 1 days, 2 hours)), "rental");
        _assertFlows({
            toPayee: 1_350_000 + 325_000,
            toRenter: 9_000_000 + 30_000_000 + 1_500_000 - 325_000 + 5_000_000,
            fee: 150_000,
            freeBond: FUNDED_BOND - 35_000_000,
            held: 0
        });
    }

    function test_RulesWithoutStakeAndBond() external {
        Offer memory offer = _unbonded(_instant());
        offer.pricePerHour = 19;
        (Rental memory rental, bytes32 id) = _disputed(offer, 1 hours);
        _at(1 hours + 1 days);

        _expectRuling(
            id,
            Ruling({
                hostBps: 5000,
                toHost: 9,
                fee: 0,
                toRenter: 10,
                stakeToHost: 0,
                stakeToRenter: 0,
                bondToRenter: 0,
                bondToHost: 0
            })
        );
        _resolve(rental, 5000);

        _assertFlows({toPayee: 9, toRenter: 7 * 19 + 10, fee: 0, freeBond: FUNDED_BOND, held: 0});
    }

    function test_LeavesNextRentalItsMachine() external {
        (Rental memory rental, ) = _disputed(_instant(), DISPUTED_AT);
        _at(DISPUTED_AT + 1 days);
        _deposit(_again(rental, DISPUTED_AT + 1 days), DURATION);

        _resolve(rental, 5000);

        _assertMachine({
            busyUntil: T0 + DISPUTED_AT + 1 days + DURATION,
            nonce: 1,
            depositBlock: DEPOSIT_BLOCK + 1 + DISPUTED_AT + 1 days
        });
    }

    // A market that changed

    function test_OldArbiterRulesAfterReplacement() external {
        (Rental memory rental, bytes32 id) = _ripe();
        escrow.setMarket({token: token, arbiter: stranger, feeBps: 1500, open: true});
        escrow.setHostFee(host, 1500);

        _expectRuling(id, _half());
        _resolve(rental, 5000);
    }

    function test_RevertWhen_NewArbiterRulesOverOldRental() external {
        (Rental memory rental, ) = _ripe();
        escrow.setMarket({token: token, arbiter: stranger, feeBps: FEE_BPS, open: true});

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotArbiter.selector, stranger, arbiter));
        vm.prank(stranger);
        escrow.resolve(rental, 5000);
    }

    function test_WorksInClosedMarket() external {
        (Rental memory rental, bytes32 id) = _ripe();
        escrow.setMarket({token: token, arbiter: address(0), feeBps: FEE_BPS, open: false});

        _expectRuling(id, _half());
        _resolve(rental, 5000);
    }

    // Scenarios

    function _half() private pure returns (Ruling memory) {
        return
            Ruling({
                hostBps: 5000,
                toHost: 2_700_000,
                fee: 300_000,
                toRenter: 3_000_000,
                stakeToHost: 1_150_000,
                stakeToRenter: 1_150_000,
                bondToRenter: 20_000_000,
                bondToHost: 20_000_000
            });
    }

    /// @dev A dispute whose evidence window is over.
    function _ripe() private returns (Rental memory rental, bytes32 id) {
        (rental, id) = _disputed(_instant(), DISPUTED_AT);
        _at(DISPUTED_AT + 1 days);
    }

    function _expectRuling(bytes32 id, Ruling memory ruling) private {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.Resolved({
            id: id,
            hostBps: ruling.hostBps,
            stakeToHost: ruling.stakeToHost,
            stakeToRenter: ruling.stakeToRenter,
            bondToRenter: ruling.bondToRenter,
            bondToHost: ruling.bondToHost
        });
        _expectClosed(id, Reason.Resolved, ruling.toHost, ruling.fee, ruling.toRenter);
    }

    function _ruled(Ruling memory ruling) private {
        (Rental memory rental, bytes32 id) = _ripe();
        vm.recordLogs();

        _expectRuling(id, ruling);
        _resolve(rental, ruling.hostBps);

        assertEq(_escrowEvents(), 2, "events");
        assertEq(escrow.getRental(id), _state(Status.Closed, T0 + DISPUTED_AT + 1 days, uint32(DISPUTED_AT)), "rental");
        _assertMachine({busyUntil: T0 + DISPUTED_AT, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        _assertRuled({ruling: ruling, refund: 6_000_000, stake: STAKE});
    }

    /// @dev 4 938 610 contested, 629 646 at stake, 7 654 321 of bond.
    function _oddlyRuled(Ruling memory ruling) private {
        (Rental memory rental, bytes32 id) = _running(_odd(_instant()));
        _at(4 hours + 1);
        _expectDisputed({id: id, billed: 4 hours + 1, contested: 4_938_610, stake: 629_646});
        _dispute(rental, 0);
        _at(6 hours + 1 days);

        _expectRuling(id, ruling);
        _resolve(rental, ruling.hostBps);

        _assertRuled({ruling: ruling, refund: 4_937_926, stake: 629_646});
    }

    function _assertRuled(Ruling memory ruling, uint256 refund, uint256 stake) private view {
        uint256 toRenter = refund - stake + ruling.toRenter + ruling.stakeToRenter + ruling.bondToRenter;
        _assertFlows({
            toPayee: ruling.toHost + ruling.stakeToHost,
            toRenter: int256(toRenter),
            fee: ruling.fee,
            freeBond: FUNDED_BOND - ruling.bondToRenter,
            held: 0
        });
    }
}

/// @dev The same in the native coin.
contract ResolveNativeTest is ResolveTest {
    function setUp() public override {
        super.setUp();
        token = NATIVE;
    }
}
