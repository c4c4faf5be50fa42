// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {Offer, Rental} from "../../../contracts/interfaces/IRentalEscrow.sol";
import {IRentalMandate, Mandate} from "../../../contracts/interfaces/IRentalMandate.sol";
import {AnsweringWallet} from "../../mocks/AnsweringWallet.sol";
import {ContractWallet} from "../../mocks/ContractWallet.sol";
import {PresignedWallet} from "../../mocks/PresignedWallet.sol";
import {Token} from "../../mocks/Token.sol";
import {deployMandate} from "../../deployMandate.sol";
import {MandateBase} from "../../MandateBase.t.sol";
import {vm} from "../../Vm.sol";

/// @dev Whose word a mandate is.
contract MandateSignatureTest is MandateBase {
    uint256 private constant OWNER_KEY = uint256(keccak256("owner"));
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    bytes32 private constant ERC6492 = 0x6492649264926492649264926492649264926492649264926492649264926492;

    address private owner = vm.addr(OWNER_KEY);

    // What was signed

    function testFuzz_HashesMandateByItsType(Mandate calldata mandate) external view {
        assertEq(mandates.digestOf(mandate), _digestOf(mandate, address(mandates)), "digest");
    }

    function test_DescribesItsDomain() external view {
        (bytes1 fields, string memory name, string memory version, uint256 chainId, address verifier, , ) = mandates
            .eip712Domain();

        assertEq(bytes32(fields), bytes32(hex"0f"), "fields");
        assertEq(keccak256(bytes(name)), keccak256("RentalMandate"), "name");
        assertEq(keccak256(bytes(version)), keccak256("1"), "version");
        assertEq(chainId, block.chainid, "chain id");
        assertEq(verifier, address(mandates), "verifying contract");
    }

    function test_RevertWhen_AnyFieldDiffers() external {
        for (uint256 field = 0; field < 9; ++field) {
            setUp();
            Rental memory rental = _dueRental(renter, renter);
            bytes memory signature = _signMandate(_mandate(rental));
            Mandate memory mandate = _mandate(rental);
            uint256 key = RENTER_KEY;
            if (field == 0) {
                // Another renter's rental, of the same terms: its id differs, too.
                rental = _dueRental(stranger, stranger);
                mandate.renter = stranger;
                mandate.rentalId = escrow.idOf(rental);
                key = uint256(keccak256("stranger"));
            }
            if (field == 1) {
                rental = _dueRental(renter, stranger);
                mandate.rentalId = escrow.idOf(rental);
            }
            if (field == 2) mandate.maxTotal += 1;
            if (field == 3) mandate.step += 1;
            if (field == 4) mandate.extendBefore += 1;
            if (field == 5) mandate.maxTip += 1;
            if (field == 6) mandate.expiry += 1;
            if (field == 7) {
                vm.prank(renter);
                mandates.revokeAll();
                mandate.epoch = 1;
            }
            if (field == 8) mandate.salt = "another";

            _expectInvalid(mandate, signature, rental);
            // The signature is all that is wrong with it.
            _takes(mandate, _signMandate(mandate, key), rental);
        }
    }

    function test_RevertWhen_SignedForAnotherChain() external {
        Rental memory rental = _dueRental(renter, renter);
        Mandate memory mandate = _mandate(rental);
        vm.chainId(1);
        bytes memory signature = _signMandate(mandate);

        vm.chainId(137);
        _expectInvalid(mandate, signature, rental);

        vm.chainId(1);
        _takes(mandate, signature, rental);
    }

    function test_RevertWhen_SignedForAnotherContract() external {
        Rental memory rental = _dueRental(renter, renter);
        Mandate memory mandate = _mandate(rental);
        address other = address(deployMandate(address(escrow), "other"));

        _expectInvalid(mandate, _pack(RENTER_KEY, _digestOf(mandate, other)), rental);
        _expectInvalid(mandate, _pack(RENTER_KEY, _digestOf(mandate, address(escrow))), rental);
    }

    function test_RevertWhen_SignedWithoutDomain() external {
        Rental memory rental = _dueRental(renter, renter);
        Mandate memory mandate = _mandate(rental);

        _expectInvalid(mandate, _pack(RENTER_KEY, _structHash(mandate)), rental);
    }

    // Signatures that are none

    function testFuzz_RevertWhen_AnyBitIsFlipped(uint16 bit) external {
        Rental memory rental = _dueRental(renter, renter);
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        bit %= 520;
        signature[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));

        _expectInvalid(mandate, signature, rental);
    }

    function test_RevertWhen_SignatureIsMalleated() external {
        Rental memory rental = _dueRental(renter, renter);
        Mandate memory mandate = _mandate(rental);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(RENTER_KEY, _digestOf(mandate, address(mandates)));

        _expectInvalid(mandate, abi.encodePacked(r, CURVE_ORDER - uint256(s), v == 27 ? 28 : 27), rental);
    }

    function test_RevertWhen_SignatureIsCompact() external {
        Rental memory rental = _dueRental(renter, renter);
        Mandate memory mandate = _mandate(rental);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(RENTER_KEY, _digestOf(mandate, address(mandates)));

        _expectInvalid(mandate, abi.encodePacked(r, uint256(s) | (uint256(v - 27) << 255)), rental);
    }

    function test_RevertWhen_SignatureHasAnotherLength() external {
        Rental memory rental = _dueRental(renter, renter);
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);

        _expectInvalid(mandate, "", rental);
        _expectInvalid(mandate, hex"00", rental);
        _expectInvalid(mandate, new bytes(31), rental);
        _expectInvalid(mandate, new bytes(32), rental);
        _expectInvalid(mandate, new bytes(65), rental);
        _expectInvalid(mandate, bytes.concat(signature, hex"00"), rental);
    }

    function test_RevertWhen_SomebodyElseSigned() external {
        Rental memory rental = _dueRental(renter, renter);
        Mandate memory mandate = _mandate(rental);

        string[5] memory names = ["host", "operator", "payer", "keeper", "stranger"];
        for (uint256 i = 0; i < names.length; ++i) {
            _expectInvalid(mandate, _signMandate(mandate, uint256(keccak256(bytes(names[i])))), rental);
        }
    }

    function test_RevertWhen_RenterIsZero() external {
        // A signature that recovers nobody must not be taken for one of the zero address.
        Rental memory rental = Rental({offer: _instantOffer(), renter: address(0), salt: "salt"});

        _expectInvalid(_mandate(rental), new bytes(65), rental);
        _expectInvalid(_mandate(rental), "", rental);
    }

    function test_RevertWhen_SignatureIsCounterfactual() external {
        Rental memory rental = _dueRental(renter, renter);
        Mandate memory mandate = _mandate(rental);
        bytes memory wrapped = bytes.concat(abi.encode(stranger, "deploy", _signMandate(mandate)), ERC6492);

        _expectError(mandate, wrapped, rental, IRentalMandate.UndeployedRenter.selector);
        _expectError(mandate, bytes.concat(ERC6492), rental, IRentalMandate.UndeployedRenter.selector);
    }

    function test_RevertWhen_SignatureIsCounterfactualGiven_AccountIsDeployed() external {
        // It would accept these very bytes.
        PresignedWallet wallet = new PresignedWallet();
        Rental memory rental = _dueRental(address(wallet), renter);
        Mandate memory mandate = _mandate(rental);
        wallet.approve(_digestOf(mandate, address(mandates)));
        bytes memory wrapped = bytes.concat(abi.encode(stranger, "deploy", ""), ERC6492);

        _expectError(mandate, wrapped, rental, IRentalMandate.UndeployedRenter.selector);
        _takes(mandate, bytes.concat(wrapped, hex"00"), rental);
    }

    // The renter's key

    function test_TakesRenterKeyGiven_ItsCodeRefuses() external {
        Rental memory rental = _dueRental(renter, renter);
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        vm.etch(renter, address(new AnsweringWallet("")).code);

        _takes(mandate, signature, rental);
    }

    function test_TakesRenterKeyGiven_ItsCodeIsDelegated() external {
        Rental memory rental = _dueRental(renter, renter);
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate);
        vm.etch(renter, abi.encodePacked(hex"ef0100", address(new ContractWallet(owner))));

        _takes(mandate, signature, rental);
    }

    function test_TakesOtherKeyGiven_RenterCodeAcceptsIt() external {
        Rental memory rental = _dueRental(renter, renter);
        Mandate memory mandate = _mandate(rental);
        vm.etch(renter, address(new ContractWallet(address(0))).code);
        ContractWallet(renter).setOwner(owner);

        _takes(mandate, _signMandate(mandate, OWNER_KEY), rental);
    }

    // Wallets

    function test_TakesMandateOfWallet() external {
        Rental memory rental = _dueRental(address(new ContractWallet(owner)), renter);
        Mandate memory mandate = _mandate(rental);

        _takes(mandate, _signMandate(mandate, OWNER_KEY), rental);
    }

    function test_TakesEmptySignatureGiven_WalletApproved() external {
        PresignedWallet wallet = new PresignedWallet();
        Rental memory rental = _dueRental(address(wallet), renter);
        Mandate memory mandate = _mandate(rental);

        _expectRefused(mandate, "", rental);
        wallet.approve(_digestOf(mandate, address(mandates)));
        _takes(mandate, "", rental);
    }

    function test_RevertGiven_WalletChangedItsOwner() external {
        ContractWallet wallet = new ContractWallet(owner);
        Rental memory rental = _dueRental(address(wallet), renter);
        Mandate memory mandate = _mandate(rental);
        wallet.setOwner(stranger);

        _expectRefused(mandate, _signMandate(mandate, OWNER_KEY), rental);
    }

    function test_RevertGiven_WalletAnswersOtherwise() external {
        bytes4 magic = IERC1271.isValidSignature.selector;
        bytes[4] memory answers = [
            bytes(""),
            abi.encode(bytes4(0xffffffff)),
            abi.encodePacked(magic),
            abi.encode(bytes32(magic) | bytes32(uint256(1)))
        ];

        for (uint256 i = 0; i < answers.length; ++i) {
            setUp();
            Rental memory rental = _dueRental(address(new AnsweringWallet(answers[i])), renter);
            Mandate memory mandate = _mandate(rental);
            _expectRefused(mandate, _signMandate(mandate, OWNER_KEY), rental);
        }
    }

    function test_RevertGiven_WalletIsASingleByte() external {
        Rental memory rental = _dueRental(renter, renter);
        Mandate memory mandate = _mandate(rental);
        bytes memory signature = _signMandate(mandate, OWNER_KEY);
        _expectInvalid(mandate, signature, rental);

        // An account with code is asked, however little it has. This one stops without an answer.
        vm.etch(renter, hex"00");
        _expectRefused(mandate, signature, rental);
    }

    function test_RevertGiven_WalletReverts() external {
        // A token has no `isValidSignature`, nor a fallback.
        Rental memory rental = _dueRental(address(new Token("Token", "TOKEN", 6)), renter);
        Mandate memory mandate = _mandate(rental);

        _expectRefused(mandate, _signMandate(mandate, OWNER_KEY), rental);
    }

    // Shared

    /// @dev A rental for `renter_` that is about to end. The machine is named after `machine`, since one is busy.
    function _dueRental(address renter_, address machine) private returns (Rental memory rental) {
        vm.warp(T0);
        Offer memory offer = _instantOffer();
        if (machine != renter) offer.machine = bytes32(uint256(uint160(machine)));
        rental = Rental({offer: offer, renter: renter_, salt: "salt"});
        _deposit(rental, 1 days);
        if (renter_ != renter) {
            usdc.mint(renter_, MAX_TOTAL);
            _approve(address(usdc), renter_, MAX_TOTAL);
        }
        vm.warp(DUE);
    }

    function _takes(Mandate memory mandate, bytes memory signature, Rental memory rental) private {
        _execute(mandate, signature, rental, TIP);

        assertEq(_duration(rental), 1 days + mandate.step, "duration");
    }

    function _expectInvalid(Mandate memory mandate, bytes memory signature, Rental memory rental) private {
        _expectError(mandate, signature, rental, IRentalMandate.InvalidMandateSignature.selector);
    }

    function _expectRefused(Mandate memory mandate, bytes memory signature, Rental memory rental) private {
        _expectError(mandate, signature, rental, IRentalMandate.MandateSignatureRefused.selector);
    }

    function _expectError(
        Mandate memory mandate,
        bytes memory signature,
        Rental memory rental,
        bytes4 selector
    ) private {
        _expectExecuteReverts(mandate, signature, rental, abi.encodeWithSelector(selector, mandate.renter));
    }

    function _pack(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
