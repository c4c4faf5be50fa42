// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Base} from "../Base.t.sol";

contract HashOfferTest is Base {
    uint256 private constant FIELDS = 19;

    /// @dev The hash is viem's `hashStruct` of the same offer.
    function test_HashesAsOtherToolsDo() external view {
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
            escrow.hashOffer(offer),
            bytes32(0x0d7daf59c8389cab529e107e95e14711261fe057b1651cc9bab08f01981fca54),
            "struct hash"
        );
    }

    function test_HashesTypeAndFields() external view {
        bytes32 typeHash = keccak256(
            "Offer(address host,address payee,address operator,address renter,address token,address arbiter,uint96 pricePerHour,uint96 bond,uint32 minDuration,uint32 maxDuration,uint32 startWindow,uint32 challengeWindow,uint32 nonce,uint32 epoch,uint40 expiry,uint16 maxFeeBps,bool rolling,bytes32 machine,bytes32 spec)"
        );
        Offer memory offer = _offer();

        bytes memory who = abi.encode(
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
        bytes memory what = abi.encode(offer.machine, offer.spec);

        assertEq(
            escrow.hashOffer(offer),
            keccak256(bytes.concat(typeHash, who, terms, limits, what)),
            "hash of type and fields"
        );
    }

    function test_DependsOnEveryField() external view {
        bytes memory encoded = abi.encode(_offer());
        bytes32 original = escrow.hashOffer(abi.decode(encoded, (Offer)));
        assertEq(encoded.length, FIELDS * 32, "one word per field");

        for (uint256 i = 0; i < FIELDS; ++i) {
            bytes memory changed = bytes.concat(encoded);
            changed[i * 32 + 31] ^= 0x01;
            assertTrue(escrow.hashOffer(abi.decode(changed, (Offer))) != original, "a changed field changes the hash");
        }
    }
}
