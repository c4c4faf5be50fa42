// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Rental} from "../contracts/interfaces/IRentalEscrow.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

/// @dev What the tests of paying in share: a deposit that is refused, one with a permit, and everybody's money after.
abstract contract DepositBase is Base {
    uint256 internal constant PAYER_KEY = uint256(keccak256("payer"));
    uint256 internal constant STRANGER_KEY = uint256(keccak256("stranger"));
    /// @dev What every wallet has at first, in both tokens.
    uint256 internal constant PURSE = type(uint128).max;
    uint40 internal constant RESERVED = type(uint40).max;

    function _instantOffer() internal view returns (Offer memory offer) {
        offer = _offer();
        offer.startWindow = 0;
    }

    function _expectDepositReverts(Rental memory rental, uint32 duration, bytes memory error_) internal {
        _expectDepositReverts(rental, duration, _sign(rental.offer), error_);
    }

    function _expectDepositReverts(
        Rental memory rental,
        uint32 duration,
        bytes memory signature,
        bytes memory error_
    ) internal {
        uint256 value = rental.offer.token == NATIVE ? _price(rental, duration) : 0;
        vm.expectRevert(error_);
        vm.prank(payer);
        escrow.deposit{value: value}(rental, duration, signature, NO_PERMIT);
    }

    /// @dev With a signature or a permit of the caller's choice.
    function _depositWith(
        Rental memory rental,
        uint32 duration,
        bytes memory signature,
        bytes memory permit
    ) internal returns (bytes32) {
        uint256 value = rental.offer.token == NATIVE ? _price(rental, duration) : 0;
        vm.prank(payer);
        return escrow.deposit{value: value}(rental, duration, signature, permit);
    }

    /// @dev EIP-2612, signed by the payer for the escrow, as the escrow takes it.
    function _permit(uint256 value, uint256 deadline) internal view returns (bytes memory) {
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 structHash = keccak256(
            abi.encode(typeHash, payer, address(escrow), value, usdc.nonces(payer), deadline)
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", usdc.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(PAYER_KEY, digest);
        return abi.encode(value, deadline, v, r, s);
    }

    function _price(Rental memory rental, uint256 seconds_) internal pure returns (uint256) {
        return (uint256(rental.offer.pricePerHour) * seconds_) / 1 hours;
    }

    function _assertMoney(address token, uint256 paid, uint256 freeBond, uint256 inEscrow) internal view {
        assertEq(_balance(token, payer), PURSE - paid, "payer's balance");
        assertEq(_balance(token, renter), PURSE, "renter's balance");
        assertEq(_balance(token, payee), 0, "payee's balance");
        assertEq(_balance(token, address(escrow)), inEscrow, "escrow's balance");
        assertEq(escrow.bonds(token, host), freeBond, "host's free bond");
        assertEq(escrow.fees(token), 0, "fees");
    }
}
