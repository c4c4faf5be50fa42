// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Base} from "../Base.t.sol";
import {deployEscrow} from "../deployEscrow.sol";
import {Escrow} from "../Escrow.sol";
import {vm} from "../Vm.sol";

contract IdOfTest is Base {
    /// @dev The id is viem's, over its `hashStruct` of the same offer.
    function test_IdentifiesAsOtherToolsDo() external view {
        Offer memory offer = Offer({
            host: address(0xa1),
            payee: address(0xa2),
            operator: address(0xa3),
            renter: address(0xa4),
            token: address(0xa5),
            arbiter: address(0xa6),
            pricePerHour: 1_500_000,
            bond: 40_000_000,
            minDuration: 1 hours,
            maxDuration: 30 days,
            startWindow: 30 minutes,
            challengeWindow: 6 hours,
            nonce: 7,
            epoch: 3,
            expiry: 1_800_000_600,
            maxFeeBps: 1500,
            rolling: true,
            machine: "a100-0",
            spec: keccak256("A100 80 GB")
        });

        assertEq(
            escrow.idOf(Rental({offer: offer, renter: address(0xa4), salt: "salt"})),
            bytes32(0x8f76278dda244d40f79d0756ae021b9ca72f37ee2b7cd5a8b1b8830cf304858a),
            "id"
        );
    }

    function test_DependsOnOfferRenterAndSalt() external view {
        Offer memory offer = _offer();
        bytes32 id = escrow.idOf(Rental({offer: offer, renter: renter, salt: "salt"}));

        assertTrue(escrow.idOf(Rental({offer: offer, renter: payer, salt: "salt"})) != id, "another renter");
        assertTrue(escrow.idOf(Rental({offer: offer, renter: renter, salt: "pepper"})) != id, "another salt");
        offer.spec = "another";
        assertTrue(escrow.idOf(Rental({offer: offer, renter: renter, salt: "salt"})) != id, "another offer");
    }

    function test_IgnoresChainAndContract() external {
        Rental memory rental = _rental(_offer());
        bytes32 id = escrow.idOf(rental);

        Escrow other = deployEscrow({owner: address(this), guardian: guardian, treasury: treasury, salt: "other"});
        assertEq(other.idOf(rental), id, "another contract");
        vm.chainId(80_002);
        assertEq(escrow.idOf(rental), id, "another chain");
    }

    function test_IsTheIdOfTheDeposit() external {
        Rental memory rental = _rental(_offer());

        assertEq(_deposit(rental, 8 hours), escrow.idOf(rental), "id");
    }
}
