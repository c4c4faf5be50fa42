// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DisputeBase} from "../DisputeBase.t.sol";
import {vm} from "../Vm.sol";

contract SubmitEvidenceTest is DisputeBase {
    string private constant LOG = "ipfs://bafy-log-of-the-gpu";

    function test_RevertGiven_Unknown() external {
        Rental memory rental = _rental(_bonded());

        _expectWrongStatus(escrow.idOf(rental), Status.None);
        _submit(rental, renter, LOG);
    }

    function test_RevertGiven_Funded() external {
        Rental memory rental = _rental(_bonded());
        bytes32 id = _deposit(rental, DURATION);

        _expectWrongStatus(id, Status.Funded);
        _submit(rental, renter, LOG);
    }

    function test_RevertGiven_Active() external {
        (Rental memory rental, bytes32 id) = _running(_instant());

        _expectWrongStatus(id, Status.Active);
        _submit(rental, renter, LOG);
    }

    function test_RevertGiven_Interrupted() external {
        (Rental memory rental, bytes32 id) = _interruptedRental(_instant());

        _expectWrongStatus(id, Status.Interrupted);
        _submit(rental, host, LOG);
    }

    function test_RevertGiven_Closed() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), 4 hours);
        _stop(rental);

        _expectWrongStatus(id, Status.Closed);
        _submit(rental, host, LOG);
    }

    function test_RevertWhen_CallerIsNoParty() external {
        (Rental memory rental, ) = _disputed(_instant(), 4 hours);

        address[8] memory others = [payee, payer, arbiter, guardian, treasury, keeper, address(this), stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotParty.selector, others[i]));
            _submit(rental, others[i], LOG);
        }
    }

    function test_RevertGiven_NoOperatorWhen_FormerOneCalls() external {
        Offer memory offer = _instant();
        offer.operator = address(0);
        (Rental memory rental, ) = _disputed(offer, 4 hours);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.NotParty.selector, operator));
        _submit(rental, operator, LOG);
    }

    function test_RecordsEvidenceOfEveryParty() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), 4 hours);

        address[3] memory parties = [renter, host, operator];
        for (uint256 i = 0; i < parties.length; ++i) {
            _expectEvidence(id, parties[i], LOG);
            _submit(rental, parties[i], LOG);
        }
    }

    function test_RecordsEvidenceAgainAndEmpty() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), 4 hours);

        string[3] memory uris = [LOG, LOG, ""];
        for (uint256 i = 0; i < uris.length; ++i) {
            _expectEvidence(id, renter, uris[i]);
            _submit(rental, renter, uris[i]);
        }
    }

    function test_RecordsEvidenceAtAnyTimeOfTheDispute() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), 4 hours);

        uint256[4] memory times = [uint256(0), 1 days, 14 days, 400 days];
        for (uint256 i = 0; i < times.length; ++i) {
            _at(4 hours + times[i]);
            _expectEvidence(id, renter, LOG);
            _submit(rental, renter, LOG);
        }
    }

    function test_ChangesNothingElse() external {
        (Rental memory rental, bytes32 id) = _disputed(_instant(), 4 hours);
        Books memory before = _books();
        _at(5 hours);
        vm.recordLogs();

        _submit(rental, host, LOG);

        assertEq(_escrowEvents(), 1, "events");
        assertEq(escrow.getRental(id), _state(Status.Disputed, T0 + 4 hours, 4 hours), "rental");
        _assertMachine({busyUntil: T0 + 4 hours, nonce: 1, depositBlock: DEPOSIT_BLOCK});
        assertEq(_books(), before, "books");
    }

    function _submit(Rental memory rental, address party, string memory uri) private {
        vm.prank(party);
        escrow.submitEvidence(rental, uri);
    }

    function _expectEvidence(bytes32 id, address party, string memory uri) private {
        vm.expectEmit(address(escrow));
        emit IRentalEscrow.EvidenceSubmitted({id: id, party: party, evidenceURI: uri});
    }
}
