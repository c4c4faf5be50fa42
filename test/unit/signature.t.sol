// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {IRentalEscrow, Offer, Rental, Status} from "../../contracts/interfaces/IRentalEscrow.sol";
import {DepositBase} from "../DepositBase.t.sol";
import {deployEscrow} from "../deployEscrow.sol";
import {AnsweringWallet} from "../mocks/AnsweringWallet.sol";
import {ContractWallet} from "../mocks/ContractWallet.sol";
import {PresignedWallet} from "../mocks/PresignedWallet.sol";
import {Token} from "../mocks/Token.sol";
import {Escrow} from "../Escrow.sol";
import {vm} from "../Vm.sol";

/// @dev Whose word an offer is. Deposits take it or refuse it; no other call looks at a signature of the host.
contract SignatureTest is DepositBase {
    uint256 private constant SIGNER_KEY = uint256(keccak256("signer"));
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    address private signer = vm.addr(SIGNER_KEY);

    // What was signed

    function testFuzz_HashesOfferByItsType(Offer calldata offer) external view {
        bytes32 typeHash = keccak256(
            "Offer(address host,address payee,address operator,address renter,address token,address arbiter,"
            "uint96 pricePerHour,uint96 bond,uint32 minDuration,uint32 maxDuration,uint32 startWindow,"
            "uint32 challengeWindow,uint32 nonce,uint32 epoch,uint40 expiry,uint16 maxFeeBps,bool rolling,"
            "bytes32 machine,bytes32 spec)"
        );
        bytes memory roles = abi.encode(
            offer.host,
            offer.payee,
            offer.operator,
            offer.renter,
            offer.token,
            offer.arbiter
        );
        bytes memory terms = abi.encode(
            offer.pricePerHour,
            offer.bond,
            offer.minDuration,
            offer.maxDuration,
            offer.startWindow,
            offer.challengeWindow
        );
        bytes memory limits = abi.encode(offer.nonce, offer.epoch, offer.expiry, offer.maxFeeBps, offer.rolling);
        bytes memory unit = abi.encode(offer.machine, offer.spec);

        assertEq(escrow.hashOffer(offer), keccak256(bytes.concat(typeHash, roles, terms, limits, unit)), "struct hash");
    }

    function test_RevertWhen_AnyFieldDiffers() external {
        for (uint256 field = 0; field < 19; ++field) {
            setUp();
            bytes memory signature = _sign(_offer());
            Offer memory offer = _differing(field);

            _expectInvalid(offer, signature, offer.host);
            // The signature is all that is wrong with it.
            _takes(offer, _sign(offer, offer.host == host ? HOST_KEY : STRANGER_KEY));
        }
    }

    function test_RevertWhen_SignedForAnotherChain() external {
        Offer memory offer = _offer();
        vm.chainId(1);
        bytes memory signature = _sign(offer);

        vm.chainId(137);
        _expectInvalid(offer, signature, host);

        vm.chainId(1);
        _takes(offer, signature);
    }

    function test_RevertGiven_ChainWasRenumbered() external {
        Offer memory offer = _offer();
        bytes memory signature = _sign(offer);

        vm.chainId(9_999);
        _expectInvalid(offer, signature, host);

        _takes(offer, _sign(offer));
    }

    function test_KeepsIdsGiven_ChainWasRenumbered() external {
        Rental memory rental = _rental(_offer());
        bytes32 id = _deposit(rental, 8 hours);

        vm.chainId(9_999);
        assertEq(escrow.idOf(rental), id, "id");
        _start(rental);

        assertEq(_status(id), Status.Active, "status");
    }

    function test_RevertWhen_SignedForAnotherEscrow() external {
        Offer memory offer = _offer();
        Escrow here = escrow;
        escrow = deployEscrow({owner: address(this), guardian: guardian, treasury: treasury, salt: "other"});
        bytes memory signature = _sign(offer);
        escrow = here;

        _expectInvalid(offer, signature, host);
    }

    function test_RevertWhen_SignedWithoutDomain() external {
        Offer memory offer = _offer();

        _expectInvalid(offer, _pack(HOST_KEY, escrow.hashOffer(offer)), host);
    }

    // Signatures that are none

    function testFuzz_RevertWhen_AnyBitIsFlipped(uint16 bit) external {
        Offer memory offer = _offer();
        bytes memory signature = _sign(offer);

        bit = bit % uint16(signature.length * 8);
        signature[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        _expectInvalid(offer, signature, host);
    }

    function test_RevertWhen_SignatureIsMalleated() external {
        Offer memory offer = _offer();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(HOST_KEY, _digest(offer));
        uint8 flipped = v == 27 ? 28 : 27;
        bytes32 upper = bytes32(CURVE_ORDER - uint256(s));

        assertEq(ecrecover(_digest(offer), flipped, r, upper), host, "the curve accepts it");
        _expectInvalid(offer, abi.encodePacked(r, upper, flipped), host);
    }

    function test_RevertWhen_RecoveryIdIsBare() external {
        Offer memory offer = _offer();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(HOST_KEY, _digest(offer));

        _expectInvalid(offer, abi.encodePacked(r, s, v - 27), host);
    }

    function test_RevertWhen_SignatureIsCompact() external {
        Offer memory offer = _offer();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(HOST_KEY, _digest(offer));

        _expectInvalid(offer, abi.encodePacked(r, uint256(s) | (uint256(v - 27) << 255)), host);
    }

    function test_RevertWhen_SignatureHasAnotherLength() external {
        Offer memory offer = _offer();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(HOST_KEY, _digest(offer));

        _expectInvalid(offer, "", host);
        _expectInvalid(offer, abi.encodePacked(r, s), host);
        _expectInvalid(offer, abi.encodePacked(r, s, v, uint8(0)), host);
        _expectInvalid(offer, new bytes(65), host);
    }

    function test_RevertWhen_SignatureIsCounterfactual() external {
        Offer memory offer = _offer();
        bytes32 magic = 0x6492649264926492649264926492649264926492649264926492649264926492;

        _expectInvalid(offer, abi.encodePacked(abi.encode(stranger, "", _sign(offer)), magic), host);
    }

    // Who signed

    function test_RevertWhen_SomebodyElseSigned() external {
        Offer memory offer = _offer();

        string[5] memory others = ["renter", "payer", "operator", "payee", "stranger"];
        for (uint256 i = 0; i < others.length; ++i) {
            _expectInvalid(offer, _sign(offer, uint256(keccak256(bytes(others[i])))), host);
        }
    }

    function test_RevertGiven_SignerIsNamedAndHostSigned() external {
        _name(signer);
        Offer memory offer = _offer();

        _expectInvalid(offer, _sign(offer), signer);
    }

    function test_TakesOfferOfNamedSigner() external {
        _name(signer);
        Offer memory offer = _offer();

        _takes(offer, _sign(offer, SIGNER_KEY));
    }

    function test_RevertGiven_SignerWasReplaced() external {
        _name(signer);
        _name(stranger);
        Offer memory offer = _offer();

        _expectInvalid(offer, _sign(offer, SIGNER_KEY), stranger);
    }

    function test_RevertGiven_SignerWasTakenBack() external {
        _name(signer);
        _name(address(0));
        Offer memory offer = _offer();

        _expectInvalid(offer, _sign(offer, SIGNER_KEY), host);
        _takes(offer, _sign(offer));
    }

    // The host's key

    function test_TakesOfferOfHostKey() external {
        Offer memory offer = _offer();

        _takes(offer, _sign(offer));
    }

    function test_TakesOfferForAnyRenterSaltAndDuration() external {
        Offer memory offer = _instantOffer();
        offer.expiry = T0 + 2 days;
        bytes memory signature = _sign(offer);

        bytes32 first = _depositWith(Rental(offer, renter, "one"), 1 hours, signature, NO_PERMIT);
        vm.warp(T0 + 1 hours);
        bytes32 second = _depositWith(Rental(offer, renter, "two"), 2 hours, signature, NO_PERMIT);
        vm.warp(T0 + 3 hours);
        bytes32 third = _depositWith(Rental(offer, stranger, "one"), 3 hours, signature, NO_PERMIT);

        assertEq(escrow.getRental(first).duration, 1 hours, "first");
        assertEq(escrow.getRental(second).duration, 2 hours, "second");
        assertEq(escrow.getRental(third).duration, 3 hours, "third");
    }

    function test_TakesHostKeyGiven_ItsCodeRefuses() external {
        Offer memory offer = _offer();
        bytes memory signature = _sign(offer);
        vm.etch(host, address(new AnsweringWallet("")).code);

        _takes(offer, signature);
    }

    function test_TakesHostKeyGiven_ItsCodeIsDelegated() external {
        Offer memory offer = _offer();
        bytes memory signature = _sign(offer);
        vm.etch(host, abi.encodePacked(hex"ef0100", address(new ContractWallet(signer))));

        _takes(offer, signature);
    }

    function test_TakesOtherKeyGiven_HostCodeAcceptsIt() external {
        vm.etch(host, address(new ContractWallet(address(0))).code);
        ContractWallet(host).setOwner(signer);
        Offer memory offer = _offer();

        _takes(offer, _sign(offer, SIGNER_KEY));
        offer.machine = "a100-1";
        _takes(offer, _sign(offer));
    }

    // Wallets

    function test_TakesOfferOfWalletHost() external {
        Offer memory offer = _offer();
        offer.host = address(new ContractWallet(signer));

        _takes(offer, _sign(offer, SIGNER_KEY));
    }

    function test_TakesOfferOfNamedWallet() external {
        _name(address(new ContractWallet(signer)));
        Offer memory offer = _offer();

        _takes(offer, _sign(offer, SIGNER_KEY));
    }

    function test_TakesEmptySignatureGiven_WalletApproved() external {
        PresignedWallet wallet = new PresignedWallet();
        Offer memory offer = _offer();
        offer.host = address(wallet);

        _expectInvalid(offer, "", address(wallet));
        wallet.approve(_digest(offer));
        _takes(offer, "");
    }

    function test_RevertGiven_WalletChangedItsOwner() external {
        ContractWallet wallet = new ContractWallet(signer);
        Offer memory offer = _offer();
        offer.host = address(wallet);
        bytes memory signature = _sign(offer, SIGNER_KEY);
        wallet.setOwner(stranger);

        _expectInvalid(offer, signature, address(wallet));
    }

    function test_RevertGiven_WalletAnswersOtherwise() external {
        bytes4 magic = IERC1271.isValidSignature.selector;
        bytes[6] memory answers = [
            bytes(""),
            abi.encode(bytes4(0xffffffff)),
            abi.encode(true),
            // The magic value alone, without the rest of its word; on the wrong side of it; with something behind it.
            abi.encodePacked(magic),
            abi.encode(uint32(magic)),
            abi.encode(bytes32(magic) | bytes32(uint256(1)))
        ];

        for (uint256 i = 0; i < answers.length; ++i) {
            Offer memory offer = _offer();
            offer.host = address(new AnsweringWallet(answers[i]));
            _expectInvalid(offer, _sign(offer, SIGNER_KEY), offer.host);
        }
    }

    function test_RevertGiven_WalletReverts() external {
        // A token has no `isValidSignature`, nor a fallback.
        Offer memory offer = _offer();
        offer.host = address(new Token("Token", "TOKEN", 6));

        _expectInvalid(offer, _sign(offer, SIGNER_KEY), offer.host);
    }

    function test_RevertWhen_SignedForAnotherWallet() external {
        Offer memory offer = _offer();
        offer.host = address(new ContractWallet(signer));
        bytes memory signature = _sign(offer, SIGNER_KEY);

        offer.host = address(new ContractWallet(signer));
        _expectInvalid(offer, signature, offer.host);
    }

    function test_RevertWhen_HostIsSomebodyElsesWallet() external {
        Offer memory offer = _offer();
        offer.host = address(new ContractWallet(stranger));

        _expectInvalid(offer, _sign(offer, SIGNER_KEY), offer.host);
    }

    // Shared

    function _expectInvalid(Offer memory offer, bytes memory signature, address expected) private {
        _expectDepositReverts(
            _rental(offer),
            8 hours,
            signature,
            abi.encodeWithSelector(IRentalEscrow.InvalidSignature.selector, expected)
        );
    }

    function _takes(Offer memory offer, bytes memory signature) private {
        bytes32 id = _depositWith(_rental(offer), 8 hours, signature, NO_PERMIT);

        assertEq(_status(id), offer.startWindow == 0 ? Status.Active : Status.Funded, "status");
    }

    function _name(address signer_) private {
        vm.prank(host);
        escrow.setSigner(signer_);
    }

    function _revoke(bytes32 machine) private {
        vm.prank(host);
        escrow.revokeOffers(machine);
    }

    /// @dev An offer with one field changed, in a world where such an offer can be taken.
    function _differing(uint256 field) private returns (Offer memory offer) {
        offer = _offer();
        if (field == 0) offer.host = stranger;
        if (field == 1) offer.payee = stranger;
        if (field == 2) offer.operator = stranger;
        if (field == 3) offer.renter = renter;
        if (field == 4) offer.token = NATIVE;
        if (field == 5) offer.arbiter = stranger;
        if (field == 6) offer.pricePerHour -= 1;
        if (field == 7) offer.bond = 1;
        if (field == 8) offer.minDuration = 2;
        if (field == 9) offer.maxDuration -= 1;
        if (field == 10) offer.startWindow = 0;
        if (field == 11) offer.challengeWindow += 1;
        if (field == 12) offer.nonce = 1;
        if (field == 13) offer.epoch = 1;
        if (field == 14) offer.expiry += 1;
        if (field == 15) offer.maxFeeBps -= 1;
        if (field == 16) offer.rolling = true;
        if (field == 17) offer.machine = "a100-1";
        if (field == 18) offer.spec = keccak256("A100 40 GB");

        escrow.setMarket({token: address(usdc), arbiter: offer.arbiter, feeBps: FEE_BPS, open: true});
        _fundBond(address(usdc), 1);
        if (field == 13) _name(address(0));
        if (field == 12) _revoke(offer.machine);
    }

    function _pack(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
