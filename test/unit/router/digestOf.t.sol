// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {Method, Purchase} from "../../../contracts/interfaces/IRentalRouter.sol";
import {RouterBase} from "../../RouterBase.t.sol";
import {vm} from "../../Vm.sol";

contract RouterDigestOfTest is RouterBase {
    function testFuzz_HashesPurchaseByItsType(Purchase calldata purchase) external view {
        assertEq(router.hashPurchase(purchase), _purchaseHash(purchase), "struct hash");
    }

    function testFuzz_PutsItUnderTheDomain(Purchase calldata purchase) external view {
        bytes32 typeHash = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
        );
        bytes32 domain = keccak256(
            abi.encode(typeHash, keccak256("RentalRouter"), keccak256("1"), block.chainid, address(router))
        );
        bytes32 digest = MessageHashUtils.toTypedDataHash(domain, _purchaseHash(purchase));

        assertEq(router.digestOf(purchase), digest, "digest");
    }

    function test_FollowsTheChain() external {
        Purchase memory purchase = _purchaseOf(_deal(2, Method.Permit2));
        bytes32 here = router.digestOf(purchase);

        vm.chainId(80_002);
        assertTrue(router.digestOf(purchase) != here, "another chain, another digest");
        assertEq(router.hashPurchase(purchase), _purchaseHash(purchase), "the struct hash stays");
    }

    function test_IsWhatPurchasesAreSignedBy() external view {
        Deal memory deal = _deal(3, Method.Authorization);

        assertEq(router.digestOf(_purchaseOf(deal)), _purchaseDigest(deal), "digest");
    }
}
