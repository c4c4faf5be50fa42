// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Wallet} from "../mocks/parties/Wallet.sol";
import {deployEscrow} from "../deployEscrow.sol";
import {Escrow} from "../Escrow.sol";
import {vm} from "../Vm.sol";
import {Attack} from "./Attack.sol";

/// @dev Offers used where, when, or by whom they were not meant to be.
contract SignaturesTest is Attack {
    uint256 private constant _OTHER_KEY = uint256(keccak256("other"));
    uint256 private constant _CURVE = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    // Stale

    function test_StaleOffer_IsDeadAfterExpiryNonceAndEpoch() external {
        Rental memory rental = _rental(_offer());
        bytes memory signature = _sign(rental.offer);
        uint256 start = vm.snapshotState();

        vm.warp(rental.offer.expiry);
        _expectRefusal(
            rental,
            signature,
            abi.encodeWithSelector(IRentalEscrow.OfferExpired.selector, rental.offer.expiry)
        );
        vm.revertToState(start);
        vm.warp(T0);
        start = vm.snapshotState();
        vm.prank(host);
        escrow.revokeOffers(rental.offer.machine);
        _expectRefusal(rental, signature, abi.encodeWithSelector(IRentalEscrow.WrongNonce.selector, 0, 1));
        vm.revertToState(start);
        vm.prank(host);
        escrow.setSigner(address(0));
        _expectRefusal(rental, signature, abi.encodeWithSelector(IRentalEscrow.WrongEpoch.selector, 0, 1));
    }

    function test_BrokenPromise_KillsTheOffersOfItsMachineAlone() external {
        Rental memory broken = _running(_offer(), 8 hours);
        Rental memory same = Rental({offer: _offer(), renter: renter, salt: "same"});
        Rental memory other = Rental({offer: _offer(), renter: renter, salt: "other"});
        other.offer.machine = "other";
        bytes memory signature = _sign(other.offer);

        _interrupt(broken);

        _expectRefusal(same, _sign(same.offer), abi.encodeWithSelector(IRentalEscrow.WrongNonce.selector, 0, 1));
        vm.prank(payer);
        bytes32 id = escrow.deposit(other, 8 hours, signature, NO_PERMIT);
        assertEq(_status(id), Status.Funded, "another machine's offer lives");
    }

    // Replayed

    function test_SignatureFromAnotherChain_IsRefused() external {
        Rental memory rental = _rental(_offer());
        vm.chainId(80_002);
        bytes memory signature = _sign(rental.offer);
        vm.chainId(137);

        _expectRefusal(rental, signature, _invalid(host));
    }

    function test_SignatureFromAnotherDeployment_IsRefused() external {
        Rental memory rental = _rental(_offer());
        Escrow original = escrow;
        escrow = deployEscrow({owner: address(this), guardian: guardian, treasury: treasury, salt: "other"});
        bytes memory signature = _sign(rental.offer);
        escrow = original;

        _expectRefusal(rental, signature, _invalid(host));
    }

    function test_SignatureOfATwinWallet_IsRefused() external {
        Wallet wallet = new Wallet(host);
        Wallet twin = new Wallet(host);
        Rental memory rental = _rental(_offer());
        rental.offer.host = address(wallet);
        bytes memory signature = _sign(rental.offer);
        uint256 start = vm.snapshotState();
        vm.prank(payer);
        escrow.deposit(rental, 8 hours, signature, NO_PERMIT);
        assertEq(_status(escrow.idOf(rental)), Status.Funded, "the wallet stands behind its offer");
        vm.revertToState(start);

        rental.offer.host = address(twin);

        _expectRefusal(rental, signature, _invalid(address(twin)));
    }

    function test_OneSignature_RentsOneMachineOnceAtATime() external {
        Rental memory rental = _rental(_offer());
        bytes memory signature = _sign(rental.offer);
        _deposit(rental, 8 hours);

        rental.salt = "again";

        _expectRefusal(rental, signature, abi.encodeWithSelector(IRentalEscrow.MachineBusy.selector, type(uint40).max));
    }

    function test_ChangedTerms_AreNotSigned() external {
        Offer memory signed = _offer();
        bytes memory signature = _sign(signed);
        for (uint256 field = 0; field < 19; ++field) {
            Rental memory rental = _rental(_offer());
            // Every field is one word of the struct.
            assembly ("memory-safe") {
                let word := add(mload(rental), mul(field, 32))
                mstore(word, xor(mload(word), 1))
            }
            bool done = _try(payer, abi.encodeCall(escrow.deposit, (rental, 8 hours, signature, NO_PERMIT)));
            assertEq(done, false, "one bit of one field is enough");
        }
        vm.prank(payer);
        bytes32 id = escrow.deposit(_rental(signed), 8 hours, signature, NO_PERMIT);
        assertEq(_status(id), Status.Funded, "what was signed is taken");
    }

    function test_ForgedTerms_HaveNoState() external {
        Rental memory rental = _running(_offer(), 8 hours);
        vm.warp(T0 + 2 days);
        rental.offer.payee = stranger;

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, escrow.idOf(rental), Status.None));
        _settle(rental);
        rental.offer.payee = payee;
        rental.renter = stranger;
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongStatus.selector, escrow.idOf(rental), Status.None));
        _stop(rental);
    }

    // Malleable

    function test_HighSTwin_IsRefused() external {
        Rental memory rental = _rental(_offer());
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(HOST_KEY, _digest(rental.offer));
        bytes memory twin = abi.encodePacked(r, bytes32(_CURVE - uint256(s)), v == 27 ? uint8(28) : uint8(27));

        _expectRefusal(rental, twin, _invalid(host));
    }

    function test_CompactTwin_IsRefused() external {
        Rental memory rental = _rental(_offer());
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(HOST_KEY, _digest(rental.offer));
        bytes memory twin = abi.encodePacked(r, v == 27 ? s : bytes32(uint256(s) | (1 << 255)));

        _expectRefusal(rental, twin, _invalid(host));
    }

    function test_UnusableSignatures_OfAKeylessHost_AreRefused() external {
        Rental memory rental = _rental(_offer());
        bytes[3] memory signatures = [bytes(""), new bytes(65), new bytes(1000)];
        for (uint256 i = 0; i < signatures.length; ++i) _expectRefusal(rental, signatures[i], _invalid(host));

        rental.offer.host = address(0);
        _expectRefusal(rental, signatures[1], abi.encodeWithSelector(IRentalEscrow.InvalidHost.selector, address(0)));
    }

    /// @dev ERC-6492: a wallet that is not deployed yet must not sign, nor have itself deployed by the escrow.
    function test_CounterfactualSignature_IsRefused() external {
        Rental memory rental = _rental(_offer());
        bytes32 magic = 0x6492649264926492649264926492649264926492649264926492649264926492;
        bytes memory wrapped = abi.encodePacked(abi.encode(address(this), bytes("deploy"), _sign(rental.offer)), magic);

        _expectRefusal(rental, wrapped, _invalid(host));
    }

    // Keys

    function test_DelegatedHostKey_KeepsItsOffers() external {
        Rental memory rental = _rental(_offer());
        bytes memory signature = _sign(rental.offer);
        // EIP-7702: code that answers nobody.
        vm.etch(host, hex"5f5ffd");

        vm.prank(payer);
        bytes32 id = escrow.deposit(rental, 8 hours, signature, NO_PERMIT);

        assertEq(_status(id), Status.Funded, "the key's word counts first");
    }

    function test_LeakedKey_IsDeadOnceReplaced() external {
        address other = vm.addr(_OTHER_KEY);
        vm.prank(host);
        escrow.setSigner(other);
        Rental memory rental = _rental(_offer());

        _expectRefusal(rental, _sign(rental.offer), _invalid(other));
        bytes memory signature = _sign(rental.offer, _OTHER_KEY);
        vm.prank(host);
        escrow.setSigner(address(0));
        _expectRefusal(rental, signature, abi.encodeWithSelector(IRentalEscrow.WrongEpoch.selector, 1, 2));
        rental.offer.epoch = 2;
        _expectRefusal(rental, _sign(rental.offer, _OTHER_KEY), _invalid(host));
    }

    function test_ReentrancyFromAnErc1271Wallet_GetsNowhere() external {
        Wallet wallet = new Wallet(host);
        Rental memory rental = _rental(_offer());
        rental.offer.host = address(wallet);
        bytes memory signature = _sign(rental.offer);
        // The one call that would double the deposit that is being checked.
        wallet.arm(address(escrow), abi.encodeCall(escrow.deposit, (rental, 8 hours, signature, NO_PERMIT)));

        vm.prank(payer);
        bytes32 id = escrow.deposit(rental, 8 hours, signature, NO_PERMIT);

        assertEq(_status(id), Status.Funded, "the wallet asked in vain, and signed");
        assertEq(usdc.balanceOf(address(escrow)), 12_000_000, "one price came in");
    }

    /// @dev Only an offer is ever signed: no message of a host or renter can be replayed into an end or a ruling.
    function test_NoOtherVerb_TakesASignature() external {
        Rental memory rental = _running(_offer(), 8 hours);
        bytes memory signature = _sign(rental.offer);
        bytes4[5] memory verbs = [
            escrow.stop.selector,
            escrow.interrupt.selector,
            escrow.refund.selector,
            escrow.dispute.selector,
            escrow.resolve.selector
        ];
        for (uint256 i = 0; i < verbs.length; ++i) {
            bool done = _try(stranger, abi.encodePacked(verbs[i], abi.encode(rental, 0, signature)));
            assertEq(done, false, "a stranger with a signature is a stranger");
        }
        assertEq(_status(escrow.idOf(rental)), Status.Active, "and the rental runs on");
    }

    // Internal

    function _expectRefusal(Rental memory rental, bytes memory signature, bytes memory reason) private {
        vm.prank(payer);
        vm.expectRevert(reason);
        escrow.deposit(rental, 8 hours, signature, NO_PERMIT);
    }

    function _invalid(address signer) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRentalEscrow.InvalidSignature.selector, signer);
    }
}
