// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRentalEscrow} from "../../../contracts/interfaces/IRentalEscrow.sol";
import {IRentalRouter} from "../../../contracts/interfaces/IRentalRouter.sol";
import {IPermit2} from "../../../contracts/interfaces/IPermit2.sol";
import {Router} from "../../deployRouter.sol";
import {RouterBase} from "../../RouterBase.t.sol";
import {vm} from "../../Vm.sol";

contract RouterConstructorTest is RouterBase {
    function test_RevertGiven_EscrowHasNoCode() external {
        _expectNotContract(stranger, address(permit2), stranger);
    }

    function test_RevertGiven_Permit2HasNoCode() external {
        _expectNotContract(address(escrow), stranger, stranger);
    }

    function test_KnowsEscrowAndPermit2() external view {
        assertEq(address(router.escrow()), address(escrow), "escrow");
        assertEq(address(router.permit2()), address(permit2), "permit2");
    }

    function test_TakesContractsOfASingleByte() external {
        address[2] memory accounts = [stranger, keeper];
        for (uint256 i = 0; i < 2; ++i) vm.etch(accounts[i], hex"00");

        Router deployed = Router(this.create(_creation(stranger, keeper)));

        assertEq(address(deployed.escrow()), stranger, "escrow");
        assertEq(address(deployed.permit2()), keeper, "permit2");
    }

    function test_DescribesItsDomain() external view {
        (bytes1 fields, string memory name, string memory version, uint256 chainId, address verifier, , ) = router
            .eip712Domain();
        assertEq(uint256(uint8(fields)), 0x0f, "fields");
        assertEq(keccak256(bytes(name)), keccak256("RentalRouter"), "name");
        assertEq(keccak256(bytes(version)), keccak256("1"), "version");
        assertEq(chainId, block.chainid, "chain");
        assertEq(verifier, address(router), "verifying contract");
    }

    /// @dev The salt and the deployer of every chain's Permit2.
    function test_BuildsThePermit2OfEveryChain() external view {
        bytes32 salt = 0x0000000000000000000000000000000000000000d3af2663da51c10215000000;
        address deployer = 0x4e59b44847b379578588920cA78FbF26c0B4956C;
        bytes32 code = keccak256(vm.getCode("Permit2.sol:Permit2"));
        bytes32 hash = keccak256(abi.encodePacked(bytes1(0xff), deployer, salt, code));

        assertEq(address(uint160(uint256(hash))), 0x000000000022D473030F116dDEE9F6B43aC78BA3, "address");
    }

    function _expectNotContract(address escrow_, address permit2_, address account) private {
        vm.expectRevert(abi.encodeWithSelector(IRentalRouter.NotContract.selector, account));
        this.create(_creation(escrow_, permit2_));
    }

    function _creation(address escrow_, address permit2_) private view returns (bytes memory) {
        bytes memory code = vm.getCode("RentalRouter.sol:RentalRouter");
        return bytes.concat(code, abi.encode(IRentalEscrow(escrow_), IPermit2(permit2_)));
    }

    function create(bytes memory code) external returns (address deployed) {
        assembly ("memory-safe") {
            deployed := create(0, add(code, 32), mload(code))
            if iszero(deployed) {
                let size := returndatasize()
                returndatacopy(0, 0, size)
                revert(0, size)
            }
        }
    }
}
