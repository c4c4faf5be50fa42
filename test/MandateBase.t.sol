// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Mandate} from "../contracts/interfaces/IRentalMandate.sol";
import {Offer, Rental} from "../contracts/interfaces/IRentalEscrow.sol";
import {Base} from "./Base.t.sol";
import {Mandates, deployMandate} from "./deployMandate.sol";
import {Token} from "./mocks/Token.sol";
import {vm} from "./Vm.sol";

/// @dev A day rented for 36 dollars, to be extended by a day at a time, within half an hour of the end, for 2 cents.
abstract contract MandateBase is Base {
    uint256 internal constant RENTER_KEY = uint256(keccak256("renter"));
    uint256 internal constant DAY = 36_000_000;
    uint96 internal constant TIP = 20_000;
    uint96 internal constant MAX_TOTAL = 1_000_000_000;
    /// @dev Exactly half an hour left is one second too early.
    uint256 internal constant DUE = T0 + 1 days - 30 minutes + 1;

    Mandates internal mandates;

    function setUp() public virtual override {
        super.setUp();
        mandates = deployMandate(address(escrow), keccak256(abi.encode(address(escrow))));
        _approve(address(usdc), renter, type(uint256).max);
    }

    // Terms

    function _instantOffer() internal view returns (Offer memory offer) {
        offer = _offer();
        offer.startWindow = 0;
    }

    function _mandate(Rental memory rental) internal view returns (Mandate memory) {
        return
            Mandate({
                renter: rental.renter,
                rentalId: escrow.idOf(rental),
                maxTotal: MAX_TOTAL,
                step: 1 days,
                extendBefore: 30 minutes,
                maxTip: TIP,
                expiry: T0 + 60 days,
                epoch: mandates.epoch(rental.renter),
                salt: "mandate"
            });
    }

    function _signMandate(Mandate memory mandate) internal view virtual returns (bytes memory) {
        return _signMandate(mandate, RENTER_KEY);
    }

    function _signMandate(Mandate memory mandate, uint256 key) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _digestOf(mandate, address(mandates)));
        return abi.encodePacked(r, s, v);
    }

    /// @dev Written a second time: the type, the domain and the digest.
    function _digestOf(Mandate memory mandate, address verifier) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("RentalMandate"),
                keccak256("1"),
                block.chainid,
                verifier
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, _structHash(mandate)));
    }

    function _structHash(Mandate memory mandate) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Mandate(address renter,bytes32 rentalId,uint96 maxTotal,uint32 step,uint32 extendBefore,uint96 maxTip,"
            "uint40 expiry,uint32 epoch,bytes32 salt)"
        );
        return
            keccak256(
                abi.encode(
                    typeHash,
                    mandate.renter,
                    mandate.rentalId,
                    mandate.maxTotal,
                    mandate.step,
                    mandate.extendBefore,
                    mandate.maxTip,
                    mandate.expiry,
                    mandate.epoch,
                    mandate.salt
                )
            );
    }

    // Life

    /// @dev A day of an instant rental, from now on.
    function _running() internal returns (Rental memory rental) {
        return _running(_instantOffer());
    }

    function _running(Offer memory offer) internal returns (Rental memory rental) {
        rental = _rental(offer);
        _deposit(rental, 1 days);
    }

    function _execute(Mandate memory mandate, Rental memory rental) internal {
        _execute(mandate, _signMandate(mandate), rental, TIP);
    }

    function _execute(Mandate memory mandate, bytes memory signature, Rental memory rental, uint96 tip) internal {
        vm.prank(keeper);
        mandates.execute(mandate, signature, rental, tip, NO_PERMIT);
    }

    function _expectExecuteReverts(Mandate memory mandate, Rental memory rental, bytes memory error_) internal {
        _expectExecuteReverts(mandate, _signMandate(mandate), rental, error_);
    }

    function _expectExecuteReverts(
        Mandate memory mandate,
        bytes memory signature,
        Rental memory rental,
        bytes memory error_
    ) internal {
        vm.expectRevert(error_);
        vm.prank(keeper);
        mandates.execute(mandate, signature, rental, TIP, NO_PERMIT);
    }

    function _approve(address token, address account, uint256 amount) internal {
        vm.prank(account);
        Token(token).approve(address(mandates), amount);
    }

    function _duration(Rental memory rental) internal view returns (uint256) {
        return escrow.getRental(escrow.idOf(rental)).duration;
    }

    function _price(Rental memory rental, uint256 seconds_) internal pure returns (uint256) {
        return (uint256(rental.offer.pricePerHour) * seconds_) / 1 hours;
    }

    /// @dev What the contract has between transactions: nothing.
    function _assertEmpty(address token) internal view {
        assertEq(_balance(token, address(mandates)), 0, "mandate's balance");
        assertEq(Token(token).allowance(address(mandates), address(escrow)), 0, "mandate's allowance");
    }
}
