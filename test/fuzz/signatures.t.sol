// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {vm} from "../Vm.sol";
import {bound} from "./bound.sol";
import {FuzzBase} from "./FuzzBase.t.sol";

/// @dev Whose signature on which offer is taken.
contract SignaturesFuzzTest is FuzzBase {
    /// @dev Order of secp256k1.
    uint256 private constant N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    function testFuzz_TheNamedSignerSigns(uint256 key) external {
        key = bound(key, 1, N - 1);
        vm.prank(host);
        escrow.setSigner(vm.addr(key));
        Rental memory rental = _rental(_offer());

        _depositWith(rental, _sign(rental.offer, key));

        assertEq(_status(escrow.idOf(rental)), Status.Funded, "status");
    }

    function testFuzz_NoOtherKeySigns(uint256 key) external {
        key = bound(key, 1, N - 1);
        if (key == HOST_KEY) key = 1;
        Rental memory rental = _rental(_offer());
        bytes memory signature = _sign(rental.offer, key);

        _expectInvalid(host);
        _depositWith(rental, signature);
    }

    function testFuzz_TheHostDoesNotSignBesideItsSigner(uint256 key) external {
        key = bound(key, 1, N - 1);
        if (key == HOST_KEY) key = 1;
        vm.prank(host);
        escrow.setSigner(vm.addr(key));
        Rental memory rental = _rental(_offer());
        bytes memory signature = _sign(rental.offer, HOST_KEY);

        _expectInvalid(vm.addr(key));
        _depositWith(rental, signature);
    }

    function testFuzz_AnotherChainsSignatureIsRefused(uint64 chainId) external {
        uint256 here = block.chainid;
        if (chainId == here || chainId == 0) chainId = 1;
        Rental memory rental = _rental(_offer());
        vm.chainId(chainId);
        bytes memory signature = _signFor(rental.offer, chainId);
        vm.chainId(here);

        _expectInvalid(host);
        _depositWith(rental, signature);
    }

    function testFuzz_OnlySixtyFiveBytesAreASignature(bytes memory signature) external {
        if (signature.length == 65) signature[0] = ~signature[0];
        Rental memory rental = _rental(_offer());

        _expectInvalid(host);
        _depositWith(rental, signature);
    }

    function testFuzz_TheOtherSolutionIsRefused(bytes32 spec) external {
        Rental memory rental = _rental(_offer());
        rental.offer.spec = spec;
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(HOST_KEY, _digest(rental.offer));
        bytes memory malleated = abi.encodePacked(r, bytes32(N - uint256(s)), v == 27 ? uint8(28) : uint8(27));

        _expectInvalid(host);
        _depositWith(rental, malleated);
    }

    function testFuzz_AFlippedBitSpoilsTheSignature(uint256 bit) external {
        Rental memory rental = _rental(_offer());
        bytes memory signature = _sign(rental.offer);
        bit = bit % (65 * 8);
        signature[bit / 8] = bytes1(uint8(signature[bit / 8]) ^ uint8(1 << (bit % 8)));

        _expectInvalid(host);
        _depositWith(rental, signature);
    }

    function testFuzz_AnOfferFromAnotherEpochIsRefused(uint256 rotations, uint32 epoch) external {
        rotations = bound(rotations, 0, 5);
        for (uint256 i = 0; i < rotations; ++i) {
            vm.prank(host);
            escrow.setSigner(address(0));
        }
        Rental memory rental = _rental(_offer());
        rental.offer.epoch = epoch;
        bytes memory signature = _sign(rental.offer);

        if (epoch != rotations) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongEpoch.selector, epoch, rotations));
        }
        _depositWith(rental, signature);

        assertEq(_status(escrow.idOf(rental)), epoch == rotations ? Status.Funded : Status.None, "status");
    }

    function testFuzz_ARevokedOfferIsRefused(uint256 revocations, uint32 nonce) external {
        revocations = bound(revocations, 0, 5);
        for (uint256 i = 0; i < revocations; ++i) {
            vm.prank(host);
            escrow.revokeOffers("a100-0");
        }
        Rental memory rental = _rental(_offer());
        rental.offer.nonce = nonce;
        bytes memory signature = _sign(rental.offer);

        if (nonce != revocations) {
            vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongNonce.selector, nonce, revocations));
        }
        _depositWith(rental, signature);

        assertEq(_status(escrow.idOf(rental)), nonce == revocations ? Status.Funded : Status.None, "status");
    }

    function testFuzz_AnOfferForOneRenterIsForNoOther(address other) external {
        if (other == address(0) || other == renter) other = stranger;
        Rental memory rental = _rental(_offer());
        rental.offer.renter = other;
        bytes memory signature = _sign(rental.offer);

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.WrongRenter.selector, renter, other));
        _depositWith(rental, signature);
    }

    function _depositWith(Rental memory rental, bytes memory signature) private {
        vm.prank(payer);
        escrow.deposit(rental, 1 hours, signature, NO_PERMIT);
    }

    function _expectInvalid(address signer) private {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InvalidSignature.selector, signer));
    }

    /// @dev The domain is written out: the contract's own follows the chain that it is asked on.
    function _signFor(Offer memory offer, uint256 chainId) private view returns (bytes memory) {
        bytes32 typeHash = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
        );
        bytes32 domain = keccak256(
            abi.encode(typeHash, keccak256("RentalEscrow"), keccak256("1"), chainId, address(escrow))
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(
            HOST_KEY,
            keccak256(abi.encodePacked(hex"1901", domain, escrow.hashOffer(offer)))
        );
        return abi.encodePacked(r, s, v);
    }
}
